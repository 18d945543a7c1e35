"""Practice talks: somebody made up tells something in three turns, and a learner answers. Read once from files."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

HERE = Path(__file__).parent / "practice"
FALLBACK = "en"


@dataclass(frozen=True)
class Turn:
    """What they say, and what a reply has to do. `touches` are beginnings of words for what it is like for them."""

    says: str
    asks_for: tuple[str, ...]
    touches: tuple[str, ...]
    danger: bool = False


@dataclass(frozen=True)
class Talk:
    slug: str
    title: str
    who: str
    about: str
    need: str
    language: str
    turns: tuple[Turn, ...]


def talks() -> tuple[Talk, ...]:
    language = get_language() or FALLBACK
    return _talks(language if (HERE / language).is_dir() else FALLBACK)


def talk(slug: str) -> Talk | None:
    return next((one for one in talks() if one.slug == slug), None)


def every_turn() -> set[tuple[str, int]]:
    return {(one.slug, place) for one in talks() for place in range(len(one.turns))}


@cache
def _talks(language: str) -> tuple[Talk, ...]:
    return tuple(_read(path, language) for path in sorted((HERE / language).glob("*.toml")))


def _read(path: Path, language: str) -> Talk:
    with open(path, "rb") as file:
        told = tomllib.load(file)
    turns = tuple(
        Turn(row["says"], tuple(row["asks_for"]), tuple(row["touches"]), row.get("danger", False))
        for row in told.pop("turn")
    )
    return Talk(**told, language=language, turns=turns)
