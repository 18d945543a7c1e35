"""What a person takes along from circles, and what goes when they leave."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from holdspace.circles.actions import refresh_heard
from holdspace.circles.models import (
    Acceptance,
    Claim,
    ContentNote,
    Correction,
    Draft,
    FollowUp,
    Invitation,
    Listening,
    NoteSetting,
    Offer,
    Opening,
    Reply,
    Story,
    Thanks,
)
from holdspace.circles.policy import thanks_to
from holdspace.circles.topics import Need
from holdspace.people.leaving import Part
from holdspace.people.models import Person
from holdspace.safeguarding.actions import no_longer_waits
from holdspace.safeguarding.models import Kind as ConcernKind

GONE = {"body": "", "html": "", "stance": "", "source": "", "alias": "", "voice": "", "author": None}
TOLD = ("id", "body", "face", "alias", "stance", "source", "written_at", "heard_from", "withdrawn_at")


def export(person: Person) -> dict[str, Any]:
    """Stories and replies with their faces, also the anonymous ones; drafts, thanks both ways, settings."""
    return {
        "stories": list(Story.objects.filter(author=person).values(*TOLD, "circle__name", "need", "language")),
        "replies": list(Reply.objects.filter(author=person).values(*TOLD, "story_id")),
        "drafts": list(Draft.objects.filter(author=person).values("circle__name", "story_id", "body", "kept_at")),
        "thanks received": list(thanks_to(person).values("kind", "signed", "sent_at")),
        "thanks sent": list(Thanks.objects.filter(person=person).values("kind", "story_id", "reply_id", "sent_at")),
        "agreements": list(
            Acceptance.objects.filter(seat__person=person).values(
                "agreement__circle__name", "agreement__version", "accepted_at"
            )
        ),
        "content notes": list(NoteSetting.objects.filter(person=person).values("topic", "setting")),
        "listening": list(Listening.objects.filter(person=person).values()),
        "offers": list(Offer.objects.filter(listener=person).values("story_id", "made_at", "declined_at")),
        "claims": list(Claim.objects.filter(listener=person).values("story_id", "taken_at", "ended_at", "ended_how")),
        "invitations": list(Invitation.objects.filter(person=person).values("circle__name", "asked_at", "invited_at")),
        "notes under claims": list(Correction.objects.filter(guide=person).values("body", "source", "written_at")),
        "claims opened": list(Opening.objects.filter(person=person).values("story_id", "reply_id", "opened_at")),
        "follow-ups": list(
            FollowUp.objects.filter(story__author=person).values("story_id", "felt_heard", "answered_at")
        ),
    }


def erase(person: Person) -> None:
    """Their words go; a talk in which others answered keeps its shape under "[left]"."""
    Thanks.objects.filter(Q(story__author=person) | Q(reply__author=person)).delete()
    _erase_stories(person)
    _erase_replies(person)
    Correction.objects.filter(guide=person).update(guide=None)
    for model in (Draft, NoteSetting, Listening, Invitation, Thanks, Offer, Claim, Opening):
        field = {Draft: "author", Offer: "listener", Claim: "listener"}.get(model, "person")
        model._default_manager.filter(**{field: person}).delete()


def _erase_replies(person: Person) -> None:
    """An answer that is gone is no answer: where it was the only one, its story waits again."""
    answered = list(Story.objects.filter(replies__author=person, replies__is_answer=True).distinct())
    Reply.objects.filter(author=person).update(**GONE, is_answer=False)
    for story in answered:
        refresh_heard(story)


def _erase_stories(person: Person) -> None:
    mine = Story.objects.filter(author=person)
    for story in mine:
        no_longer_waits(kind=ConcernKind.UNHEARD, link=story.address, note=str(_("The writer has left.")))
    by_others = Reply.objects.filter(story=OuterRef("pk")).exclude(author=person)
    mine.exclude(Exists(by_others)).delete()
    ContentNote.objects.filter(story__author=person).delete()
    FollowUp.objects.filter(story__author=person).delete()
    mine.update(**GONE, need=Need.NO_REPLIES)


part = Part(
    name="circles",
    label=_("Circles"),
    models=(
        Story, Reply, FollowUp, Draft, NoteSetting, Listening, Invitation, Thanks, Offer, Claim, Opening, Correction
    ),
    export=export,
    erase=erase,
    vanishes=_(
        "Your stories and replies, your drafts, your thanks, how you wanted to read and listen, and which health "
        "claims you opened in the last thirty days."
    ),
    stays=_(
        "Where others answered you, their words stay, beside an empty place that says “[left]”, or “Anonymous” where "
        "you showed no name."
    ),
)
