"""What goes back: a status, bytes, and for a refusal a sentence in the shape of an error record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = "application/json"
NDJSON = "application/x-ndjson"


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer."""

    status: int
    body: bytes
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """A request that is not taken, with the answer that says so."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.answer = refusal(status, message, **headers)


def refusal(status: int, message: str, **headers: str) -> Answer:
    """The shape of a line that is wrong, without a line. `Retry_After` becomes `Retry-After`."""
    record = {"id": None, "error": {"line": None, "message": message}}
    return Answer(status, encoded(record), headers={name.replace("_", "-"): told for name, told in headers.items()})


def encoded(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record).encode() + b"\n"
