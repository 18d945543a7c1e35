"""A thousand alerts through kills of the server and a mail server that is away: is each on the duty board, once?

    python -m benchmarks.serve.alerts --alerts 1000 --kills 10

Several people post stories that mean danger. The process that serves, works and holds the database is killed (SIGKILL)
again and again meanwhile, and no mail can be sent. What was not acknowledged is sent again under its old token. Then
the mail comes back. At the end each acknowledged story must have one case, one alarm and one row on the board, the
guides must have been rung for each, and every page of theirs must have reached them.
"""

import argparse
import random
import re
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .kills import CIRCLE, WRITERS, Writer, killed, seated
from .served import Served, Visitor

GUIDE = "mira"
DANGER = "I am going to end my life tonight."
NO_MAIL = {"HOLDSPACE_EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend"}  # nobody listens on port 25 here
RINGS_WITHIN = (
    1020.0  # seconds after the mail is back: the longest pause between two tries, and two rounds of the clock
)
ROW = re.compile(r'id="open-([0-9a-f-]{36})"')


@dataclass
class Tally:
    kills: int
    acknowledged: int
    without_case: int
    doubled: int
    on_board: int
    without_alarm: int
    unreached: int
    failed_tries: int
    rang_after: float
    integrity: str

    def holds(self) -> bool:
        lost = self.without_case + self.doubled + self.without_alarm + self.unreached
        shown = self.on_board >= self.acknowledged
        return not lost and shown and self.failed_tries > 0 and self.integrity == "ok"

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} acknowledged alerts, {self.kills} kills: {self.without_case} without a case, "
            f"{self.doubled} doubled, {self.on_board} rows on the board, {self.without_alarm} without an alarm; "
            f"{self.failed_tries} tries by mail failed, {self.unreached} pages unreached "
            f"{self.rang_after:.0f} s after it was back; integrity {self.integrity}"
        )


@dataclass
class InDanger(Writer):
    """Posts stories that nobody may miss."""

    def post(self, token: str) -> int:
        words = {"body": f"{DANGER} {token}", "face": "anonymous", "token": token, "need": "listen"}
        return self.visitor.post(f"/circles/{CIRCLE}/write/", **words).status


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serve.alerts", description=__doc__)
    parser.add_argument("--alerts", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=None)
    wishes = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        tally = alarm_often(Path(folder), wishes.alerts, wishes.kills, random.Random(wishes.seed))  # noqa: S311
    print(tally)  # noqa: T201
    return 0 if tally.holds() else 1


def alarm_often(folder: Path, alerts: int, kills: int, chance: random.Random) -> Tally:
    with Served(folder, environment=dict(NO_MAIL)) as server:
        give_address(folder)
        writers = [InDanger(**vars(seated(server, name))) for name in WRITERS]
        while_writing(writers, lambda: enough(server, writers, alerts, kills, chance))
        server.end()
        server.environment.clear()
        server.start()
        rang_after = until(lambda: unreached(folder) == 0, RINGS_WITHIN)
        board = Visitor(server.address).enter(GUIDE).get("/duty/").text
    return count(folder, writers, kills, board, rang_after)


def give_address(folder: Path) -> None:
    """Those on duty have an address, and nothing else that could ring."""
    with sqlite3.connect(folder / "holdspace.sqlite3") as base:
        base.execute("UPDATE people_person SET email = name || '@example.org'")


def while_writing(writers: Sequence[Writer], do: Callable[[], None]) -> None:
    is_over = threading.Event()
    threads = [threading.Thread(target=writer.write_until, args=[is_over]) for writer in writers]
    for thread in threads:
        thread.start()
    do()
    is_over.set()
    for thread in threads:
        thread.join()


def enough(server: Served, writers: Sequence[Writer], alerts: int, kills: int, chance: random.Random) -> None:
    """Kill at moments spread over the whole of it, until so many are acknowledged."""
    for number in range(kills):
        until(lambda part=number + 1: sent(writers) >= alerts * part / (kills + 1), 3600)  # type: ignore[misc]
        killed(server, chance.uniform(0.0, 1.0))
    until(lambda: sent(writers) >= alerts, 3600)


def sent(writers: Sequence[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def until(is_so: Callable[[], bool], seconds: float) -> float:
    began = time.monotonic()
    while not is_so() and time.monotonic() - began < seconds:
        time.sleep(0.5)
    return time.monotonic() - began


def unreached(folder: Path) -> int:
    return int(asked(folder, "SELECT count(*) FROM safeguarding_page WHERE reached_at IS NULL")[0][0])


def asked(folder: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "holdspace.sqlite3", timeout=30) as base:
        return base.execute(question).fetchall()


def count(folder: Path, writers: Sequence[Writer], kills: int, board: str, rang_after: float) -> Tally:
    refused = Counter(status for writer in writers for status in writer.refused)
    if refused:
        raise RuntimeError(f"some posts were refused, with these answers: {dict(refused)}")
    tokens = [token for writer in writers for token in writer.acknowledged]
    links = {token: f"/stories/{of(pk)}/" for pk, token in asked(folder, "SELECT id, token FROM circles_story")}
    cases = Counter(row[0] for row in asked(folder, "SELECT link FROM safeguarding_case WHERE closed_at IS NULL"))
    alarms = Counter(row[0] for row in asked(folder, "SELECT link FROM safeguarding_alarm WHERE ended_at IS NULL"))
    rows = Counter(ROW.findall(board))
    return Tally(
        kills=kills,
        acknowledged=len(tokens),
        without_case=sum(cases[links.get(token, "")] == 0 for token in tokens),
        doubled=sum(times > 1 for found in (cases, alarms, rows) for times in found.values()),
        on_board=len(rows),
        without_alarm=sum(alarms[links.get(token, "")] == 0 for token in tokens),
        unreached=unreached(folder),
        failed_tries=int(str(asked(folder, "SELECT count(*) FROM safeguarding_try WHERE failed <> ''")[0][0])),
        rang_after=rang_after,
        integrity=str(asked(folder, "PRAGMA integrity_check")[0][0]),
    )


def of(pk: object) -> str:
    """A uuid as SQLite keeps it (32 letters), as it stands in an address."""
    text = str(pk).replace("-", "")
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


if __name__ == "__main__":
    sys.exit(main())
