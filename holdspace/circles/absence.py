"""What boundaries keep from one reader: conditions for the queries of `policy.py`, over stories, replies and thanks.

Whoever was blocked finds nothing by whoever blocked them. Whoever blocked or muted a voice no longer finds that
voice, and keeps finding other voices of the same person: what vanished would tell who they are.
"""

from django.db.models import Exists, OuterRef, Q

from holdspace.networks.policy import Reader, blocks, voices_away, who_blocked


def is_absent(reader: Reader) -> Q:
    """A story or reply that this reader does not find."""
    return Q(author__in=who_blocked(reader)) | Q(voice__in=voices_away(reader))


def is_absent_reply(reader: Reader) -> Q:
    """The same of a reply; and whatever somebody they had blocked by then says under their own story."""
    return is_absent(reader) | Q(story__author=reader) & _blocked_before(reader, "author", "written_at")


def is_no_answer_to(writer: Reader) -> Q:
    """A reply that does not reach the writer of its story, and so leaves it unheard.

    What a writer was told before they were blocked has been heard. If it turned unheard with the block, everybody
    could see from that who stands behind the story.
    """
    before = _blocked_before(writer, "author", "written_at") | _was_blocked_before(writer, "author", "written_at")
    return Q(voice__in=voices_away(writer)) | before


def is_absent_thanks(reader: Reader) -> Q:
    """Thanks in a voice that is kept away, or sent when there was already a block between the two."""
    before = _blocked_before(reader, "person", "sent_at") | _was_blocked_before(reader, "person", "sent_at")
    return Q(voice__in=voices_away(reader)) | before


def _blocked_before(reader: Reader, other: str, moment: str) -> Q:
    return Q(Exists(blocks().filter(person=reader, other=OuterRef(other), made_at__lte=OuterRef(moment))))


def _was_blocked_before(reader: Reader, other: str, moment: str) -> Q:
    return Q(Exists(blocks().filter(other=reader, person=OuterRef(other), made_at__lte=OuterRef(moment))))
