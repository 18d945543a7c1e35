"""Figures and their 95 % intervals, by numpy alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Values = NDArray[np.float64]
Metric = Callable[[Values, Values], float]
RESAMPLES = 500
SEED = 20261122


class Figure(NamedTuple):
    """A figure with its bootstrap interval (95 %, rows resampled)."""

    value: float
    low: float
    high: float


def figure(metric: Metric, truth: ArrayLike, said: ArrayLike) -> Figure:
    """The metric on all rows, with the interval it has when rows are drawn again with replacement."""
    true, given = np.asarray(truth, dtype=np.float64), np.asarray(said, dtype=np.float64)
    draw = np.random.default_rng(SEED)
    drawn = (draw.integers(len(true), size=len(true)) for _ in range(RESAMPLES))
    again = [metric(true[rows], given[rows]) for rows in drawn]
    low, high = np.nanpercentile(again, [2.5, 97.5])
    return Figure(metric(true, given), float(low), float(high))


def share(truth: Values, said: Values) -> float:
    """Of the rows with truth 1, how many were found (recall; false alarms when truth marks what should stay quiet)."""
    return float(said[truth > 0].mean()) if (truth > 0).any() else float("nan")


def auroc(truth: Values, said: Values) -> float:
    """How often a row with truth above 0 ranks above one with truth 0; ties count half."""
    positive = truth > 0
    ups, downs = int(positive.sum()), int((~positive).sum())
    if not ups or not downs:
        return float("nan")
    return float((ranks(said)[positive].sum() - ups * (ups + 1) / 2) / (ups * downs))


def ranks(values: Values) -> Values:
    """Places from 1, shared by equals."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Values = last - (counts - 1) / 2
    return middle[inverse]


def correlation(truth: Values, said: Values) -> float:
    return float(np.corrcoef(truth, said)[0, 1])


def f1(truth: NDArray[np.bool_], said: NDArray[np.bool_]) -> float:
    """0 where there is nothing to find and nothing was said."""
    both = int((truth & said).sum())
    return 2 * both / max(1, int(truth.sum()) + int(said.sum()))


def f1_of_marks(truth: Values, said: Values) -> float:
    return f1(truth > 0, said > 0)


def macro_f1_of_classes(truth: Values, said: Values) -> float:
    """Mean F1 over the classes that occur in the truth."""
    return float(np.mean([f1(truth == one, said == one) for one in np.unique(truth)]))


def macro_f1_of_labels(truth: Values, said: Values) -> float:
    """Mean F1 over the columns of two tables of 0 and 1."""
    return float(np.mean([f1(true > 0, given > 0) for true, given in zip(truth.T, said.T, strict=True)]))


def calibration_error(truth: Values, said: Values, bins: int = 15) -> float:
    """Expected calibration error: mean distance of what was said from what was true, over equal steps of p."""
    place = np.minimum((said * bins).astype(int), bins - 1)
    held = [place == one for one in set(place.tolist())]
    return float(sum(abs(said[rows].mean() - truth[rows].mean()) * rows.sum() for rows in held) / len(said))
