"""Hand-written phrases: what can hurt in a reply, what might be said instead. Data, one file a subject."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def shelf(name: str) -> dict[str, Any]:
    """The tables of one file of the bank, as written there."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
