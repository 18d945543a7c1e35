"""E-09: whether an answer passes a risk by. Nothing that ships learned it: the figure says what the encoder could tell.

A line on what the encoder makes of story and answer, learned on four fifths of DiaSafety and measured on the fifth,
by story, five times.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from empathy.encoder import Encoder, Floats
from empathy.engine import Engine
from empathy.evaluation import sets
from empathy.evaluation.figures import auroc
from empathy.evaluation.least_squares import ridge
from empathy.evaluation.rows import Row, row
from empathy.heads import Values

FOLDS, DECAY = 5, 3.0


def passed_by(engine: Engine, data: Path) -> Iterator[Row]:
    if engine.trained is None:
        raise ValueError("Figures need an engine with its weights.")
    pairs = sets.diasafety(data)
    seen = np.array([both(engine.trained.encoder, pair) for pair in pairs])
    truth = np.array([float(pair.level) for pair in pairs])
    said = in_folds(seen, truth, np.array([sets.part_of(pair.story, FOLDS) for pair in pairs]))
    name = "DiaSafety, risk ignorance, by story in folds"
    yield row("E-09", name, "AUROC", auroc, truth, said, aim="≥ .85", floor=".802", note="not a head that ships")


def both(encoder: Encoder, pair: sets.Answered) -> Floats:
    """What is seen of the answer, of the story, and where both point the same way."""
    story, answer = encoder.see(pair.story), encoder.see(pair.reply)
    alike = story.vectors.mean(axis=0) * answer.vectors.mean(axis=0)
    return np.concatenate([answer.features.mean(axis=0), story.features.mean(axis=0), alike])


def in_folds(seen: Floats, truth: Values, fold: Values) -> Values:
    said = np.zeros(len(truth))
    for one in range(FOLDS):
        others = fold != one
        said[~others] = ridge(seen[others], truth[others], decay=DECAY).values(seen[~others])[:, 0]
    return said
