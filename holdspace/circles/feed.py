"""In what order stories stand in a circle: recent and still unheard, many voices, never popularity."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

WAITING, OVERDUE, RECENT = "waiting", "overdue", "recent"

DAY = timedelta(days=1)
PROMISED = timedelta(hours=4)
MOST_WAITING = 7  # of those inside the promise, before the overdue begin
MOST_UNHEARD = 9  # so that something recent is always near the top
MOST_BY_ONE = 2


@dataclass(frozen=True)
class FeedStory:
    """`author` is the voice readers hear, never more. `is_unheard`: it wants replies and has no counting one."""

    id: str
    author: str
    circle: str
    language: str
    heard_from: datetime
    is_unheard: bool


@dataclass(frozen=True)
class FeedPlace:
    """A story's place and why it stands there: waiting, overdue or recent."""

    id: str
    why: str


def feed_order(stories: Iterable[FeedStory], now: datetime) -> list[FeedPlace]:
    """Every story once: some that wait, oldest first; some that wait too long; then day by day, newest first.

    What one voice told beyond two stories comes after the others of its day. It looks like any other place
    and gives the same reasons: a visible fold would tie anonymous stories to a name.
    """
    oldest = sorted(stories, key=lambda story: (story.heard_from, story.id))
    head = _head(oldest, now)
    placed = {story.id for story in head}
    rest = _day_by_day([story for story in reversed(oldest) if story.id not in placed], now)
    return [FeedPlace(story.id, _why(story, now)) for story in (*head, *rest)]


def _head(oldest: Sequence[FeedStory], now: datetime) -> list[FeedStory]:
    turns = _turns((story for story in oldest if story.is_unheard), lambda story: story.author)
    few = [story for turn, story in turns if turn < MOST_BY_ONE]
    waiting = _turn_about(story for story in few if _why(story, now) == WAITING)[:MOST_WAITING]
    overdue = _turn_about(story for story in few if _why(story, now) == OVERDUE)
    return waiting + overdue[: MOST_UNHEARD - len(waiting)]


def _why(story: FeedStory, now: datetime) -> str:
    if not story.is_unheard:
        return RECENT
    return WAITING if now - story.heard_from <= PROMISED else OVERDUE


def _day_by_day(newest: Iterable[FeedStory], now: datetime) -> Iterator[FeedStory]:
    for _, day in groupby(newest, key=lambda story: (now - story.heard_from) // DAY):
        turns = _turns(day, lambda story: story.author)
        yield from _turn_about(story for turn, story in turns if turn < MOST_BY_ONE)
        yield from (story for turn, story in turns if turn >= MOST_BY_ONE)


def _turn_about(stories: Iterable[FeedStory]) -> list[FeedStory]:
    """One of each circle and language before the second of any."""
    turns = _turns(stories, lambda story: (story.circle, story.language))
    return [story for _, story in sorted(turns, key=lambda pair: pair[0])]


def _turns(stories: Iterable[FeedStory], key: Callable[[FeedStory], Hashable]) -> list[tuple[int, FeedStory]]:
    """Each story with how many of the same key stand before it."""
    seen: Counter[Hashable] = Counter()
    turns = []
    for story in stories:
        turns.append((seen[key(story)], story))
        seen[key(story)] += 1
    return turns
