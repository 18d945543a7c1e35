"""Claims about health in stories and replies: when a writer is asked, and how a correction finds who has read one."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet, prefetch_related_objects

from holdspace.circles.actions import link_to
from holdspace.circles.models import Correction, Opening, Reply, Story
from holdspace.circles.openings import Told, as_reply, as_story, remember_openings
from holdspace.circles.policy import stories_for
from holdspace.circles.topics import Stance
from holdspace.circles.treatments import speaks_of_treatment
from holdspace.listening.actions import Heard
from holdspace.notices.actions import tell
from holdspace.notices.models import Kind as NoticeKind
from holdspace.people.models import Person
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What


def calls_for_stance(heard: Heard, body: str) -> bool:
    """Whether the writer has to say what it is. In danger, or where danger could not be read, nobody is asked."""
    if heard.worries or heard.is_unread:
        return False
    return bool(heard.claims) or speaks_of_treatment(body)


# --- who has opened it --------------------------------------------------------------------------------------------


def show_claims(person: Person, texts: Iterable[Told]) -> None:
    """Fetch the guides' notes under these texts, and remember that this person has opened those with a claim."""
    claims = [told for told in texts if told.has_claim]
    for same in (_of(Story, claims), _of(Reply, claims)):
        prefetch_related_objects(same, "corrections__guide")
    remember_openings(person, claims)


def _of(kind: type[Told], texts: list[Told]) -> list[Told]:
    return [told for told in texts if isinstance(told, kind)]


# --- the correction -----------------------------------------------------------------------------------------------


@transaction.atomic
def attach_correction(*, told: Told, guide: Person, body: str, source: str) -> Correction:
    """Put a note under a text, and tell everybody who has read it that there is one; never what it says."""
    note = Correction.objects.create(story=as_story(told), reply=as_reply(told), guide=guide, body=body, source=source)
    if not told.has_claim:
        told.stance = Stance.FOUND
        told.save(update_fields=["stance"])
    for reader in readers_of(told).exclude(pk=guide.pk):
        if stories_for(reader).filter(pk=thread_of(told).pk).exists():
            tell(person=reader, kind=NoticeKind.NOTE, link=link_to(told))
    record(what=What.CLAIM_CORRECTED, by=guide, about=link_to(told), person=told.author)
    return note


def readers_of(told: Told) -> QuerySet[Person]:
    """Who wrote it, who opened it in the last thirty days, and who has answered or thanked in the same talk."""
    story = thread_of(told)
    opened = Opening.objects.filter(story=as_story(told), reply=as_reply(told)).values("person")
    answered = Reply.objects.filter(story=story, author__isnull=False, withdrawn_at=None).values("author")
    thanked = story.thanks.values("person")
    wrote = Q(pk=told.author_id) | Q(pk=story.author_id)
    return Person.objects.filter(wrote | Q(pk__in=opened) | Q(pk__in=answered) | Q(pk__in=thanked))


def thread_of(told: Told) -> Story:
    return told.story if isinstance(told, Reply) else told
