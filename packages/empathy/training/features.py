"""Texts to features, kept in a file outside git so that a broken run goes on where it stopped.

Every text is read alone, as at run time: the heads are fitted on what the int8 file really says.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from functools import cache
from pathlib import Path

import numpy as np
from empathy import weights
from empathy.encoder import Encoder, Floats

KEPT = Path(os.environ.get("EMPATHY_CACHE", Path.home() / ".cache" / "empathy" / "features.db"))
WORKERS = int(os.environ.get("EMPATHY_WORKERS", "1"))
CHUNK = 500
FIRST_WINDOW = 1_000


def features(texts: Sequence[str], name: str) -> Floats:
    """texts × width: the first window of each text. `name` stands in the progress line."""
    with closing(opened()) as kept:
        compute([text for text in dict.fromkeys(texts) if not is_kept(kept, text)], kept, name)
        return np.stack([row_of(kept, text) for text in texts]).astype(np.float32)


def opened() -> sqlite3.Connection:
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    kept = sqlite3.connect(KEPT, timeout=600)
    kept.execute("create table if not exists features (text primary key, row blob) without rowid")
    return kept


def compute(texts: list[str], kept: sqlite3.Connection, name: str) -> None:
    done = 0
    for chunk, found in zip(chunks(texts), computed(texts), strict=True):
        with kept:
            held = [(fingerprint(text), row.tobytes()) for text, row in zip(chunk, found, strict=True)]
            kept.executemany("insert or ignore into features values (?, ?)", held)
        done += len(chunk)
        sys.stderr.write(f"\r{name}: {done} of {len(texts)} texts")


def chunks(texts: list[str]) -> Iterator[list[str]]:
    yield from (texts[start : start + CHUNK] for start in range(0, len(texts), CHUNK))


def computed(texts: list[str]) -> Iterator[list[Floats]]:
    with ProcessPoolExecutor(WORKERS) as workers:
        yield from workers.map(rows, chunks(texts))


def rows(texts: list[str]) -> list[Floats]:
    return [encoder().see(text[:FIRST_WINDOW]).features[0].astype(np.float16) for text in texts]


def is_kept(kept: sqlite3.Connection, text: str) -> bool:
    return kept.execute("select 1 from features where text = ?", (fingerprint(text),)).fetchone() is not None


def row_of(kept: sqlite3.Connection, text: str) -> Floats:
    found = kept.execute("select row from features where text = ?", (fingerprint(text),)).fetchone()
    return np.frombuffer(found[0], dtype=np.float16)


def fingerprint(text: str) -> bytes:
    return hashlib.sha256(f"{encoder_hash()}\0{text}".encode("utf-8", "replace")).digest()[:16]


@cache
def encoder_hash() -> str:
    return weights.sha256(weights.SHIPPED / "encoder.onnx")


@cache
def encoder() -> Encoder:
    return Encoder(weights.SHIPPED)
