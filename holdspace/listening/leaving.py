from typing import Any

from django.utils.translation import gettext_lazy as _

from holdspace.listening.models import Reading
from holdspace.people.leaving import Part
from holdspace.people.models import Person

FIELDS = [
    "purpose",
    "consent",
    "text_kind",
    "text_id",
    "engine",
    "tier",
    "score",
    "subject",
    "cues",
    "details",
    "read_at",
    "reread_at",
    "disagreed_at",
    "disagreement",
    "disagreed_with",
    "would_be_right",
    "allowed_at",
    "taken_back_at",
    "taken_along_at",
]


def export(person: Person) -> list[dict[str, Any]]:
    return list(Reading.objects.filter(person=person).values(*FIELDS))


def erase(person: Person) -> None:
    Reading.objects.filter(person=person).delete()


part = Part(
    name="readings",
    label=_("Your readings"),
    models=(Reading,),
    export=export,
    erase=erase,
    vanishes=_("Every reading of your words, and what you said about it."),
)
