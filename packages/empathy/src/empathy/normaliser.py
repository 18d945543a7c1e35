"""Plain words out of disguised ones, each character knowing where it stood.

`normalise` folds width, case, accents, look-alike letters and invisible marks, joins letters set apart, reads
digits and stars as letters inside weighty words, and says filter talk in plain words (`cues/disguises.toml`).
What comes out are words and marks with one space between them. The cost grows with the length of the text and
with nothing else.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Normalised:
    """Plain words, and the place in the original of each of their characters; `offsets` never goes back."""

    text: str
    offsets: Places
    original: str

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters `start` to `end` of the plain words stand in the original."""
        if not start < end <= len(self.offsets):
            raise ValueError(f"no characters from {start} to {end} of {len(self.offsets)}")
        return int(self.offsets[start]), int(self.offsets[end - 1]) + 1

    def between(self, start: int, end: int) -> str:
        """The plain words of what stands from `start` to `end` in the original."""
        first, last = np.searchsorted(self.offsets, (start, end)).tolist()
        return self.text[first:last]


def normalise(text: str) -> Normalised:
    """Read any text; never raises. A text that would fold to nothing is read as it was typed."""
    draft = _Draft(text.replace("İ", "i").lower(), np.arange(len(text), dtype=np.int32))
    for step in _STEPS:
        draft = step(draft)
    if not draft.text.strip() and text.strip():
        draft = _Draft(text, np.arange(len(text), dtype=np.int32))
    return Normalised(draft.text, draft.offsets, text)


def plain_word(word: str) -> str:
    """What `normalise` makes of one word; far quicker where the word is plain already."""
    plain = "".join(map(folded, word))
    return plain if _is_plain(plain) else normalise(word).text.strip()


def _is_plain(word: str) -> bool:
    letters = word.isascii() and word.isalpha()
    return letters and word not in _RESPELLED and not _DRAWN_OUT.match(word) and not _run_together(word)


@dataclass(frozen=True, slots=True, eq=False)
class _Draft:
    text: str
    offsets: Places

    def rewrite(self, pattern: re.Pattern[str], replace: Callable[[str], str]) -> _Draft:
        """Put other words in place of every match; the new words keep the match's place."""
        places = [place for match in pattern.finditer(self.text) for place in match.span()]
        borders = [0, *places, len(self.text)]
        pieces = [self.text[start:end] for start, end in pairwise(borders)]
        new = {words: replace(words) for words in set(pieces[1::2])}
        if all(words == said for words, said in new.items()):
            return self
        pieces[1::2] = [new[words] for words in pieces[1::2]]
        return _Draft("".join(pieces), self.offsets[_stretched(places_of(borders), places_of(map(len, pieces)))])


