"""The words behind a case: how a room above tells what may be read of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from holdspace.people.models import Person


@dataclass(frozen=True)
class Passage:
    """A stretch of somebody's words; `is_marked` where the program pointed at it."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Words:
    """What a case is about, as those on duty may read it. Who wrote it is not among it."""

    passages: tuple[Passage, ...]
    place: str
    written_at: datetime
    is_reply: bool
    kept_back_because: str
    is_withdrawn: bool
    was_sent: bool

    @property
    def has_marks(self) -> bool:
        return any(passage.is_marked for passage in self.passages)


Finder = Callable[[Person, str], Words | None]
_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """A room above tells how to find the words behind a link, for one person; None if they may not read them."""
    _finders.append(finder)


def words_behind(person: Person, link: str) -> Words | None:
    return next((words for find in _finders if (words := find(person, link))), None)
