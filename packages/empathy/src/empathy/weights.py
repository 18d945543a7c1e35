"""Find the weights, check them, hand them over. Nothing is ever downloaded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

HERE = Path(__file__).parent
SHIPPED = HERE / "weights"


class WeightsError(Exception):
    """A file of weights is missing or is not the one this version was measured with."""


def verified(folder: Path | None = None) -> Path:
    """The folder of weights (the shipped one by default), once every file in it has the expected sha256.

    Raises WeightsError, naming the first file that is missing or altered and the hash it should have.
    """
    folder = folder or SHIPPED
    for name, wanted in expected().items():
        check(folder / name, wanted)
    return folder


def expected() -> dict[str, str]:
    """File name to sha256, as measured and released."""
    files: dict[str, str] = json.loads((HERE / "weights.json").read_text())["files"]
    return files


def check(path: Path, wanted: str) -> None:
    if not path.is_file():
        raise WeightsError(f"The weights file {path} is missing; its sha256 should be {wanted}.")
    if sha256(path) != wanted:
        raise WeightsError(f"The weights file {path} was altered; its sha256 should be {wanted}.")


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
