"""A small language for phrases, read by people and compiled to expressions whose cost is linear in the text.

    get over (it|this)      words in this order; commas and spaces may stand between them
    (really |so )?happy     the bracket may be missing, or with * stand up to three times
    you ~ yourself          up to four words between
    think*                  any ending
    ^try                    only where a clause begins
    that's life$            only where the sentence ends
    stop {med}              any of the words of that group in bank/groups.toml

Capital letters and the kind of apostrophe do not matter. "don't" also finds "dont" and
"do not", "you" also "u".
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from empathy.bank import shelf
from empathy.usual import how_usual

LONGEST_TEXT = 20_000
LONGEST_SENTENCE = 400

PLAIN = str.maketrans("\u2018\u2019\u02bc\u201c\u201d\u00ab\u00bb\u00a0", '\'\'\'"""" ')
SENTENCE = re.compile(rf"[^.!?…\n]{{1,{LONGEST_SENTENCE}}}[.!?…]*")
WORD = re.compile(r"[\w'-]+")
PIECE = re.compile(r"\w+")

GAP = r"[\s,]{1,3}"
BETWEEN = rf"(?:{GAP}[\w'-]+){{0,4}}?"
LEAD = r"\b(?:and|but|so|then|or|also|please|honestly|maybe|just|well|ok|okay)[\s,]{1,3}"
CLAUSE = rf"(?:(?:^|[,;:–—-]\s|{LEAD})[\s\"'(]{{0,3}})"
ENDING = r"[\s\"')]{0,3}[.!?…]*[\s\"')]{0,3}$"
MARKS = {"~": BETWEEN, "^": CLAUSE, "$": ENDING, " ": GAP, ")": ")", ")?": ")?", ")*": "){0,3}"}
TOKEN = re.compile(r"\)[?*]?|[(|~^$ ]|[^\s()|~^$]+")
STEM = 4
EVERYDAY = frozenset(shelf("words")["everyday"].split())
SHORT = (
    ("won't", "won't|will not"),
    ("can't", "can't|can not|cannot"),
    ("you're", "you're|you are|u r|u are|ur"),
    ("n't", "n't| not"),
    ("'re", "'re| are"),
    ("'ll", "'ll| will"),
    ("'ve", "'ve| have"),
    ("i'm", "i'm|i am"),
    ("'s", "'s| is"),
)
SPELT = {"you": "you|u|ya", "your": "your|ur|yr", "are": "are|r"}


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

    @cached_property
    def pieces(self) -> frozenset[str]:
        """Its words, and what stands between hyphens and apostrophes: "fear's" holds "fear"."""
        return self.vocabulary | frozenset(PIECE.findall(self.plain.lower()))

    @cached_property
    def stems(self) -> frozenset[str]:
        """The beginnings of the words that carry meaning: "turned" and "turning" are one."""
        return frozenset(word[:STEM] for word in self.vocabulary - EVERYDAY if len(word) >= STEM)


def sentences(text: str) -> list[Sentence]:
    """The sentences of the first 20,000 characters, trimmed, each at most 400 characters long."""
    plain = text[:LONGEST_TEXT].translate(PLAIN)
    return [trimmed(one.group(), one.start()) for one in SENTENCE.finditer(plain) if WORD.search(one.group())]


def trimmed(raw: str, start: int) -> Sentence:
    return Sentence(raw.strip(), start + len(raw) - len(raw.lstrip()))


@dataclass(frozen=True)
class Phrase:
    """A phrase, compiled when first needed. A sentence that holds it has one word of each of its `needs`."""

    written: str
    source: str
    needs: tuple[frozenset[str], ...]

    @cached_property
    def expression(self) -> re.Pattern[str]:
        return re.compile(self.source, re.IGNORECASE)

    def find(self, sentence: Sentence) -> Iterator[re.Match[str]]:
        if any(map(sentence.pieces.isdisjoint, self.needs)):
            return iter(())
        return self.expression.finditer(sentence.plain)

    def holds(self, sentence: Sentence) -> bool:
        return next(self.find(sentence), None) is not None


