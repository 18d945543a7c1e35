"""What a person takes along from their boundaries, and what goes when they leave."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holdspace.networks.models import Boundary
from holdspace.people.leaving import Part
from holdspace.people.models import Person


def export(person: Person) -> list[Any]:
    """Those they drew, in the words of the page. Those drawn by others are not theirs to know."""
    return list(Boundary.objects.filter(person=person).values("kind", "label", "made_at"))


def erase(person: Person) -> None:
    Boundary.objects.filter(Q(person=person) | Q(other=person)).delete()


part = Part(
    name="boundaries",
    label=_("Whom you keep away"),
    models=(Boundary,),
    export=export,
    erase=erase,
    vanishes=_("Whom you blocked or muted, and every block or mute against you."),
)
