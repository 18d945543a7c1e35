"""What a person takes along from their seats, and what goes when they leave."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from holdspace.conversations.models import Seat
from holdspace.people.leaving import Part
from holdspace.people.models import Person


def export(person: Person) -> list[Any]:
    return list(Seat.objects.filter(person=person).values("conversation_id", "alias", "is_host", "since", "left_at"))


def erase(person: Person) -> None:
    Seat.objects.filter(person=person).delete()


part = Part(
    name="seats",
    label=_("Your seats"),
    models=(Seat,),
    export=export,
    erase=erase,
    vanishes=_("Your place in every circle, and the names you had there."),
)
