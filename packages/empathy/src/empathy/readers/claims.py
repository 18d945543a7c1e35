"""Health claims in a text, each with the entry of the claim bank where one can read what is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import NamedTuple, Protocol

from empathy.bank import shelf
from empathy.bank.claims import Entry, entries
from empathy.phrases import Phrase, Phrases, Sentence, compile_all, sentences
from empathy.readers.hazards import quotations
from empathy.readers.stance import Place, claimed, pattern
from empathy.reading import Claim

NEAR = 0.55
GROUP = re.compile(r"\{(\w+)\}")
ABBREVIATED = re.compile(r"\b(St|Dr|Mr|Mrs|Ms|vs)\.(?= )")


class Heard(Protocol):
    """What a trained ear says of the whole text."""

    def near(self, entry: Entry) -> float:
        """How near the text is to what an entry's people say, -1 to 1."""

    def heard(self) -> list[Entry]:
        """What the text seems to claim, in whatever words."""


class Found(NamedTuple):
    """An entry and the place of its words; `topic` where no whole phrase stands there."""

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


def claims(text: str, ear: Heard | None = None) -> tuple[Claim, ...]:
    """What is stated, advised or passed on about health and is not so, in the order of the text.

    ear     hears claims in other words than the bank's; without it only whole phrases count
    source  rules and a bank written for this project (bank/claims-*.toml); English only
    limits  the first 20,000 characters; one claim of a kind in a sentence
    """
    quoted = quotations(text)
    said = [*sentences(ABBREVIATED.sub(r"\1 ", text)), Sentence("", len(text))]
    found = [one for pair in pairwise(said) for one in of_sentence(*pair, quoted, ear)]
    found += in_other_words(said, found, ear)
    return tuple(sorted((one.claim for one in found), key=lambda claim: (claim.start, claim.end)))


def in_other_words(said: list[Sentence], found: list[Found], ear: Heard | None) -> Iterator[Found]:
    """What the ear hears and no phrase has found, in the sentence that has most of the entry's words."""
    if ear is None or found or len(said) == 1:
        return
    for entry in ear.heard():
        sentence, follows = max(pairwise(said), key=lambda pair: len(pair[0].stems & stems(entry)))
        if claimed(Place(sentence, len(sentence.plain), len(sentence.plain), follows.plain), entry.kind):
            yield Found(entry, Place(sentence, 0, len(sentence.plain)), topic=True)


@cache
def stems(entry: Entry) -> frozenset[str]:
    return Sentence(" ".join((entry.claim, *entry.said)), 0).stems


def of_sentence(sentence: Sentence, follows: Sentence, quoted: list[tuple[int, int]], ear: Heard | None) -> list[Found]:
    """At most one claim of a kind, the first in the bank, and no two in one place."""
    found = [one for finder in pointed_at(sentence) for one in in_sentence(finder, sentence, follows, quoted, ear)]
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
    finder: Finder, sentence: Sentence, follows: Sentence, quoted: list[tuple[int, int]], ear: Heard | None
) -> Iterator[Found]:
    hits = [(one, False) for one in by_phrase(finder, sentence)] + [(one, True) for one in by_topic(finder, sentence)]
    for ((start, end), written), topic in hits:
        inside = any(left <= sentence.start + start and sentence.start + end <= right for left, right in quoted)
        place = Place(sentence, start, end, follows.plain, *holds(written), inside)
        if not topic or (ear and ear.near(finder.entry) >= NEAR):
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
    return says("holds_no", whole), says("i_speak", whole)


def says(name: str, texts: Iterable[str]) -> bool:
    return any(pattern(name).search(text) for text in texts)


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
