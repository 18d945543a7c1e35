"""`empathy bench`: how fast, how much memory, on this machine, in one process with one thread."""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from pathlib import Path

import numpy as np

from empathy import weights
from empathy.encoder import TOKENS, Encoder, Floats, feed, session
from empathy.engine import Engine

ROUNDS = 100
BATCH = 32
STORY = (
    "I have not slept well since my father went into hospital. Every time the phone rings I think this is the call, "
    "and at work I pretend that everything is fine. My sister lives far away and I do not want to worry her. "
    "I just wish somebody would ask how I am."
)
SHORT = "I just wish somebody would ask how I am."
SOME_WORD = 2000
REPLY = "That sounds exhausting, holding all of it alone. What is the hardest hour of the day?"

TEXTS = (
    STORY,
    SHORT,
    REPLY,
    "I passed the exam and I can breathe again.",
    "They lied to us for two years and I am furious.",
    "Nothing touches me any more, not good things, not bad things.",
    "We lost the baby at fourteen weeks.",
    "Thank you all, your messages got me through the night.",
    "I keep thinking it was my fault.",
    "Could somebody explain how the waiting list works?",
    "My heart races as soon as I get on the train.",
    "The future looks like the same grey day, again and again.",
)


def bench(fp32: Path | None, many: int = 0) -> Iterator[str]:
    """A line for each thing measured. `fp32` is the float32 export, where it is at hand; `many` texts are read one
    after another to see whether memory grows."""
    yield f"machine  {platform.machine()}, Python {platform.python_version()}, one thread"
    yield f"cold start (new process, load and one reading)  {cold_start():.2f} s"
    yield from readings(Engine.load())
    yield f"memory  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most, up to here"
    yield from encoders(fp32)
    yield from memory(Engine.load(), many) if many else ()


def readings(engine: Engine) -> Iterator[str]:
    yield said("read, about 60 tokens", times(anew(engine.read, STORY)))
    yield said("read, about 10 tokens", times(anew(engine.read, SHORT)))
    yield said("risk, about 60 tokens", times(anew(engine.risk, STORY)))
    yield said("reply", times(anew(lambda story: engine.reply(story, REPLY), STORY)))
    yield said("embed, about 60 tokens", times(anew(engine.embed, STORY)))
    yield said("read, 100,000 characters", times(anew(engine.read, STORY * 400), rounds=5))
    yield said("read, 1,000,000 characters", times(anew(engine.read, STORY * 4_000), rounds=3))
    yield from growth(engine)


def growth(engine: Engine) -> Iterator[str]:
    """Ten times the words cost about ten times as much, or less: a long text is read in at most 24 windows."""
    words = (STORY.split() * 2000)[:100_000]
    for number in (10, 100, 1_000, 10_000, 100_000):
        text = " ".join(words[:number])
        yield said(f"read, {number:,} words", times(anew(engine.read, text), rounds=5))


def memory(engine: Engine, many: int) -> Iterator[str]:
    """The most memory after each tenth of `many` texts, all different."""
    for number in range(1, many + 1):
        engine.read(f"{TEXTS[number % len(TEXTS)]} It is day {number}.")
        if number % max(many // 10, 1) == 0:
            yield f"memory after {number:,} texts  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"


def cold_start() -> float:
    """Seconds from nothing to the first reading, in a process of its own."""
    script = f"from empathy.engine import Engine; Engine.load().read({SHORT!r})"
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True)  # noqa: S603 - our own words, no shell
    return time.perf_counter() - begin


def anew(ask: Callable[[str], object], text: str) -> Callable[[], object]:
    """The same words with another number each time: nothing that is remembered helps."""
    numbers = count()
    return lambda: ask(f"{text} {next(numbers)}")


def times(work: Callable[[], object], rounds: int = ROUNDS) -> Floats:
    """Milliseconds a round, after two rounds to warm up."""
    work(), work()
    return np.array([timed(work) for _ in range(rounds)], dtype=np.float32)


def timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def said(name: str, found: Floats, texts: int = 1) -> str:
    middle, slow = np.percentile(found, [50, 95])
    return f"{name}  p50 {middle:.1f} ms, p95 {slow:.1f} ms, {texts * 1000 / middle:.0f} texts/s"


def encoders(fp32: Path | None) -> Iterator[str]:
    """The encoder alone, one text and a batch, on whole windows."""
    yield from encoder("int8 encoder", weights.SHIPPED / "encoder.onnx")
    if fp32:
        yield from encoder("fp32 encoder", fp32)
        yield closeness(fp32)
    else:
        yield "fp32 encoder  not at hand: give --fp32 FILE (made by training/export.py)"


def encoder(name: str, path: Path) -> Iterator[str]:
    opened = session(path)
    for texts in (1, BATCH):
        table = feed(*[[SOME_WORD] * TOKENS] * texts)
        yield said(f"{name}, {texts} × {TOKENS} tokens", times(partial(opened.run, None, table), rounds=20), texts)


def closeness(fp32: Path) -> str:
    """Cosine of the shipped vectors with those of the float32 export, each text alone."""
    shipped, full = Encoder(weights.SHIPPED), session(fp32)
    vectors = [
        (shipped.see(text).vectors[0], full.run(None, feed(shipped.windows(text)[0].ids))[0][0]) for text in TEXTS
    ]
    found = [float(one @ other) for one, other in vectors]
    return f"int8 beside fp32  cosine {np.mean(found):.3f} on average, {min(found):.3f} at worst, {len(found)} texts"
