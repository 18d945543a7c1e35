"""What the measuring of all rows shares: the own lines, and how one text is heard."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from empathy.engine import Engine, Trained
from empathy.evaluation.rows import Row
from empathy.heads import strongest
from empathy.readers.reactions import sentences
from empathy.reading import Score

CHECKOUT = Path(__file__).parents[3]
OWN = CHECKOUT / "data"
MODEL_CARD = CHECKOUT / "MODEL_CARD.md"
FIGURES = CHECKOUT.parents[1] / "docs" / "engine" / "figures.md"
BESIDE = FIGURES.with_name("beside.md")

Measure = Callable[[Engine, Path], Iterator[Row]]


def own(name: str, split: str | None = None) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (OWN / f"{name}.jsonl").read_text().splitlines()]
    return [one for one in rows if split in (None, one.get("split"))]


def strength(engine: Engine, head: str, text: str) -> float:
    """The strongest sentence of a text, 0 where it holds no word."""
    held = trained(engine)
    return strongest(held.heads[head], [held.encoder.see(sentence) for sentence in sentences(text)]) or 0.0


def value(score: Score | None) -> float:
    return score.value if score else 0.0


def trained(engine: Engine) -> Trained:
    if engine.trained is None:
        raise ValueError("Figures need an engine with its weights.")
    return engine.trained
