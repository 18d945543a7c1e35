"""Ten short lessons on listening, written for this project: one Markdown file each, with what its facts rest on.

A file begins with TOML between two lines `+++`. Its parts begin with `## `. Other languages stand in folders beside
`en`; what is missing there is shown in English.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from holdspace.kit.markdown import render

HERE = Path(__file__).parent / "lessons"
FALLBACK = "en"
WORDS_A_MINUTE = 200


@dataclass(frozen=True)
class Source:
    says: str
    name: str


@dataclass(frozen=True)
class Part:
    """A heading ("" for the opening) and the HTML under it."""

    heading: str
    html: SafeString


@dataclass(frozen=True)
class Lesson:
    slug: str
    title: str
    about: str
    language: str
    minutes: int
    parts: tuple[Part, ...]
    sources: tuple[Source, ...]


def lessons(language: str = "") -> tuple[Lesson, ...]:
    """All of them, in the order in which they are best read; any other order is fine as well."""
    return _lessons(language or get_language() or FALLBACK)


def lesson(slug: str) -> Lesson | None:
    return next((one for one in lessons() if one.slug == slug), None)


def slugs() -> tuple[str, ...]:
    return tuple(one.slug for one in lessons(FALLBACK))


@cache
def _lessons(language: str) -> tuple[Lesson, ...]:
    return tuple(_read(_nearest(path, language)) for path in sorted((HERE / FALLBACK).glob("*.md")))


def _nearest(path: Path, language: str) -> Path:
    theirs = HERE / language / path.name
    return theirs if theirs.exists() else path


def _read(path: Path) -> Lesson:
    _, facts, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    told = tomllib.loads(facts)
    return Lesson(
        slug=told["slug"],
        title=told["title"],
        about=told["about"],
        language=path.parent.name,
        minutes=max(1, round(len(body.split()) / WORDS_A_MINUTE)),
        parts=tuple(_parts(body)),
        sources=tuple(Source(**source) for source in told["source"]),
    )


def _parts(body: str) -> Iterator[Part]:
    opening, *others = body.strip().split("\n## ")
    yield Part("", _html(opening))
    for part in others:
        heading, _, words = part.partition("\n")
        yield Part(heading.strip(), _html(words))


def _html(words: str) -> SafeString:
    return mark_safe(render(words.strip()))  # noqa: S308  cleaned by the kit, and our own words
