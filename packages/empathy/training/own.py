"""The project's own labelled lines, in `data/`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from empathy.evaluation.sets import kept_back, key
from empathy.lexicon import lexicon

FOLDER = Path(__file__).parent.parent / "data"
MEASURING = (
    *("risk-test-5", "risk-test-7", "risk-test-8", "never-flag", "never-flag-2", "never-flag-3"),
    *("risk-languages-test", "risk-languages-test-2", "risk-languages-test-3"),
)
OPENED = ("risk-dev-4", "risk-dev-5", "risk-dev-6")
SHARED = (*(f"risk-train-{number}" for number in range(10, 20)), *OPENED)
"""Sheets of which the encoder learns two families in three. The heads learn the third: it is not known by heart."""
ONE_IN = 3
ABROAD = ("risk-languages-train-2", "risk-languages-train-3")


def lines(name: str, split: str | None = None) -> list[dict[str, Any]]:
    """The rows of `data/NAME.jsonl`; of one half only where `split` is given."""
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines()]
    return [row for row in rows if split in (None, row.get("split"))]


@cache
def measured() -> frozenset[str]:
    return frozenset(key(row["text"]) for name in MEASURING for row in lines(name))


def glossed(split: str) -> list[dict[str, Any]]:
    """Lines in other languages as the engine hears them: what the dictionary of each makes of them."""
    kept = (row for name in ABROAD for row in lines(name, split) if key(row["text"]) not in measured())
    return [row | {"text": lexicon(row["language"]).gloss(row["text"])} for row in kept]


def english(name: str, split: str) -> list[dict[str, Any]]:
    """Without what a line that measures says too: two hands may come upon the same words."""
    return [row for row in lines(name, split) if row["language"] == "en" and key(row["text"]) not in measured()]


def for_the_encoder(name: str) -> list[dict[str, Any]]:
    return [row for row in english(name, "train") if name not in SHARED or not kept_back(row["family"], ONE_IN)]


def for_the_heads(name: str) -> list[dict[str, Any]]:
    """The lines of a shared sheet that the encoder never learns from."""
    return [row for row in english(name, "train") if kept_back(row["family"], ONE_IN)]


def unseen() -> list[dict[str, Any]]:
    """What the heads learn danger on after a run of the recipe."""
    return [line for name in SHARED for line in for_the_heads(name)]


def since_the_shipped_encoder() -> list[dict[str, Any]]:
    """The same for the encoder that ships: it was taught before any of these sheets was written."""
    return [line for name in SHARED for line in english(name, "train")]
