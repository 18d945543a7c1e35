"""What the rota holds about somebody who leaves."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.people.leaving import Part
from holdspace.people.models import Person
from holdspace.safeguarding.models import Absence, Shift, Swap
from holdspace.safeguarding.rota_changes import leave_rota


def export(person: Person) -> dict[str, Any]:
    shifts = Shift.objects.filter(person=person).values("starts", "ends", "zone", "first_on", "last_on")
    given, taken = Swap.objects.filter(giver=person), Swap.objects.filter(taker=person)
    return {
        "shifts": list(shifts),
        "days_away": list(Absence.objects.filter(person=person).values("first_on", "last_on")),
        "turns_given": list(given.values("day", "asked_at", "was_taken")),
        "turns_asked_to_take": list(taken.values("day", "asked_at", "was_taken")),
    }


def erase(person: Person) -> None:
    leave_rota(person=person, today=timezone.now().date())


part = Part(
    name="rota",
    label=_("Your hours on duty"),
    models=(Absence, Shift, Swap),
    export=export,
    erase=erase,
    vanishes=_("Your shifts, days away and turns that you took or gave, if you were on duty here."),
)
