"""How long from *Send* until a story that means danger is a row on the duty board, while everything happens at once.

    python -m benchmarks.serve.board                                  print it; ends with 1 when the limit is missed
    python -m benchmarks.serve.board --markdown docs/performance.md   write it there too, between its marks

A server of its own with the demo, 500 open cases on the board, and 200 stories sent within ten seconds. One guide has
the board open and asks for its rows as the page does. The clock of a story begins before its form leaves the writer's
browser and ends when the guide's browser has the row.
"""

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from .bench import circumstances, cpu_seconds
from .served import ROOT, Served, Visitor

OPEN, BURST, WITHIN = 500, 200, 10.0
WRITERS = ("ana", "ben", "margo", "kwame")
GUIDE = "mira"
CIRCLE = "loss"
WORDS = "I want to end my life tonight, and I have a plan. This is letter number {number}."
RENEWED_EVERY = 0.4  # seconds, as in safeguarding/duty.html
PATIENCE = 120.0
LIMIT = 1.0
MARKS = ("<!-- board -->", "<!-- end of board -->")
SEED = """
import django; django.setup()
from uuid import uuid4
from holdspace.safeguarding.actions import raise_concern
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Kind
for number in range({count}):
    level = [Level.HEAVY, Level.WORRY, Level.WORRY, Level.DANGER][number % 4]
    raise_concern(kind=Kind.READING, level=level, link=f"/stories/{{uuid4()}}/", person=None, reasons=["a reason"])
"""


@dataclass
class Watch:
    """A guide's page: what it has shown, and when it first did."""

    visitor: Visitor
    seen: dict[str, float] = field(default_factory=dict)
    renewals: list[float] = field(default_factory=list)

    def watch_until(self, is_over: threading.Event) -> None:
        mark = ""
        while not is_over.is_set():
            began = time.monotonic()
            answer = self.visitor.get(f"/duty/rows/?mark={mark}")
            if answer.status == 200:
                mark = re.findall(r'data-mark="(\w+)"', answer.text)[0]
                self.note(answer.text, time.monotonic())
                self.renewals.append(time.monotonic() - began)
            time.sleep(max(0.0, began + RENEWED_EVERY - time.monotonic()))

    def note(self, rows: str, when: float) -> None:
        for case in re.findall(r'id="open-([0-9a-f-]{36})"', rows):
            self.seen.setdefault(case, when)


@dataclass(frozen=True)
class Sent:
    address: str
    began: float
    answered: float


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve.board", description=__doc__)
    parser.add_argument("--markdown", type=Path, help="a page that has the two marks")
    wishes = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        text, p95 = measure(Path(folder))
    print(text)  # noqa: T201
    if wishes.markdown:
        put_between(wishes.markdown, text)
    return 0 if p95 <= LIMIT else 1


def measure(folder: Path) -> tuple[str, float]:
    with Served(folder) as server:
        seed(folder)
        watch, is_over = Watch(Visitor(server.address).enter(GUIDE)), threading.Event()
        watching = threading.Thread(target=watch.watch_until, args=[is_over])
        watching.start()
        until(lambda: len(watch.seen) >= OPEN)
        writers = [Visitor(server.address).enter(name) for name in WRITERS]
        cpu, began = cpu_seconds(server.pid), time.monotonic()
        sent = burst(writers)
        cases = cases_of(folder, sent)
        until(lambda: set(cases.values()) <= set(watch.seen))
        cost = cpu_seconds(server.pid) - cpu, time.monotonic() - began
        is_over.set()
        watching.join()
    waits = sorted(watch.seen[cases[one.address]] - one.began for one in sent)
    answers = sorted(one.answered - one.began for one in sent)
    return report(waits, answers, sorted(watch.renewals), len(watch.seen), cost), at(waits, 95)


def seed(folder: Path) -> None:
    environment = os.environ | {"HOLDSPACE_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "holdspace.settings"}
    words = [sys.executable, "-c", SEED.format(count=OPEN)]
    subprocess.run(words, cwd=ROOT, env=environment, check=True)  # noqa: S603


def burst(writers: list[Visitor]) -> list[Sent]:
    """Two hundred stories, each sent at its moment, also when the one before has not been answered."""
    began = time.monotonic()
    with ThreadPoolExecutor(max_workers=BURST) as pool:
        waiting = [
            pool.submit(send, writers[number % len(writers)], number, began + number * WITHIN / BURST)
            for number in range(BURST)
        ]
        return [one.result() for one in waiting]


def send(writer: Visitor, number: int, when: float) -> Sent:
    time.sleep(max(0.0, when - time.monotonic()))
    began = time.monotonic()
    words = {"body": WORDS.format(number=number), "face": "anonymous", "token": f"board-{number:06d}-story"}
    answer = writer.post(f"/circles/{CIRCLE}/write/", **words, need="listen")
    if answer.status != 302:
        raise RuntimeError(f"a story was not taken: {answer.status}")
    return Sent(story_of(str(answer.headers["Location"])), began, time.monotonic())


def story_of(path: str) -> str:
    """The writer is led to the quiet minute under the story's own address."""
    found = re.match(r"/stories/[0-9a-f-]{36}/", path)
    if not found:
        raise RuntimeError(f"not a story: {path}")
    return found[0]


def cases_of(folder: Path, sent: list[Sent]) -> dict[str, str]:
    """The open case about each story."""
    with sqlite3.connect(folder / "holdspace.sqlite3") as base:
        rows = base.execute("SELECT link, id FROM safeguarding_case WHERE closed_at IS NULL").fetchall()
    known = {link: str(UUID(case)) for link, case in rows}
    return {one.address: known[one.address] for one in sent}


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise RuntimeError("the board never showed it")
        time.sleep(0.02)


def at(values: list[float], percent: int) -> float:
    return values[min(len(values) - 1, len(values) * percent // 100)]


def report(
    waits: list[float], answers: list[float], renewals: list[float], shown: int, cost: tuple[float, float]
) -> str:
    rows = [("from *Send* to a row on the board", waits), ("until the writer has an answer", answers)]
    rows += [("one renewal of the whole board", renewals)]
    table = "\n".join(
        f"| {what} | {at(all_, 50):.2f} s | {at(all_, 95):.2f} s | {all_[-1]:.2f} s |" for what, all_ in rows
    )
    verdict = "held" if at(waits, 95) <= LIMIT else "**missed**"
    return (
        f"{circumstances()}\n\n"
        f"{BURST} stories within {WITHIN:.0f} s, {OPEN} open cases before, {shown} rows at the end. "
        f"It took the server {cost[0]:.1f} s of CPU, spread over {cost[1]:.1f} s.\n\n"
        f"| What | Half | 95 of 100 | Slowest |\n|---|---|---|---|\n{table}\n\n"
        f"Limit: 95 of 100 within {LIMIT:g} s from *Send* to the row: {verdict}."
    )


def put_between(page: Path, text: str) -> None:
    before, begin, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not begin or not end:
        raise SystemExit(f"{page} has not the marks {MARKS[0]} and {MARKS[1]}")
    page.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
