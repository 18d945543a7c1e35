"""Personal details in a text: what can tell a stranger who somebody is, or where to find them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from empathy.bank import shelf
from empathy.readers.numbers import is_card, is_iban, is_name, is_phone, is_place
from empathy.reading import Span

LONGEST_TEXT = 50_000
PART = re.compile(r"<<(\w+)>>")
CHECKS: dict[str, Callable[[str], bool]] = {
    "": bool,
    "is_card": is_card,
    "is_iban": is_iban,
    "is_name": is_name,
    "is_phone": is_phone,
    "is_place": is_place,
}


@dataclass(frozen=True, slots=True)
class Detail:
    """A kind of detail. `part` is the group of the match that gives it away; `holds` may refuse a match."""

    kind: str
    expression: re.Pattern[str]
    part: int
    holds: Callable[[str], bool]


def disclosures(text: str) -> tuple[Span, ...]:
    """Spans, in order of place; where two meet, the one that stands first in bank/disclosures.toml.

    kinds   email, link, handle, bank-account, card, id-number, date-of-birth, address, phone, name, school, workplace
    source  patterns written for this project; telephone numbers with a country by `phonenumbers` where it is installed
    limits  the first 50,000 characters; a name is read where it is full or introduced; a first name alone only where
            the full one stands in the text as well
    """
    found: list[Span] = []
    for one in details():
        found += [span for span in spans(one, text[:LONGEST_TEXT]) if apart(span, found)]
    found += [span for span in named_again(text[:LONGEST_TEXT], found) if apart(span, found)]
    return tuple(sorted(found, key=lambda span: span.start))


def named_again(text: str, found: list[Span]) -> Iterator[Span]:
    """The parts of a name that stand elsewhere by themselves."""
    told = " ".join(text[span.start : span.end] for span in found if span.kind == "name")
    names = set(re.findall(spelt_out("<<NAME>>"), told))
    for match in re.finditer(spelt_out(r"(?<![\w.’'-])<<NAME>>"), text) if names else ():
        if match.group() in names:
            yield Span("name", *match.span())


def spans(one: Detail, text: str) -> Iterator[Span]:
    for match in one.expression.finditer(text):
        words = match.group(one.part)
        if one.holds(words):
            start = match.start(one.part)
            yield Span(one.kind, start, start + len(words.rstrip(" \n\t,;")))


def apart(span: Span, others: list[Span]) -> bool:
    return all(span.end <= other.start or other.end <= span.start for other in others)


# The patterns


@cache
def details() -> tuple[Detail, ...]:
    return tuple(map(detail, shelf("disclosures")["details"]))


def detail(table: dict[str, Any]) -> Detail:
    case = 0 if table.get("cased") else re.IGNORECASE
    return Detail(
        kind=table["kind"],
        expression=re.compile(spelt_out(table["pattern"]), case),
        part=table.get("part", 0),
        holds=CHECKS[table.get("holds", "")],
    )


def spelt_out(written: str) -> str:
    """With the parts in place of their names. Raises KeyError where there is no such part."""
    parts = shelf("disclosures")["parts"]
    return PART.sub(lambda part: spelt_out(parts[part[1]]), "".join(written.splitlines()))
