"""JSON Lines in and out: one object a line, in the same order, an error record in the place of a line that is wrong."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NoReturn, TypeVar

from empathy.engine import Engine
from empathy.reading import Cue, Labelled, Reading, ReplyReading, Risk, Score, Span, Suggestion, Tone

Record = Mapping[str, Any]
Answer = Callable[[Engine, Record], dict[str, Any]]
PLACES = 4
VECTOR_PLACES = 6

Item = TypeVar("Item")
Shape = TypeVar("Shape")


class Unusable(ValueError):
    """A line that cannot be read; the message says what is wrong, never what was written."""


class NotJson(Unusable):
    """A line that is not even JSON."""


def answers(lines: Iterable[bytes], answer: Answer, engine: Engine) -> Iterator[dict[str, Any]]:
    """An answer or an error record for every line."""
    for number, line in enumerate(lines, 1):
        yield answered(line, number, answer, engine)


def answered(line: bytes, number: int, answer: Answer, engine: Engine) -> dict[str, Any]:
    record: Record = {}
    try:
        record = parsed(line)
        return {"id": record.get("id"), **answer(engine, record)}
    except Unusable as wrong:
        return {"id": record.get("id"), "error": {"line": number, "message": str(wrong)}}


def parsed(line: bytes) -> Record:
    record = decoded(line)
    if not isinstance(record, dict):
        raise Unusable("The line is not a JSON object.")
    return record


def decoded(line: bytes) -> Any:
    try:
        return json.loads(line.rstrip(), parse_constant=refused, parse_float=finite)
    except json.JSONDecodeError as wrong:
        raise NotJson(f"The line is not JSON (character {wrong.pos + 1}).") from None
    except UnicodeDecodeError as wrong:
        raise NotJson(f"The line is not JSON in UTF-8 (byte {wrong.start + 1}).") from None
    except (ValueError, RecursionError):
        raise NotJson("The line is not JSON.") from None


def refused(constant: str) -> NoReturn:
    """NaN and Infinity: Python would take them, and other languages could not read the answer that repeats them."""
    raise ValueError(constant)


def finite(word: str) -> float:
    number = float(word)
    return number if math.isfinite(number) else refused(word)


def words(record: Record, name: str) -> str:
    if name not in record:
        raise Unusable(f'The field "{name}" is missing.')
    if not isinstance(record[name], str):
        raise Unusable(f'The field "{name}" is not a string.')
    return str(record[name])


# What each command answers


def read(engine: Engine, record: Record) -> dict[str, Any]:
    return read_line(engine.read(words(record, "text")))


def reply(engine: Engine, record: Record) -> dict[str, Any]:
    need = words(record, "need") if record.get("need") is not None else None
    return reply_line(engine.reply(words(record, "story"), words(record, "reply"), need))


def embed(engine: Engine, record: Record) -> dict[str, Any]:
    vector = engine.embed(words(record, "text"))
    return {"vector": vector and [round(number, VECTOR_PLACES) for number in vector]}


# Readings as JSON


def read_line(reading: Reading) -> dict[str, Any]:
    return {
        "language": reading.language and reading.language.code,
        "emotions": probabilities(reading.emotions),
        "support_emotions": probabilities(reading.support_emotions),
        "distress": reading.distress and with_range(reading.distress),
        "need": reading.need and labelled(reading.need),
        "experiences": each(labelled, reading.experiences),
        "content_notes": each(str, reading.content_notes),
        "risk": risk(reading.risk),
        "dangers": each(place, reading.dangers),
        "tone": reading.tone and tone(reading.tone),
        "disclosures": each(place, reading.disclosures),
        "claims": each(lambda claim: {**place(claim), "source": claim.source}, reading.claims),
        "version": reading.version,
    }


def reply_line(reading: ReplyReading) -> dict[str, Any]:
    return {
        "reaction": reading.reaction and levelled(reading.reaction),
        "interpretation": reading.interpretation and levelled(reading.interpretation),
        "exploration": reading.exploration and levelled(reading.exploration),
        "hazards": each(with_reason, reading.hazards),
        "suggestions": each(suggestion, reading.suggestions),
        "crisis": reading.crisis,
        "version": reading.version,
    }


def each(shape: Callable[[Item], Shape], items: Iterable[Item] | None) -> list[Shape] | None:
    return None if items is None else [shape(item) for item in items]


def probabilities(found: Mapping[str, float | None] | None) -> dict[str, float | None] | None:
    return None if found is None else {label: None if p is None else round(p, PLACES) for label, p in found.items()}


def with_range(score: Score) -> dict[str, float | None]:
    values = {"value": score.value, "low": score.low, "high": score.high}
    return {name: None if value is None else round(value, 2) for name, value in values.items()}


def levelled(score: Score) -> dict[str, float]:
    return {"level": score.level, "score": round(score.share, PLACES)}


def labelled(found: Labelled) -> dict[str, Any]:
    return {"label": found.label, "p": round(found.p, PLACES)}


def risk(found: Risk) -> dict[str, Any]:
    return {
        "tier": found.tier,
        "score": round(found.score, PLACES),
        "subject": found.subject,
        "cues": each(with_reason, found.cues),
    }


def tone(found: Tone) -> dict[str, Any]:
    return {"ambiguous": round(found.ambiguous, PLACES), "spans": each(with_reason, found.spans)}


def place(found: Any) -> dict[str, Any]:
    return {"kind": found.kind, "start": found.start, "end": found.end}


def with_reason(found: Span | Cue) -> dict[str, Any]:
    return {**place(found), "why": found.why}


def suggestion(found: Suggestion) -> dict[str, Any]:
    return {**place(found), "text": found.text, "why": found.why}
