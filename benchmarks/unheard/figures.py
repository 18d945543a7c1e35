"""What the days came to, and the limits they are held against."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan

import numpy as np

from .days import Outcome
from .house import BUDGET
from .world import DAY, HOUR, Bools, Drawn, Floats, Ints

PROMISED = 4 * HOUR
COVERED_FROM, COVERED_FOR = 7 * HOUR, 17 * HOUR  # 07:00 to 24:00


@dataclass(frozen=True)
class Figures:
    """One run: shares of the stories between warm-up and last day; minutes; notices a listener and day."""

    stories: int
    unheard4: float
    unheard24: float
    median: float
    late_covered: float
    by_guide: float
    by_group: Mapping[str, float]
    notices_mean: float
    notices_p95: float
    notices_most: int
    gini: float
    lost: float
    fit: float
    choice_ms: float
    choice_ms_most: float


def figures(drawn: Drawn, out: Outcome) -> Figures:
    first, last = drawn.world.warmup * DAY, (drawn.world.days - 1) * DAY
    counted = (drawn.stories.at >= first) & (drawn.stories.at < last)
    wait = (out.heard - drawn.stories.at)[counted]
    days = drawn.world.days - drawn.world.warmup
    sent = np.array([sum(at >= first for at in times) for times in out.sent]) / days
    spent = np.array(out.spent or [0.0]) * 1000
    return Figures(
        stories=int(counted.sum()),
        unheard4=float((wait > PROMISED).mean()),
        unheard24=float((wait > DAY).mean()),
        median=float(np.sort(wait)[len(wait) // 2]),
        late_covered=float((covered_wait(drawn.stories.at, out.heard)[counted] > PROMISED).mean()),
        by_guide=float(out.by_guide[counted].mean()),
        by_group={name: share_over(wait, who[counted]) for name, who in groups(drawn).items()},
        notices_mean=float(sent.mean()),
        notices_p95=float(np.quantile(sent, 0.95)),
        notices_most=max(most_in_a_day(times) for times in out.sent),
        gini=gini(out.replies),
        lost=1 - float(out.there.mean()),
        fit=float(np.mean([fit for story, fit in out.fits.items() if counted[story]] or [0])),
        choice_ms=float(spent.mean()),
        choice_ms_most=float(np.quantile(spent, 0.999)),
    )


def covered_wait(at: Ints, heard: Floats) -> Floats:
    """Minutes waited, counting only covered hours."""
    until = np.where(np.isinf(heard), 1e9, heard)
    return covered(until - COVERED_FROM) - covered(at - COVERED_FROM)


def covered(minute: Floats | Ints) -> Floats:
    return np.asarray(minute // DAY * COVERED_FOR + np.clip(minute % DAY, 0, COVERED_FOR), float)


def groups(drawn: Drawn) -> dict[str, Bools]:
    stories = drawn.stories
    return {
        "largest language": stories.language == 0,
        "two smallest languages": stories.language >= 3,
        "newcomers": stories.is_first,
        "regulars": ~stories.is_first,
        "rare experience": stories.is_rare,
        "common experience": ~stories.is_rare,
        "night": stories.at % DAY < 7 * HOUR,
    }


def share_over(wait: Floats, who: Bools) -> float:
    return float((wait[who] > PROMISED).mean()) if who.any() else nan


def most_in_a_day(times: Sequence[int]) -> int:
    """The most notices in any 24 hours, however they are laid."""
    at = np.array(times)
    before = np.searchsorted(at, at - DAY, side="right")
    return int((np.arange(1, len(at) + 1) - before).max(initial=0))


def gini(loads: np.ndarray) -> float:
    rank, total = np.arange(1, len(loads) + 1), max(loads.sum(), 1)
    return float(2 * (rank * np.sort(loads)).sum() / (len(loads) * total) - (len(loads) + 1) / len(loads))


# --- against the limits ---------------------------------------------------------------------------

Runs = Mapping[str, Sequence[Figures]]  # "feed", "waves", "guided": one Figures a seed


@dataclass(frozen=True)
class Measure:
    """A figure of the product against the chronological feed; `limits` by members, at most (or at least)."""

    name: str
    of: Callable[[Runs], float]
    limits: Mapping[int, float]
    at_least: bool = False

    def is_met(self, value: float, members: int) -> bool | None:
        limit = self.limits.get(members)
        if limit is None or isnan(value):
            return None
        return value >= limit if self.at_least else value <= limit


def mean(runs: Sequence[Figures], of: Callable[[Figures], float]) -> float:
    """Over the seeds that have such stories; nan where none has."""
    values = [value for run in runs if not isnan(value := of(run))]
    return float(np.mean(values)) if values else nan


def ratio(of: Callable[[Figures], float]) -> Callable[[Runs], float]:
    return lambda runs: mean(runs["waves"], of) / mean(runs["feed"], of)


def gap(one: str, other: str) -> Callable[[Runs], float]:
    return lambda runs: mean(runs["waves"], lambda run: run.by_group[one] - run.by_group[other])


def gained(group: str) -> Callable[[Runs], float]:
    def below(runs: Runs) -> float:
        return mean(runs["feed"], lambda run: run.by_group[group]) - mean(
            runs["waves"], lambda run: run.by_group[group]
        )

    return below


def of_waves(of: Callable[[Figures], float]) -> Callable[[Runs], float]:
    return lambda runs: mean(runs["waves"], of)


def by_size(small: float, middle: float, large: float | None = None) -> dict[int, float]:
    limits = {1_000: small, 10_000: middle}
    return limits if large is None else {**limits, 100_000: large}


MEASURES = (
    Measure("unheard at 4 h ÷ chronological", ratio(lambda run: run.unheard4), by_size(0.72, 0.52, 0.15)),
    Measure("unheard at 24 h ÷ chronological", ratio(lambda run: run.unheard24), by_size(0.35, 0.05, 0.01)),
    Measure("newcomers minus regulars, unheard at 4 h", gap("newcomers", "regulars"), by_size(0, 0, 0.01)),
    Measure(
        "rare minus common experience", gap("rare experience", "common experience"), by_size(0.03, 0.02, 0.01)
    ),
    Measure(
        "two smallest languages, below chronological",
        gained("two smallest languages"),
        by_size(0.05, 0.15, 0.10),
        at_least=True,
    ),
    Measure(
        "notices a listener and day, mean", of_waves(lambda run: run.notices_mean), by_size(2.7, 2.3, 1.2)
    ),
    Measure("notices a listener and day, p95", of_waves(lambda run: run.notices_p95), by_size(4, 4, 4)),
    Measure(
        "most notices to one listener in any 24 h",
        lambda runs: max(run.notices_most for run in runs["waves"]),
        by_size(BUDGET, BUDGET, BUDGET),
    ),
    Measure("Gini of load", of_waves(lambda run: run.gini), by_size(0.43, 0.46, 0.70)),
    Measure(
        "lost listeners, minus the feed-only run",
        lambda runs: mean(runs["waves"], lambda run: run.lost) - mean(runs["feed"], lambda run: run.lost),
        by_size(0.08, 0.04, 0.02),
    ),
    Measure(
        "late in covered hours, guides at 1 an hour per 1,000",
        lambda runs: mean(runs["guided"], lambda run: run.late_covered) if runs.get("guided") else nan,
        by_size(0.08, 0.01),
    ),
    Measure("choosing alone, ms a wave, mean", of_waves(lambda run: run.choice_ms), by_size(20, 20, 50)),
    Measure(
        "choosing alone, ms a wave, 99.9 %", of_waves(lambda run: run.choice_ms_most), by_size(20, 20, 50)
    ),
)
