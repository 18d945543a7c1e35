"""Heads on the encoder's features: linear ones, and one with a kernel."""

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

    def worst(self, seen: Seen) -> float:
        """The highest probability of any label in any window."""
        return float(sigmoid(self.values(seen)).max())


@dataclass(frozen=True, slots=True)
class Kernel:
    """A support vector machine with a Gaussian kernel on a few directions of the features.

    basis    width × directions, and `offset`, directions: where a window lies among them
    vectors  n × directions, and `weight`, n: the windows it was fitted on that decide
    bias     what is added; `gamma` how near is near; `steep` and `shift` turn the sum into a probability
    """

    basis: Floats
    offset: Floats
    vectors: Floats
    weight: Floats
    bias: float
    gamma: float
    steep: float
    shift: float

    def values(self, seen: Seen) -> Values:
        """A value a window, unbounded."""
        places = seen.features @ self.basis + self.offset
        apart = (places**2).sum(axis=1)[:, None] + (self.vectors**2).sum(axis=1) - 2 * places @ self.vectors.T
        near: Values = np.exp(-self.gamma * np.maximum(apart, 0)).astype(np.float64)
        return near @ self.weight + self.bias

    def worst(self, seen: Seen) -> float:
        """The highest probability in any window."""
        return float(sigmoid(self.steep * self.values(seen) + self.shift).max())


def strongest(head: Head, seen: Iterable[Seen]) -> float | None:
    """The highest probability of any label in any of several texts; None where none of them holds a word."""
    return max((head.worst(one) for one in seen if one.worded), default=None)


def sigmoid(values: Values) -> Values:
    return 1 / (1 + np.exp(-np.clip(values, -60, 60)))


@dataclass(frozen=True, slots=True)
class Heads:
    """What was fitted: linear heads by name, and the one that listens for danger."""

    linear: dict[str, Head]
    risk: Kernel

    def __getitem__(self, name: str) -> Head:
        return self.linear[name]


def load(folder: Path) -> Heads:
    """Every head of `heads.npz`. Its `index` lists the linear ones, with their labels and thresholds, as JSON."""
    with np.load(folder / "heads.npz", allow_pickle=False) as held:
        index = json.loads(str(held["index"]))
        linear = {name: head(held[f"{name}.weight"], held[f"{name}.bias"], **about) for name, about in index.items()}
        return Heads(linear, kernel({part: held[f"risk.{part}"] for part in Kernel.__slots__}))


def kernel(parts: dict[str, Floats]) -> Kernel:
    basis, offset, vectors, weight = (parts[name].astype(np.float32) for name in Kernel.__slots__[:4])
    bias, gamma, steep, shift = (float(parts[name]) for name in Kernel.__slots__[4:])
    return Kernel(basis, offset, vectors, weight, bias, gamma, steep, shift)


def head(weight: Floats, bias: Floats, labels: list[str], threshold: list[float]) -> Head:
    return Head(weight.astype(np.float32), bias.astype(np.float32), tuple(labels), tuple(threshold))
