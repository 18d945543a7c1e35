"""Kill the server in the middle of writes, again and again, and look whether anything acknowledged is gone.

    python -m benchmarks.serve.kills --kills 20

Several people post stories and replies without a pause, each under a token of its own. The server is killed (SIGKILL)
at a random moment and started again; whatever was not acknowledged is sent once more under its old token. At the end
every acknowledged post has to be there once, nothing may be there twice, and the file has to be whole.
"""

import argparse
import random
import secrets
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .served import AWAY, Served, Visitor, stories_on

WRITERS = ("ana", "ben", "margo", "kwame")  # they all have a seat in this circle
CIRCLE = "loss"
TABLES = ("circles_story", "circles_reply")
READY_WITHIN = 10.0  # seconds after a kill, on a machine that does nothing else


@dataclass
class Tally:
    kills: int
    acknowledged: int
    cut_off: int
    lost: int
    doubled: int
    slowest_start: float
    integrity: str

    def holds(self, ready_within: float = READY_WITHIN) -> bool:
        whole = self.integrity == "ok" and self.slowest_start < ready_within
        return whole and self.cut_off > 0 and self.lost == self.doubled == 0

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} acknowledged posts, {self.cut_off} of them cut off before: "
            f"{self.lost} lost, {self.doubled} doubled; slowest start {self.slowest_start:.1f} s; "
            f"integrity {self.integrity}"
        )


@dataclass
class Writer:
    """Posts without a pause; what was cut off is sent again under the same token."""

    visitor: Visitor
    story: str
    acknowledged: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    cut_off: set[str] = field(default_factory=set)

    def write_until(self, is_over: threading.Event) -> None:
        while not is_over.is_set():
            self.send(secrets.token_urlsafe(18), is_over)

    def send(self, token: str, is_over: threading.Event) -> None:
        """One post, as often as it takes."""
        while True:
            try:
                answer = self.post(token)
            except AWAY:
                self.cut_off.add(token)
                if is_over.is_set():
                    return
                time.sleep(0.05)
                continue
            self.acknowledged += [token] if answer == 302 else []
            self.refused += [answer] if answer != 302 else []
            return

    def post(self, token: str) -> int:
        is_reply = token[0] in "abcdefghijklmnopqrstuvwxyz"
        path = f"{self.story}reply/" if is_reply else f"/circles/{CIRCLE}/write/"
        words = {"body": f"The kettle is on and the street is quiet. {token}", "face": "anonymous", "token": token}
        return self.visitor.post(path, **words, need="listen").status


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=None)
    wishes = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        tally = kill_often(Path(folder), wishes.kills, random.Random(wishes.seed))  # noqa: S311
    print(tally)  # noqa: T201
    return 0 if tally.holds() else 1


def kill_often(folder: Path, kills: int, chance: random.Random) -> Tally:
    with Served(folder) as server:
        writers = [seated(server, name) for name in WRITERS]
        is_over = threading.Event()
        threads = [threading.Thread(target=writer.write_until, args=[is_over]) for writer in writers]
        for thread in threads:
            thread.start()
        starts = [killed(server, chance.uniform(0.3, 2.0)) for _ in range(kills)]
        is_over.set()
        for thread in threads:
            thread.join()
    return count(folder, writers, starts)


def seated(server: Served, name: str) -> Writer:
    visitor = Visitor(server.address).enter(name)
    return Writer(visitor, stories_on(visitor.get(f"/circles/{CIRCLE}/"))[0])


def killed(server: Served, after: float) -> float:
    """Let them write for a while, kill, start again. Seconds until a page came."""
    time.sleep(after)
    server.kill()
    return server.start()


def count(folder: Path, writers: list[Writer], starts: list[float]) -> Tally:
    refused = Counter(status for writer in writers for status in writer.refused)
    if refused:
        raise RuntimeError(f"some posts were refused, with these answers: {dict(refused)}")
    acknowledged = [token for writer in writers for token in writer.acknowledged]
    with sqlite3.connect(folder / "holdspace.sqlite3") as base:
        kept = Counter(row[0] for table in TABLES for row in base.execute(f"SELECT token FROM {table}"))  # noqa: S608
        integrity = base.execute("PRAGMA integrity_check").fetchone()[0]
    return Tally(
        kills=len(starts),
        acknowledged=len(acknowledged),
        cut_off=len(set(acknowledged) & {token for writer in writers for token in writer.cut_off}),
        lost=sum(kept[token] == 0 for token in acknowledged),
        doubled=sum(times > 1 for times in kept.values()),
        slowest_start=max(starts),
        integrity=integrity,
    )


if __name__ == "__main__":
    sys.exit(main())
