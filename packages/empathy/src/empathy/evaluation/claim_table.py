"""Make the table that hears claims in other words than the bank's, after every change of the bank or the encoder:

    python -m empathy.evaluation.claim_table OWN SHARED

OWN holds the project's own lines, SHARED the sets with `train/offmychest` (CC BY 4.0). Minutes on one core.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from empathy.bank.claims import entries
from empathy.claimtable import SHIPPED, Table, made_with
from empathy.encoder import Encoder, Floats
from empathy.evaluation import sets
from empathy.evaluation.least_squares import SEED, ridge
from empathy.weights import expected, verified

DECAY = 0.3
OWN_CLAIMS = ("claims-dev", "claims-train")
OWN_QUIET = ("risk-train", "risk-train-2", "risk-train-3", "risk-dev", "emotions", "replies")
ORDINARY = 1_600
TIMES = 4


def learn(encoder: Encoder, own: Path, shared: Path) -> Table:
    """Ridge regression of "states a claim" on the encoder's features. Own lines about health count four times."""
    said = [line for entry in entries() for line in entry.said]
    claims, alike = own_lines(own, stated=True), own_lines(own, stated=False)
    quiet = [*other_lines(own), *ordinary(shared)]
    seen = {text: encoder.see(text) for text in {*said, *claims, *alike, *quiet}}
    stated, silent = said + claims * TIMES, quiet + alike * TIMES
    features = np.stack([seen[text].features.mean(axis=0) for text in stated + silent])
    line = ridge(features, np.array([1.0] * len(stated) + [0.0] * len(silent)), decay=DECAY)
    vectors: Floats = np.stack([seen[text].vectors[0] for text in said])
    return Table(vectors, line.weight[:, 0].astype(np.float32), float(line.bias[0]))


def own_lines(own: Path, *, stated: bool) -> list[str]:
    return [row["text"] for name in OWN_CLAIMS for row in rows(own, name) if bool(row["kind"]) == stated]


def other_lines(own: Path) -> Iterator[str]:
    """Stories, feelings and dangers in own lines: they speak of health and claim nothing."""
    for name in OWN_QUIET:
        yield from (row.get("text") or row["story"] for row in rows(own, name))


def rows(own: Path, name: str) -> Iterator[dict[str, str]]:
    for line in (own / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row.get("split") != "test" and row.get("language", "en") == "en":
            yield row


def ordinary(shared: Path) -> list[str]:
    """What people write to each other on any day, drawn by a fixed seed."""
    texts = [row.text for row in sets.offmychest(shared, "training", "Emo_support")]
    return [texts[place] for place in np.random.default_rng(SEED).permutation(len(texts))[:ORDINARY]]


def main(own: Path, shared: Path) -> None:
    table = learn(Encoder(verified()), own, shared)
    name = np.array(made_with(expected()["encoder.onnx"]))
    said = table.said.astype(np.float16)
    np.savez_compressed(SHIPPED, said=said, weight=table.weight, bias=np.array(table.bias), made_with=name)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
