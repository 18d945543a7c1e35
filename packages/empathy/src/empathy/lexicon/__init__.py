"""Pocket dictionaries: what a text in another language says, word by word, in English.

All that was learned was learned from English. The danger in a text survives a clumsy translation: `gloss` looks up the
longest phrase it knows, puts what it means in the phrase's place, and leaves unknown words as they stand. One readable
file a language, `<code>.tsv`: a phrase as people type it, a tab, what it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import groupby

from empathy.normaliser import folded

CODES = ("ar", "de", "es", "fr", "hi", "id", "it", "nl", "pl", "pt", "tr", "zh")
MARKS = {"。": ".", "！": "!", "？": "?", "，": ",", "；": ";", "、": ","}
HELD = 6
"""So many stay in memory, 3 to 18 MB each."""
_SIGNS = "\u3400-\u9fff"
_JOINED = "\u0300-\u036f\u064b-\u0652\u0900-\u0963\u0971-\u097f"  # vowel signs stand within words
_WORD = re.compile(rf"[{_SIGNS}]+|(?:[^\W\d_]|[{_JOINED}])+(?:'(?:[^\W\d_]|[{_JOINED}])+)*|\d+|[.!?,;:…。！？，；、]")
_IS_MARK = re.compile(r"[.!?,;:…]")
_BEFORE_MARK = re.compile(r" (?=[.!?,;:…])")
_LONGEST_PHRASE, _LONGEST_SIGNS = 6, 8
_SHORTEST_STEM, _LONGEST_ENDING = 4, 6
_ARTICLES = ("وال", "بال", "فال", "كال", "لل", "ال", "و", "ف", "ب", "ل", "ك")

_PRONOUNS = {"": "", "ني": "me", "ها": "her", "هم": "them", "هن": "them", "كم": "you", "نا": "us"}
_PRONOUNS |= {"ه": "him", "ك": "you", "ي": "my", "و": "", "ة": "", "ات": "", "ين": "", "ون": "", "ش": ""}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrase to gloss, as typed and without accents; `stems` are the single words among the latter."""

    code: str
    typed: dict[str, str]
    plain: dict[str, str]
    stems: dict[str, str]

    def gloss(self, text: str) -> str:
        words = [word for found in _WORD.findall(cleaned(text)) for word in self._cut(MARKS.get(found, found))]
        return _BEFORE_MARK.sub("", " ".join(self._said(words)))

    def _cut(self, word: str) -> Iterator[str]:
        """Signs without spaces between them are cut where the longest known word ends."""
        while word and "\u3400" <= word[0] <= "\u9fff":
            lengths = range(min(_LONGEST_SIGNS, len(word)), 1, -1)
            length = next((length for length in lengths if word[:length] in self.typed), 1)
            yield word[:length]
            word = word[length:]
        if word:
            yield word

    def _said(self, words: list[str]) -> Iterator[str]:
        for are_marks, group in groupby(words, key=lambda word: bool(_IS_MARK.fullmatch(word))):
            together = list(group)
            yield from together if are_marks else self._phrases(together)

    def _phrases(self, words: list[str]) -> Iterator[str]:
        bare, start = [unaccented(word) for word in words], 0
        while start < len(words):
            ends = range(min(start + _LONGEST_PHRASE, len(words)), start, -1)
            tries = ((end, self._known(words[start:end], bare[start:end])) for end in ends)
            end, said = next(((end, said) for end, said in tries if said), (start + 1, None))
            yield said or self._by_its_parts(words[start]) or words[start]
            start = end

    def _known(self, typed: list[str], bare: list[str]) -> str | None:
        return self.typed.get(" ".join(typed)) or self.plain.get(" ".join(bare))

    def _by_its_parts(self, word: str) -> str | None:
        """A word that stands behind an article, or under an ending, that the dictionary has not."""
        if self.code == "ar":
            return self._between_affixes(word)
        plain = unaccented(word)
        shorter = range(len(plain) - 1, max(_SHORTEST_STEM, len(plain) - _LONGEST_ENDING - 1), -1)
        return next((said for end in shorter if (said := self.stems.get(plain[:end]))), None)

    def _between_affixes(self, word: str) -> str | None:
        """An Arabic word behind an article or before a pronoun, which is said after it."""
        bare = [word.removeprefix(article) for article in ("", *_ARTICLES) if word.startswith(article)]
        for ending, whom in _PRONOUNS.items():
            stems = (one.removesuffix(ending) for one in bare if one.endswith(ending) and one != ending)
            said = next(
                (said for one in stems if len(one) > 2 and (said := self._known([one], [unaccented(one)]))), None
            )
            if said:
                return f"{said} {whom}".rstrip()
        return None


@lru_cache(maxsize=HELD)
def lexicon(code: str) -> Lexicon:
    """Read when first asked for. Raises KeyError for a language without one."""
    if code not in CODES:
        raise KeyError(code)
    typed = dict(_entries((files(__package__) / f"{code}.tsv").read_text(encoding="utf-8")))
    plain = {unaccented(phrase): said for phrase, said in reversed(typed.items())}
    return Lexicon(code, typed, plain, {word: said for word, said in plain.items() if _is_stem(word)})


def _entries(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        phrase, _, said = line.partition("\t")
        yield phrase, said


def _is_stem(word: str) -> bool:
    return " " not in word and len(word) >= _SHORTEST_STEM


def cleaned(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("İ", "i").lower()).replace("’", "'").replace("`", "'")


def unaccented(phrase: str) -> str:
    return "".join(map(folded, phrase.replace("ß", "ss"))).replace("'", "")
