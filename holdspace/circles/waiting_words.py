"""Words that could not be read when they were sent are read later; a guide has been looking meanwhile."""

from django.db import transaction
from django.db.models import QuerySet

from holdspace.circles.actions import link_to, raise_for, reason_to_hold, refresh_heard
from holdspace.circles.models import Reply, Story
from holdspace.circles.topics import Stance
from holdspace.listening.actions import Heard, keep_late_reading, listen_for_danger, note_miss
from holdspace.listening.models import Reading, Tier
from holdspace.listening.policy import unread
from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind

AT_ONCE = 20
MOST_MISSES = 3


def read_waiting() -> None:
    """Try again what stayed unread. What is found now goes before those on duty like any other reading.

    What cannot be read goes to the end of the row, so that it never keeps the others waiting.
    """
    misses = 0
    for reading in unread()[:AT_ONCE]:
        misses += not _was_settled(reading)
        if misses == MOST_MISSES:
            return  # the engine may be down; each miss takes seconds, and those who are rung come round with this


def _was_settled(reading: Reading) -> bool:
    """Read now, or no longer owed: its words or the consent are gone."""
    told = _behind(reading).first()
    heard = listen_for_danger(person=reading.person, text=told.body) if told else Heard(allowed=False)
    with transaction.atomic():  # the reading and what comes of it: both or neither
        told = _behind(reading).select_for_update().first()  # taken back or kept back, perhaps, while it was read
        if not told or not heard.allowed:
            reading.delete()
        elif heard.tier is not None:
            keep_late_reading(reading, heard)
            look_after_again(told, heard)
        else:
            note_miss(reading)
    return not heard.is_unread


def _behind(reading: Reading) -> QuerySet[Story] | QuerySet[Reply]:
    model = Story if reading.text_kind == "story" else Reply
    return model.objects.filter(pk=reading.text_id).exclude(body="")


def look_after_again(told: Story | Reply, heard: Heard) -> None:
    """A text that stayed unread has been read now. The concern that it was unread stays with whoever looks at it."""
    reason = "" if told.held_because else reason_to_hold(heard)
    keep_what_was_found(told, heard, reason)
    if reason and told.author:
        tell(person=told.author, kind=NoticeKind.HELD, link=link_to(told))
    raise_for(told, heard)
    if isinstance(told, Reply):
        refresh_heard(told.story)


def keep_what_was_found(told: Story | Reply, heard: Heard, reason: str) -> None:
    """Only what the reading says of it. Whatever else was decided about it stands."""
    told.held_because = told.held_because or reason
    told.stance = told.stance or (Stance.FOUND if heard.claims else "")
    told.save(update_fields=["held_because", "stance"])
    if isinstance(told, Story):
        told.is_vulnerable, told.is_for_guides = heard.tier == Tier.WATCH, heard.worries
        told.save(update_fields=["is_vulnerable", "is_for_guides"])
