"""A second ear for danger: what single words and two or three in a row weigh.

It knows no order beyond three words and no meaning beyond the lines it learned from; the encoder knows both, and is led
astray elsewhere. Together they hear more than either. What it knows can be read, one phrase after another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from empathy.encoder import Floats

LABELS = ("worry", "danger")


@dataclass(frozen=True, slots=True)
class Wording:
    """What it knows of n phrases, and what it says where none of them stands.

    places   phrase to row
    rarity   n: how rare the phrase is, as a logarithm
    weights  n × 2: how much it speaks for `worry` and for `danger`
    bias     2
    """

    places: dict[str, int]
    rarity: Floats
    weights: Floats
    bias: Floats

    def values(self, plain: str) -> Floats:
        """Log odds of `worry` and of `danger` in plain words (`normalise`); each phrase counts once, rare ones more."""
        found = map(self.places.get, dict.fromkeys(phrases(plain)))
        known = [place for place in found if place is not None]
        rarity = self.rarity[known]
        return self.bias + rarity @ self.weights[known] / max(float(np.linalg.norm(rarity)), 1.0)


def phrases(plain: str) -> Iterator[str]:
    """Words and marks, alone, in pairs and in threes."""
    words = plain.split()
    yield from words
    yield from map(" ".join, pairwise(words))
    yield from map(" ".join, zip(words, words[1:], words[2:], strict=False))


def load(folder: Path) -> Wording:
    with np.load(folder / "wording.npz", allow_pickle=False) as held:
        known = held["phrases"].tobytes().decode().split("\n")
        places = {phrase: place for place, phrase in enumerate(known)}
        return Wording(places, *(held[name].astype(np.float32) for name in ("rarity", "weights", "bias")))


def save(wording: Wording, folder: Path) -> None:
    known = np.frombuffer("\n".join(wording.places).encode(), dtype=np.uint8)
    half = {name: getattr(wording, name).astype(np.float16) for name in ("rarity", "weights")}
    np.savez_compressed(folder / "wording.npz", phrases=known, bias=wording.bias, **half)
