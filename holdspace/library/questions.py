"""The bank of questions about boundaries, with the reason for every answer, right or not. Read once from a file."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

HERE = Path(__file__).parent / "questions"
FALLBACK = "en"


@dataclass(frozen=True)
class Answer:
    id: str
    text: str
    why: str
    right: bool = False


@dataclass(frozen=True)
class Question:
    """`lesson` is where to read about it."""

    id: str
    lesson: str
    asks: str
    answers: tuple[Answer, ...]
    is_about_danger: bool = False

    @property
    def best(self) -> str:
        return next(one.id for one in self.answers if one.right)

    def is_right(self, answer: str) -> bool:
        return any(one.right for one in self.answers if one.id == answer)


def bank() -> tuple[Question, ...]:
    language = get_language() or FALLBACK
    return _bank(language if (HERE / f"{language}.toml").exists() else FALLBACK)


def drawn(ids: Iterable[str]) -> list[Question]:
    """The questions of one sitting, in their order. One that has left the bank since is left out."""
    known = {one.id: one for one in bank()}
    return [known[one] for one in ids if one in known]


@cache
def _bank(language: str) -> tuple[Question, ...]:
    with open(HERE / f"{language}.toml", "rb") as file:
        return tuple(_question(row) for row in tomllib.load(file)["question"])


def _question(row: dict[str, Any]) -> Question:
    return Question(
        id=row["id"],
        lesson=row["lesson"],
        asks=row["asks"],
        answers=tuple(Answer(id="abc"[place], **one) for place, one in enumerate(row["answer"])),
        is_about_danger=row.get("danger", False),
    )
