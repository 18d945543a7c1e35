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
from empathy.phrases import Phrases, Sentence, compile_all, sentences
from empathy.readers.hazards import quotations
from empathy.readers.stance import Place, claimed, pattern
from empathy.reading import Claim
from empathy.usual import how_usual

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
class Lead:
    """One way to an entry: a whole phrase, or the words of its topic in any order."""

    entry: Entry
    parts: Phrases
    topic: bool

    @property
    def anchors(self) -> frozenset[str]:
        """A sentence without any of these words cannot hold all the parts; "" where every sentence may."""
        known = [forms for part in self.parts for forms in part.needs]
        return min(known, key=how_usual) if known else frozenset({""})

    @property
    def written(self) -> str:
        return " ".join(part.written for part in self.parts)


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
    found = [one for lead in pointed_at(sentence) for one in in_sentence(lead, sentence, follows, quoted, ear)]
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
    lead: Lead, sentence: Sentence, follows: Sentence, quoted: list[tuple[int, int]], ear: Heard | None
) -> Iterator[Found]:
    for start, end in topic(lead, sentence, ear) if lead.topic else phrase(lead, sentence):
        inside = any(left <= sentence.start + start and sentence.start + end <= right for left, right in quoted)
        yield Found(lead.entry, Place(sentence, start, end, follows.plain, *holds(lead.written), inside), lead.topic)


def phrase(lead: Lead, sentence: Sentence) -> Iterator[tuple[int, int]]:
    yield from (trimmed(match) for match in lead.parts[0].find(sentence))


def topic(lead: Lead, sentence: Sentence, ear: Heard | None) -> Iterator[tuple[int, int]]:
    """From the first to the last of its words, where all are there and the text is near to what people say."""
    spans: list[tuple[int, int]] = []
    for part in lead.parts if ear else ():
        match = next(part.find(sentence), None)
        if match is None:
            return
        spans.append(match.span())
    if ear and ear.near(lead.entry) >= NEAR:
        yield min(spans)[0], max(end for _, end in spans)


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
def leads() -> tuple[Lead, ...]:
    return tuple(lead for entry in entries() for lead in ways_to(entry))


def ways_to(entry: Entry) -> Iterator[Lead]:
    for one in compile_all(list(entry.phrases)):
        yield Lead(entry, (one,), topic=False)
    for words in entry.about:
        yield Lead(entry, compile_all(words.split(" + ")), topic=True)


def pointed_at(sentence: Sentence) -> Iterator[Lead]:
    """The leads one of whose words stands in the sentence, in the order of the bank."""
    seen = {number for word in sentence.pieces for number in index().get(word, ())}
    return (leads()[number] for number in sorted(seen | index().get("", set())))


@cache
def index() -> dict[str, set[int]]:
    """Words to the numbers of the leads they may belong to; under "" those that must always be looked at."""
    table: dict[str, set[int]] = {}
    for number, lead in enumerate(leads()):
        for word in lead.anchors:
            table.setdefault(word, set()).add(number)
    return table
