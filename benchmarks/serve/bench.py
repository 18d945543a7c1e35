"""What the whole serve costs on this machine: a story page with twenty replies, a first visit, memory, a second start.

    bin/bench                                  print the table; ends with 1 when a limit is missed
    bin/bench --markdown docs/performance.md   write it there too, between its two marks

A server of its own with the demo and the engine; CPU time and memory are what /proc says about its process.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from .served import ROOT, Served, Visitor

REPLIES = 20
CIRCLE = "loss"
WRITERS = ("ben", "margo", "kwame", "hana")
READER = "ben"
WARM_UP, MEASURED = 30, 200
AT_ONCE = {"HOLDSPACE_UNDO_SECONDS": "0"}  # so that replies can be read at once
MARKS = ("<!-- figures -->", "<!-- end -->")


@dataclass(frozen=True)
class Figure:
    what: str
    value: float
    limit: float
    unit: str

    @property
    def holds(self) -> bool:
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "held" if self.holds else "**missed**"
        return f"| {self.what} | {self.value:.3g} {self.unit} | ≤ {self.limit:g} {self.unit} | {verdict} |"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bin/bench", description=__doc__)
    parser.add_argument("--markdown", type=Path, help="a page that has the two marks")
    wishes = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        figures, inside = measure(Path(folder))
    table = f"{report(figures)}\n\n{beside_yardstick(inside)}"
    print(table)  # noqa: T201
    if wishes.markdown:
        put_between_marks(wishes.markdown, table)
    return 0 if all(figure.holds for figure in figures) else 1


def measure(folder: Path) -> tuple[list[Figure], dict[str, float]]:
    with Served(folder, environment=AT_ONCE) as server:
        path = story_with_replies(server)
    server = Served(folder, environment=AT_ONCE)
    second_start = server.start()
    try:
        milliseconds = cpu_of_page(server, path)
        sent = bytes_of_first_visit(server.address)
        megabytes = memory_of(server.pid)
    finally:
        server.end()
    inside = look_inside(folder, path)
    return [
        Figure(f"story page, {REPLIES} replies: CPU of the server, a request", milliseconds, 15, "ms"),
        Figure(f"story page, {REPLIES} replies: queries", inside["queries"], 12, ""),
        Figure("first visit, everything transferred", sent / 1000, 100, "kB"),
        Figure("memory of the whole serve with the engine, PSS", megabytes, 350, "MB"),
        Figure("second start until the first page", second_start, 5, "s"),
    ], inside


def story_with_replies(server: Served) -> str:
    """A story by Ana in an open circle, answered twenty times, all through the doors people use."""
    ana = Visitor(server.address).enter("ana")
    words = {"body": "The evenings are long since she died, and I lay two plates.", "face": "alias"}
    ana.get(f"/circles/{CIRCLE}/write/")
    sent = ana.post(f"/circles/{CIRCLE}/write/", **words, need="listen", token="bench-story-token")  # noqa: S106
    path = sent.headers["Location"]
    writers = [Visitor(server.address).enter(name) for name in WRITERS]
    for number in range(REPLIES):
        answer(writers[number % len(writers)], path, number)
    return str(path)


def answer(writer: Visitor, path: str, number: int) -> None:
    writer.get(path)
    body = f"I know that second plate. For me it was the {number + 2}nd winter before I put it back. What did you cook?"
    sent = writer.post(f"{path}reply/", body=body, face="alias", token=f"bench-reply-{number:03d}")
    if sent.status != 302:
        raise RuntimeError(f"a reply was not taken: {sent.status}")


def cpu_of_page(server: Served, path: str) -> float:
    """Milliseconds of CPU the server spends on one request, user and system, over many in a row."""
    reader = Visitor(server.address).enter(READER)
    for _ in range(WARM_UP):
        page = reader.get(path)
    if page.text.count('class="reply"') != REPLIES:
        raise RuntimeError("the page does not show every reply")
    before = cpu_seconds(server.pid)
    for _ in range(MEASURED):
        reader.get(path)
    return (cpu_seconds(server.pid) - before) / MEASURED * 1000


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def bytes_of_first_visit(address: str) -> int:
    """All that a browser with an empty cache takes over the line for the front page."""
    from playwright.sync_api import sync_playwright

    sizes: list[int] = []
    with sync_playwright() as playwright:
        chromium = os.environ.get("CHROMIUM", "/usr/bin/chromium")
        page = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"]).new_page()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda told: sizes.append(int(told["encodedDataLength"])))
        page.goto(address, wait_until="networkidle")
    return sum(sizes)


def memory_of(pid: int) -> float:
    """Megabytes: the process's own memory and its share of what it shares (PSS)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def look_inside(folder: Path, path: str) -> dict[str, float]:
    """What `inside.py` says of the page, on the same data."""
    script = ROOT / "benchmarks/serve/inside.py"
    environment = os.environ | AT_ONCE | {"HOLDSPACE_DATA_DIR": str(folder)}
    words = [sys.executable, str(script), READER, path]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # noqa: S603
    return dict(json.loads(done.stdout))


def report(figures: list[Figure]) -> str:
    rows = "\n".join(str(figure) for figure in figures)
    return f"{circumstances()}\n\n| What | Measured | Limit | |\n|---|---|---|---|\n{rows}"


def beside_yardstick(inside: dict[str, float]) -> str:
    page, yardstick = inside["page"], inside["yardstick"]
    return (
        f"Inside one process, in turn with the yardstick: the page {page:.3g} ms, the yardstick {yardstick:.3g} ms, "
        f"ratio {page / yardstick:.2f}."
    )


def circumstances() -> str:
    commit = _said("git", "rev-parse", "--short", "HEAD")
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    return (
        f"{when}, commit {commit}, Python {platform.python_version()}, {os.cpu_count()} cores ({_cpu()}), "
        f"load average {load} while measuring."
    )


def _said(*words: str) -> str:
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603


def _cpu() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def put_between_marks(page: Path, table: str) -> None:
    before, begin, rest = page.read_text(encoding="utf-8").partition(MARKS[0])
    _, end, after = rest.partition(MARKS[1])
    if not begin or not end:
        raise SystemExit(f"{page} has not the marks {MARKS[0]} and {MARKS[1]}")
    page.write_text(f"{before}{begin}\n{table}\n{end}{after}", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
