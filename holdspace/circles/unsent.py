"""Danger in words that could not be sent: those on duty read them, nobody else does, and the writer keeps them."""

from django.db import transaction
from django.utils import timezone

from holdspace.circles.actions import as_told, concerns_on, keep_words, look_after, new_token
from holdspace.circles.models import Circle, Reply, Story
from holdspace.circles.policy import draft_for
from holdspace.kit.text import clean
from holdspace.listening.actions import Heard
from holdspace.people.models import Person
from holdspace.safeguarding.models import Kind


@transaction.atomic
def keep_unsent(
    *, circle: Circle, story: Story | None, author: Person, heard: Heard, body: str, face: str
) -> Story | Reply:
    """The words, their reading and their concern, as if sent and taken back in one moment. Pressed twice, once."""
    known = _before_guides(author, story, body)
    if known:
        return known
    now = timezone.now()  # twice the same moment: `policy.NEVER_SENT`
    facts = as_told(circle, author, heard, body=body, face=face) | {"written_at": now, "withdrawn_at": now}
    facts |= {"author": author, "token": new_token()}
    if story:
        told: Story | Reply = Reply.objects.create(story=story, **facts)
    else:
        told = Story.objects.create(circle=circle, language=circle.language, is_for_guides=True, **facts)
    look_after(told, heard, kind="reply" if story else "story")
    _keep_for_writer(told, circle, story)
    return told


def _before_guides(author: Person, story: Story | None, body: str) -> Story | Reply | None:
    """The same words of theirs, where somebody on duty still has to look at them."""
    rows = Reply.objects.filter(story=story) if story else Story.objects.all()
    waiting = {"concern__kind": Kind.READING, "concern__closed_at": None}
    same = rows.filter(author=author, body=body)
    return next((told for told in same if concerns_on(told).filter(**waiting).exists()), None)


def _keep_for_writer(told: Story | Reply, circle: Circle, story: Story | None) -> None:
    """In the draft, where they may stand already; under a new token, since the old one may be spent."""
    begun = draft_for(told.author, circle, story) if told.author else None
    if begun and told.body in clean(begun.body):
        begun.token = new_token()
        begun.save(update_fields=["token"])
    else:
        keep_words(told)
