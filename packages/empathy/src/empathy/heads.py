"""Heads: one linear layer each on what the encoder saw."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from empathy.encoder import Floats, Seen

Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Head:
    """One linear layer.

    weight     width × labels
    bias       labels
    labels     their names, in order
    threshold  from which probability a label counts as present, chosen on development data only
    """

    weight: Floats
    bias: Floats
    labels: tuple[str, ...]
    threshold: tuple[float, ...]

    def values(self, seen: Seen) -> Values:
        """windows × labels, unbounded."""
        return (seen.features @ self.weight + self.bias).astype(np.float64)

    def mean(self, seen: Seen) -> dict[str, float]:
        """Probability a label, averaged over the windows."""
        return dict(zip(self.labels, sigmoid(self.values(seen)).mean(axis=0).tolist(), strict=True))

    def worst(self, seen: Seen) -> dict[str, float]:
        """Probability a label, in the window that says it loudest."""
        return dict(zip(self.labels, sigmoid(self.values(seen)).max(axis=0).tolist(), strict=True))


Heads = dict[str, Head]


def strongest(head: Head, seen: Iterable[Seen]) -> float | None:
    """The highest probability of any label in any of several texts; None where none of them holds a word."""
    return max((max(head.worst(one).values()) for one in seen if one.worded), default=None)


def sigmoid(values: Values) -> Values:
    return 1 / (1 + np.exp(-np.clip(values, -60, 60)))


def load(folder: Path) -> Heads:
    """Every head of `heads.npz` by name. Its `index` lists them, with their labels and thresholds, as JSON."""
    with np.load(folder / "heads.npz", allow_pickle=False) as held:
        index = json.loads(str(held["index"]))
        return {name: head(held[f"{name}.weight"], held[f"{name}.bias"], **about) for name, about in index.items()}


def head(weight: Floats, bias: Floats, labels: list[str], threshold: list[float]) -> Head:
    return Head(weight.astype(np.float32), bias.astype(np.float32), tuple(labels), tuple(threshold))
