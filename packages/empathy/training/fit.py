"""Teach the encoder, export it, choose thresholds, write what ships: one command from raw data to weights.

    python -m training.fit SOURCE OUT

SOURCE is the folder `model/` of the pinned wheel (see README.md here), OUT a folder outside git for what is made on
the way; a run that was broken off goes on from there. Needs the data (`EMPATHY_DATA`, by default `../shared/data`
beside the repository) and training/requirements.txt. Writes `encoder.onnx`, `tokenizer.json`, `heads.npz`,
`wording.npz`, `provenance.json` and `weights.json` into the package.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from empathy import weights
from empathy.encoder import Encoder
from empathy.evaluation.least_squares import SEED
from empathy.heads import Head, kept
from empathy.version import VERSION
from empathy.wording import save as save_wording

from training import export, lessons, own, spoken, wording
from training.heads import Ship
from training.net import Net
from training.rows import Table, tasks

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("EMPATHY_DATA", ROOT.parent / "shared" / "data"))
SETS = ("GoEmotions", "XED", "SAD", "CL-Aff OffMyChest", "Davidson", "Toxic Spans")
PACKAGES = ("torch", "transformers", "onnxruntime", "tokenizers", "numpy", "scikit-learn")


def main(source: Path, out: Path) -> None:
    if not DATA.is_dir():
        raise SystemExit(f"No data at {DATA}. Set EMPATHY_DATA to the folder that holds train/ and eval/.")
    export.verify(source / "model.safetensors")
    out.mkdir(parents=True, exist_ok=True)
    table = Table(tasks(DATA))
    net = lessons.taught(table, source, out, DATA)
    export.export(net, source, out)
    ship(net, table, out)


def ship(net: Net, table: Table, out: Path) -> None:
    weight, bias = (part.detach().cpu().numpy() for part in (net.heads.weight.T, net.heads.bias))
    learned = wording.taught(lessons.SHEETS, DATA)
    save_wording(learned, weights.SHIPPED)
    made = Ship(table, weight, bias, Encoder(out), learned, DATA, own.unseen())
    heads = made.heads()
    spoken.main()
    for name in ("encoder.onnx", "tokenizer.json"):
        shutil.copy(out / name, weights.SHIPPED / name)
    write(heads, weights.SHIPPED)
    describe(made.notes)


def write(heads: dict[str, Head], folder: Path) -> None:
    index = {
        name: {"labels": head.labels, "threshold": [round(one, 5) for one in head.threshold]}
        for name, head in heads.items()
    }
    held = {f"{name}.weight": head.weight.astype(np.float16) for name, head in heads.items()}
    held |= {f"{name}.bias": head.bias.astype(np.float32) for name, head in heads.items()}
    for name, head in heads.items():
        held |= kept(f"{name}.between", head.between) if head.between else {}
    np.savez(folder / "heads.npz", index=np.array(json.dumps(index)), **held)


def describe(notes: dict[str, dict[str, float]]) -> None:
    """Which sets, lines and packages the weights come from, and the hashes of all files."""
    save(weights.SHIPPED / "provenance.json", provenance(notes))
    names = ("encoder.onnx", "tokenizer.json", "heads.npz", "wording.npz")
    files = {name: weights.sha256(weights.SHIPPED / name) for name in names}
    save(weights.HERE / "weights.json", {"version": VERSION, "files": files})


def provenance(notes: dict[str, dict[str, float]]) -> dict[str, object]:
    return {
        "encoder": {"model": "all-MiniLM-L6-v2", "licence": "Apache-2.0", "sha256": export.SOURCE_SHA256},
        "sets": SETS,
        "own_lines": {name: weights.sha256(own.FOLDER / f"{name}.jsonl") for name in (*lessons.SHEETS, *lessons.OTHER)},
        "seed": SEED,
        "packages": {name: version(name).split("+")[0] for name in PACKAGES},
        "notes": notes,
    }


def save(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    torch.manual_seed(SEED)
    main(Path(sys.argv[1]), Path(sys.argv[2]))
