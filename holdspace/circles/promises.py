"""What a writer may honestly be told about when a person will answer: measured, or not said at all."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .routing import HOUR, WillingListener, is_in_window

HORIZONS = (1, 2, 4, 8, 12, 24)  # hours
KEPT_SHARE = 0.9
ENOUGH_STORIES = 30
ENOUGH_LISTENERS = 10
MEMORY = timedelta(days=28)
BANDS = ("night", "morning", "afternoon", "evening")  # six hours each, from midnight


@dataclass(frozen=True)
class Wait:
    """How one story that wanted replies fared. `told` is the hours its writer was promised, if any."""

    language_group: str
    band: str
    heard_from: datetime
    heard_at: datetime | None = None
    told: int | None = None

    def is_decided(self, hours: int, now: datetime) -> bool:
        return now - self.heard_from >= hours * HOUR

    def is_within(self, hours: int) -> bool:
        return self.heard_at is not None and self.heard_at - self.heard_from <= hours * HOUR


@dataclass(frozen=True)
class Supply:
    """Who is there to answer: signed-off listeners, how many a language, and UTC hours that nobody covers."""

    listeners: int
    by_language: Mapping[str, int]
    empty_hours: tuple[int, ...]


def promise(waits: Iterable[Wait], supply: Supply, *, language_group: str, band: str, now: datetime) -> int | None:
    """The shortest of HORIZONS, in hours, within which nine stories in ten like this one were heard, or None.

    Like this one: the same language group and time of day, in the last 28 days; where those are under 30,
    the same language group; then everyone. None where that is still too few, the share is not reached within
    a day, or supply is too thin: then a guide's hours are told instead.
    """
    if not may_promise(supply):
        return None
    known = [wait for wait in waits if timedelta() <= now - wait.heard_from <= MEMORY]
    alike = _alike(known, language_group, band, now)
    held = (hours for hours in HORIZONS if _holds(alike, hours, now) and not _was_broken(known, hours, now))
    return next(held, None)


def hour_band(local: datetime) -> str:
    return BANDS[local.hour // 6]


def may_promise(supply: Supply) -> bool:
    return supply.listeners >= ENOUGH_LISTENERS and len(supply.empty_hours) < 24


def supply_of(listeners: Collection[WillingListener], now: datetime) -> Supply:
    ready = [who for who in listeners if who.in_good_standing]
    languages = Counter(language for who in ready for language in who.languages)
    hours = (now.replace(minute=0, second=0, microsecond=0) + n * HOUR for n in range(24))
    empty = (hour for hour in hours if not any(is_in_window(who, hour) for who in ready))
    return Supply(len(ready), dict(languages), tuple(sorted(_utc_hour(hour) for hour in empty)))


def _utc_hour(moment: datetime) -> int:
    return (moment - (moment.utcoffset() or timedelta())).hour


def _alike(known: Sequence[Wait], language_group: str, band: str, now: datetime) -> Sequence[Wait]:
    """The narrowest group with enough stories a day old or older; nothing when even everyone is too few."""
    group = [wait for wait in known if wait.language_group == language_group]
    near = [wait for wait in group if wait.band == band]
    widening = (near, group, known)
    return next((pool for pool in widening if _count_decided(pool, HORIZONS[-1], now) >= ENOUGH_STORIES), ())


def _count_decided(waits: Iterable[Wait], hours: int, now: datetime) -> int:
    return sum(wait.is_decided(hours, now) for wait in waits)


def _holds(waits: Iterable[Wait], hours: int, now: datetime) -> bool:
    """Young stories count as soon as these hours are over, so that a bad day shows on the same day."""
    decided = [wait.is_within(hours) for wait in waits if wait.is_decided(hours, now)]
    return bool(decided) and sum(decided) >= KEPT_SHARE * len(decided)


def _was_broken(known: Iterable[Wait], hours: int, now: datetime) -> bool:
    """A promise of these hours was given often enough, and kept too seldom, to be given again."""
    told = [wait for wait in known if wait.told == hours]
    return _count_decided(told, hours, now) >= ENOUGH_STORIES and not _holds(told, hours, now)
