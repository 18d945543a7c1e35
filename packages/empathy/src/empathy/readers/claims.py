"""Health claims in a text, each with the entry of the claim bank where one can read what is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from empathy.bank import shelf
from empathy.bank.claims import Entry, by_name, entries
from empathy.encoder import Floats
from empathy.phrases import Phrase, Phrases, Sentence, compile_all, sentences
from empathy.readers.hazards import quotations
from empathy.readers.stance import HOLDS_NO, I_SPEAK, Place, claimed
from empathy.reading import Claim

NEAR = 0.55
GROUP = re.compile(r"\{(\w+)\}")
ABBREVIATED = re.compile(r"\b(St|Dr|Mr|Mrs|Ms|vs)\.(?= )")

Near = Callable[[Entry], float]


class Found(NamedTuple):
    """An entry and the place of its words. `topic`: only its topic stands there, and the text is near to what is said."""

    entry: Entry
    place: Place
    topic: bool

    @property
    def rank(self) -> tuple[bool, int]:
        """Whole phrases before topics, and the longer, which says more, before the shorter."""
        return self.topic, self.place.start - self.place.end

    @property
    def claim(self) -> Claim:
        start = self.place.sentence.start
        source = str(self.entry.source)
        return Claim(self.entry.kind, start + self.place.start, start + self.place.end, source, self.entry.name)


@dataclass(frozen=True, slots=True)
class Finder:
    """One entry, ready to be searched: phrases that are enough, and sets of words that only point to it."""

    entry: Entry
    phrases: Phrases
    about: tuple[Phrases, ...]


def claims(text: str, near: Near | None = None) -> tuple[Claim, ...]:
    """What is stated, advised or passed on about health and is not so, in the order of the text.

    near    how near the text is to what an entry's people say (cosine, -1 to 1); without it only phrases count
    source  rules and a bank written for this project (bank/claims-*.toml); English only
    limits  the first 20,000 characters; one claim of a kind in a sentence; what is asked, denied or told of oneself is left
    """
    quoted = quotations(text)
    said = [*sentences(ABBREVIATED.sub(r"\1 ", text)), Sentence("", len(text))]
    found = [one.claim for pair in pairwise(said) for one in of_sentence(*pair, quoted, near)]
    return tuple(sorted(found, key=lambda claim: (claim.start, claim.end)))


def of_sentence(sentence: Sentence, follows: Sentence, quoted: list[tuple[int, int]], near: Near | None) -> list[Found]:
    """At most one claim of a kind, the first in the bank, and no two in one place."""
    found = [one for finder in pointed_at(sentence) for one in in_sentence(finder, sentence, follows, quoted, near)]
    first: dict[str, Found] = {}
    for one in sorted(found, key=lambda one: one.topic):
        if one.entry.kind not in first and claimed(one.place, one.entry.kind):
            first[one.entry.kind] = one
    return without_overlap(sorted(first.values(), key=lambda one: one.rank))


def without_overlap(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for one in found:
        if all(apart(one.place, other.place) for other in kept):
            kept.append(one)
    return kept


def apart(one: Place, other: Place) -> bool:
    return one.end <= other.start or other.end <= one.start


def in_sentence(
    finder: Finder, sentence: Sentence, follows: Sentence, quoted: list[tuple[int, int]], near: Near | None
) -> Iterator[Found]:
    hits = [(one, False) for one in by_phrase(finder, sentence)] + [(one, True) for one in by_topic(finder, sentence)]
    for ((start, end), written), topic in hits:
        inside = any(left <= sentence.start + start and sentence.start + end <= right for left, right in quoted)
        place = Place(sentence, start, end, follows.plain, *holds(written), inside)
        if not topic or (near and near(finder.entry) >= NEAR):
            yield Found(finder.entry, place, topic)


Hit = tuple[tuple[int, int], str]


def by_phrase(finder: Finder, sentence: Sentence) -> Iterator[Hit]:
    for phrase in finder.phrases:
        for match in phrase.find(sentence):
            yield trimmed(match), phrase.written


def by_topic(finder: Finder, sentence: Sentence) -> Iterator[Hit]:
    for parts in finder.about:
        hits = [next(part.find(sentence), None) for part in parts]
        here = [hit.span() for hit in hits if hit]
        if len(here) == len(hits):
            yield (min(here)[0], max(end for _, end in here)), " ".join(part.written for part in parts)


def trimmed(match: re.Match[str]) -> tuple[int, int]:
    """Without the commas and spaces that a clause may begin with."""
    words = match.group()
    return match.start() + len(words) - len(words.lstrip(" ,;:–—-\"'(\t")), match.end()


@cache
def holds(written: str) -> tuple[bool, bool]:
    """Whether the phrase, or a group of words in it, says "not" or the like, and whether it says "I" or the like."""
    whole = [written, *(shelf("groups")[name] for name in GROUP.findall(written))]
    return says(HOLDS_NO, whole), says(I_SPEAK, whole)


def says(pattern: re.Pattern[str], texts: Iterable[str]) -> bool:
    return any(pattern.search(text) for text in texts)


# How near a text is to an entry


def nearness(vectors_of: Callable[[str], Floats]) -> Callable[[Floats], Near]:
    """From a text's vectors (windows × width, each of length 1) to its nearness to entries, highest cosine.

    What an entry's people say goes through the encoder when it is first asked for, about 5 ms a line, and is kept.
    """

    @cache
    def said(name: str) -> Floats:
        return np.concatenate([vectors_of(text) for text in by_name()[name].said])

    return lambda vectors: lambda entry: float((vectors @ said(entry.name).T).max())


# The bank, ready to be searched


@cache
def finders() -> tuple[Finder, ...]:
    return tuple(
        Finder(entry, compile_all(list(entry.phrases)), tuple(map(parts_of, entry.about))) for entry in entries()
    )


def parts_of(about: str) -> Phrases:
    return compile_all(about.split(" + "))


def pointed_at(sentence: Sentence) -> Iterator[Finder]:
    """The entries one of whose words stands in the sentence, in the order of the bank."""
    seen = {number for word in sentence.vocabulary for number in index().get(word, ())}
    return (finders()[number] for number in sorted(seen | index()[""]))


@cache
def index() -> dict[str, set[int]]:
    """Words to the numbers of the entries they may belong to; under "" those that must always be looked at."""
    table: dict[str, set[int]] = {"": set()}
    for number, finder in enumerate(finders()):
        for phrase in (*finder.phrases, *(part for parts in finder.about for part in parts)):
            for word in anchors(phrase):
                table.setdefault(word, set()).add(number)
    return table


def anchors(phrase: Phrase) -> frozenset[str]:
    return phrase.anchors or frozenset({""})
