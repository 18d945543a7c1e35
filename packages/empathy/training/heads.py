"""What each head learns from, and how its thresholds are chosen: on development rows and own training lines only."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from empathy.encoder import Floats
from empathy.evaluation import figures, sets
from empathy.evaluation.least_squares import DISTRESS_DECAY, Line, folds, held_out_ridge, ridge
from empathy.heads import Values, sigmoid
from empathy.readers.emotion import SUPPORT
from numpy.typing import NDArray

from training import own
from training.features import features
from training.linear import logistic

DISTRESS_RANGE = (0.1, 0.9)
OWN_COUNTS = 20.0
SURE = 0.9
BENIGN_RAISED, DAILY_RAISED = 0.02, 0.002
DECAYS = (0.03, 0.1)

MERGED = {
    "sadness": ("sadness", "disappointment"),
    "grief": ("grief",),
    "fear": ("fear", "nervousness"),
    "anger": ("anger", "annoyance"),
    "shame/guilt": ("remorse", "embarrassment"),
    "relief": ("relief",),
    "gratitude": ("gratitude",),
    "hope/joy": ("joy", "optimism", "excitement"),
}
XED = {"sadness": 6, "fear": 4, "anger": 1, "hope/joy": 5}
Marks = NDArray[np.bool_]
Row = TypeVar("Row", sets.Labelled, sets.Rated)
OWN_ONLY = ("loneliness", "hopelessness", "numbness", "overwhelm")
HEAVY = ("sadness", "disappointment", "grief", "fear", "nervousness", "remorse")
KIND = ("neutral", "admiration", "caring", "gratitude", "joy", "love", "sadness", "grief", "fear", "remorse")


class Fitted(NamedTuple):
    """A head ready to ship, and what was learned about it on the way."""

    line: Line
    labels: tuple[str, ...]
    threshold: tuple[float, ...]
    notes: dict[str, float]


# Emotions


def emotions(data: Path) -> Fitted:
    names = sets.goemotions_labels(data)
    train, dev = kept(sets.goemotions(data, "train"), data), sets.goemotions(data, "dev")
    line = logistic(seen(train, "GoEmotions train"), marks(train, len(names)), decay=3e-3)
    said, truth = sigmoid(line.values(seen(dev, "GoEmotions dev"))), marks(dev, len(names))
    threshold = tuple(best_threshold(truth[:, i], said[:, i]) for i in range(len(names)))
    return Fitted(line, tuple(names), threshold, {"dev_macro_f1": macro_f1(truth, said, threshold)})


def support(data: Path) -> Fitted:
    lines = own.lines("emotions", "train")
    names = sets.goemotions_labels(data)
    comments, films = kept(sets.goemotions(data, "train"), data), kept(sets.xed(data), data)
    labels = np.concatenate([merged(comments, names), filmed(films), owned(lines)])
    inputs = np.concatenate([seen(comments, "GoEmotions train"), seen(films, "XED"), seen_lines(lines)])
    counts = np.concatenate([np.ones(len(comments)), np.full(len(films), 0.5), np.full(len(lines), OWN_COUNTS)])
    line = logistic(inputs, labels, decay=3e-3, rows=counts.astype(np.float32))
    return Fitted(line, SUPPORT, (0.5,) * len(SUPPORT), {"rows": len(inputs), "own_lines": len(lines)})


def merged(rows: list[sets.Labelled], names: list[str]) -> Floats:
    """GoEmotions under the support names. A heavy comment says nothing about the four feelings the set cannot name."""
    sources = [{names.index(name) for name in MERGED.get(label, ())} for label in SUPPORT]
    heavy = {names.index(name) for name in HEAVY}
    table = np.array([[bool(row.labels & source) for source in sources] for row in rows], dtype=np.float32)
    unsaid = np.array([bool(row.labels & heavy) for row in rows])
    table[np.ix_(unsaid, [SUPPORT.index(label) for label in OWN_ONLY])] = np.nan
    return table


def filmed(rows: list[sets.Labelled]) -> Floats:
    """XED under the four names it knows; it says nothing about the others."""
    table = np.full((len(rows), len(SUPPORT)), np.nan, dtype=np.float32)
    for label, number in XED.items():
        table[:, SUPPORT.index(label)] = [number in row.labels for row in rows]
    return table


def owned(lines: list[dict]) -> Floats:
    """Own lines. Where a feeling is named, another heavy one may be there unnamed, so its absence is not taught."""
    table = np.array([[label in line["labels"] for label in SUPPORT] for line in lines], dtype=np.float32)
    unnamed = [SUPPORT.index(label) for label in ("sadness", "grief", "fear", "anger")]
    told = np.array([bool(line["labels"]) for line in lines])
    part = table[np.ix_(told, unnamed)]
    table[np.ix_(told, unnamed)] = np.where(part > 0, part, np.nan)
    return table


# Distress


def distress(data: Path) -> Fitted:
    """Severity, and how far below and above it four in five rows stand when they were not fitted on."""
    rows = kept(sets.sad(data), data)
    inputs, truth = seen(rows, "SAD"), np.array([row.value for row in rows])
    said = held_out_ridge(inputs, truth, decay=DISTRESS_DECAY)
    below, above = np.quantile(truth - said, DISTRESS_RANGE)
    line = with_range(ridge(inputs, truth, decay=DISTRESS_DECAY), -below, above)
    return Fitted(line, ("severity", "below", "above"), (0.0,) * 3, {"cv_r": figures.correlation(truth, said)})


def with_range(line: Line, below: float, above: float) -> Line:
    nothing = np.zeros((len(line.weight), 2))
    return Line(np.concatenate([line.weight, nothing], axis=1), np.array([line.bias[0], below, above]))


# Replies


def reaction(data: Path) -> Fitted:
    """Thresholds: weak warmth where F1 is best, strong warmth where four in five are right, by held-out folds."""
    inputs, truth = supportive(data, "Emo_support")
    said = held_out(inputs, truth, decay=1e-1)
    weak, strong = best_threshold(truth, said), sure_threshold(truth, said, 0.8)
    line = logistic(inputs, truth[:, None], decay=1e-1)
    return Fitted(line, ("warmth",), (weak, max(strong, weak + 0.05)), {"cv_auroc": figures.auroc(truth, said)})


def advice(data: Path) -> Fitted:
    inputs, truth = supportive(data, "Info_support")
    said = held_out(inputs, truth, decay=1e-1)
    line = logistic(inputs, truth[:, None], decay=1e-1)
    return Fitted(line, ("advice",), (best_threshold(truth, said),), {"cv_auroc": figures.auroc(truth, said)})


def supportive(data: Path, label: str) -> tuple[Floats, Floats]:
    rows = kept(sets.offmychest(data, "training", label), data)
    return seen(rows, f"OffMyChest {label}"), np.array([row.value for row in rows], dtype=np.float32)


def hostility(data: Path) -> Fitted:
    rows = kept([*sets.toxic_spans(data), *offensive(data), *quiet(data)], data)
    inputs, truth = seen(rows, "hostility"), np.array([row.value for row in rows], dtype=np.float32)
    said = held_out(inputs, truth, decay=1e-2)
    line = logistic(inputs, truth[:, None], decay=1e-2)
    return Fitted(line, ("hostility",), (sure_threshold(truth, said, 0.9),), {"cv_auroc": figures.auroc(truth, said)})


def offensive(data: Path) -> list[sets.Rated]:
    """A part of Davidson: all of `neither`, a tenth of the rest, because the set leans on dialect."""
    rows = sets.davidson(data)
    rude = [sets.Rated(row.text, 1.0) for row in rows if row.value < 2][::10]
    return rude + [sets.Rated(row.text, 0.0) for row in rows if row.value == 2]


def quiet(data: Path) -> list[sets.Rated]:
    """Kind, plain and sad comments, and own lines of pain: none of them is hostile."""
    names = sets.goemotions_labels(data)
    calm = {names.index(name) for name in KIND}
    comments = [sets.Rated(row.text, 0.0) for row in sets.goemotions(data, "train") if row.labels <= calm]
    return comments[:15_000] + [sets.Rated(line["text"], 0.0) for line in own.lines("emotions", "train")]


# Shared


def seen(rows: Iterable[sets.Labelled | sets.Rated], name: str) -> Floats:
    return features([row.text for row in rows], name)


def seen_lines(lines: list[dict]) -> Floats:
    return features([line["text"] for line in lines], "own lines")


@cache
def sets_to_avoid(data: Path) -> frozenset[str]:
    return frozenset(sets.measuring_keys(data))


def kept(rows: list[Row], data: Path) -> list[Row]:
    """The rows that occur in no set that measures."""
    return [row for row in rows if sets.key(row.text) not in sets_to_avoid(data)]


def marks(rows: list[sets.Labelled], width: int) -> Floats:
    table = np.zeros((len(rows), width), dtype=np.float32)
    for place, row in enumerate(rows):
        table[place, list(row.labels)] = 1
    return table


def held_out(
    inputs: Floats,
    truth: Floats,
    *,
    decay: float,
    groups: list[str] | None = None,
    counts: Floats | None = None,
    raw: bool = False,
) -> Values:
    """What a model fitted without a row's fold says of that row: a probability, or the raw value."""
    said = np.zeros(len(truth))
    for held in folds(groups or list(range(len(truth)))):
        rows = None if counts is None else counts[~held]
        said[held] = logistic(inputs[~held], truth[~held, None], decay=decay, rows=rows).values(inputs[held])[:, 0]
    return said if raw else sigmoid(said)


def best_threshold(truth: Floats, said: Values) -> float:
    """Where F1 is best."""
    steps = np.unique(np.quantile(said, np.linspace(0.5, 0.9995, 200)))
    return float(max(steps, key=lambda step: figures.f1(truth > 0, said >= step)))


def sure_threshold(truth: Floats, said: Values, precision: float) -> float:
    """The lowest probability from which `precision` of the rows are right."""
    order = np.argsort(-said)
    right = np.cumsum(truth[order]) / np.arange(1, len(truth) + 1)
    enough = np.flatnonzero(right >= precision)
    return float(said[order[enough[-1]]]) if len(enough) else 1.0


def macro_f1(truth: Floats, said: Values, threshold: tuple[float, ...]) -> float:
    return figures.macro_f1_of_labels(truth.astype(np.float64), (said >= np.array(threshold)).astype(np.float64))


def logit(p: float) -> float:
    return float(np.log(p / (1 - p)))
