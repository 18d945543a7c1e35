"""What the encoder makes of the claim bank: a table beside the bank, made by `empathy.evaluation.claim_table`.

It belongs to one encoder and one bank. With any other it is not used: claims are then read by phrases alone, and a
test says which command makes it anew.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from empathy.bank.claims import Entry, by_name, entries
from empathy.encoder import Floats, Seen

SHIPPED = Path(__file__).parent / "bank" / "claims.npz"
STATED, ALIKE = 0.5, 0.4


@dataclass(frozen=True)
class Table:
    """What was learned.

    said          lines of the bank, in its order, × width, each of length 1
    weight, bias  whether a window states a claim, about 0 to 1, on the encoder's features
    """

    said: Floats
    weight: Floats
    bias: float

    @cached_property
    def names(self) -> list[str]:
        return [entry.name for entry in entries() for _ in entry.said]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for place, name in enumerate(self.names):
            found.setdefault(name, []).append(place)
        return found


@dataclass(frozen=True)
class Hearing:
    """One text as the table hears it."""

    table: Table
    seen: Seen

    @cached_property
    def closeness(self) -> Floats:
        """Windows × lines of the bank, cosine."""
        return np.asarray(self.seen.vectors @ self.table.said.T)

    def near(self, entry: Entry) -> float:
        return float(self.closeness[:, self.table.places[entry.name]].max())

    def heard(self) -> list[Entry]:
        """The nearest entry of each window that sounds like a claim and is like something people say."""
        stated = self.seen.features @ self.table.weight + self.table.bias >= STATED
        if not stated.any():
            return []
        sure = stated & (self.closeness.max(axis=1) >= ALIKE)
        nearest = dict.fromkeys(self.table.names[place] for place in self.closeness[sure].argmax(axis=1))
        return [by_name()[name] for name in nearest]


def load(encoder: str, path: Path = SHIPPED) -> Table | None:
    """The table, where it was made with the encoder of that sha256 and from the bank as it is now; otherwise None."""
    with np.load(path) as held:
        if str(held["made_with"]) != made_with(encoder):
            return None
        return Table(held["said"].astype(np.float32), held["weight"], float(held["bias"]))


def made_with(encoder: str) -> str:
    said = "\n".join(line for entry in entries() for line in (entry.name, *entry.said))
    return f"{encoder} {hashlib.sha256(said.encode()).hexdigest()}"
