"""Which languages written in Latin letters sound how: single words and runs of three letters, and how usual each is."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from empathy.encoder import Floats

FILE = Path(__file__).parent / "spoken.npz"
SAMPLE = 300
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_RUN = 3
_MOST_TIMES = 3


@dataclass(frozen=True, slots=True)
class Spoken:
    """`usual` holds a row for each sound and a column for each language: how usual it is there, as a logarithm."""

    codes: tuple[str, ...]
    places: dict[str, int]
    usual: Floats

    def heard(self, text: str) -> tuple[dict[str, float], float, int]:
        """How well each language fits; the share of sounds that are known; how many whole words are."""
        times = Counter(sounds(text[:SAMPLE]))
        known = [sound for sound in times if sound in self.places]
        rows = self.usual[[self.places[sound] for sound in known]]
        often = np.minimum([times[sound] for sound in known], _MOST_TIMES)
        fits = (often @ rows) / max(len(known), 1) ** 0.5 if known else np.zeros(len(self.codes))
        words = sum(sound.startswith("=") for sound in known)
        return dict(zip(self.codes, fits.tolist(), strict=True)), len(known) / max(len(times), 1), words


def sounds(text: str) -> list[str]:
    """Words, marked by a sign, and the runs of letters within them; a space stands at both ends of a word."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    runs = [f" {word} "[place : place + _RUN] for word in words for place in range(len(word) + 3 - _RUN)]
    return [f"={word}" for word in words] + runs


@lru_cache(maxsize=1)
def spoken() -> Spoken:
    with np.load(FILE, allow_pickle=False) as held:
        known = held["sounds"].tobytes().decode().split("\n")
        codes = tuple(held["codes"].tobytes().decode().split())
        return Spoken(codes, {sound: place for place, sound in enumerate(known)}, held["usual"].astype(np.float32))


def save(table: Spoken) -> None:
    known, codes = ("\n".join(table.places).encode(), " ".join(table.codes).encode())
    np.savez_compressed(
        FILE,
        sounds=np.frombuffer(known, dtype=np.uint8),
        codes=np.frombuffer(codes, dtype=np.uint8),
        usual=table.usual.astype(np.float16),
    )
