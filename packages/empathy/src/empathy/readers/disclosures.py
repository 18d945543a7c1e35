"""Contact details in a text: e-mail addresses, telephone numbers, links and handles."""

from __future__ import annotations

import re

from empathy.reading import Span

PATTERNS = {
    "email": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{2,63}){1,4}"),
    "link": re.compile(r"\b(?:https?://|www\.)[^\s<>\"']{2,2000}", re.IGNORECASE),
    "handle": re.compile(r"(?<![\w@./])@[A-Za-z_][\w.]{1,30}\w"),
    "phone": re.compile(r"(?<![\w.,/-])\+?\(?\d[\d ()./-]{5,20}\d(?: ?(?:x|ext\.?) ?\d{1,5})?(?![\w/-])"),
}
FEWEST_DIGITS, MOST_DIGITS = 7, 15
MOST_DIGITS_IN_A_ROW = 11
DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}(?![\d./-])|\d{4}([./-])\d{1,2}\2\d{1,2}(?![\d./-])|\d{4} ?- ?\d{4}$")
COMPUTER = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}$")


def disclosures(text: str) -> tuple[Span, ...]:
    """Spans, in order of place. Names, street addresses and id numbers are not read by this version."""
    found = [span for kind, pattern in PATTERNS.items() for span in spans(kind, pattern, text)]
    return without_overlap(sorted(found, key=lambda span: (span.start, -span.end)))


def spans(kind: str, pattern: re.Pattern[str], text: str) -> list[Span]:
    return [
        Span(kind, match.start(), match.end())
        for match in pattern.finditer(text)
        if kind != "phone" or is_phone(match.group())
    ]


def is_phone(text: str) -> bool:
    """Seven to fifteen digits (ITU-T E.164) that are no date, no span of years, no card and no computer's address."""
    number = re.split("x|ext", text)[0]
    digits = sum(character.isdigit() for character in number)
    if number.isdigit() and digits > MOST_DIGITS_IN_A_ROW:
        return False
    return FEWEST_DIGITS <= digits <= MOST_DIGITS and not DATE.match(number) and not COMPUTER.match(number)


def without_overlap(found: list[Span]) -> tuple[Span, ...]:
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return tuple(kept)
