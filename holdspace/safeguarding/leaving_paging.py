"""Pages of somebody who leaves."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from holdspace.people.leaving import Part
from holdspace.people.models import Person
from holdspace.safeguarding.models import Page


def export(person: Person) -> dict[str, Any]:
    return {"rung": list(Page.objects.filter(person=person).values("made_at", "reached_at", "looked_at"))}


def erase(person: Person) -> None:
    """That somebody was rung belongs to the record of a case; who it was goes."""
    Page.objects.filter(person=person).update(person=None)


part = Part(
    name="pages",
    label=_("When you were rung on duty"),
    models=(Page,),
    export=export,
    erase=erase,
    vanishes=_("That it was you who was rung, if you were on duty here."),
    stays=_("That somebody on duty was rung for a case, and when, without your name."),
)
