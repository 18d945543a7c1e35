"""Numbers about the service in the text format of Prometheus (version 0.0.4). Never a word of a text."""

from __future__ import annotations

import math
from collections.abc import Iterator
from threading import Lock

from empathy.version import VERSION

KIND = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
FAMILIES = {
    "empathy_info": ("gauge", "The version of code and weights."),
    "empathy_requests_total": ("counter", "Requests answered, by path and status."),
    "empathy_request_seconds": ("histogram", "Seconds from the head of a request to the end of its answer, by path."),
    "empathy_requests_in_progress": ("gauge", "Requests that are being read now."),
    "empathy_texts_total": ("counter", "Objects answered with a reading, by command."),
    "empathy_errors_total": ("counter", "Objects answered with an error record, by command."),
}


class Metrics:
    """Counts, safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._values: dict[str, dict[str, float]] = {family: {} for family in FAMILIES}
        self._add("empathy_info", f'{{version="{VERSION}"}}')
        self._add("empathy_requests_in_progress", "", 0)

    def answered(self, path: str, status: int, seconds: float) -> None:
        with self._lock:
            self._add("empathy_requests_total", f'{{path="{path}",status="{status}"}}')
            self._time(path, seconds)

    def text(self, command: str, *, well: bool) -> None:
        with self._lock:
            self._add("empathy_texts_total" if well else "empathy_errors_total", f'{{command="{command}"}}')

    def in_progress(self, change: int) -> None:
        with self._lock:
            self._add("empathy_requests_in_progress", "", change)

    def page(self) -> str:
        with self._lock:
            return "".join(self._written())

    def _time(self, path: str, seconds: float) -> None:
        for most in (*BUCKETS, math.inf):
            label = f'{{path="{path}",le="{most if most in BUCKETS else "+Inf"}"}}'
            self._add("empathy_request_seconds", f"_bucket{label}", int(seconds <= most))
        self._add("empathy_request_seconds", f'_sum{{path="{path}"}}', seconds)
        self._add("empathy_request_seconds", f'_count{{path="{path}"}}')

    def _add(self, family: str, rest: str, amount: float = 1) -> None:
        values = self._values[family]
        values[rest] = values.get(rest, 0) + amount

    def _written(self) -> Iterator[str]:
        for family, (kind, about) in FAMILIES.items():
            yield f"# HELP {family} {about}\n# TYPE {family} {kind}\n"
            yield from (f"{family}{rest} {value}\n" for rest, value in self._values[family].items())
