"""Small edits for a reply that somebody is writing. They decide; nothing is written for them from nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
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
from empathy.reading import ReplyReading, Risk, Score, Span, Suggestion

Reader = Callable[[str], ReplyReading]

FEWEST_LETTERS = 8
EDITS_FROM_WORDS = ((3, 1), (6, 2), (12, 3))
MOST_ADDITIONS = 2
MOST_SENTENCES_TO_ADD_TO = 9

CONSTRUCTS = ("reaction", "interpretation", "exploration")
UNTOUCHED = frozenset({"hostility", "sarcasm", "encouragement-of-harm"})
ORDER = {
    "listen": ("interpretation", "exploration", "reaction"),
    "been-there": ("interpretation", "exploration"),
    "ideas": ("exploration", "reaction", "interpretation"),
    "information": (),
    "practical": ("exploration", "reaction", "interpretation"),
    "celebrate": ("reaction", "interpretation", "exploration"),
}
GREETING = re.compile(r"\s*(?:hi|hello|hey|dear|good (?:morning|evening|afternoon))\b[^,.!?\n]{0,30}[,.!\n]\s*", re.I)


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply on its way, how it reads now, how to read it again, and what may be said back of the story."""

    story: str
    reply: str
    need: str
    said: list[Sentence]
    reading: ReplyReading
    again: Reader
    quotes: list[str]
    feeling: str | None

    @property
    def words(self) -> int:
        return sum(len(one.words) for one in self.said)


def suggest(
    story: str,
    reply: str,
    *,
    need: str | None,
    reading: ReplyReading,
    risk: Risk,
    again: Reader | None = None,
) -> list[Suggestion]:
    """Up to three edits, in the order of the reply; each stands alone and holds its ground when read again.

    again  reads an edited reply as `reading` read this one; None: what rules can read decides

    None where either text may tell of danger, where the reply attacks (its hazards say so), where there are
    fewer than three words to begin with, where no replies are wanted, or in a language other than English.
    """
    wanted = (need or "listen").replace(" ", "-")
    if risk.found or wanted not in ORDER or not workable(story, reply, reading):
        return []
    draft = draft_of(story, reply, wanted, reading, again)
    most = max((edits for words, edits in EDITS_FROM_WORDS if draft.words >= words), default=0)
    instead = list(replacements(draft))
    own_words_left = sum(edit.end - edit.start for edit in instead) < len(draft.reply.strip()) - FEWEST_LETTERS
    chosen = [*instead, *(additions(draft) if own_words_left else ())][:most]
    return sorted(chosen, key=lambda one: (one.start, one.end))


def apply(reply: str, suggestion: Suggestion) -> str:
    """The reply with one suggestion in it."""
    return reply[: suggestion.start] + suggestion.text + reply[suggestion.end :]


def workable(story: str, reply: str, reading: ReplyReading) -> bool:
    attacks = any(span.kind in UNTOUCHED for span in reading.hazards)
    return len(reply) <= LONGEST_TEXT and not attacks and in_english(story) and in_english(reply)


def draft_of(story: str, reply: str, need: str, reading: ReplyReading, again: Reader | None) -> Draft:
    by_rules = rules(story, need)
    return Draft(
        story=story,
        reply=reply,
        need=need,
        said=sentences(reply),
        reading=reading if again else replace(by_rules(reply), reaction=reading.reaction),
        again=again or by_rules,
        quotes=[quote for quote in quotes.quotes(story) if quote not in reply],
        feeling=quotes.feeling(story, glad=need == "celebrate"),
    )


def rules(story: str, need: str) -> Reader:
    """What can be read in a reply without any trained head."""

    def read(reply: str) -> ReplyReading:
        found = hazards(reply, story, need=need, advice=None, hostility=None, risk=None)
        return ReplyReading(
            version="rules",
            interpretation=interpretations(reply, story),
            exploration=explorations(reply, story),
            hazards=tuple(found),
        )

    return read


def in_english(text: str) -> bool:
    spoken = language(text)
    return spoken is None or spoken.code == "en"


def replacements(draft: Draft) -> Iterator[Suggestion]:
    """One edit for each run of sentences that hurt."""
    for first, last, span in runs(draft.said, draft.reading.hazards):
        table = table_for(span.kind, draft.need)
        if table:
            edits = instead_of(draft, Span(span.kind, first.start, last.end, span.why), table)
            yield from first_that_holds(draft, edits)


def runs(said: list[Sentence], found: tuple[Span, ...]) -> Iterator[tuple[Sentence, Sentence, Span]]:
    """First and last sentence of each run, and the hazard it begins with."""
    marked = [(one, next((span for span in found if one.start <= span.start < one.end), None)) for one in said]
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


def additions(draft: Draft) -> Iterator[Suggestion]:
    """What a reply that gives nothing yet lacks, each quoting another piece of the story.

    One that gives something is left in its own voice: readers liked it better without (docs/engine/coaching.md).
    """
    if len(draft.said) <= MOST_SENTENCES_TO_ADD_TO and not any(level(name, draft) for name in CONSTRUCTS):
        yield from islice(lacking(draft), MOST_ADDITIONS)


def lacking(draft: Draft) -> Iterator[Suggestion]:
    left = draft
    for name in ORDER[draft.need]:
        for edit in first_that_holds(left, added(name, left)) if level(name, draft) == 0 else ():
            yield edit
            left = replace(left, quotes=[quote for quote in left.quotes if quote not in edit.text])


def level(name: str, draft: Draft) -> int | None:
    """How far the reply goes, 0 to 2; None where it could not be read."""
    score: Score | None = getattr(draft.reading, name)
    return score.level if score else None


def added(name: str, draft: Draft) -> Iterator[Suggestion]:
    table = for_need(name, draft.need)
    place = {"reaction": opening, "interpretation": after_the_first}.get(name, closing)(draft)
    for text in turned(table["texts"], draft, name):
        yield Suggestion(name, place, place, joined(text, draft.reply, place), table["why"])


def opening(draft: Draft) -> int:
    greeting = GREETING.match(draft.reply)
    return greeting.end() if greeting else len(draft.reply) - len(draft.reply.lstrip())


def after_the_first(draft: Draft) -> int:
    """Behind the first sentence that is no greeting; before it where it asks or hurts."""
    first = next((one for one in draft.said if one.end > opening(draft)), None)
    if first is None or first.asks or hurts(first, draft.reading.hazards):
        return opening(draft)
    return first.end if draft.reply[first.end - 1] in ".!…" else closing(draft)


def hurts(sentence: Sentence, found: tuple[Span, ...]) -> bool:
    return any(sentence.start <= span.start < sentence.end for span in found)


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
    known = [text for text in texts if ("{quote}" not in text or quote) and ("{feeling}" not in text or draft.feeling)]
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
    """True where the reply gives no less than before, hurts nowhere new, and less where words went."""
    edited = apply(draft.reply, edit)
    before, after = draft.reading, draft.again(edited)
    asks, asks_now = (explorations(reply, draft.story).value for reply in (draft.reply, edited))
    gives = no_less(before.reaction, after.reaction) and no_less(before.interpretation, after.interpretation)
    hurt, hurts_now = (Counter(span.kind for span in reading.hazards) for reading in (before, after))
    return gives and asks <= asks_now and hurts_now <= hurt and (edit.start == edit.end or hurts_now < hurt)


def no_less(before: Score | None, after: Score | None) -> bool:
    return before is None or after is None or after.value >= before.value
