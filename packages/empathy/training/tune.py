"""Teach the encoder every task at once. A run that was broken off goes on from its last kept state."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from empathy.encoder import Floats
from empathy.evaluation.least_squares import SEED
from torch.nn import functional

from training.net import DEVICE, Net, Texts, gathered
from training.net import Rows as Places
from training.rows import Rows, Table, Task

BATCH, TOGETHER, KEEP_EVERY, SHOW_EVERY = 96, 40, 200, 20
DECAY, WARMING, STEEPEST = 0.01, 0.1, 1.0
MOST_WEIGHT, NUMBERS_COUNT, LIKE_BEFORE = 8.0, 25.0, 2.0


@dataclass
class Course:
    """What is taught: how often all rows are gone through, how fast, and where the state is kept meanwhile."""

    rows: Rows
    texts: Texts
    rounds: int
    rate: float
    state: Path

    def plan(self) -> list[Places]:
        return [batch for number in range(self.rounds) for batch in batches(self.rows, self.texts, number)]


def batches(rows: Rows, texts: Texts, number: int) -> list[Places]:
    """Rows of like length together, the batches in any order; a row shown 2.5 times comes twice or three times."""
    order = np.random.default_rng([SEED, number])
    times = np.floor(rows.shown).astype(int) + (order.random(len(rows.shown)) < rows.shown % 1)
    places = order.permutation(np.repeat(np.arange(len(times)), times))
    found: list[Places] = []
    for start in range(0, len(places), TOGETHER * BATCH):
        part = places[start : start + TOGETHER * BATCH]
        part = part[np.argsort(texts.length[part], kind="stable")]
        found += [part[at : at + BATCH] for at in range(0, len(part), BATCH)]
    return [found[at] for at in order.permutation(len(found))]


def teach(net: Net, table: Table, course: Course, before: Floats) -> None:
    """`before`: rows × 384, the embedding of each row by the encoder as it came; the taught one stays near it."""
    torch.manual_seed(SEED)
    plan, loss = course.plan(), Loss(table, course.rows.marks)
    net.to(DEVICE).train()
    pupil = Pupil(net, course.rate, len(plan))
    first = pupil.resume(course.state)
    with progress(first, len(plan)) as show:
        for step in range(first, len(plan)):
            pupil.learn(lesson(net, loss, course, plan[step], before), show)
            if step % KEEP_EVERY == KEEP_EVERY - 1:
                pupil.keep(course.state, step + 1)


def lesson(net: Net, loss: Loss, course: Course, batch: Places, before: Floats) -> torch.Tensor:
    ids, mask, place = course.texts.batch(batch)
    with torch.autocast(DEVICE, torch.bfloat16):
        vector, features = net(ids, mask)
    wrong = loss(net.heads(features), place, torch.from_numpy(course.rows.marks[batch]).to(DEVICE))
    return wrong + LIKE_BEFORE * moved(vector, place, torch.from_numpy(before[batch]).to(DEVICE))


def moved(vector: torch.Tensor, place: torch.Tensor, before: torch.Tensor) -> torch.Tensor:
    """How far the embedding of each text's first window has gone from where it was: one less the cosine."""
    first = torch.cat([place.new_ones(1), place[1:] - place[:-1]]) > 0
    return (1 - (vector[first] * before).sum(1)).mean()


class Loss:
    """Cross entropy for marks, rare ones weighing more; squared error for numbers; NaN says nothing."""

    def __init__(self, table: Table, marks: Floats) -> None:
        self.table = table
        known, said = np.isfinite(marks).sum(0), np.nansum(marks, axis=0)
        rare = np.sqrt((known - said) / np.maximum(said, 1))
        self.weight = torch.tensor(np.clip(rare, 1, MOST_WEIGHT), dtype=torch.float32, device=DEVICE)

    def __call__(self, windows: torch.Tensor, place: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
        return torch.stack([self.part(task, windows, place, truth) for task in self.table.tasks]).sum() / len(truth)

    def part(self, task: Task, windows: torch.Tensor, place: torch.Tensor, truth: torch.Tensor) -> torch.Tensor:
        columns = self.table.columns[task.name]
        said = gathered(windows[:, columns].float(), place, len(truth), worst=task.worst)
        known, wanted = torch.isfinite(truth[:, columns]), torch.nan_to_num(truth[:, columns])
        return task.share * (self.wrong(task, said, wanted, self.weight[columns]) * known).sum()

    def wrong(self, task: Task, said: torch.Tensor, wanted: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        if task.value:
            return NUMBERS_COUNT * (said - wanted) ** 2
        return functional.binary_cross_entropy_with_logits(said, wanted, pos_weight=weight, reduction="none")


class Pupil:
    """The net with its optimiser and the course of its learning rate: one cycle, up and down."""

    def __init__(self, net: Net, rate: float, steps: int) -> None:
        self.net = net
        self.learning = [one for one in net.parameters() if one.requires_grad]
        self.optimiser = torch.optim.AdamW(self.learning, lr=rate, weight_decay=DECAY)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, rate, total_steps=max(steps, 2), pct_start=WARMING
        )

    def learn(self, value: torch.Tensor, show: Show) -> None:
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.learning, STEEPEST)
        self.optimiser.step()
        self.schedule.step()
        self.optimiser.zero_grad(set_to_none=True)
        show(float(value.detach()))

    def keep(self, path: Path, step: int) -> None:
        parts = {name: part.state_dict() for name, part in self._parts().items()}
        torch.save({**parts, "step": step}, path.with_suffix(".new"))
        path.with_suffix(".new").replace(path)

    def resume(self, path: Path) -> int:
        """The step to go on with; 0 where nothing was kept."""
        if not path.exists():
            return 0
        kept = torch.load(path, map_location=DEVICE, weights_only=True)
        for name, part in self._parts().items():
            part.load_state_dict(kept[name])
        return int(kept["step"])

    def _parts(self) -> dict[str, torch.nn.Module]:
        return {"net": self.net, "optimiser": self.optimiser, "schedule": self.schedule}


class Show:
    """A line on stderr: how far, how wrong lately, how long still."""

    def __init__(self, first: int, steps: int) -> None:
        self.step = self.first = first
        self.steps, self.began, self.lately = steps, time.monotonic(), 0.0

    def __call__(self, value: float) -> None:
        self.step += 1
        self.lately = value if self.step == self.first + 1 else 0.98 * self.lately + 0.02 * value
        if self.step % SHOW_EVERY == 0:
            left = (time.monotonic() - self.began) / (self.step - self.first) * (self.steps - self.step) / 60
            sys.stderr.write(f"\rstep {self.step} of {self.steps}, loss {self.lately:.3f}, {left:.0f} min left   ")
            sys.stderr.flush()


@contextmanager
def progress(first: int, steps: int) -> Iterator[Show]:
    yield Show(first, steps)
    sys.stderr.write("\n")
