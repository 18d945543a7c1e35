"""Words that could not be read when they were sent are read later; a guide has been looking meanwhile."""

from django.db import transaction

from holdspace.circles.actions import look_after_again
from holdspace.circles.models import Reply, Story
from holdspace.listening.actions import Heard, keep_late_reading, listen_for_danger
from holdspace.listening.models import Reading
from holdspace.listening.policy import unread

AT_ONCE = 20
MOST_MISSES = 3  # one text that cannot be read must not stop the others


def read_waiting() -> None:
    """Try again what stayed unread. What is found now goes before those on duty like any other reading."""
    misses = 0
    for reading in unread()[:AT_ONCE]:
        misses += not _was_settled(reading)
        if misses == MOST_MISSES:
            return  # the engine is still down


def _was_settled(reading: Reading) -> bool:
    """Read now, or no longer owed: its words or the consent are gone."""
    model = Story if reading.text_kind == "story" else Reply
    told = model.objects.filter(pk=reading.text_id).exclude(body="").first()
    heard = listen_for_danger(person=reading.person, text=told.body) if told else Heard(allowed=False)
    with transaction.atomic():  # the reading and what comes of it: both or neither
        if not told or not heard.allowed:
            reading.delete()
        elif heard.tier is not None:
            keep_late_reading(reading, heard)
            look_after_again(told, heard)
    return not heard.is_unread
