"""The project's own labelled lines, in `data/`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "data"


def lines(name: str, split: str | None = None) -> list[dict[str, Any]]:
    """The rows of `data/NAME.jsonl`; of one half only where `split` is given."""
    rows = [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text().splitlines()]
    return [row for row in rows if split in (None, row.get("split"))]


def english(name: str, split: str) -> list[dict[str, Any]]:
    return [row for row in lines(name, split) if row["language"] == "en"]
