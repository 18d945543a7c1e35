"""Who may change the rota: everybody their own days away and their own turns, the lead all of it."""

import uuid
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdspace.people.models import Person, RoleKind
from holdspace.people.policy import has_role
from holdspace.safeguarding import rota
from holdspace.safeguarding.models import Absence, Shift, Swap
from holdspace.safeguarding.policy import is_on_duty, people_on_duty

AHEAD = timedelta(days=366)


def edits_rota(person: Person) -> bool:
    return has_role(person, RoleKind.LEAD)


def shifts_for(person: Person) -> QuerySet[Shift]:
    """The shifts this person may end."""
    return Shift.objects.select_related("person") if edits_rota(person) else Shift.objects.none()


def shift_for(person: Person, pk: uuid.UUID) -> Shift:
    return get_object_or_404(shifts_for(person), pk=pk)


def absences_for(person: Person) -> QuerySet[Absence]:
    """The days away that this person may take back: their own; the lead everybody's, and holidays."""
    if edits_rota(person):
        return Absence.objects.select_related("person")
    return Absence.objects.filter(person=person) if is_on_duty(person) else Absence.objects.none()


def absence_for(person: Person, pk: uuid.UUID) -> Absence:
    return get_object_or_404(absences_for(person), pk=pk)


def absences_from(day: date) -> QuerySet[Absence]:
    """Everybody's, for a page that those on duty see."""
    return Absence.objects.filter(last_on__gte=day).select_related("person")


def may_give(person: Person, turn: rota.Turn, now: datetime) -> bool:
    """One's own turns, as long as they last; the lead everybody's."""
    is_near = turn.ends_at > now > turn.starts_at - AHEAD
    return is_near and (turn.person == person or edits_rota(person))


def turn_to_give(person: Person, shift_pk: uuid.UUID, day: str, now: datetime) -> rota.Turn:
    """The turn of this shift on this day (2026-03-04), if this person may give it away."""
    near = rota.turns(now - rota.DAY, now + AHEAD)
    found = next((turn for turn in near if turn.shift.pk == shift_pk and f"{turn.day}" == day), None)
    if found is None or not may_give(person, found, now):
        raise Http404
    return found


def takers_for(turn: rota.Turn) -> QuerySet[Person]:
    """Everybody else on duty who is not away that day."""
    away = Absence.objects.on(turn.day).filter(person__isnull=False)
    return people_on_duty().exclude(pk=turn.person.pk).exclude(pk__in=away.values("person"))


def swaps_for(person: Person) -> QuerySet[Swap]:
    """Open questions that concern this person; the lead sees all."""
    mine = Q() if edits_rota(person) else Q(giver=person) | Q(taker=person)
    if not is_on_duty(person):
        return Swap.objects.none()
    return Swap.objects.open().filter(mine).select_related("shift", "giver", "taker")


def swap_to_answer(person: Person, pk: uuid.UUID) -> Swap:
    return get_object_or_404(swaps_for(person).filter(taker=person), pk=pk)


def swap_to_withdraw(person: Person, pk: uuid.UUID) -> Swap:
    theirs = Q() if edits_rota(person) else Q(giver=person)
    return get_object_or_404(swaps_for(person).filter(theirs), pk=pk)
