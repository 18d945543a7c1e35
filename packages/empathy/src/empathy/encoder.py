"""Text to numbers: windows of a text through the one shared encoder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions
from tokenizers import Encoding, Tokenizer

TOKENS = 64
OVERLAP = 16
MOST_WINDOWS = 24
WHOLE = 12_000
SLICE = 500

Floats = NDArray[np.float32]
Place = tuple[int, int]


class Window(NamedTuple):
    """At most 64 tokens, and where they stand in the text."""

    ids: list[int]
    worded: bool
    place: Place


@dataclass(frozen=True, slots=True)
class Seen:
    """What the encoder saw of one text: a row a window.

    vectors   n × 384, each of length 1, for matching and search
    features  n × 768, what the heads read: the mean of the words and the highest of them, number by number
    worded    False where the text holds no word the encoder knows (empty, only emoji, another script)
    places    where each window begins and ends, in characters of the text
    """

    vectors: Floats
    features: Floats
    worded: bool
    places: tuple[Place, ...] = ()


class Encoder:
    """MiniLM-L6 in int8. One window a run: with several in a batch a vector would depend on its neighbours."""

    def __init__(self, folder: Path) -> None:
        self._session = session(folder / "encoder.onnx")
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(TOKENS, stride=OVERLAP)

    def see(self, text: str) -> Seen:
        """Up to 24 windows of 64 tokens that overlap by 16; in a longer text they are spread evenly over it."""
        windows = self.windows(text)
        vectors, features = zip(*(self._run(window.ids) for window in windows), strict=True)
        places = tuple(window.place for window in windows)
        return Seen(np.concatenate(vectors), np.concatenate(features), any(one.worded for one in windows), places)

    def windows(self, text: str) -> list[Window]:
        return spread([window for start, piece in pieces(whole_characters(text)) for window in self._cut(piece, start)])

    def _cut(self, text: str, start: int) -> list[Window]:
        first = self._tokenizer.encode(text)
        return [Window(one.ids, worded(one), place(one, start)) for one in (first, *first.overflowing)]

    def _run(self, ids: list[int]) -> tuple[Floats, Floats]:
        vector, features = self._session.run(None, feed(ids))
        return vector, features


def feed(*ids: list[int]) -> dict[str, NDArray[np.int64]]:
    """Texts of one length, without padding."""
    table = np.array(ids, dtype=np.int64)
    return {"ids": table, "mask": np.ones_like(table)}


def session(model: Path) -> InferenceSession:
    """One thread that does not spin: on shared cores a second one makes every text slower. Sums and layer norms stay
    apart, since the runtime is slower with both in one: a window takes a tenth longer."""
    chosen = SessionOptions()
    chosen.intra_op_num_threads = chosen.inter_op_num_threads = 1
    chosen.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(model, chosen, ["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"])


def whole_characters(text: str) -> str:
    """The text with lone surrogates replaced, one for one, since no tokenizer takes them."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def pieces(text: str) -> list[tuple[int, str]]:
    """The text itself, or, when it is very long, slices of it that stand evenly apart; each with where it begins."""
    if len(text) <= WHOLE:
        return [(0, text)]
    step = (len(text) - SLICE) / (MOST_WINDOWS - 1)
    return [(int(i * step), text[int(i * step) : int(i * step) + SLICE]) for i in range(MOST_WINDOWS)]


def spread(windows: list[Window]) -> list[Window]:
    """All windows, or as many as fit the budget, first and last among them."""
    if len(windows) <= MOST_WINDOWS:
        return windows
    return [windows[round(i * (len(windows) - 1) / (MOST_WINDOWS - 1))] for i in range(MOST_WINDOWS)]


def place(window: Encoding, start: int) -> Place:
    """Where its words stand; the marks at both ends of a window stand nowhere."""
    words = window.offsets[1:-1]
    return (start + words[0][0], start + words[-1][1]) if words else (start, start)


def worded(window: Encoding) -> bool:
    """False for digits, signs, and what the vocabulary does not hold ([UNK])."""
    return any(token.strip("#").isalpha() for token in window.tokens)
