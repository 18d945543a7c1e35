"""The empathy engine inside the house: loaded once, asked with a time limit, never able to stop a post.

The layers, best first: cues and trained head; cues alone; nothing. What was not read is said to be not read.
"""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings
from empathy import Engine, ReplyReading, Safety, WeightsError
from empathy.lexicon import CODES, lexicon
from empathy.readers.disclosures import LONGEST_TEXT, disclosures
from empathy.readers.language import language
from empathy.reading import Span

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Found(Generic[Answer]):
    """An answer and the version of the layer that gave it."""

    answer: Answer
    version: str


def safety_of(text: str) -> Found[Safety] | None:
    """Danger, health claims and language of a text, or None if it could not be read in time."""
    return _best(lambda engine: engine.safety(text), settings.READING_TIMEOUT_MS / 1000)


def reply_reading_of(*, story: str, reply: str, need: str) -> ReplyReading | None:
    """What a draft reply does, with at most three suggestions, or None if it could not be read in time."""
    limit = 4 * settings.READING_TIMEOUT_MS / 1000
    found = _best(lambda engine: engine.reply(story, reply, need=need), limit)
    return replace(found.answer, version=found.version) if found else None


def _best(question: Callable[[Engine], Answer], limit: float) -> Found[Answer] | None:
    """The answer of the best layer that has one. Each is asked for `limit` seconds at most."""
    if not settings.ENGINE_ON:
        return None
    found = _answered(whole, version(), question, limit)
    return found or _answered(rules, rules_version(), question, limit)


def _answered(
    layer: Callable[[], Engine], by: str, question: Callable[[Engine], Answer], limit: float
) -> Found[Answer] | None:
    answer = ask(lambda: question(layer()), limit)
    return None if answer is None else Found(answer, by)


def language_of(text: str) -> str:
    """ISO code of the language a text is surely written in; empty where that is not sure."""
    found = ask(lambda: language(text), 1)
    return found.code if found else ""


def details_in(text: str) -> tuple[Span, ...] | None:
    """Names, numbers and addresses in a text; None where it could not be searched to its end."""
    return ask(lambda: disclosures(text), 5) if len(text) <= LONGEST_TEXT else None


def state() -> str:
    """One word for the health page: ok, rules (the weights are missing), off, down."""
    if not settings.ENGINE_ON:
        return "off"
    if ask(lambda: whole().safety("hello"), 5):
        return "ok"
    return "rules" if ask(lambda: rules().safety("hello"), 5) else "down"


def version() -> str:
    return Engine.version


def rules_version() -> str:
    return f"{Engine.version} (cues alone)"


def ask(question: Callable[[], Answer], seconds: float) -> Answer | None:
    """The answer, or None when the engine fails or is too slow. The text itself never reaches the log."""
    answer = pool().submit(question)
    try:
        return answer.result(timeout=seconds)
    except TooSlow:
        logger.error("The engine was too slow (limit %.1f s)", seconds)
        if not answer.cancel():
            pool.cache_clear()  # begun and not done: it may hang for good, and must not silence the next
    except WeightsError as error:
        logger.error("The engine's weights cannot be used: %s", error)
    except Exception as error:  # noqa: BLE001  whatever breaks in the engine, the post goes through
        logger.error("The engine failed: %s", type(error).__name__)
    return None


def warm() -> None:
    """Load everything before the first person waits for it."""
    if settings.ENGINE_ON:
        ask(lambda: whole().safety("hello"), 30)
        ask(lambda: rules().safety("hello"), 30)
        for code in set(settings.LANGUAGES_SPOKEN) & set(CODES):
            ask(partial(lexicon, code), 30)


@lru_cache(maxsize=1)
def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=2, thread_name_prefix="engine")


@lru_cache(maxsize=1)
def whole() -> Engine:
    return Engine.load(Path(settings.ENGINE_WEIGHTS) if settings.ENGINE_WEIGHTS else None)


@lru_cache(maxsize=1)
def rules() -> Engine:
    return Engine.rules_only()
