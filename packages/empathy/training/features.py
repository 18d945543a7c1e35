"""Texts to features, kept outside git so that a broken run goes on where it stopped.

Every text is read alone, as at run time: the heads are fitted on what the int8 file really says.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import numpy as np

from empathy import weights
from empathy.encoder import Encoder, Floats

CHUNK = 1_000
CACHE = Path(os.environ.get("EMPATHY_CACHE", Path.home() / ".cache" / "empathy"))
WORKERS = int(os.environ.get("EMPATHY_WORKERS", "1"))


def features(texts: Sequence[str], name: str) -> Floats:
    """texts × width: the first window of each text. `name` is for the progress line only."""
    chunks = [list(texts[start : start + CHUNK]) for start in range(0, len(texts), CHUNK)]
    with ProcessPoolExecutor(WORKERS) as workers:
        found = []
        for number, chunk in enumerate(workers.map(kept, chunks), 1):
            found.append(chunk)
            print(f"\r{name}: {number}/{len(chunks)} thousand texts", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return np.concatenate(found).astype(np.float32)


def kept(texts: list[str]) -> Floats:
    path = CACHE / f"{fingerprint(texts)}.npy"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        half_written = path.with_suffix(f".{os.getpid()}.npy")
        np.save(half_written, computed(texts))
        half_written.rename(path)
    return np.load(path)


def fingerprint(texts: list[str]) -> str:
    said = "\0".join([encoder_hash(), *texts])
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()


@cache
def encoder_hash() -> str:
    return weights.sha256(weights.SHIPPED / "encoder.onnx")


def computed(texts: list[str]) -> Floats:
    seen = [encoder().see(text[:1_000]).features[0] for text in texts]
    return np.stack(seen).astype(np.float16)


@cache
def encoder() -> Encoder:
    return Encoder(weights.SHIPPED)
