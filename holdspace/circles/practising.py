"""Practice talks: keeping what a learner writes, and saying what it does."""

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from holdspace.circles import rubric
from holdspace.circles.models import PracticeReply
from holdspace.circles.talks import Talk, Turn
from holdspace.listening.actions import Practised, read_practice
from holdspace.people.models import Person

LONGEST_DRAFT = 20_000


@transaction.atomic
def practice_reply(*, person: Person, talk: Talk, turn: int) -> PracticeReply:
    """The row of one turn, made when its box opens for the first time."""
    return PracticeReply.objects.get_or_create(person=person, talk=talk.slug, turn=turn)[0]


def keep_practice(reply: PracticeReply, *, body: str) -> None:
    """A draft. What was said about earlier words stays beside them."""
    reply.body = body
    reply.save(update_fields=["body", "kept_at"])


def try_reply(reply: PracticeReply, *, body: str, talk: Talk) -> rubric.Feedback:
    """Read a reply and keep what was found. Once a turn was met it stays met, however often it is tried again."""
    turn = talk.turns[reply.turn]
    told = rubric.feedback(body, turn, _read(reply, body, talk, turn))
    reply.body = reply.told = body
    reply.heard = asdict(told)
    reply.met_at = reply.met_at or (timezone.now() if told.is_met else None)
    reply.save()
    return told


def _read(reply: PracticeReply, body: str, talk: Talk, turn: Turn) -> rubric.Read | None:
    if talk.language != "en":
        return None
    found = read_practice(
        person=reply.person, says=turn.says, reply=body, need=talk.need, text_id=reply.pk, link=reply.address
    )
    return _plain(found) if found else None


def _plain(found: Practised) -> rubric.Read:
    return rubric.Read(found.engine, found.reaction, found.interpretation, found.exploration, found.hazards)


def feedback_of(reply: PracticeReply) -> rubric.Feedback | None:
    """What was said about the words that were tried last."""
    kept: dict[str, Any] | None = reply.heard
    if kept is None:
        return None
    return rubric.Feedback(
        findings=tuple(rubric.Finding(**one) for one in kept["findings"]),
        hurts=tuple(rubric.Hurt(**one) for one in kept["hurts"]),
        by=kept["by"],
    )
