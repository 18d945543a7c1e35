"""What a steward takes along, and what stays when they leave: the place still has a name, without theirs beside it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from holdspace.insights.models import Said
from holdspace.people.leaving import Part
from holdspace.people.models import Person


def export(person: Person) -> list[Any]:
    return list(Said.objects.filter(by=person).values("step", "at"))


def erase(person: Person) -> None:
    Said.objects.filter(by=person).update(by=None)


part = Part(
    name="insights",
    label=_("What you set up as a steward"),
    models=(Said,),
    export=export,
    erase=erase,
    stays=_("What a steward said about the place stays, without their name."),
)
