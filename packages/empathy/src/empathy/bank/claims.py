"""The claim bank: what people say about health that is not so, what is known instead, and where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from empathy.bank import shelf

SHELVES = ("claims-medication", "claims-cures", "claims-treatment", "claims-myths")
KINDS = ("stop-medication", "dosing", "cure", "contraindicated-mix", "anti-treatment", "pro-disorder", "myth")
VERDICTS = ("false", "misleading", "unproven", "dangerous")
NOT_CHECKED = "not checked"


@dataclass(frozen=True, slots=True)
class Source:
    """Where it is written. `date` is as the source gives it; `checked` the day a copy was read, or "not checked"."""

    organisation: str
    title: str
    address: str
    date: str
    checked: str

    def __str__(self) -> str:
        return f"{self.organisation}: {self.title}, {self.date}, {self.address}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim. `said`: ways people say it; `phrases` and `about`: how it is found (claims-medication.toml tells)."""

    name: str
    kind: str
    claim: str
    verdict: str
    known: str
    source: Source
    said: tuple[str, ...]
    phrases: tuple[str, ...]
    about: tuple[str, ...]


@cache
def entries() -> tuple[Entry, ...]:
    """The whole bank in the order in which it is searched. Raises KeyError where a source is missing."""
    return tuple(entry_of(name, table) for one in SHELVES for name, table in shelf(one).items())


@cache
def by_name() -> dict[str, Entry]:
    return {entry.name: entry for entry in entries()}


def entry_of(name: str, table: dict[str, Any]) -> Entry:
    texts = {part: table[part] for part in ("kind", "claim", "verdict", "known")}
    return Entry(
        name=name,
        source=source(table["source"]),
        said=tuple(table["said"]),
        phrases=tuple(table["phrases"]),
        about=tuple(table.get("about", [])),
        **texts,
    )


@cache
def source(name: str) -> Source:
    return Source(**shelf("claims-sources")[name])
