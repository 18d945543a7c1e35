"""Logistic regression on standardised features. The standardising is folded into the weights that ship."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from empathy.encoder import Floats
from empathy.evaluation.least_squares import Line, standard, unfolded

STEPS = 120


def logistic(features: Floats, labels: Floats, *, decay: float, rows: Floats | None = None) -> Line:
    """One independent logistic regression a column of `labels` (NaN: this row says nothing about this label).

    decay  weight of the squared weights against the mean loss of a row
    rows   how much each row counts, 1 where not given
    """
    centre, spread = standard(features)
    inputs = torch.from_numpy((features - centre) / spread)
    known = torch.from_numpy(~np.isnan(labels) * (1.0 if rows is None else rows[:, None])).float()
    targets = torch.from_numpy(np.nan_to_num(labels)).float()
    weight = torch.zeros(features.shape[1], labels.shape[1], requires_grad=True)
    bias = torch.zeros(labels.shape[1], requires_grad=True)

    def loss() -> torch.Tensor:
        wrong = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weight + bias, targets, reduction="none")
        return ((wrong * known).sum(0) / known.sum(0)).sum() + decay * (weight**2).sum()

    minimise(loss, [weight, bias])
    return unfolded(weight.detach().numpy(), bias.detach().numpy(), centre, spread)


def minimise(loss: Callable[[], torch.Tensor], parameters: list[torch.Tensor]) -> None:
    optimiser = torch.optim.LBFGS(parameters, max_iter=STEPS, history_size=10, line_search_fn="strong_wolfe")

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        value = loss()
        value.backward()
        return value

    optimiser.step(closure)
