"""Words that could not be read when they were sent are read later; a guide has been looking meanwhile."""

from holdspace.circles.actions import look_after_again
from holdspace.circles.models import Reply, Story
from holdspace.listening.actions import read_again
from holdspace.listening.policy import unread

AT_ONCE = 20


def read_waiting() -> None:
    """Try again what stayed unread. What is found now goes before those on duty like any other reading."""
    for reading in unread()[:AT_ONCE]:
        model = Story if reading.text_kind == "story" else Reply
        told = model.objects.filter(pk=reading.text_id).first()
        if told is None or not told.body:
            reading.delete()
            continue
        heard = read_again(reading, told.body)
        if heard.tier is None:
            return  # the engine is still down
        look_after_again(told, heard)
