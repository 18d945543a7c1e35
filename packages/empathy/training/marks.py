"""From the labels of the sets to the names of the engine."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from empathy.encoder import Floats
from empathy.evaluation import sets
from empathy.readers.emotion import SUPPORT

Row = TypeVar("Row", sets.Labelled, sets.Rated, sets.Stressed)

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
OWN_ONLY = ("loneliness", "hopelessness", "numbness", "overwhelm")
HEAVY = ("sadness", "disappointment", "grief", "fear", "nervousness", "remorse")
KIND = ("neutral", "admiration", "caring", "gratitude", "joy", "love", "sadness", "grief", "fear", "remorse")


@cache
def sets_to_avoid(data: Path) -> frozenset[str]:
    return frozenset(sets.measuring_keys(data))


def kept(rows: list[Row], data: Path) -> list[Row]:
    """The rows that occur in no set that measures."""
    return [row for row in rows if sets.key(row.text) not in sets_to_avoid(data)]


def of_emotions(rows: list[sets.Labelled], width: int) -> Floats:
    table = np.zeros((len(rows), width), dtype=np.float32)
    for place, row in enumerate(rows):
        table[place, list(row.labels)] = 1
    return table


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


def felt(lines: list[dict[str, Any]]) -> Floats:
    """Own lines. Where a feeling is named, another heavy one may be there unnamed, so its absence is not taught."""
    table = of_lines(lines, "labels", SUPPORT)
    unnamed = [SUPPORT.index(label) for label in ("sadness", "grief", "fear", "anger")]
    told = np.array([bool(line["labels"]) for line in lines])
    part = table[np.ix_(told, unnamed)]
    table[np.ix_(told, unnamed)] = np.where(part > 0, part, np.nan)
    return table


def not_hostile(rows: list[sets.Labelled], names: list[str]) -> Floats:
    """Kind, plain and sad comments are not hostile; of the others nothing is known."""
    calm = {names.index(name) for name in KIND}
    return np.array([0.0 if row.labels <= calm else np.nan for row in rows], dtype=np.float32)


def offensive(data: Path) -> list[sets.Rated]:
    """A part of Davidson: all of `neither`, a tenth of the rest, because the set leans on dialect."""
    rows = sets.davidson(data)
    rude = [sets.Rated(row.text, 1.0) for row in rows if row.value < 2][::10]
    return rude + [sets.Rated(row.text, 0.0) for row in rows if row.value == 2]


def of_lines(lines: list[dict[str, Any]], field: str, names: tuple[str, ...]) -> Floats:
    """lines × names: which of the names a line holds in this field."""
    said = [[line[field]] if isinstance(line[field], str) else line[field] for line in lines]
    return np.array([[name in one for name in names] for one in said], dtype=np.float32)
