"""A week of the rota as those on duty read it: by the days of the reader's own clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from holdspace.people.models import Person
from holdspace.safeguarding import rota
from holdspace.safeguarding.models import Shift
from holdspace.safeguarding.policy_rota import may_give, takers_for

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One turn, and whom its reader may ask to take it."""

    turn: rota.Turn
    is_now: bool
    may_give: bool
    takers: list[Person]


@dataclass(frozen=True)
class Week:
    monday: date
    days: list[tuple[date, list[Row]]]
    gaps: list[rota.Span]

    @property
    def before(self) -> date:
        return self.monday - WEEK

    @property
    def after(self) -> date:
        return self.monday + WEEK


def week_for(person: Person, monday: date, now: datetime) -> Week:
    start, end = midnight(monday), midnight(monday + WEEK)
    rows = [_row(person, turn, now) for turn in rota.turns(start, end)]
    days = [(monday + n * DAY, [row for row in rows if _day(row, start) == monday + n * DAY]) for n in range(7)]
    return Week(monday, days, [gap for gap in rota.gaps(max(start, now), end) if start < end] if end > now else [])


def monday_of(asked: str, today: date) -> date:
    """The week somebody asks for by any day of it; this one where that is no day, or years away."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    near = day if abs(day - today) < timedelta(days=3 * 366) else today
    return near - timedelta(days=near.weekday())


def by_weekday(shifts: Iterable[Shift]) -> list[Shift]:
    return sorted(shifts, key=lambda shift: (shift.first_on.weekday(), shift.starts, shift.person.name))


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _row(person: Person, turn: rota.Turn, now: datetime) -> Row:
    may = may_give(person, turn, now)
    is_now = turn.starts_at <= now < turn.ends_at
    return Row(turn, is_now, may, list(takers_for(turn)) if may else [])


def _day(row: Row, start: datetime) -> date:
    """A turn that began before this week stands on its first day."""
    return timezone.localdate(max(row.turn.starts_at, start))
