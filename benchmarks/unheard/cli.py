"""The product's routing beside the chronological feed, over the same simulated days.

    python -m benchmarks.unheard --members 1000 --days 28 --seeds 8
    python -m benchmarks.unheard --members 10000 --days 14 --seeds 3 --markdown docs/routing.md

Ends with status 1 when a limit is missed. `--markdown` also writes the table into a file, between the two
marks of its size: <!-- figures 1000 --> and <!-- end 1000 -->.
"""

import argparse
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

from .days import CHRONOLOGICAL, WAVES, Days, Policy
from .figures import MEASURES, Figures, Measure, Runs, figures, mean
from .world import World, draw

RUNS = (("feed", CHRONOLOGICAL, 0.0), ("waves", WAVES, 0.0), ("guided", WAVES, 1.0))
GROUPS = ("largest language", "two smallest languages", "newcomers", "regulars", "rare experience", "night")


def main(argv: Sequence[str] | None = None) -> int:
    args = parser().parse_args(argv)
    world = World(args.members, args.days, args.warmup, **dict(args.set))
    began = time.process_time()
    runs = run_all(world, range(args.seed, args.seed + args.seeds))
    page = "\n".join(report(runs, world, args.seeds, time.process_time() - began))
    print(page)
    if args.markdown:
        put_between_marks(args.markdown, world.members, page)
    return 1 if any(met is False for *_, met in judged(runs, world.members)) else 0


def parser() -> argparse.ArgumentParser:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.unheard", description=__doc__)
    ask.add_argument("--members", type=int, default=1000)
    ask.add_argument("--days", type=int, default=28)
    ask.add_argument("--warmup", type=int, default=3, help="days not counted")
    ask.add_argument("--seeds", type=int, default=8, help="how many")
    ask.add_argument("--seed", type=int, default=1, help="the first one")
    ask.add_argument("--set", type=setting, nargs="*", default=[], help="another world, e.g. willing=.6")
    ask.add_argument("--markdown", type=Path, help="a file whose table is replaced")
    return ask


def setting(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    known = [field.name for field in fields(World) if field.type is float]
    if name not in known:
        raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(known)}")
    return name, float(value)


def run_all(world: World, seeds: Iterable[int]) -> Runs:
    runs: dict[str, list[Figures]] = {name: [] for name, *_ in RUNS}
    for seed in seeds:
        for name, policy, guides in RUNS:
            run = run_one(replace(world, seed=seed), policy, guides)
            runs[name].append(run)
            print(f"seed {seed}, {name}: unheard at 4 h {run.unheard4:.3f}", file=sys.stderr, flush=True)
    return runs


def run_one(world: World, policy: Policy, guides: float) -> Figures:
    drawn = draw(replace(world, guide_replies_per_hour=max(guides, world.guide_replies_per_hour)))
    return figures(drawn, Days(drawn, policy).run())


def judged(runs: Runs, members: int) -> Iterator[tuple[Measure, float, bool | None]]:
    for measure in MEASURES:
        value = measure.of(runs)
        yield measure, value, measure.is_met(value, members)


# --- the page -------------------------------------------------------------------------------------


def report(runs: Runs, world: World, seeds: int, seconds: float) -> Iterator[str]:
    stories = sum(run.stories for run in runs["feed"])
    yield f"{world.members:,} members, {world.days} days, {seeds} seeds, {stories:,} stories counted."
    yield machine(seconds)
    yield from ("", "| Measure | limit | found | |", "|---|---|---|---|")
    yield from (measure_row(*found, world.members) for found in judged(runs, world.members))
    yield from ("", "| Unheard at 4 h | feed | waves | waves and guides |", "|---|---|---|---|")
    yield share_row("all stories", runs, lambda run: run.unheard4)
    yield from (share_row(group, runs, of_group(group)) for group in GROUPS)
    yield share_row("*unheard at 24 h*", runs, lambda run: run.unheard24)
    yield share_row("*late, covered hours only*", runs, lambda run: run.late_covered)
    yield share_row("*answered by a guide*", runs, lambda run: run.by_guide)
    yield share_row("*listeners lost*", runs, lambda run: run.lost)


def machine(seconds: float) -> str:
    day = datetime.now(UTC).date()
    return f"{day}, {processor()}, one core, Python {platform.python_version()}, {seconds:.0f} s of its time."


def processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())


def measure_row(measure: Measure, value: float, met: bool | None, members: int) -> str:
    limit = measure.limits.get(members)
    sign = "≥" if measure.at_least else "≤"
    said = {True: "met", False: "**missed**", None: ""}[met]
    return f"| {measure.name} | {'–' if limit is None else f'{sign} {limit:g}'} | {value:.2f} | {said} |"


def of_group(group: str) -> Callable[[Figures], float]:
    return lambda run: run.by_group[group]


def share_row(name: str, runs: Runs, of: Callable[[Figures], float]) -> str:
    return f"| {name} | " + " | ".join(f"{mean(runs[key], of):.3f}" for key, *_ in RUNS) + " |"


def put_between_marks(file: Path, members: int, page: str) -> None:
    """Raises ValueError where the file has no marks for this size."""
    before, begin, rest = file.read_text().partition(f"<!-- figures {members} -->")
    _, end, after = rest.partition(f"<!-- end {members} -->")
    if not end:
        raise ValueError(f"{file} has no marks for {members} members")
    file.write_text(f"{before}{begin}\n{page}\n{end}{after}")
