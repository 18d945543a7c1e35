from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holdspace.people.leaving import Part
from holdspace.people.models import Person
from holdspace.safeguarding.models import Concern, Entry, Letter, Step


def export(person: Person) -> dict[str, Any]:
    return {
        "concerns": list(
            Concern.objects.filter(person=person).values("kind", "level", "reasons", "raised_at", "closed_at")
        ),
        "letters": list(
            Letter.objects.filter(Q(person=person) | Q(concern__person=person)).values(
                "is_from_guide", "body", "sent_at"
            )
        ),
        "steps": list(
            Step.objects.filter(person=person).values(
                "hardest", "helped", "next_thing", "lets_guide_see", "wants_guide"
            )
        ),
        "deeds": list(Entry.objects.filter(by=person.pk).values("what", "at", "why")),
    }


def erase(person: Person) -> None:
    """What they wrote goes. The concern stays without them: that somebody looked is the record of those on duty."""
    Step.objects.filter(person=person).delete()
    Letter.objects.filter(Q(concern__person=person) | Q(person=person, is_from_guide=False)).delete()
    Concern.objects.filter(taken_by=person, closed_at=None).update(taken_by=None, taken_at=None)
    Concern.objects.filter(person=person).update(person=None)


part = Part(
    name="concerns",
    label=_("Concerns about you"),
    models=(Concern, Step, Letter),
    export=export,
    erase=erase,
    vanishes=_("What you wrote in a hard minute, and letters between you and a guide."),
    stays=_("A note for the guides that they looked, without your name, so that help can be checked later."),
)
