"""What is taught when: first the public sets with lines on danger, then all own lines beside a part of the sets, in the
end above all those of which there are few."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from empathy.encoder import Floats

from training import own
from training.net import DEVICE, Net, Texts
from training.rows import Rows, Table, among_others, everyday, joined, of_other_lines, of_our_own, of_the_sets, thinned
from training.tune import Course, teach

SHEETS = (
    "risk-train",
    "risk-train-2",
    "risk-train-3",
    "risk-train-4",
    "risk-train-5",
    "risk-dev",
    "risk-dev-2",
    "risk-train-6",
    "risk-train-7",
    "risk-train-8",
    "risk-train-9",
    *own.SHARED,
)
OTHER = ("emotions", "needs", "replies", "replies-2", "tone")
READ_TOGETHER = 128


class Lesson(NamedTuple):
    """How many sheets of lines on danger; how often a row of the sets, of everyday posts, of our own, of our other
    lines, of short lines among others is shown."""

    name: str
    sheets: int
    sets: float
    days: float
    own: float
    other: float
    rounds: int
    rate: float
    among: float = 0


LESSONS = (
    Lesson("first", 3, 1.0, 1.0, 1.5, other=0, rounds=2, rate=2.5e-4),
    Lesson("second", len(SHEETS), 0.3, 0.4, 1.5, other=2.5, rounds=3, rate=2.0e-4, among=0.25),
    Lesson("third", len(SHEETS), 0.15, 0.1, 0.2, other=6, rounds=2, rate=0.8e-4, among=0.02),
)


def taught(table: Table, source: Path, out: Path, data: Path) -> Net:
    """The taught net. What each lesson left is kept in `out`, so that no lesson is given twice."""
    net, publics, days = Net(source, table.width), of_the_sets(data, table), everyday(data, table)
    for lesson in LESSONS:
        done = out / f"{lesson.name}.pt"
        if not done.exists():
            give(lesson, net, table, of_a_lesson(lesson, table, publics, days), source, out)
            torch.save(net.state_dict(), done)
        net.load_state_dict(torch.load(done, map_location=DEVICE, weights_only=True))
    return net


def of_a_lesson(lesson: Lesson, table: Table, publics: Rows, days: Rows) -> Rows:
    sheets = SHEETS[: lesson.sheets]
    parts = [thinned(publics, lesson.sets), thinned(days, lesson.days), of_our_own(table, sheets, lesson.own)]
    parts += [of_other_lines(table, lesson.other)] if lesson.other else []
    parts += [among_others(table, sheets, lesson.among)] if lesson.among else []
    return joined(parts)


def give(lesson: Lesson, net: Net, table: Table, rows: Rows, source: Path, out: Path) -> None:
    texts = Texts(source, rows.texts)
    course = Course(rows, texts, lesson.rounds, lesson.rate, out / f"{lesson.name}.state")
    teach(net, table, course, embedded(source, texts, out / f"{digest(rows.texts)}.npy"))


def digest(texts: list[str]) -> str:
    """Lessons with the same rows share what was embedded once."""
    return sha256("\n".join(texts).encode("utf-8", "replace")).hexdigest()[:16]


def embedded(source: Path, texts: Texts, kept: Path) -> Floats:
    """rows × 384: the embedding of each text's first window by the encoder as it came."""
    if not kept.exists():
        np.save(kept, read_by(Net(source, 1).to(DEVICE).eval(), texts))
    found: Floats = np.load(kept)
    return found


def read_by(net: Net, texts: Texts) -> Floats:
    order = np.argsort(texts.length, kind="stable")
    found = np.zeros((len(order), net.project.out_features), dtype=np.float32)
    for start in range(0, len(order), READ_TOGETHER):
        part = order[start : start + READ_TOGETHER]
        ids, mask, place = texts.batch(part)
        first = torch.cat([place.new_ones(1), place[1:] - place[:-1]]) > 0
        with torch.no_grad(), torch.autocast(DEVICE, torch.bfloat16):
            found[part] = net(ids[first], mask[first])[0].float().cpu().numpy()
    return found
