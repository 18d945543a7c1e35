"""Heads with a layer between, learned on what the shipped encoder says of a text: they hear what one line cannot part.

The encoder stays as it is. A few minutes on one core.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch
from empathy.encoder import Floats
from empathy.evaluation.least_squares import SEED
from empathy.heads import Layer
from torch.nn import functional

from training.net import Rows, gathered

BATCH, RATE, DECAY, WARMING = 256, 1e-3, 0.1, 0.1
MOST_WINDOWS, MOST_WEIGHT = 4, 8.0


class Plan(NamedTuple):
    """How wide the layer between is, which part of it is left out at random while learning, how often all rows are
    gone through, and whether the loudest window answers for a text or all of them together."""

    units: int
    left_out: float
    rounds: int
    worst: bool = True


class Windows:
    """What the encoder said of many texts, brought to one scale."""

    def __init__(self, texts: Sequence[Floats]) -> None:
        few = [text[:MOST_WINDOWS] for text in texts]
        self.first = np.concatenate([[0], np.cumsum([len(text) for text in few])])
        together = np.concatenate(few).astype(np.float32)
        self.middle, self.spread = together.mean(axis=0), together.std(axis=0) + 1e-6
        self.scaled = torch.from_numpy((together - self.middle) / self.spread)

    def of(self, rows: Rows) -> tuple[torch.Tensor, torch.Tensor]:
        """The windows of some texts, and which of them each belongs to."""
        places = [np.arange(self.first[row], self.first[row + 1]) for row in rows]
        owner = np.repeat(np.arange(len(rows)), [len(one) for one in places])
        return self.scaled[np.concatenate(places)], torch.from_numpy(owner)


def taught(texts: Sequence[Floats], marks: Floats, shares: Floats, plan: Plan) -> tuple[Layer, Layer]:
    """The layer between and the one after it.

    texts   windows × width each
    marks   texts × labels, 0 or 1
    shares  how much each text counts
    """
    torch.manual_seed(SEED)
    windows, labels = Windows(texts), torch.from_numpy(marks.astype(np.float32))
    between = torch.nn.Linear(windows.scaled.shape[1], plan.units)
    after = torch.nn.Linear(plan.units, labels.shape[1])
    drop = torch.nn.Dropout
    net = torch.nn.Sequential(drop(plan.left_out / 2), between, torch.nn.ReLU(), drop(plan.left_out), after)
    follow(net, windows, labels, torch.from_numpy(shares.astype(np.float32)), plan)
    return unscaled(between, windows), layer(after)


def follow(net: torch.nn.Module, windows: Windows, labels: torch.Tensor, shares: torch.Tensor, plan: Plan) -> None:
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = plan.rounds * len(labels) // BATCH
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1, pct_start=WARMING)
    order, rare = np.random.default_rng(SEED), rarity(labels)
    for _ in range(steps):
        rows = order.integers(0, len(labels), BATCH)
        seen, place = windows.of(rows)
        said = gathered(net(seen), place, BATCH, worst=plan.worst)
        wrong = functional.binary_cross_entropy_with_logits(said, labels[rows], pos_weight=rare, reduction="none")
        optimiser.zero_grad()
        (wrong.mean(dim=1) * shares[rows]).mean().backward()
        optimiser.step()
        schedule.step()


def rarity(labels: torch.Tensor) -> torch.Tensor:
    held = labels.sum(0)
    return torch.sqrt((len(labels) - held) / held.clamp(min=1)).clamp(1, MOST_WEIGHT)


def unscaled(between: torch.nn.Linear, windows: Windows) -> Layer:
    """The layer as it reads what the encoder says, without the scale it was learned on."""
    plain = layer(between)
    weight = plain.weight / windows.spread[:, None]
    return Layer(weight, plain.bias - windows.middle @ weight)


def layer(part: torch.nn.Linear) -> Layer:
    return Layer(part.weight.detach().T.numpy(), part.bias.detach().numpy())
