"""Changing the rota: shifts begin and end, people are away, turns change hands.

Whatever changes who is on duty is written into the log, with `by`, who did it: a hole in the rota should be nobody's
riddle. What the program plans by itself (the demo) has no `by` and no row.
"""

from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from holdspace.notices.actions import see_at, tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person
from holdspace.safeguarding import coverage
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Absence, Shift, Swap, What
from holdspace.safeguarding.policy import leads
from holdspace.safeguarding.rota import Turn

ROTA = "/duty/rota/"


class AwayThatDayError(Exception):
    """A turn of somebody who is away would be nobody's."""


@transaction.atomic
def add_shift(
    *,
    person: Person,
    starts: time,
    ends: time,
    zone: str,
    first_on: date,
    last_on: date | None = None,
    by: Person | None = None,
) -> Shift:
    """The same shift twice is one."""
    times = {"ends": ends, "zone": zone, "last_on": last_on}
    shift = Shift.objects.update_or_create(person=person, first_on=first_on, starts=starts, defaults=times)[0]
    _changed(What.SHIFT_PLANNED, by, person, first_on, _hours(shift))
    return shift


@transaction.atomic
def end_shift(*, shift: Shift, today: date, by: Person | None = None) -> None:
    """No turn of it begins from today on. One that never began is gone."""
    Swap.objects.open().filter(shift=shift).update(ended_at=timezone.now())
    if shift.first_on >= today:
        shift.delete()
    else:
        shift.last_on = today - timedelta(days=1)
        shift.save(update_fields=["last_on"])
    _changed(What.SHIFT_ENDED, by, shift.person, today, _hours(shift))


@transaction.atomic
def be_away(*, person: Person | None, first_on: date, last_on: date, by: Person | None = None) -> Absence:
    """Their shifts do not begin on these days; nobody's do, where no person is named."""
    absence = Absence.objects.get_or_create(person=person, first_on=first_on, last_on=last_on)[0]
    _changed(What.AWAY, by, person, first_on, _days(absence))
    return absence


@transaction.atomic
def be_back(*, absence: Absence, by: Person | None = None) -> None:
    absence.delete()
    _changed(What.BACK, by, absence.person, absence.first_on, _days(absence))


@transaction.atomic
def ask_to_take(*, turn: Turn, taker: Person) -> Swap:
    """Ask one person to take this turn. Whoever was asked before is not asked any more."""
    now = timezone.now()
    Swap.objects.open().filter(shift=turn.shift, day=turn.day).update(ended_at=now)
    swap = Swap.objects.create(shift=turn.shift, day=turn.day, giver=turn.person, taker=taker, asked_at=now)
    tell(person=taker, kind=NoticeKind.SWAP, link=ROTA)
    return swap


def take_turn(*, swap: Swap) -> bool:
    """The turn is theirs now. False if the question was withdrawn a moment ago."""
    if Absence.objects.on(swap.day).of(swap.taker).exists():
        raise AwayThatDayError
    return _end(swap, was_taken=True, told=swap.giver)


def decline(*, swap: Swap) -> bool:
    return _end(swap, was_taken=False, told=swap.giver)


def withdraw(*, swap: Swap) -> bool:
    return _end(swap, was_taken=False)


def _end(swap: Swap, *, was_taken: bool, told: Person | None = None) -> bool:
    with transaction.atomic():
        ended = Swap.objects.open().filter(pk=swap.pk).update(ended_at=timezone.now(), was_taken=was_taken)
        see_at(swap.taker, ROTA)
        if ended and told:
            tell(person=told, kind=NoticeKind.SWAP, link=ROTA)
        if ended and was_taken:
            _changed(What.TURN_TAKEN, swap.taker, swap.giver, swap.day, _hours(swap.shift))
    return bool(ended)


@transaction.atomic
def leave_rota(*, person: Person, today: date) -> None:
    """Turns that others took stay theirs; whoever has one back, and the leads, hear of it. All else of theirs goes."""
    for shift, day in _handed_on(person, today):
        _settle(shift, day, without=person)
    had_shifts = Shift.objects.filter(person=person).filter(Q(last_on=None) | Q(last_on__gte=today)).exists()
    for rows in (Swap.objects.filter(Q(giver=person) | Q(taker=person)), Absence.objects.filter(person=person)):
        rows.delete()
    Shift.objects.filter(person=person).delete()
    for lead in leads() if had_shifts else ():
        if lead != person:
            tell(person=lead, kind=NoticeKind.SWAP, link=ROTA)
    transaction.on_commit(coverage.forget)


def _handed_on(person: Person, today: date) -> list[tuple[Shift, date]]:
    """Turns from yesterday on, which may not be over, that changed hands and passed through theirs."""
    theirs = Q(shift__person=person) | Q(giver=person) | Q(taker=person)
    swaps = Swap.objects.taken().filter(theirs, day__gte=today - timedelta(days=1)).select_related("shift__person")
    return list(dict.fromkeys((swap.shift, swap.day) for swap in swaps))


def _settle(shift: Shift, day: date, *, without: Person) -> None:
    """One hand-over, or a shift of this one day, in place of all that led to whoever holds the turn now."""
    taken = Swap.objects.taken().filter(shift=shift, day=day)
    last = taken.select_related("giver", "taker").latest("ended_at")
    comes_back = last.taker == without
    holder = last.giver if comes_back else last.taker
    taken.delete()
    if shift.person == without:
        if not comes_back:
            add_shift(person=holder, starts=shift.starts, ends=shift.ends, zone=shift.zone, first_on=day, last_on=day)
        return
    if holder != shift.person:
        Swap.objects.create(
            shift=shift, day=day, giver=shift.person, taker=holder, was_taken=True, ended_at=last.ended_at
        )
    if comes_back:
        tell(person=holder, kind=NoticeKind.SWAP, link=ROTA)


def _changed(what: What, by: Person | None, person: Person | None, day: date, why: str) -> None:
    transaction.on_commit(coverage.forget)
    if by:
        record(what=what, by=by, about=f"{ROTA}?week={day:%Y-%m-%d}", person=person, why=why)


def _hours(shift: Shift) -> str:
    return f"{shift.starts:%H:%M} – {shift.ends:%H:%M}, {shift.zone}"


def _days(absence: Absence) -> str:
    return f"{absence.first_on:%Y-%m-%d} – {absence.last_on:%Y-%m-%d}"
