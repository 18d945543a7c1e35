"""How long things are kept. Each room registers what it holds for a time; a chore takes it away after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise


@dataclass(frozen=True)
class Keep:
    """`older_than` gives the rows whose time began before a moment: rows that go, once `days` have passed."""

    name: str
    label: str | Promise
    days: int
    counts_from: str | Promise
    because: str | Promise
    older_than: Callable[[datetime], QuerySet[Any]]


_keeps: dict[str, Keep] = {}


def register(keep: Keep) -> None:
    if keep.name in _keeps:
        raise ValueError(f"two things to keep are called {keep.name!r}")
    _keeps[keep.name] = keep


def keeps() -> tuple[Keep, ...]:
    return tuple(_keeps.values())
