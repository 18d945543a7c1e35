"""Small edits for a reply that somebody is writing. They decide; nothing is written for them from nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby, islice
from typing import Any
from zlib import crc32

from empathy import quotes
from empathy.bank import shelf
from empathy.phrases import LONGEST_TEXT, Sentence, sentences
from empathy.readers.explorations import explorations
from empathy.readers.hazards import hazards
from empathy.readers.interpretations import interpretations
from empathy.readers.language import language
from empathy.reading import ReplyReading, Risk, Span, Suggestion

FEWEST_WORDS = 3
FEWEST_LETTERS = 8
STATING_FROM_WORDS = 12
EDITS_FROM_WORDS = ((3, 1), (6, 2), (12, 3))
MOST_SENTENCES_TO_ADD_TO = 9

UNTOUCHED = frozenset({"hostility", "sarcasm", "encouragement-of-harm"})
ORDER = {
    "listen": ("interpretation", "exploration", "reaction"),
    "been-there": ("experience", "interpretation", "exploration"),
    "ideas": ("exploration", "reaction", "interpretation"),
    "information": ("source", "exploration", "reaction"),
    "practical": ("exploration", "reaction", "interpretation"),
    "celebrate": ("reaction", "interpretation", "exploration"),
}
GREETING = re.compile(
    r"\s*(?:hi|hello|hey|dear|good (?:morning|evening|afternoon))\b[^,.!?\n]{0,30}[,.!\n]\s*", re.I
)
OWN_LIFE = re.compile(r"\b(?:i|my|me|mine|we|our)\b", re.I)
SOURCED = re.compile(
    r"https?://|www\.|\b(?:source|page|site|website|leaflet|says|according|guideline)\b", re.I
)


@dataclass(frozen=True)
class Worth:
    """What a reply gives and takes: it asks and understands (0 to 2 each), it hurts (how often, by kind)."""

    asks: float
    understands: float
    hurts: Counter[str]


@dataclass(frozen=True)
class Draft:
    """A reply on its way, and what may be said back of the story it answers."""

    story: str
    reply: str
    need: str
    said: list[Sentence]
    quotes: list[str]
    feeling: str | None

    @property
    def words(self) -> int:
        return sum(len(one.words) for one in self.said)

    @cached_property
    def worth(self) -> Worth:
        return self.worth_of(self.reply)

    def worth_of(self, reply: str) -> Worth:
        found = hazards(reply, self.story, need=self.need, advice=None, hostility=None, risk=None)
        return Worth(
            asks=explorations(reply, self.story).value,
            understands=interpretations(reply, self.story).value,
            hurts=Counter(span.kind for span in found),
        )


def suggest(
    story: str, reply: str, *, need: str | None, reading: ReplyReading, risk: Risk
) -> list[Suggestion]:
    """Up to three edits, in the order of the reply; each stands alone and holds its ground when read again.

    None where either text may tell of danger, where the reply attacks (its hazards say so), where there are
    fewer than three words to begin with, where no replies are wanted, or in a language other than English.
    """
    draft = draft_of(story, reply, need)
    if risk.found or draft.need not in ORDER or not workable(draft, reading):
        return []
    most = max(edits for words, edits in EDITS_FROM_WORDS if draft.words >= words)
    instead = list(replacements(draft, reading.hazards))
    own_words_left = (
        sum(edit.end - edit.start for edit in instead) < len(draft.reply.strip()) - FEWEST_LETTERS
    )
    chosen = [*instead, *(additions(draft, reading) if own_words_left else ())][:most]
    return sorted(chosen, key=lambda one: (one.start, one.end))


def apply(reply: str, suggestion: Suggestion) -> str:
    """The reply with one suggestion in it."""
    return reply[: suggestion.start] + suggestion.text + reply[suggestion.end :]


def draft_of(story: str, reply: str, need: str | None) -> Draft:
    wanted = (need or "listen").replace(" ", "-")
    fresh = [quote for quote in quotes.quotes(story) if quote not in reply]
    return Draft(
        story, reply, wanted, sentences(reply), fresh, quotes.feeling(story, glad=wanted == "celebrate")
    )


def workable(draft: Draft, reading: ReplyReading) -> bool:
    attacks = any(span.kind in UNTOUCHED for span in reading.hazards)
    fits = draft.words >= FEWEST_WORDS and len(draft.reply) <= LONGEST_TEXT
    return fits and not attacks and all(in_english(text) for text in (draft.story, draft.reply))


def in_english(text: str) -> bool:
    spoken = language(text)
    return spoken is None or spoken.code == "en"


def replacements(draft: Draft, found: tuple[Span, ...]) -> Iterator[Suggestion]:
    """One edit for each run of sentences that hurt."""
    for first, last, span in runs(draft.said, found):
        table = table_for(span.kind, draft.need)
        if table:
            edits = instead_of(draft, Span(span.kind, first.start, last.end, span.why), table)
            yield from first_that_holds(draft, edits)


def runs(said: list[Sentence], found: tuple[Span, ...]) -> Iterator[tuple[Sentence, Sentence, Span]]:
    """First and last sentence of each run, and the hazard it begins with."""
    marked = [
        (one, next((span for span in found if one.start <= span.start < one.end), None)) for one in said
    ]
    for hurting, run in groupby(marked, key=lambda pair: pair[1] is not None):
        pairs = list(run)
        if hurting and pairs[0][1]:
            yield pairs[0][0], pairs[-1][0], pairs[0][1]


def table_for(hazard: str, need: str) -> dict[str, Any] | None:
    if hazard == "unasked-advice":
        return {"kind": "advice", **for_need("advice", need)}
    table: dict[str, Any] | None = shelf("suggestions")["instead"].get(hazard)
    return table


def for_need(name: str, need: str) -> dict[str, Any]:
    table: dict[str, Any] = shelf("suggestions")[name]
    fitting: dict[str, Any] = table.get(need, table)
    return fitting


def instead_of(draft: Draft, span: Span, table: dict[str, Any]) -> Iterator[Suggestion]:
    """In place of what hurts; before it, where it is advice and all there is or half of it has worth."""
    why = table.get("why", span.why)
    advises = span.kind == "unasked-advice"
    everything = span.end - span.start >= len(draft.reply.strip()) - FEWEST_LETTERS
    for text in turned(table["texts"], draft, span.kind):
        if not (advises and everything):
            yield Suggestion(table["kind"], span.start, span.end, text, why)
        if advises:
            yield Suggestion(table["kind"], span.start, span.start, f"{text} ", why)


def additions(draft: Draft, reading: ReplyReading) -> Iterator[Suggestion]:
    """What the reply lacks, each quoting another piece of the story."""
    left = draft
    for name in ORDER[draft.need] if len(draft.said) <= MOST_SENTENCES_TO_ADD_TO else ():
        for edit in first_that_holds(left, added(name, left)) if lacks(name, draft, reading) else ():
            yield edit
            left = replace(left, quotes=[quote for quote in left.quotes if quote not in edit.text])


def lacks(name: str, draft: Draft, reading: ReplyReading) -> bool:
    if name == "experience":
        return OWN_LIFE.search(draft.reply) is None
    if name == "source":
        return SOURCED.search(draft.reply) is None
    if name == "interpretation":
        return interpretations(draft.reply, draft.story).level == 0
    score = reading.exploration if name == "exploration" else reading.reaction
    return score is not None and score.level == 0


def added(name: str, draft: Draft) -> Iterator[Suggestion]:
    short = name == "source" and draft.words < STATING_FROM_WORDS
    table = for_need(name, "missing" if short else draft.need)
    kind = {"experience": "interpretation", "source": "advice"}.get(name, name)
    place = {"reaction": opening, "interpretation": after_the_first}.get(name, closing)(draft)
    for text in turned(table["texts"], draft, name):
        yield Suggestion(kind, place, place, joined(text, draft.reply, place), table["why"])


def opening(draft: Draft) -> int:
    greeting = GREETING.match(draft.reply)
    return greeting.end() if greeting else len(draft.reply) - len(draft.reply.lstrip())


def after_the_first(draft: Draft) -> int:
    """Behind the first sentence that is no greeting; before it where it asks or hurts."""
    first = next((one for one in draft.said if one.end > opening(draft)), None)
    if first is None or first.asks or draft.worth_of(first.plain).hurts:
        return opening(draft)
    return first.end if draft.reply[first.end - 1] in ".!…" else closing(draft)


def closing(draft: Draft) -> int:
    return len(draft.reply.rstrip())


def joined(text: str, reply: str, place: int) -> str:
    """The text with the space it needs where it stands."""
    if not reply[:place].strip() or reply[place - 1 : place].isspace():
        return f"{text} "
    return f" {text}" if reply[place - 1] in ".!?…" else f"\n{text}"


def turned(texts: list[str], draft: Draft, salt: str) -> list[str]:
    """Every text that can be filled, those with the story's words first."""
    quote = next(iter(draft.quotes), None)
    known = [
        text
        for text in texts
        if ("{quote}" not in text or quote) and ("{feeling}" not in text or draft.feeling)
    ]
    tied = [text for text in known if "{" in text]
    loose = [text for text in known if "{" not in text]
    return [
        text.format(quote=quote, feeling=draft.feeling)
        for text in rotated(tied, draft, salt) + rotated(loose, draft, salt)
    ]


def rotated(texts: list[str], draft: Draft, salt: str) -> list[str]:
    """Always the same turn for the same texts."""
    written = f"{salt}\0{draft.story}\0{draft.reply}".encode("utf-8", "surrogatepass")
    first = crc32(written) % max(1, len(texts))
    return texts[first:] + texts[:first]


def first_that_holds(draft: Draft, edits: Iterator[Suggestion]) -> list[Suggestion]:
    return list(islice((edit for edit in edits if holds(draft, edit)), 1))


def holds(draft: Draft, edit: Suggestion) -> bool:
    """True where the reply asks and understands no less, hurts nowhere new, and less where words went."""
    before, after = draft.worth, draft.worth_of(apply(draft.reply, edit))
    gives = after.asks >= before.asks and after.understands >= before.understands
    return gives and after.hurts <= before.hurts and (edit.start == edit.end or after.hurts < before.hurts)
