"""The small language in which cues are written.

    want to die     words stand for themselves
    (a|b c)         one of these
    [a|b]           one of these, or nothing
    {slot}          one of the phrases the file lists under [slots]
    ~3              up to three other words of the same sentence
    #  ##           a number; a number of two figures or more
    word*           any word that begins so
    ^ $             the beginning and the end of the sentence

A pattern becomes one regular expression whose only repetition is `~`, bounded and never nested, so that the time
to match grows with the length of the sentence and with nothing else. Patterns match plain words (`normalise`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from empathy.normaliser import plain_word
from empathy.usual import how_usual

WIDEST_GAP = 8
MOST_GAPS = 4

_SIGN = re.compile(r"\([^()\[\]^${}~#]+\)|[()\[\]|^$]|##?|\{\w+\}|~\d+|[^()\[\]|^${}~#]+")
_ANY_WORD = r"[^ .!?;]+ "


class PatternError(ValueError):
    """A pattern that is not written in this language; says which and why."""


@dataclass(frozen=True)
class Pattern:
    """One phrase. `needs` holds, for each word it cannot do without, the forms that word may take."""

    said: str
    regex: str
    needs: tuple[frozenset[str], ...]

    def may_match(self, words: frozenset[str]) -> bool:
        return not any(map(words.isdisjoint, self.needs))

    def search(self, sentence: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
        """The first place in words with one space before, between and after."""
        return self.compiled.search(sentence, start, len(sentence) if end is None else end)

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(rf"(?<= ){self.regex}")


class Slots:
    """The phrases a file lists under names; each name is read once, however many patterns use it."""

    def __init__(self, ways: Mapping[str, Iterable[str]]) -> None:
        self._ways = {name: tuple(each) for name, each in ways.items()}
        self._read: dict[str, _Piece] = {}

    def piece(self, name: str) -> _Piece:
        """Raises KeyError where the file lists no such name."""
        if name not in self._read:
            self._read[name] = _one_of([_Reader(way, self).whole_choice() for way in self._ways[name]])
        return self._read[name]


def compile_pattern(said: str, slots: Slots) -> Pattern:
    """Read a pattern; raises PatternError if it is unbalanced, names no slot, or has too wide or too many gaps."""
    piece = _Reader(said, slots).whole()
    return Pattern(said, piece.regex, piece.needs)


@dataclass(frozen=True, slots=True)
class _Piece:
    regex: str = ""
    needs: tuple[frozenset[str], ...] = ()
    gaps: int = 0


class _Reader:
    def __init__(self, said: str, slots: Slots) -> None:
        self.said, self.slots = said, slots
        self.signs = [sign for sign in _SIGN.findall(said) if sign.strip()]
        self.at = 0

    def whole(self) -> _Piece:
        piece = self.whole_choice()
        if piece.gaps > MOST_GAPS:
            raise PatternError(f"more than {MOST_GAPS} gaps one after another: {self.said}")
        return piece

    def whole_choice(self) -> _Piece:
        piece = self.choice()
        if self.at < len(self.signs):
            raise PatternError(f"unbalanced: {self.said}")
        return piece

    def choice(self) -> _Piece:
        ways = [self.sequence()]
        while self.peek() == "|":
            self.at += 1
            ways.append(self.sequence())
        return _one_of(ways)

    def sequence(self) -> _Piece:
        pieces = []
        while self.peek() not in ("", "|", ")", "]"):
            pieces.append(self.item())
        return _in_a_row(pieces)

    def item(self) -> _Piece:
        sign = self.peek()
        self.at += 1
        if sign in "([":
            return self.group(sign)
        if sign.startswith("("):
            return _plain_group(sign)
        if sign.startswith("{"):
            return self.slot(sign[1:-1])
        return self.gap(int(sign[1:])) if sign.startswith("~") else _FIXED.get(sign) or _words(sign)

    def group(self, opened: str) -> _Piece:
        inner = self.choice()
        if self.peek() != {"(": ")", "[": "]"}[opened]:
            raise PatternError(f"unbalanced: {self.said}")
        self.at += 1
        return inner if opened == "(" else _Piece(f"(?:{inner.regex})?", (), inner.gaps)

    def slot(self, name: str) -> _Piece:
        try:
            return self.slots.piece(name)
        except KeyError:
            raise PatternError(f"no slot {name}: {self.said}") from None

    def gap(self, width: int) -> _Piece:
        if not 0 < width <= WIDEST_GAP:
            raise PatternError(f"a gap of 1 to {WIDEST_GAP} words, please: {self.said}")
        return _Piece(f"(?:{_ANY_WORD}){{0,{width}}}?", (), 1)

    def peek(self) -> str:
        return self.signs[self.at] if self.at < len(self.signs) else ""


_FIXED = {
    "^": _Piece(r"(?<=^ )"),
    "$": _Piece("$"),
    "#": _Piece(r"\d[\d.,]* "),
    "##": _Piece(r"\d\d[\d.,]* "),
}


def _in_a_row(parts: Iterable[_Piece]) -> _Piece:
    pieces = list(parts)
    if len(pieces) == 1:
        return pieces[0]
    needs = tuple(forms for piece in pieces for forms in piece.needs)
    return _Piece("".join(piece.regex for piece in pieces), needs, sum(piece.gaps for piece in pieces))


def _one_of(ways: list[_Piece]) -> _Piece:
    if len(ways) == 1:
        return ways[0]
    regex = f"(?:{'|'.join(way.regex for way in ways)})"
    gaps = max(way.gaps for way in ways)
    if not all(way.needs for way in ways):
        return _Piece(regex, (), gaps)
    return _Piece(regex, (frozenset[str]().union(*(min(way.needs, key=how_usual) for way in ways)),), gaps)


@lru_cache(maxsize=8192)
def _plain_group(group: str) -> _Piece:
    """A group that holds nothing but words."""
    return _one_of([_words(way) for way in group[1:-1].split("|")])


@lru_cache(maxsize=8192)
def _words(said: str) -> _Piece:
    return _in_a_row(_beginning(word[:-1]) if word.endswith("*") else _literal(word) for word in said.split())


def _beginning(stem: str) -> _Piece:
    return _Piece(f"{re.escape(plain_word(stem))}[^ ]* ")


@lru_cache(maxsize=16384)
def _literal(word: str) -> _Piece:
    plain = plain_word(word).split()
    return _Piece("".join(f"{re.escape(each)} " for each in plain), tuple(frozenset({each}) for each in plain))
