"""`empathy evaluate`: which rows are measured, and how a line of the table looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from empathy import heads, wording
from empathy.encoder import Encoder
from empathy.engine import Engine, Trained
from empathy.evaluation import tasks
from empathy.evaluation.rows import Row
from empathy.evaluation.shared import OWN, Measure


def impossible(task: str | None, data: Path | None) -> str | None:
    """Why these cannot be measured, in a sentence; None where they can."""
    codes = sorted({code for _, code, _ in tasks.ALL})
    if task and task not in codes:
        return f"There is no row {task}. Rows: {', '.join(codes)}."
    if data and not (data / "eval").is_dir():
        return f"There is no folder eval/ in {data}."
    return None


def other(weights: Path) -> Engine:
    """An engine with weights that do not ship, for measuring alone: nothing is asked of their hashes."""
    return Engine(Trained(Encoder(weights), heads.load(weights), wording.load(weights)))


def beside(weights: Path, task: str | None, data: Path | None) -> list[Row]:
    """The rows that have an aim, with other weights, in a process of its own."""
    aimed = [one for one in tasks.ALL if one[0] not in tasks.WITHOUT_AIM]
    return list(measured(other(weights), task, data, aimed))


def measured(
    engine: Engine, task: str | None, data: Path | None, rows: Iterable[tuple[Measure, str, bool]] = tasks.ALL
) -> Iterator[Row]:
    """The rows of one task, or all; without `data` those on the project's own lines, and what is left out by name."""
    for measure, code, needs_sets in rows:
        if task in (None, code):
            yield from one(measure, code, needs_sets, engine, data)


def one(measure: Measure, code: str, needs_sets: bool, engine: Engine, data: Path | None) -> Iterator[Row]:
    name = measure.__name__.replace("_", " ")
    if needs_sets and data is None:
        yield Row(code, name, 0, "", None, note="needs --data")
    elif not needs_sets and not OWN.is_dir():
        yield Row(code, name, 0, "", None, note="own lines lie in the repository, not in the installed package")
    else:
        yield from measure(engine, data or Path())


def aligned(cells: Iterable[str]) -> str:
    widths = (5, 46, 6, 44, 6, 12, 13, 26, 34, 0)
    return " ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()
