"""The words behind readings, for the room that reads them and keeps none."""

import uuid
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from holdspace.circles.models import Circle, Reply, Story
from holdspace.conversations.models import Seat
from holdspace.listening.sources import Givable, Source
from holdspace.people.models import Person
from holdspace.safeguarding.models import Concern

Words = dict[uuid.UUID, str]


def source(kind: str, model: type[Story] | type[Reply], circle: str) -> Source:
    """Texts of one model; `circle` is the way from them to theirs."""

    def words_of(person: Person, ids: Iterable[uuid.UUID]) -> Words:
        return dict(model.objects.filter(author=person, pk__in=ids).values_list("pk", "body"))

    def givable(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Givable]:
        standing: QuerySet[Story | Reply] = model.objects.told(timezone.now()).exclude(body="")
        found = standing.filter(pk__in=ids, author__isnull=False).select_related(circle, "author")
        looked_at = set(
            Concern.objects.open().filter(link__in=[told.link for told in found]).values_list("link", flat=True)
        )
        return {told.pk: Givable(told.body, names_in(circle_of(told))) for told in found if told.link not in looked_at}

    return Source(kind, words_of, givable)


def circle_of(told: Story | Reply) -> Circle:
    return told.story.circle if isinstance(told, Reply) else told.circle


def names_in(circle: Circle) -> tuple[str, ...]:
    """How anybody who ever sat there is called, and the circle itself."""
    seats = Seat.objects.filter(conversation=circle.conversation_id).values_list("alias", "person__name")
    return (circle.name, *{name for seat in seats for name in seat if name})


SOURCES = (source("story", Story, "circle"), source("reply", Reply, "story__circle"))
