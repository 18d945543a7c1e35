"""Where the words behind a reading stand. Rooms above hold them and tell how they are found; this room keeps none."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from holdspace.listening.models import Reading, Tier
from holdspace.people.models import Person


@dataclass(frozen=True)
class Givable:
    """A text, and the names and aliases of everybody who sits or sat where it was told."""

    body: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Texts of one kind, as `Reading.text_kind` names it.

    words_of  those of these texts that the person wrote and that still stand, as they were typed, by id
    shown     ids of the texts that stand before others
    is_open   whether somebody on duty looks at this text now
    late      a newer version found in this text what was not known, this serious, for these reasons; told inside the
              transaction that keeps the reading
    givable   those of these texts that stand before others, whose writer is here, and that nobody on duty looks at
    """

    kind: str
    words_of: Callable[[Person, Iterable[uuid.UUID]], dict[uuid.UUID, str]]
    givable: Callable[[Iterable[uuid.UUID]], dict[uuid.UUID, Givable]]
    shown: Callable[[], QuerySet[Any]]
    is_open: Callable[[uuid.UUID], bool]
    late: Callable[[uuid.UUID, Tier, list[str]], None]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    if source.kind in _sources:
        raise ValueError(f"two sources are called {source.kind!r}")
    _sources[source.kind] = source


def sources() -> tuple[Source, ...]:
    return tuple(_sources.values())


def own_words(person: Person, readings: Iterable[Reading]) -> dict[uuid.UUID, str]:
    """The person's words behind these readings, by id of the text; what is gone is not among them."""
    return {key: words for one, ids in _by_source(readings) for key, words in one.words_of(person, ids).items()}


def givable(readings: Iterable[Reading]) -> dict[uuid.UUID, Givable]:
    """The texts behind these readings that may leave the house, if their writers allow it."""
    return {key: text for one, ids in _by_source(readings) for key, text in one.givable(ids).items()}


def source_of(reading: Reading) -> Source:
    return _sources[reading.text_kind]


def holds(kind: str) -> bool:
    """Whether texts of this kind are kept anywhere."""
    return kind in _sources


def _by_source(readings: Iterable[Reading]) -> Iterator[tuple[Source, list[uuid.UUID]]]:
    rows = list(readings)
    for one in sources():
        if ids := [row.text_id for row in rows if row.text_kind == one.kind]:
            yield one, ids
