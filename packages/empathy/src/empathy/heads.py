"""Heads: one linear layer each on what the encoder saw, some with a layer between."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from empathy.encoder import Floats, Seen

Values = NDArray[np.float64]
Held = Mapping[str, NDArray[Any]]
STEPS, SMALLEST = 127, 1e-12


class Layer(NamedTuple):
    """weight: inputs × outputs; bias: outputs."""

    weight: Floats
    bias: Floats

    def of(self, inputs: Floats) -> Floats:
        return inputs @ self.weight + self.bias


@dataclass(frozen=True, slots=True)
class Head:
    """One linear layer, on the features or on what a layer between makes of them.

    weight     width × labels
    bias       labels
    labels     their names, in order
    threshold  from which probability a label counts as present, chosen on development data only
    between    what is below 0 after it says nothing
    """

    weight: Floats
    bias: Floats
    labels: tuple[str, ...]
    threshold: tuple[float, ...]
    between: Layer | None = None

    def values(self, seen: Seen) -> Values:
        """windows × labels, unbounded."""
        inputs = np.maximum(self.between.of(seen.features), 0) if self.between else seen.features
        return (inputs @ self.weight + self.bias).astype(np.float64)

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
        return {name: head(held, name, **about) for name, about in json.loads(str(held["index"])).items()}


def head(held: Held, name: str, labels: list[str], threshold: list[float]) -> Head:
    weight, bias = (held[f"{name}.{part}"].astype(np.float32) for part in ("weight", "bias"))
    return Head(weight, bias, tuple(labels), tuple(threshold), layer(held, f"{name}.between"))


def layer(held: Held, name: str) -> Layer | None:
    """A layer between, as it is kept: a byte a weight, and for each output how much a step of it counts."""
    if f"{name}.weight" not in held:
        return None
    return Layer(held[f"{name}.weight"] * held[f"{name}.step"], held[f"{name}.bias"])


def kept(name: str, layer: Layer) -> dict[str, NDArray[Any]]:
    step = np.maximum(np.abs(layer.weight).max(axis=0), SMALLEST) / STEPS
    weight = np.round(layer.weight / step).astype(np.int8)
    return {f"{name}.weight": weight, f"{name}.step": step.astype(np.float32), f"{name}.bias": layer.bias}
