"""A small language for phrases, read by people and compiled to expressions whose cost is linear in the text.

    get over (it|this)      words in this order; commas and spaces may stand between them
    you ~ yourself          up to four words between
    (really )?happy         the bracket may be missing
    think*                  any ending
    ^try                    only where a clause begins
    that's life$            only where the sentence ends

Capital letters and the kind of apostrophe do not matter; an apostrophe may also be missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LONGEST_TEXT = 20_000
LONGEST_SENTENCE = 400

PLAIN = str.maketrans("\u2018\u2019\u02bc\u201c\u201d\u00ab\u00bb\u00a0", "'''\"\"\"\" ")
GAP = r"[\s,]{1,3}"
BETWEEN = rf"(?:{GAP}[\w'-]+){{0,4}}?{GAP}"
LEAD = r"(?:^|[,;:–—-]\s|\b(?:and|but|so|then|or|also|please|honestly|maybe|just|well|ok|okay)\s)[\s\"'(]{0,3}"
SENTENCE = re.compile(rf"[^.!?…\n]{{1,{LONGEST_SENTENCE}}}[.!?…]*")
WORD = re.compile(r"[\w'-]+")
TOKEN = re.compile(r"\^|\$|~|\([^()]*\)\??|[^\s()^$~]+")


@dataclass(frozen=True)
class Sentence:
    """One sentence and where it begins in the text. `plain` is as long as what was written."""

    plain: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.plain)

    @property
    def asks(self) -> bool:
        return "?" in self.plain[-4:]

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(word.replace("'", "") for word in WORD.findall(self.plain.lower()))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        return frozenset(self.words)


def sentences(text: str) -> list[Sentence]:
    """The sentences of the first 20,000 characters, trimmed, each at most 400 characters long."""
    plain = text[:LONGEST_TEXT].translate(PLAIN)
    return [trimmed(one.group(), one.start()) for one in SENTENCE.finditer(plain) if one.group().strip()]


def trimmed(raw: str, start: int) -> Sentence:
    return Sentence(raw.strip(), start + len(raw) - len(raw.lstrip()))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase. A sentence with none of its `anchors` cannot hold it; no anchors: always look."""

    written: str
    expression: re.Pattern[str]
    anchors: frozenset[str]

    def find(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        if self.anchors and self.anchors.isdisjoint(sentence.vocabulary):
            return iter(())
        return self.expression.finditer(sentence.plain)

    def holds(self, sentence: Sentence) -> bool:
        return next(self.find(sentence), None) is not None


def any_holds(phrases: tuple[Phrase, ...], sentence: Sentence) -> bool:
    return any(phrase.holds(sentence) for phrase in phrases)


def phrases(written: list[str]) -> tuple[Phrase, ...]:
    return tuple(map(phrase, written))


def phrase(written: str) -> Phrase:
    """Compile one phrase; an unbalanced bracket raises `ValueError`."""
    tokens = TOKEN.findall(written)
    if written.count("(") != written.count(")") or not tokens:
        raise ValueError(f"not a phrase: {written!r}")
    return Phrase(written, re.compile(expression(tokens), re.IGNORECASE), anchors(tokens))


def expression(tokens: list[str]) -> str:
    whole, glue = "", ""
    for token in tokens:
        whole, glue = added(whole, glue, token)
    return whole if tokens[-1] == "$" else whole + r"(?!\w)"


def added(whole: str, glue: str, token: str) -> tuple[str, str]:
    """What has been compiled with one more token, and what must stand before the next."""
    if token == "^":
        return LEAD, ""
    if token == "$":
        return whole + r"[\s\"')]*[.!?…]*[\s\"')]*$", ""
    if token == "~":
        return whole, BETWEEN
    start = whole or r"(?<!\w)"
    if token.endswith(")?"):
        return f"{start}(?:{glue}{choice(token[:-1])})?", glue or rf"(?:{GAP})?"
    return start + glue + (choice(token) if token[0] == "(" else word(token)), GAP


def choice(token: str) -> str:
    options = (GAP.join(map(word, option.split())) for option in token[1:-1].split("|"))
    return f"(?:{'|'.join(options)})"


def word(written: str) -> str:
    ending = r"[\w']*" if written.endswith("*") else ""
    return re.escape(written.rstrip("*")).replace("'", "'?") + ending


def anchors(tokens: list[str]) -> frozenset[str]:
    """Words of which one at least must be there: those of the first token that can tell."""
    found = (needed(token) for token in tokens)
    return next((words for words in found if words), frozenset())


def needed(token: str) -> frozenset[str]:
    if token in "^$~" or token.endswith("?") or "*" in token:
        return frozenset()
    options = token.strip("()").split("|")
    return frozenset(WORD.findall(option.split()[0].replace("'", ""))[0] for option in options)
