"""The words behind readings, for the room that reads them and keeps none."""

import uuid
from collections.abc import Iterable

from holdspace.circles.models import Reply, Story
from holdspace.listening.sources import Source
from holdspace.people.models import Person


def source(kind: str, model: type[Story] | type[Reply]) -> Source:
    def words_of(person: Person, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
        return dict(model.objects.filter(author=person, pk__in=ids).values_list("pk", "body"))

    return Source(kind, words_of)


SOURCES = (source("story", Story), source("reply", Reply))
