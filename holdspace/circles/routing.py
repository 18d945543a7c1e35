"""How a waiting story finds a person: plain functions over frozen values, no database, no clock of their own.

Waves with clocks, care for listeners, a reserve for first stories, guides as backstop. docs/routing.md says
why and what it reaches; benchmarks/unheard runs these same functions over simulated days. Every time is aware
and counts from `heard_from`, the moment others may hear the story.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from math import exp, fsum, log, sqrt
from types import MappingProxyType

MINUTE, HOUR, DAY, WEEK = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(days=7)

MOST_NOTICES_A_DAY = 8
MOST_OPEN_TALKS = 3
MOST_VULNERABLE_A_WEEK = 3
NEW_LISTENER_BUDGET = 2
LAPSES_THAT_REST = 2
LARGEST_WAVE = 8

NOTICE_PRICE, REPLY_PRICE, OPEN_PRICE = 0.10, 0.10, 0.20

RANGES: Mapping[str, tuple[int, int]] = MappingProxyType(
    {
        "start": (0, 60),
        "small_language": (0, 50),
        "wave_gap": (15, 60),
        "reserve": (0, 2),
        "guide_after": (60, 240),
        "claim": (15, 90),
        "follow_up": (12 * 60, 48 * 60),
    }
)


@dataclass(frozen=True)
class Rules:
    """The clocks a steward may set; minutes unless said. Raises ValueError outside RANGES."""

    start: int = 20
    small_language: int = 5  # fewer listeners than this in their window: no head start is waited for
    wave_gap: int = 30
    wave_sizes: tuple[int, ...] = (1, 2, 3, 5, 8)  # the last one repeats
    reserve: int = 1  # of each daily budget, kept for first and vulnerable stories
    guide_after: int = 180
    claim: int = 45
    follow_up: int = 24 * 60

    def __post_init__(self) -> None:
        for field in fields(self):
            if field.name in RANGES:
                _check_range(field.name, getattr(self, field.name))
        if not self.wave_sizes or not all(1 <= size <= LARGEST_WAVE for size in self.wave_sizes):
            raise ValueError(f"wave_sizes must hold sizes from 1 to {LARGEST_WAVE}, not {self.wave_sizes}")


def _check_range(name: str, value: int) -> None:
    low, high = RANGES[name]
    if not low <= value <= high:
        raise ValueError(f"{name} must lie between {low} and {high}, not {value}")


DEFAULT = Rules()


@dataclass(frozen=True)
class Window:
    """Minutes of the local day, start included, end not; a start after the end crosses midnight.

    `offset` is the listener's own distance from UTC, in minutes, on the day that is asked about.
    """

    start: int
    end: int
    offset: int = 0

    def __post_init__(self) -> None:
        if not (0 <= self.start < 1440 and 0 < self.end <= 1440 and self.start != self.end):
            raise ValueError(f"a window runs from 0–1439 to another minute, not {self.start}–{self.end}")

    def holds(self, moment: datetime) -> bool:
        minute = self.minute_of(moment)
        if self.start < self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end

    def minute_of(self, moment: datetime) -> int:
        utc = moment - (moment.utcoffset() or timedelta())
        return (utc.hour * 60 + utc.minute + self.offset) % 1440

    def end_after(self, moment: datetime) -> datetime:
        """When the window that holds `moment` closes."""
        left = (self.end - self.minute_of(moment)) % 1440
        return moment.replace(second=0, microsecond=0) + left * MINUTE


@dataclass(frozen=True)
class WaitingStory:
    """A story that wants replies and has no counting one. `author` is the account, whatever the face.

    `is_first` is the account's first story. `topics` are its content notes. `waves_sent` counts only waves
    that reached somebody; `asked` are the listeners they reached.
    """

    id: str
    author: str
    language: str
    heard_from: datetime
    facets: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    is_first: bool = False
    is_vulnerable: bool = False
    waves_sent: int = 0
    last_wave_at: datetime | None = None
    asked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class WillingListener:
    """A signed-off listener as routing sees them.

    notices, replies  when; notices of the last week and replies of the last five weeks are enough, older ones
                      weigh under 0.01
    blocked           accounts blocked in either direction
    distant_from      writers who asked for distance from them: their client, a member of their circle
    lapses            claims that ran out unanswered
    nights            a window chosen for the night; the day after a night with a notice is free
    """

    id: str
    languages: frozenset[str]
    window: Window | None
    facets: frozenset[str] = frozenset()
    nights: Window | None = None
    notices: tuple[datetime, ...] = ()
    replies: tuple[datetime, ...] = ()
    lapses: tuple[datetime, ...] = ()
    last_offer_at: datetime | None = None
    open_talks: int = 0
    cap: int = 2
    budget: int = 4
    is_new: bool = False
    not_now: frozenset[str] = frozenset()
    vulnerable_this_week: int = 0
    vulnerable_cap: int = 3
    in_good_standing: bool = True
    blocked: frozenset[str] = frozenset()
    distant_from: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Wave:
    """One wave of offers. (story, number) may exist once; numbers begin at 1."""

    number: int
    size: int
    due: datetime


# --- who is asked ---------------------------------------------------------------------------------


def choose(
    story: WaitingStory,
    listeners: Iterable[WillingListener],
    *,
    now: datetime,
    rules: Rules = DEFAULT,
    rarity: Mapping[str, float] = MappingProxyType({}),
) -> list[str]:
    """Whom to ask in this story's next wave, best first: nobody who may not be asked, no more than its size.

    rarity  weight of each facet, from `rarity_of`; a facet it does not know weighs 1
    """
    able = [who for who in listeners if may_be_asked(story, who, now, rules)]
    able.sort(key=lambda who: _place(story, who, now, rarity))
    return [who.id for who in able[: wave_size(story, rules)]]


def may_be_asked(story: WaitingStory, who: WillingListener, now: datetime, rules: Rules = DEFAULT) -> bool:
    return all(not stands(story, who, now, rules) for stands in REASONS.values())


def why_not(story: WaitingStory, who: WillingListener, now: datetime, rules: Rules = DEFAULT) -> str | None:
    """The first reason, by its code, why this listener may not be asked now; None when they may."""
    return next((reason for reason, stands in REASONS.items() if stands(story, who, now, rules)), None)


REASONS: Mapping[str, Callable[[WaitingStory, WillingListener, datetime, Rules], bool]] = MappingProxyType(
    {
        "not-in-good-standing": lambda story, who, now, rules: not who.in_good_standing,
        "author": lambda story, who, now, rules: who.id == story.author,
        "blocked": lambda story, who, now, rules: story.author in who.blocked,
        "language": lambda story, who, now, rules: story.language not in who.languages,
        "asked-before": lambda story, who, now, rules: who.id in story.asked,
        "budget": lambda story, who, now, rules: notices_left(who, now) <= _reserve_for(story, rules),
        "cap": lambda story, who, now, rules: who.open_talks >= cap_of(who),
        "outside-window": lambda story, who, now, rules: not is_in_window(who, now),
        "free-day": lambda story, who, now, rules: has_free_day(who, now),
        "distance": lambda story, who, now, rules: story.author in who.distant_from,
        "not-now": lambda story, who, now, rules: not who.not_now.isdisjoint(story.facets | story.topics),
        "vulnerable-cap": lambda story, who, now, rules: story.is_vulnerable and not takes_vulnerable(who, now),
    }
)


def notices_left(who: WillingListener, now: datetime) -> int:
    since = now - DAY
    return budget_of(who) - sum(sent > since for sent in who.notices)


def budget_of(who: WillingListener) -> int:
    return min(who.budget, NEW_LISTENER_BUDGET if who.is_new else MOST_NOTICES_A_DAY)


def cap_of(who: WillingListener) -> int:
    return min(who.cap, MOST_OPEN_TALKS)


def _reserve_for(story: WaitingStory, rules: Rules) -> int:
    return 0 if story.is_first or story.is_vulnerable else rules.reserve


def is_in_window(who: WillingListener, now: datetime) -> bool:
    return any(window.holds(now) for window in (who.window, who.nights) if window)


def has_free_day(who: WillingListener, now: datetime) -> bool:
    """True for 24 hours after a chosen night in which they were asked."""
    nights = who.nights
    if not nights:
        return False
    ends = (nights.end_after(sent) for sent in who.notices if now - sent < 2 * DAY and nights.holds(sent))
    return any(end <= now < end + DAY for end in ends)


def takes_vulnerable(who: WillingListener, now: datetime) -> bool:
    is_resting = sum(at > now - WEEK for at in who.lapses) >= LAPSES_THAT_REST
    return not is_resting and who.vulnerable_this_week < min(who.vulnerable_cap, MOST_VULNERABLE_A_WEEK)


# --- in what order --------------------------------------------------------------------------------


def _place(
    story: WaitingStory, who: WillingListener, now: datetime, rarity: Mapping[str, float]
) -> tuple[float, bool, datetime, str]:
    """Sorts the best first; among equals, who waited longest for an offer."""
    return -score(story, who, now, rarity), bool(who.last_offer_at), who.last_offer_at or now, who.id


def score(story: WaitingStory, who: WillingListener, now: datetime, rarity: Mapping[str, float]) -> float:
    """Fit less recent load, about −1 to 1. Serves only to order the able; it is never kept or shown."""
    return fit(story.facets, who.facets, rarity) - load(who, now)


def load(who: WillingListener, now: datetime) -> float:
    notices = NOTICE_PRICE * recent(who.notices, now, DAY)
    replies = REPLY_PRICE * recent(who.replies, now, WEEK)
    return notices + replies + OPEN_PRICE * who.open_talks / max(cap_of(who), 1)


def fit(story: frozenset[str], listener: frozenset[str], rarity: Mapping[str, float]) -> float:
    """Cosine of two sets of facets weighted by rarity, 0 to 1. People ticked them; none is a diagnosis."""
    shared = _weight(story & listener, rarity)
    return shared / sqrt(_weight(story, rarity) * _weight(listener, rarity)) if shared else 0.0


def _weight(facets: Iterable[str], rarity: Mapping[str, float]) -> float:
    return fsum(rarity.get(facet, 1.0) ** 2 for facet in facets)


def rarity_of(holders: Mapping[str, int], people: int) -> dict[str, float]:
    """log(people / (1 + holders)) a facet, 0 for what everybody holds."""
    return {facet: max(log(people / (1 + held)), 0.0) if people else 0.0 for facet, held in holders.items()}


def recent(moments: Iterable[datetime], now: datetime, memory: timedelta) -> float:
    """How many, each fading by its age: exp(−age / memory)."""
    return fsum(exp(-max((now - moment) / memory, 0.0)) for moment in moments)


# --- when -----------------------------------------------------------------------------------------


def due_wave(story: WaitingStory, speakers: int, now: datetime, rules: Rules = DEFAULT) -> Wave | None:
    """The wave that should go out now, if one should.

    A clock set back, a worker twice as busy or one that was down gives at most one wave a gap.

    speakers  listeners of the story's language now in their window, from `speakers_now`
    """
    wave = next_wave(story, speakers, rules)
    return wave if wave.due <= now else None


def next_wave(story: WaitingStory, speakers: int, rules: Rules = DEFAULT) -> Wave:
    planned = first_due(story, speakers, rules) + story.waves_sent * rules.wave_gap * MINUTE
    rested = story.last_wave_at + rules.wave_gap * MINUTE if story.last_wave_at else planned
    return Wave(story.waves_sent + 1, wave_size(story, rules), max(planned, rested))


def first_due(story: WaitingStory, speakers: int, rules: Rules = DEFAULT) -> datetime:
    hurry = story.is_first or story.is_vulnerable or speakers < rules.small_language
    return story.heard_from + (0 if hurry else rules.start) * MINUTE


def wave_size(story: WaitingStory, rules: Rules = DEFAULT) -> int:
    return rules.wave_sizes[min(story.waves_sent, len(rules.wave_sizes) - 1)]


def speakers_now(language: str, listeners: Iterable[WillingListener], now: datetime) -> int:
    return sum(who.in_good_standing and language in who.languages and is_in_window(who, now) for who in listeners)


def guide_due(
    story: WaitingStory, now: datetime, rules: Rules = DEFAULT, *, anyone_left: bool, guide_on_duty: bool
) -> bool:
    """A guide takes it: past its age, or at once when nobody may be asked and a guide is there."""
    age = now - story.heard_from
    return age >= rules.guide_after * MINUTE or (age >= timedelta() and guide_on_duty and not anyone_left)


def anyone_left(
    story: WaitingStory, listeners: Iterable[WillingListener], now: datetime, rules: Rules = DEFAULT
) -> bool:
    return any(may_be_asked(story, who, now, rules) for who in listeners)


def most_overdue_first(stories: Collection[WaitingStory]) -> Sequence[WaitingStory]:
    return sorted(stories, key=lambda story: (story.heard_from, story.id))


# --- claims and afterwards ------------------------------------------------------------------------


def claim_ends(taken_at: datetime, rules: Rules = DEFAULT, *, renewed: bool = False) -> datetime:
    """When a claim lapses and the story returns to its waves. It may be renewed once."""
    return taken_at + (2 if renewed else 1) * rules.claim * MINUTE


def follow_up_due(heard_at: datetime, now: datetime, rules: Rules = DEFAULT) -> bool:
    """Whether the writer should be asked, privately, if they are still alone with it."""
    return now - heard_at >= rules.follow_up * MINUTE
