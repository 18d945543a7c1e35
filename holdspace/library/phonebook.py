"""The phone book: crisis lines and emergency numbers, read from the files in lines/."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf.locale import LANG_INFO
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from holdspace.library import hours
from holdspace.people.places import COUNTRIES

Row = dict[str, Any]
FOLDER = Path(__file__).parent / "lines"
FRESH_FOR = timedelta(days=180)

# Spoken on lines of the book, and without a name in Django's own list.
OTHER_LANGUAGES = {"cmn": _("Mandarin"), "si": _("Sinhala"), "yue": _("Cantonese")}


class Kind(TextChoices):
    """What a line is for, in the order in which lines are shown."""

    SUICIDE = "suicide", _("For anyone who thinks about suicide, or cannot cope")
    GENERAL = "general", _("For anyone who needs somebody to talk to")
    ABUSE = "abuse", _("For people who are hurt, threatened or controlled by somebody")
    CHILD = "child", _("For children and young people")
    LGBTQ = "lgbtq", _("For LGBTQ+ people")
    SUBSTANCE = "substance", _("About alcohol, drugs or gambling")


@dataclass(frozen=True)
class Source:
    """The public page where a fact stands."""

    name: str
    url: str


@dataclass(frozen=True)
class Line:
    """A crisis line or service. An empty string means: this line does not have it, or we do not know it."""

    id: str
    country: str
    name: str
    kind: Kind
    source: Source
    checked_on: date | None
    languages: tuple[str, ...]
    phone: str = ""
    text: str = ""
    text_word: str = ""
    chat: str = ""
    url: str = ""
    hours: str = ""

    @property
    def tel(self) -> str:
        return dialled(self.phone)

    @property
    def sms(self) -> str:
        return dialled(self.text)

    @property
    def spoken_hours(self) -> str:
        return hours.spoken(self.hours)

    @property
    def spoken_languages(self) -> list[str]:
        return [language_name(code) for code in self.languages]

    @property
    def is_stale(self) -> bool:
        """Whether it was checked once, but more than 180 days ago."""
        return self.checked_on is not None and timezone.now().date() - self.checked_on > FRESH_FOR


@dataclass(frozen=True)
class Emergency:
    """The number that brings an ambulance, and the one that brings the police: often the same."""

    country: str
    ambulance: str
    police: str
    source: Source


@dataclass(frozen=True)
class Book:
    """All that could be read, and a sentence for each thing that could not. One bad row costs only itself."""

    lines: tuple[Line, ...] = ()
    emergencies: tuple[Emergency, ...] = ()
    faults: tuple[str, ...] = ()

    def __add__(self, other: "Book") -> "Book":
        mine, theirs = ([getattr(book, field.name) for field in fields(Book)] for book in (self, other))
        return Book(*(a + b for a, b in zip(mine, theirs, strict=True)))


class Unreadable(ValueError):
    """A row that must not be shown to somebody in need; the message says why."""


def read(folder: Path = FOLDER) -> Book:
    """Read every file of the folder."""
    book = sum((_read_file(path) for path in sorted(folder.glob("*.toml"))), Book())
    return _without_twins(book)


def dialled(number: str) -> str:
    """A number as a phone dials it: "0800 111" -> "0800111"."""
    return re.sub(r"[^\d+*#]", "", number)


def language_name(code: str) -> str:
    other = OTHER_LANGUAGES.get(code)
    return str(other) if other else str(get_language_info(code)["name_translated"])


def _read_file(path: Path) -> Book:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return Book(faults=(f"{path.name}: {error}",))
    line = partial(_line, content.get("country", "?"))
    lines = (_read_row(path.name, row, line) for row in content.get("line", []))
    emergencies = (_read_row(path.name, row, _emergencies) for row in content.get("emergency", []))
    return sum((*lines, *emergencies), Book())


def _read_row(file: str, row: Row, make: Callable[[Row], Book]) -> Book:
    try:
        return make(row)
    except (KeyError, TypeError, ValueError) as error:
        return Book(faults=(f"{file}: {error!r} in {row!r}",))


def _line(country: str, row: Row) -> Book:
    facts: Row = {"country": country} | row | {
        "kind": Kind(row["kind"]),
        "source": _source(row["source"]),
        "checked_on": _checked_on(row["checked_on"]),
        "languages": tuple(row["languages"]),
    }
    line = Line(**facts)
    _refuse_unless_useful(line)
    return Book(lines=(line,))


def _emergencies(row: Row) -> Book:
    ambulance: str = row["ambulance"]
    one = Emergency("", ambulance, row.get("police", ambulance), _source(row["source"]))
    unknown = set(row["countries"]) - COUNTRIES.keys()
    if unknown:
        raise Unreadable(f"no such country: {sorted(unknown)}")
    return Book(emergencies=tuple(replace(one, country=code) for code in row["countries"]))


def _source(row: dict[str, str]) -> Source:
    if not row["url"].startswith("https://") and not row["url"].startswith("http://"):
        raise Unreadable(f"a source needs the address of a public page, not {row['url']!r}")
    return Source(name=row["name"], url=row["url"])


def _checked_on(value: object) -> date | None:
    if isinstance(value, date):
        return value
    if value == "not checked":
        return None
    raise Unreadable(f"checked_on is a date or 'not checked', not {value!r}")


def _refuse_unless_useful(line: Line) -> None:
    for reason in _reasons_against(line):
        raise Unreadable(reason)


def _reasons_against(line: Line) -> Iterator[str]:
    if line.country and line.country not in COUNTRIES:
        yield f"no such country: {line.country!r}"
    if not (line.phone or line.text or line.chat or line.url):
        yield "there is no way to reach it"
    for number in filter(None, (line.phone, line.text)):
        if not re.fullmatch(r"\+?[\d ()*#-]{2,20}", number):
            yield f"not a number one can dial: {number!r}"
    for code in line.languages:
        if code not in LANG_INFO and code not in OTHER_LANGUAGES:
            yield f"no such language: {code!r}"
    hours.spoken(line.hours)


def _without_twins(book: Book) -> Book:
    """The first line with an id stays; the others are named as faults."""
    kept: dict[str, Line] = {}
    faults = list(book.faults)
    for line in book.lines:
        if kept.setdefault(line.id, line) is not line:
            faults.append(f"two lines have the id {line.id!r}")
    return replace(book, lines=tuple(kept.values()), faults=tuple(faults))

