"""What a person takes along from their training, and what goes when they leave."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from holdspace.circles.models import LookOver, PracticeReply, SignOff, SignOffLetter, Standing
from holdspace.people.leaving import Part
from holdspace.people.models import Person


def export(person: Person) -> dict[str, Any]:
    """Their own words and what was said to them; of letters, both sides."""
    letters = SignOffLetter.objects.filter(Q(sign_off__person=person) | Q(person=person))
    return {
        "practice": list(
            PracticeReply.objects.filter(person=person).values("talk", "turn", "body", "told", "heard", "met_at")
        ),
        "sign-off": list(
            SignOff.objects.filter(person=person).values("asked_at", "answered_at", "is_signed", "answer")
        ),
        "letters": list(letters.values("body", "is_from_guide", "sent_at")),
        "standing": list(
            Standing.objects.filter(person=person).values("refreshed_at", "stepped_back_at", "to_look_over")
        ),
        "first answers": list(
            LookOver.objects.filter(listener=person).values("reply_id", "sent_at", "looked_at", "note")
        ),
    }


def erase(person: Person) -> None:
    """What they wrote goes; what a guide signed for somebody else stays, without the guide."""
    PracticeReply.objects.filter(person=person).delete()
    SignOff.objects.filter(person=person).delete()
    SignOffLetter.objects.filter(person=person).delete()
    SignOff.objects.filter(by=person).update(by=None)
    Standing.objects.filter(person=person).delete()
    LookOver.objects.filter(listener=person).delete()
    LookOver.objects.filter(looked_by=person).update(looked_by=None)


part = Part(
    name="training",
    label=_("Learning to listen"),
    models=(PracticeReply, SignOff, SignOffLetter, Standing, LookOver),
    export=export,
    erase=erase,
    vanishes=_(
        "Your practice replies and what was said about them, your letters about signing off, and your standing as a"
        " listener."
    ),
)
