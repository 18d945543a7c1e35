"""Ridge regression by numpy alone, so that the table of claims can be made without the training packages."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from empathy.encoder import Floats
from empathy.heads import Values

SEED = 20261122


class Line(NamedTuple):
    """weight: width × labels, bias: labels, on features as the encoder gives them."""

    weight: Values
    bias: Values

    def values(self, features: Floats) -> Values:
        return np.asarray(features.astype(np.float64) @ self.weight + self.bias)


def ridge(features: Floats, values: Values, *, decay: float) -> Line:
    """Least squares with `decay` × rows on the squared weights."""
    centre, spread = standard(features)
    inputs = ((features - centre) / spread).astype(np.float64)
    square = inputs.T @ inputs + decay * len(inputs) * np.eye(inputs.shape[1])
    weight = np.linalg.solve(square, inputs.T @ (values - values.mean()))
    return unfolded(weight[:, None], np.array([values.mean()]), centre, spread)


def standard(features: Floats) -> tuple[Floats, Floats]:
    return features.mean(axis=0), features.std(axis=0) + np.float32(1e-6)


def unfolded(weight: Floats | Values, bias: Floats | Values, centre: Floats, spread: Floats) -> Line:
    """The same line on features as they come, without the standardising."""
    scaled = weight.astype(np.float64) / spread[:, None]
    return Line(scaled, bias - centre @ scaled)