Phrases = tuple[Phrase, ...]


def any_holds(phrases: Phrases, sentence: Sentence) -> bool:
    return any(phrase.holds(sentence) for phrase in phrases)


def compile_all(written: list[str]) -> Phrases:
    return tuple(map(compile_one, written))


def compile_one(written: str) -> Phrase:
    """Read one phrase; brackets that do not match raise `ValueError`."""
    tokens = deque(TOKEN.finditer(written.replace(" ~ ", "~ ").replace(" ~", "~")))
    whole = options(tokens)
    if tokens:
        raise ValueError(f"not a phrase: {written!r}")
    return Phrase(written, bounded(whole.expression), whole.needs)


def bounded(expression: str) -> str:
    before = "" if expression.startswith(CLAUSE) else r"(?<!\w)"
    return rf"{before}(?:{expression})(?!\w)"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an expression. A sentence that holds it has one word of each of its `needs`."""

    expression: str
    needs: tuple[frozenset[str], ...] = ()

    @property
    def rarest(self) -> frozenset[str]:
        return min(self.needs, key=how_usual)


Tokens = deque[re.Match[str]]


def options(tokens: Tokens) -> Part:
    found = [run(tokens)]
    while tokens and tokens[0].group() == "|":
        tokens.popleft()
        found.append(run(tokens))
    if len(found) == 1:
        return found[0]
    expression = "|".join(part.expression for part in found)
    if not all(part.needs for part in found):
        return Part(expression)
    return Part(expression, (frozenset[str]().union(*(part.rarest for part in found)),))


def run(tokens: Tokens) -> Part:
    parts = []
    while tokens and tokens[0].group()[0] not in "|)":
        parts.append(part(tokens))
    needs = tuple(forms for part in parts for forms in part.needs)
    return Part("".join(part.expression for part in parts), needs)


def part(tokens: Tokens) -> Part:
    token = tokens.popleft()
    if token.group() == "(":
        return group(tokens, token)
    if token.group()[0] == "{":
        return named(token.group()[1:-1])
    return Part(MARKS[token.group()]) if token.group() in MARKS else word(token)


def group(tokens: Tokens, opened: re.Match[str]) -> Part:
    inside = options(tokens)
    if not tokens:
        raise ValueError(f"not a phrase: {opened.string!r}")
    closed = tokens.popleft().group()
    return Part(f"(?:{inside.expression}{MARKS[closed]}", inside.needs if closed == ")" else ())


@cache
def named(name: str) -> Part:
    """A group of words. Raises KeyError where bank/groups.toml has none of that name."""
    return options(deque(TOKEN.finditer(f"({shelf('groups')[name]})")))


def word(token: re.Match[str]) -> Part:
    """One word in all its spellings; glued to a bracket or open at its end it cannot be looked up."""
    stem = token.group().rstrip("*")
    spellings = spelt(stem)
    ending = r"[\w']*" if stem != token.group() else ""
    whole = f"(?:{'|'.join(map(literal, spellings))}){ending}"
    return Part(whole) if ending or glued(token) or stem.startswith("'") else Part(whole, (firsts(spellings),))


def glued(token: re.Match[str]) -> bool:
    before, after = token.string[: token.start()], token.string[token.end() :]
    return after.startswith("(") or before.endswith((")", "?", "*"))


def firsts(spellings: list[str]) -> frozenset[str]:
    found = (WORD.match(one.replace("'", "")) for one in spellings)
    return frozenset(match.group() for match in found if match)


def spelt(stem: str) -> list[str]:
    short = next(((end, long) for end, long in SHORT if stem.endswith(end)), None)
    if short is None:
        return SPELT.get(stem, stem).split("|")
    return [stem.removesuffix(short[0]) + ending for ending in short[1].split("|")]


def literal(spelling: str) -> str:
    return re.escape(spelling).replace(r"\ \?", r"\s?").replace(r"\ ", r"\s").replace("'", "'?")
