"""What teaching the encoder gave, and what int8 costs: two folders of weights to measure beside those that ship.

    python -m training.beside SOURCE OUT

SOURCE is the folder of the pinned wheel, OUT the one that training/fit.py left. Writes OUT/frozen (the encoder as it
came, in int8, with a linear head a task) and OUT/fp32 (the taught encoder before int8, with the heads that ship). Then
`empathy evaluate --data … --beside OUT/frozen OUT/fp32` measures all three.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import torch
from empathy import weights
from empathy.encoder import Encoder
from empathy.heads import Head
from empathy.wording import load

from training import export, fit, lessons
from training.heads import Ship
from training.lessons import SHEETS, Lesson
from training.net import Net, Texts
from training.rows import Table, everyday, of_the_sets, tasks
from training.tune import Course, teach

ALL_AT_ONCE = Lesson("frozen", len(SHEETS), sets=1, days=1, own=1, other=1, rounds=1, rate=5e-3)


class Linear(Ship):
    """Heads as they were taught, without a layer between."""

    def deepened(self, head: Head, *rest: object) -> Head:
        return head


def main(source: Path, out: Path) -> None:
    export.verify(source / "model.safetensors")
    frozen(source, made(out / "frozen"))
    full(out / "fp32.onnx", made(out / "fp32"))


def made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(weights.SHIPPED / "wording.npz", folder)
    return folder


def frozen(source: Path, folder: Path) -> None:
    table = Table(tasks(fit.DATA))
    net = stilled(Net(source, table.width))
    rows = lessons.of_a_lesson(ALL_AT_ONCE, table, of_the_sets(fit.DATA, table), everyday(fit.DATA, table))
    course = Course(rows, Texts(source, rows.texts), ALL_AT_ONCE.rounds, ALL_AT_ONCE.rate, folder / "frozen.state")
    teach(net, table, course, np.zeros((len(rows.texts), net.project.out_features), dtype=np.float32))
    export.export(net, source, folder)
    weight, bias = (part.detach().cpu().numpy() for part in (net.heads.weight.T, net.heads.bias))
    fit.write(Linear(table, weight, bias, Encoder(folder), load(folder), fit.DATA).heads(), folder)


def stilled(net: Net) -> Net:
    """Only the heads learn, and on what the encoder says at run time: nothing of it is dropped, nothing of it moves."""
    net.encoder.requires_grad_(False)
    net.project.requires_grad_(False)
    for part in net.modules():
        if isinstance(part, torch.nn.Dropout):
            part.p = 0.0
    return net


def full(encoder: Path, folder: Path) -> None:
    shutil.copy(encoder, folder / "encoder.onnx")
    for name in ("tokenizer.json", "heads.npz"):
        shutil.copy(weights.SHIPPED / name, folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
