from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holdspace.people.leaving import Part
from holdspace.people.models import Person
from holdspace.safeguarding.cases import hand_all_back
from holdspace.safeguarding.models import (
    Aftercare,
    Appeal,
    Case,
    CaseStep,
    Concern,
    Desk,
    Entry,
    HandOver,
    Kind,
    Letter,
    Presence,
    Report,
    Reveal,
    Ruling,
    SecondLook,
    Step,
    SupervisionNote,
)
from holdspace.safeguarding.policy_reveals import told_to_author

# From their own words and deeds. What others told or did (a report, a worry, a block) stays in confidence: whom it is
# about is to learn from a guide, not from a file. A new kind is told to nobody before it stands here.
OWN = {Kind.READING, Kind.LATE, Kind.UNREAD, Kind.ASKED, Kind.UNHEARD, Kind.HELD, Kind.APPEAL, Kind.CLAIM}


def export(person: Person) -> dict[str, Any]:
    return {
        "concerns": list(
            Concern.objects.filter(person=person, kind__in=OWN).values(
                "kind", "level", "reasons", "raised_at", "closed_at"
            )
        ),
        "letters": list(
            Letter.objects.filter(Q(person=person) | Q(concern__person=person)).values(
                "is_from_guide", "body", "sent_at"
            )
        ),
        "reports": list(
            Report.objects.filter(reporter=person).values(
                "tells", "thing", "ground", "agreement", "line", "made_at", "outcome", "answered_at"
            )
        ),
        "decisions": list(
            Ruling.objects.filter(writer=person).values(
                "thing", "place", "measure", "agreement", "sentence", "change", "made_at", "lifted_at"
            )
        ),
        "appeals": list(
            Appeal.objects.filter(ruling__writer=person).values("words", "made_at", "is_granted", "answer")
        ),
        "looked up": [{"danger": one.danger, "at": one.answered_at} for one in told_to_author(person)],
        "steps": list(
            Step.objects.filter(person=person).values(
                "hardest", "helped", "next_thing", "lets_guide_see", "wants_guide"
            )
        ),
        "on duty": list(CaseStep.objects.filter(by=person).values("before", "after", "at", "why")),
        "second looks": list(SecondLook.objects.filter(asked_by=person).values("why", "asked_at"))
        + list(SecondLook.objects.filter(answered_by=person).values("agrees", "answer", "answered_at")),
        "handed over": list(HandOver.objects.filter(by=person).values("note", "asked_at", "accepted")),
        "aftercare": list(
            Aftercare.objects.filter(Q(done_by=person) | Q(helper=person)).values("kind", "note", "due_at", "done_at")
        ),
        "supervision notes": list(SupervisionNote.objects.filter(person=person).values("body", "written_at")),
        "deeds": list(Entry.objects.filter(by=person.pk).values("what", "at", "why")),
    }


def erase(person: Person) -> None:
    """What they wrote goes. The concern stays without them: that somebody looked is the record of those on duty."""
    Step.objects.filter(person=person).delete()
    Letter.objects.filter(Q(concern__person=person) | Q(person=person, is_from_guide=False)).delete()
    Appeal.objects.filter(ruling__writer=person).update(words="")
    Report.objects.filter(reporter=person).update(reporter=None, line="")
    Report.objects.filter(about=person).update(voice="")
    Aftercare.objects.filter(case__person=person, done_at=None, helper=None).delete()
    Aftercare.objects.filter(helper=person).delete()
    SupervisionNote.objects.filter(person=person).delete()
    Desk.objects.filter(person=person).delete()
    hand_all_back(person)
    Concern.objects.filter(person=person).update(person=None)
    Case.objects.filter(person=person).update(person=None)


part = Part(
    name="concerns",
    label=_("Concerns about you"),
    models=(
        *(Concern, Step, Letter, Report, Ruling, Appeal, Reveal),
        *(Case, CaseStep, SecondLook, HandOver, Presence, Aftercare),
        *(Desk, SupervisionNote),
    ),
    export=export,
    erase=erase,
    vanishes=_("What you wrote in a hard minute, letters between you and a guide, and what you told about others."),
    stays=_("A note for the guides that they looked, without your name, so that help can be checked later."),
)
