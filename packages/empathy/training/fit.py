"""Fit every head and write what ships.

    python -m training.fit [NAME …]

Needs the data (`EMPATHY_DATA`, by default `../shared/data` beside the repository) and training/requirements.txt. Writes
`heads.npz` beside the encoder, `weights.json` with the hashes, and `weights/provenance.json`. Heads that are not
named stay as they are.
"""

from __future__ import annotations

import json
import os
import sys
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch
from empathy import weights
from empathy.evaluation.least_squares import SEED
from empathy.version import VERSION

from training import export, heads, kernel, own

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("EMPATHY_DATA", ROOT.parent / "shared" / "data"))
HEADS = (
    heads.emotions,
    heads.support,
    heads.distress,
    heads.reaction,
    heads.advice,
    heads.hostility,
)
SETS = ("GoEmotions", "XED", "SAD", "CL-Aff OffMyChest", "C-SSRS Reddit", "Davidson", "Toxic Spans")
OWN_LINES = ("emotions.jsonl", *(f"{name}.jsonl" for name in kernel.LINES))


def main(names: list[str]) -> None:
    if not DATA.is_dir():
        raise SystemExit(f"No data at {DATA}. Set EMPATHY_DATA to the folder that holds train/ and eval/.")
    torch.manual_seed(SEED)
    held, index, notes = before()
    for fit in HEADS:
        if not names or fit.__name__ in names:
            add(fit.__name__, fit(DATA), held, index, notes)
    if not names or "risk" in names:
        add_risk(held, index, notes)
    write(held, index, notes)


def before() -> tuple[dict[str, np.ndarray], dict, dict]:
    """What was fitted earlier, so that one head can be fitted again alone."""
    path = weights.SHIPPED / "heads.npz"
    if not path.exists():
        return {}, {}, {}
    with np.load(path, allow_pickle=False) as kept:
        held = {name: kept[name] for name in kept.files if name != "index"}
        index = json.loads(str(kept["index"]))
    return held, index, json.loads((weights.SHIPPED / "provenance.json").read_text())["notes"]


def add(name: str, found: heads.Fitted, held: dict, index: dict, notes: dict) -> None:
    held[f"{name}.weight"] = found.line.weight.astype(np.float16)
    held[f"{name}.bias"] = found.line.bias.astype(np.float32)
    index[name] = {"labels": list(found.labels), "threshold": [round(one, 5) for one in found.threshold]}
    notes[name] = {key: round(value, 4) for key, value in found.notes.items()}
    sys.stderr.write(f"\n{name}: {notes[name]}\n")


def add_risk(held: dict, index: dict, notes: dict) -> None:
    for name in [name for name in held if name.startswith("risk.")]:
        del held[name]
    index.pop("risk", None)
    parts, found = kernel.risk(DATA)
    held.update({f"risk.{name}": part for name, part in parts.items()})
    notes["risk"] = {key: round(value, 4) for key, value in found.items()}
    sys.stderr.write(f"\nrisk: {notes['risk']}\n")


def write(held: dict, index: dict, notes: dict) -> None:
    np.savez(weights.SHIPPED / "heads.npz", index=np.array(json.dumps(index)), **held)
    save(weights.SHIPPED / "provenance.json", provenance(notes))
    names = ("encoder.onnx", "tokenizer.json", "heads.npz")
    files = {name: weights.sha256(weights.SHIPPED / name) for name in names}
    save(weights.HERE / "weights.json", {"version": VERSION, "files": files})


def provenance(notes: dict) -> dict:
    packages = ("torch", "scikit-learn", "onnxruntime", "tokenizers", "numpy")
    return {
        "encoder": {"model": "all-MiniLM-L6-v2", "licence": "Apache-2.0", "sha256": export.SOURCE_SHA256},
        "sets": SETS,
        "own_lines": {name: weights.sha256(own.FOLDER / name) for name in OWN_LINES},
        "seed": SEED,
        "packages": {name: version(name).split("+")[0] for name in packages},
        "notes": notes,
    }


def save(path: Path, content: dict) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
