"""Whose turn it is: shifts, less days away, with turns that changed hands. Times in, times out, all in UTC."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from holdspace.people.models import Person
from holdspace.safeguarding.models import Absence, Shift, Swap
from holdspace.safeguarding.policy import everybody_on_duty

DAY = timedelta(days=1)
AHEAD = timedelta(days=28)


@dataclass(frozen=True)
class Turn:
    """One stretch of duty of one person."""

    shift: Shift
    day: date
    person: Person
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Span:
    """A stretch of time, whoever is in it."""

    starts_at: datetime
    ends_at: datetime


def has_rota(now: datetime) -> bool:
    return _in_force(now.date() - 2 * DAY, now.date() + AHEAD).exists()


def on_shift(now: datetime) -> list[Person]:
    """Who is on duty, in the order in which they came."""
    return _each_once(turn.person for turn in turns(now, now + timedelta(microseconds=1)))


def next_after(now: datetime, ahead: timedelta = AHEAD) -> list[Person]:
    """Whose turns begin after now, the nearest first, each once."""
    return _each_once(turn.person for turn in turns(now, now + ahead) if turn.starts_at > now)


def turns(start: datetime, end: datetime) -> list[Turn]:
    """Every turn that touches the time from `start` to `end`, by its beginning."""
    first, last = start.date() - 2 * DAY, end.date() + 2 * DAY  # a wall clock is up to a day away from UTC
    calendar = Calendar.between(first, last)
    found = [
        turn
        for shift in _in_force(first, last)
        for day in shift.days_between(first, last)
        for turn in calendar.turn(shift, day)
    ]
    touching = [turn for turn in found if turn.starts_at < end and turn.ends_at > start]
    return sorted(touching, key=lambda turn: (turn.starts_at, turn.person.name))


def covered(start: datetime, end: datetime) -> list[Span]:
    """The stretches in which somebody is on duty, those that touch made one."""
    spans: list[Span] = []
    for turn in turns(start, end):
        if spans and turn.starts_at <= spans[-1].ends_at:
            spans[-1] = Span(spans[-1].starts_at, max(spans[-1].ends_at, turn.ends_at))
        else:
            spans.append(Span(turn.starts_at, turn.ends_at))
    return spans


def gaps(start: datetime, end: datetime) -> list[Span]:
    """The stretches from `start` to `end` in which nobody is."""
    here, found = start, []
    for span in covered(start, end):
        found += [Span(here, span.starts_at)] if span.starts_at > here else []
        here = span.ends_at
    return [*found, Span(here, end)] if here < end else found


@dataclass(frozen=True)
class Calendar:
    """What changes a plan: who is away on which days, who took whose turn, and who still has the role at all."""

    away: tuple[Absence, ...]
    taken: dict[tuple[UUID, date], Person]
    staff: dict[UUID, Person]

    @classmethod
    def between(cls, first: date, last: date) -> "Calendar":
        swaps = Swap.objects.taken().filter(day__range=(first, last)).select_related("taker")
        return cls(
            away=tuple(Absence.objects.filter(first_on__lte=last, last_on__gte=first)),
            taken={(swap.shift_id, swap.day): swap.taker for swap in swaps},
            staff={person.pk: person for person in everybody_on_duty()},
        )

    def turn(self, shift: Shift, day: date) -> list[Turn]:
        """This turn, or nothing: who is away or no longer a guide has none."""
        person = self.taken.get((shift.pk, day), shift.person)
        if person.pk not in self.staff or self.is_away(person, day):
            return []
        return [Turn(shift, day, person, *shift.moments_on(day))]

    def is_away(self, person: Person, day: date) -> bool:
        return any(one.first_on <= day <= one.last_on for one in self.away if one.person_id in (None, person.pk))


def _in_force(first: date, last: date) -> QuerySet[Shift]:
    still = Q(last_on=None) | Q(last_on__gte=first)
    return Shift.objects.filter(still, first_on__lte=last).select_related("person")


def _each_once(people: Iterable[Person]) -> list[Person]:
    return list(dict.fromkeys(people))