def _stretched(borders: Places, lengths: Places) -> Places:
    """Each stretch between two borders told in as many steps as its new length, from its first place to its last."""
    along = np.arange(lengths.sum(), dtype=np.int32) - np.repeat(np.cumsum(lengths, dtype=np.int32) - lengths, lengths)
    spans, steps = np.diff(borders), np.maximum(lengths - 1, 1)
    new = np.repeat(spans != lengths, lengths)
    told = np.repeat(spans - 1, lengths)[new], np.repeat(steps, lengths)[new]
    along[new] = np.minimum(along[new] * told[0] // told[1], told[0])
    places: Places = np.repeat(borders[:-1], lengths) + along
    return places


def places_of(numbers: Iterable[int]) -> Places:
    return np.fromiter(numbers, dtype=np.int32)


# Unicode characters

_FOREIGN = re.compile(r"[^\x00-\x7f]")
_PICTURES = re.compile(r"[\u2600-\u27bf\U0001f300-\U0001faff]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]+")
_LATIN = re.compile(r"(?:LATIN|INDICATOR SYMBOL).*LETTER (?:SMALL CAPITAL )?(?:DOTLESS )?([A-Z])(?: WITH .*)?$")
_DRAWN_ON = (
    (0x300, 0x36F),
    (0x483, 0x489),
    (0x64B, 0x65F),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)


def _fold(draft: _Draft) -> _Draft:
    letters = _fold_letters(_drop_unseen(draft))
    if letters.text.isascii():
        return letters
    return letters.rewrite(_PICTURES, _pictures).rewrite(_UNSPACED, _spaced).rewrite(_FOREIGN, folded)


def _drop_unseen(draft: _Draft) -> _Draft:
    unseen = {char for char in set(draft.text) if _is_unseen(char)}
    if not unseen:
        return draft
    seen = [place for place, char in enumerate(draft.text) if char not in unseen]
    return _Draft("".join([draft.text[place] for place in seen]), draft.offsets[seen])


def _fold_letters(draft: _Draft) -> _Draft:
    """Characters that fold to one letter or to a space change in place, all at once."""
    plain = {char: " " if char.isspace() or char < " " else folded(char) for char in set(draft.text)}
    table = str.maketrans({char: letter for char, letter in plain.items() if len(letter) == 1})
    return _Draft(draft.text.translate(table), draft.offsets)


def _pictures(row: str) -> str:
    """A row of pictures says each of them once."""
    return f" {' '.join(dict.fromkeys(row))} "


def _spaced(signs: str) -> str:
    return f" {' '.join(signs)} "


@lru_cache(maxsize=4096)
def folded(char: str) -> str:
    """One character as plain letters: 𝓴 → k, é → e, і (Cyrillic) → i, zero-width → nothing."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", char.translate(_LOOK_ALIKE)) if not _is_unseen(letter)
    )
    letters = "".join(map(_letter, plain.lower())).translate(_LOOK_ALIKE)
    return unicodedata.normalize("NFC", letters)


@lru_cache(maxsize=4096)
def _is_unseen(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or any(low <= ord(char) <= high for low, high in _DRAWN_ON)


def _letter(char: str) -> str:
    named = _LATIN.search(unicodedata.name(char, ""))
    return named.group(1).lower() if named else char


# Letters set apart, and letters behind signs

_APOSTROPHE = re.compile(r"(?<=[a-z])['`](?=[a-z])")
_SET_APART = re.compile(r"(?<![a-z0-9])[a-z](?:(?: |  |[.\-_*/~|,]| [.\-_*/~|] )[a-z](?![a-z0-9])){2,60}")
_MASKED = re.compile(r"(?<![a-z0-9@$!|+*#_.\-])[a-z]*[0-9@$!|+*#_.\-][a-z0-9@$!|+*#_.\-]*")
_WIDER = re.compile(r" {2,}")


def _join_contractions(draft: _Draft) -> _Draft:
    return draft.rewrite(_APOSTROPHE, lambda _: "")


def _join_letters(draft: _Draft) -> _Draft:
    return draft.rewrite(_SET_APART, lambda apart: " ".join(map(_joined, _WIDER.split(apart))))


def _joined(apart: str) -> str:
    letters = re.sub(r"[^a-z]", "", apart)
    return _words_in(letters) or letters


@lru_cache(maxsize=4096)
def _words_in(letters: str) -> str | None:
    """Letters run together as known words, a space between; None unless one of them is weighty."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - _LONGEST), end):
            before = best[start]
            if before is not None and letters[start:end] in _KNOWN and _is_shorter(before, best[end]):
                best[end] = (*before, letters[start:end])
    words = best[-1]
    return " ".join(words) if words and not _WEIGHTY.isdisjoint(words) else None


def _is_shorter(before: tuple[str, ...], words: tuple[str, ...] | None) -> bool:
    return words is None or len(before) + 1 < len(words)


def _unmask(draft: _Draft) -> _Draft:
    return draft.rewrite(_MASKED, _unmasked)


@lru_cache(maxsize=4096)
def _unmasked(masked: str) -> str:
    """A weighty word behind digits or stars; prices, dates and names stay as they stand."""
    word = masked.rstrip(".!-_|+#*")
    if not word or len(masked) > 2 * _LONGEST:
        return masked
    bare = re.sub(r"[.\-_]", "", word)
    readings = (bare.translate(_SIGNS), bare.replace("1", "l").translate(_SIGNS))
    known = next((read for read in readings if read in _WEIGHTY or (read in _KNOWN and word[0].isalpha())), None)
    return (known or _behind_stars(word) or _digits_inside(word)) + masked[len(word) :]


def _behind_stars(word: str) -> str | None:
    if not _STARS.search(word):
        return None
    letters = re.sub(r"[^a-z0-9*#_]", "", word)
    spelling = re.compile(_STARS.sub(lambda stars: f"[a-z]{{1,{len(stars.group()) + 1}}}", letters))
    return next(filter(spelling.fullmatch, _WEIGHTY_IN_ORDER), None)


def _digits_inside(word: str) -> str:
    return _BETWEEN_LETTERS.sub(lambda digit: _SIGN[digit.group()], word)


# Words and marks, one space between them

_PARAGRAPH = re.compile(r"\n\s*\n")
_PUNCTUATION = re.compile(r" ?[\x00-\x08\x0e-\x1f!-/:-@\[-`{-\x7f]+ ?")
_SENTENCE_END = re.compile(r"[.!?;]")
_PAUSE = re.compile(r"[,:\"()]")
_SPACES = re.compile(r" {2,}")


def _end_paragraphs(draft: _Draft) -> _Draft:
    return draft.rewrite(_PARAGRAPH, lambda _: " . ")


def _set_marks_apart(draft: _Draft) -> _Draft:
    return draft.rewrite(_PUNCTUATION, _mark)


@lru_cache(maxsize=4096)
def _mark(marks: str) -> str:
    """The strongest of several marks: `?!...` ends a sentence once."""
    mark = _SENTENCE_END.search(marks) or _PAUSE.search(marks)
    return f" {mark.group()} " if mark else " "


def _level_spaces(draft: _Draft) -> _Draft:
    return draft.rewrite(_SPACES, lambda _: " ")


# Whole words

_RUN = re.compile(r"([a-z])\1{2,}")
_DRAWN_OUT = re.compile(r"\b[a-z]*([a-z])\1{2,}[a-z]*\b")


def _shorten_runs(draft: _Draft) -> _Draft:
    return draft.rewrite(_DRAWN_OUT, _shortened)


def _shortened(word: str) -> str:
    single = re.sub(r"([a-z])\1+", r"\1", word)
    return _SINGLE.get(single) or _RUN.sub(r"\1", word)


def _repair(draft: _Draft) -> _Draft:
    """Swapped letters and words run together, looked up only when the text has such a word."""
    words = set(draft.text.split())
    repairs = {word: whole for word in words if (whole := _SLIPS.get(word) or _run_together(word))}
    return draft.rewrite(_any_of(tuple(repairs)), repairs.__getitem__) if repairs else draft


def _run_together(word: str) -> str | None:
    if word in _KNOWN or not 7 < len(word) < 40:
        return None
    return _words_in(word) if _WEIGHTY_INSIDE.search(word) else None


def _say_plainly(draft: _Draft) -> _Draft:
    return draft.rewrite(_SAID_PATTERN, _SAID.__getitem__)


def _shorten_forms(draft: _Draft) -> _Draft:
    return draft.rewrite(_SHORT_PATTERN, _SHORT.__getitem__)


def _name_pictures(draft: _Draft) -> _Draft:
    """A skull or a blade between a wish and a person is a verb; anywhere else it is a laugh or a picture."""
    return draft.rewrite(_PICTURE_VERB, lambda _: "kill")


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(phrases, key=len, reverse=True)
    return re.compile(rf"(?<![^ ])(?:{'|'.join(map(re.escape, longest_first))})(?![^ ])")


def _slips(words: list[str]) -> Mapping[str, str]:
    """Neighbouring letters swapped, from four letters on; one letter lost, from seven on."""
    swapped = {
        word[:at] + word[at + 1] + word[at] + word[at + 2 :]: word
        for word in words
        if len(word) > 3
        for at in range(len(word) - 1)
    }
    lost = {word[:at] + word[at + 1 :]: word for word in words if len(word) > 6 for at in range(1, len(word))}
    return {slip: word for slip, word in (lost | swapped).items() if slip not in words}


_DISGUISES = tomllib.loads((files("empathy") / "cues" / "disguises.toml").read_text("utf-8"))
_LOOK_ALIKE = str.maketrans({like: char for char, many in _DISGUISES["look_alikes"].items() for like in many})
_WEIGHTY = frozenset(_DISGUISES["weighty"])
_KNOWN = _WEIGHTY | frozenset(_DISGUISES["plain"])
_LONGEST = max(map(len, _KNOWN))
_WEIGHTY_IN_ORDER = sorted(_WEIGHTY)
_WEIGHTY_INSIDE = re.compile("|".join(_WEIGHTY_IN_ORDER))
_SIGN: Mapping[str, str] = _DISGUISES["signs"]
_SIGNS = str.maketrans(dict(_SIGN))
_STARS = re.compile(r"[*#_]+")
_BETWEEN_LETTERS = re.compile(r"(?<=[a-z])[013457@$](?=[a-z])")
_SINGLE = {re.sub(r"([a-z])\1+", r"\1", word): word for word in sorted(_KNOWN)}
_SLIPS = _slips([*_DISGUISES["weighty"], "want", "tonight"])
_SAID: Mapping[str, str] = _DISGUISES["said"]
_SHORT: Mapping[str, str] = _DISGUISES["short"]
SHORT_FORMS = frozenset(_SHORT.values())
"""What shortened forms are shortened to."""
_RESPELLED = frozenset((*_SLIPS, *_SAID, *_SHORT))
_SAID_PATTERN = _any_of(tuple(_SAID))
_SHORT_PATTERN = _any_of(tuple(_SHORT))
_PICTURE_VERB = re.compile(r"(?<=to )(?:[☠💀🔪🔫⚰🪦🗡] ?)+(?= (?:my|him|her|your|them)sel)")
_STEPS: tuple[Callable[[_Draft], _Draft], ...] = (
    _end_paragraphs,
    _fold,
    _join_contractions,
    _join_letters,
    _unmask,
    _set_marks_apart,
    _level_spaces,
    _shorten_runs,
    _repair,
    _say_plainly,
    _shorten_forms,
    _name_pictures,
)
