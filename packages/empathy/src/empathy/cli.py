"""The command `empathy`. The contract of its lines stands in README.md."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from empathy import lines, serve
from empathy.engine import Engine
from empathy.evaluation import card, report, shared
from empathy.evaluation.bench import bench
from empathy.evaluation.rows import Row
from empathy.version import VERSION
from empathy.weights import WeightsError

LINE_COMMANDS = {"read": lines.read, "reply": lines.reply, "embed": lines.embed}
ALL_WELL, SOME_LINES_WRONG, CANNOT_OPEN, NO_WEIGHTS = 0, 1, 2, 3


def main(arguments: list[str] | None = None) -> int:
    chosen = parser().parse_args(arguments)
    try:
        return run(chosen)
    except WeightsError as wrong:
        print(wrong, file=sys.stderr)
        return NO_WEIGHTS
    except OSError as wrong:
        return closed_pipe() if isinstance(wrong, BrokenPipeError) else cannot_open(wrong)


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser("empathy", description="Read emotion, distress, risk and the empathy of replies.")
    root.add_argument("--version", action="version", version=VERSION)
    commands = root.add_subparsers(dest="command", required=True)
    for name, about in {
        "read": 'read texts: {"id", "text"} a line',
        "reply": 'read replies: {"id", "story", "reply"} a line, "need" if known',
        "embed": 'texts to 384 numbers: {"id", "text"} a line',
    }.items():
        command = commands.add_parser(name, help=about, description=about)
        command.add_argument("file", nargs="?", default="-", help="JSON Lines in UTF-8; - for standard input")
        command.add_argument("--weights", type=Path, help="a folder of weights other than the shipped one")
    add_serving(commands)
    add_measuring(commands)
    return root


def add_serving(commands: Any) -> None:
    about = "the same readings over HTTP, for software in other languages"
    command = commands.add_parser("serve", help=about, description=about)
    command.add_argument("--host", default="127.0.0.1", help="where to listen; beyond this machine only with a token")
    command.add_argument("--port", type=port, default=8765, help="0 takes any that is free (default: 8765)")
    command.add_argument("--token-file", type=Path, help="a file with the token that clients have to send")
    command.add_argument("--weights", type=Path, help="a folder of weights other than the shipped one")


def port(word: str) -> int:
    if not word.isdecimal() or int(word) > 65535:
        raise argparse.ArgumentTypeError(f"{word!r} is not a port; choose a number from 0 to 65535")
    return int(word)


def add_measuring(commands: Any) -> None:
    evaluate = commands.add_parser("evaluate", help="measure every head beside its floor and the published figure")
    evaluate.add_argument("task", nargs="?", help="one row of the table, as E-01; all where not given")
    evaluate.add_argument("--data", type=Path, help="the folder with train/ and eval/; own lines only where not given")
    evaluate.add_argument("--card", type=Path, help="write the model card there, not in the repository")
    evaluate.add_argument("--figures", type=Path, help="write the table as Markdown there, not in docs/")
    evaluate.add_argument("--beside", type=Path, nargs="+", default=[], help="folders of other weights, to measure too")
    speed = commands.add_parser("bench", help="texts a second, milliseconds, memory, cold start")
    speed.add_argument("--fp32", type=Path, help="the float32 export, to measure beside the shipped file")
    speed.add_argument("--many", type=int, default=0, help="read so many texts as well, to see whether memory grows")


def run(chosen: argparse.Namespace) -> int:
    if chosen.command == "evaluate":
        return evaluate(chosen)
    if chosen.command == "bench":
        return each_printed(bench(chosen.fp32, chosen.many))
    if chosen.command == "serve":
        return serve_until_told(chosen)
    return run_lines(chosen)


def serve_until_told(chosen: argparse.Namespace) -> int:
    try:
        server = serve.opened(chosen.host, chosen.port, chosen.token_file, chosen.weights)
    except serve.CannotServe as wrong:
        print(wrong, file=sys.stderr)
        return CANNOT_OPEN
    print(f"Listening at {server.url}. Ctrl-C ends it.", file=sys.stderr, flush=True)
    serve.until_told(server)
    return ALL_WELL


def evaluate(chosen: argparse.Namespace) -> int:
    if complaint := report.impossible(chosen.task, chosen.data):
        print(complaint, file=sys.stderr)
        return CANNOT_OPEN
    if chosen.data is None:
        print("No --data given: only the project's own lines are measured.", file=sys.stderr)
    print(report.aligned(card.HEADINGS))
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as apart:
        others = {one.name: apart.submit(report.beside, one, chosen.task, chosen.data) for one in chosen.beside}
        rows = list(printed(report.measured(Engine.load(), chosen.task, chosen.data)))
        write(chosen, rows)
        write_beside(chosen, rows, {name: found.result() for name, found in others.items()})
    return ALL_WELL


def write(chosen: argparse.Namespace, rows: list[Row]) -> None:
    """A whole run in the repository renews its model card and its page of figures; others write only where asked."""
    whole = is_whole(chosen)
    if path := chosen.card or (shared.MODEL_CARD if whole else None):
        path.write_text(card.model_card(rows))
    if path := chosen.figures or (shared.FIGURES if whole and shared.FIGURES.parents[1].is_dir() else None):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(card.figures(rows))


def write_beside(chosen: argparse.Namespace, rows: list[Row], others: dict[str, list[Row]]) -> None:
    """What other weights give on the same rows: to its page after a whole run in the repository, else printed."""
    if others and is_whole(chosen) and shared.BESIDE.parent.is_dir():
        shared.BESIDE.write_text(card.beside(rows, others))
    elif others:
        print(card.beside(rows, others))


def is_whole(chosen: argparse.Namespace) -> bool:
    return chosen.task is None and chosen.data is not None and shared.OWN.is_dir()


def printed(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        print(report.aligned(card.cells(row)), flush=True)
        yield row


def each_printed(said: Iterable[str]) -> int:
    for line in said:
        print(line, flush=True)
    return ALL_WELL


def run_lines(chosen: argparse.Namespace) -> int:
    engine = Engine.load(chosen.weights)
    status = ALL_WELL
    for answer in lines.answers(progress(opened(chosen.file)), LINE_COMMANDS[chosen.command], engine):
        print(json.dumps(answer), flush=True)
        status = SOME_LINES_WRONG if "error" in answer else status
    return status


def opened(file: str) -> Iterator[bytes]:
    if file == "-":
        yield from sys.stdin.buffer
        return
    with Path(file).open("rb") as source:
        yield from source


def progress(source: Iterable[bytes]) -> Iterator[bytes]:
    """Count the lines on a terminal's stderr, so that standard output stays clean."""
    shown = sys.stderr.isatty()
    for number, line in enumerate(source, 1):
        yield line
        if shown:
            print(f"\r{number} lines", end="", file=sys.stderr, flush=True)
    if shown:
        print(file=sys.stderr)


def cannot_open(wrong: OSError) -> int:
    print(f"Cannot open {wrong.filename}: {wrong.strerror}.", file=sys.stderr)
    return CANNOT_OPEN


def closed_pipe() -> int:
    # Without this, Python would try to flush into the closed pipe once more while it ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ALL_WELL


if __name__ == "__main__":
    raise SystemExit(main())
