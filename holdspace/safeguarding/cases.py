"""A case: what is open about one text. One guide takes it up, and it is closed in one go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from holdspace.people.models import Person
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Concern


@dataclass(frozen=True)
class Case:
    """Concerns about one text, the most urgent first; at least one. A closed concern is a case by itself."""

    concerns: tuple[Concern, ...]

    @property
    def first(self) -> Concern:
        return self.concerns[0]

    @property
    def level(self) -> Level:
        return Level(self.first.level)

    @property
    def is_open(self) -> bool:
        return self.first.closed_at is None

    @property
    def raised_at(self) -> datetime:
        return min(concern.raised_at for concern in self.concerns)

    @property
    def due_at(self) -> datetime:
        """When somebody should have looked at the first thing that nobody has taken, or at the first at all."""
        return min(concern.due_at for concern in self.untaken or self.concerns)

    @property
    def is_overdue(self) -> bool:
        return any(concern.is_overdue for concern in self.untaken)

    @property
    def untaken(self) -> list[Concern]:
        return [concern for concern in self.concerns if self.is_open and concern.taken_by_id is None]

    @property
    def carers(self) -> list[Person]:
        """Who looks after it, each once. A concern that came after they took it waits for its own pair of eyes."""
        return list(dict.fromkeys(concern.taken_by for concern in self.concerns if concern.taken_by))

    @property
    def writer_wrote(self) -> bool:
        return any(concern.writer_wrote_at for concern in self.concerns)

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(concern.get_kind_display() for concern in self.concerns))

    @property
    def reasons(self) -> list[str]:
        return list(dict.fromkeys(reason for concern in self.concerns for reason in concern.reasons))


def cases_in(concerns: Iterable[Concern]) -> list[Case]:
    """One case for each text, in the order of its first concern."""
    found: dict[str, list[Concern]] = {}
    for concern in concerns:
        found.setdefault(concern.link, []).append(concern)
    return [Case(tuple(together)) for together in found.values()]


# --- the words ----------------------------------------------------------------------------------------------------


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
