"""Where the words behind a reading stand. Rooms above hold them and tell how they are found; this room keeps none."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from holdspace.listening.models import Reading
from holdspace.people.models import Person


@dataclass(frozen=True)
class Source:
    """Texts of one kind, as `Reading.text_kind` names it.

    words_of  those of these texts that the person wrote and that still stand, as they were typed, by id
    """

    kind: str
    words_of: Callable[[Person, Iterable[uuid.UUID]], dict[uuid.UUID, str]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    if source.kind in _sources:
        raise ValueError(f"two sources are called {source.kind!r}")
    _sources[source.kind] = source


def sources() -> tuple[Source, ...]:
    return tuple(_sources.values())


def own_words(person: Person, readings: Iterable[Reading]) -> dict[uuid.UUID, str]:
    """The person's words behind these readings, by id of the text; what is gone is not among them."""
    ids: dict[str, list[uuid.UUID]] = {}
    for reading in readings:
        ids.setdefault(reading.text_kind, []).append(reading.text_id)
    return {
        key: words for one in sources() if one.kind in ids for key, words in one.words_of(person, ids[one.kind]).items()
    }
