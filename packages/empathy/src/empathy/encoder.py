"""Text to numbers: windows of a text through the one shared encoder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

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


@dataclass(frozen=True, slots=True)
class Seen:
    """What the encoder saw of one text: a row a window.

    vectors   n × 384, each of length 1, for matching and search
    features  n × 768, what the heads read: the mean of the words and the highest of them, number by number
    worded    False where the text holds no word the encoder knows (empty, only emoji, another script)
    """

    vectors: Floats
    features: Floats
    worded: bool


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
        vectors, features = zip(*map(self._run, windows), strict=True)
        return Seen(np.concatenate(vectors), np.concatenate(features), any(map(worded, windows)))

    def windows(self, text: str) -> list[Encoding]:
        return spread([window for piece in pieces(whole_characters(text)) for window in self._cut(piece)])

    def _cut(self, text: str) -> list[Encoding]:
        first = self._tokenizer.encode(text)
        return [first, *first.overflowing]

    def _run(self, window: Encoding) -> tuple[Floats, Floats]:
        vector, features = self._session.run(None, feed(window.ids))
        return vector, features


def feed(*ids: list[int]) -> dict[str, NDArray[np.int64]]:
    """Texts of one length, without padding."""
    table = np.array(ids, dtype=np.int64)
    return {"ids": table, "mask": np.ones_like(table)}


def session(model: Path) -> InferenceSession:
    """One thread that does not spin: on shared cores a second one makes every text slower."""
    chosen = SessionOptions()
    chosen.intra_op_num_threads = chosen.inter_op_num_threads = 1
    chosen.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return InferenceSession(model, chosen, providers=["CPUExecutionProvider"])


def whole_characters(text: str) -> str:
    """The text with lone surrogates replaced, one for one, since no tokenizer takes them."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def pieces(text: str) -> list[str]:
    """The text itself, or, when it is very long, slices of it that stand evenly apart."""
    if len(text) <= WHOLE:
        return [text]
    step = (len(text) - SLICE) / (MOST_WINDOWS - 1)
    return [text[int(i * step) : int(i * step) + SLICE] for i in range(MOST_WINDOWS)]


def spread(windows: list[Encoding]) -> list[Encoding]:
    """All windows, or as many as fit the budget, first and last among them."""
    if len(windows) <= MOST_WINDOWS:
        return windows
    return [windows[round(i * (len(windows) - 1) / (MOST_WINDOWS - 1))] for i in range(MOST_WINDOWS)]


def worded(window: Encoding) -> bool:
    """False for digits, signs, and what the vocabulary does not hold ([UNK])."""
    return any(token.strip("#").isalpha() for token in window.tokens)
