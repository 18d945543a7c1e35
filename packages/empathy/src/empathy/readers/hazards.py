"""What in a reply can hurt the one who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

from empathy.bank import shelf
from empathy.phrases import LONGEST_TEXT, PLAIN, Phrases, Sentence, any_holds, compile_all, sentences
from empathy.reading import Risk, Span

IGNORING = "ignoring-a-risk"
BACKED_FROM = 0.5
LISTENING_NEEDS = frozenset({"listen", "been-there", "celebrate", "no-replies"})
WORDS_THAT_CAN_IGNORE = 4

QUOTED = re.compile(r"\"[^\"\n]{1,400}\"|(?<!\w)'(?=\w)[^'\n]{1,400}(?:'\w{1,3}\b[^'\n]{0,400}){0,4}'(?!\w)")
SPEECH = re.compile(
    r"\b(?:say|says|said|saying|tell|tells|telling|told|hear|hears|heard|hearing|calls|called|calling)\b",
    re.I,
)
NOT = re.compile(
    r"\b(?:not|never|nobody|none|nor|without|hardly|no one|no need to|than"
    r"|(?:is|are|was|were|do|does|did|has|have|had|would|should|could|wo|ca|ai|must)n'?t)(?:\s+[\w'-]+){0,2}\s*$",
    re.I,
)
SPEECH_REACH = 80
NOT_REACH = 40

E_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}")
PHONE = re.compile(r"(?<![\d.])\+?\d(?:[\s()/.-]{0,2}\d){6,14}(?!\d)")


@dataclass(frozen=True, slots=True)
class Kind:
    """One hazard. `backed` phrases count where a trained head hears the same; `unless` spares a sentence."""

    name: str
    why: str
    phrases: Phrases
    backed: Phrases
    unless: Phrases
    spoken: bool


@dataclass(frozen=True, slots=True)
class Moment:
    """Where a reply stands: what was told, what was asked for, what the trained heads hear (0 to 1)."""

    story: frozenset[str]
    welcomes_advice: bool
    celebrates: bool
    at_risk: bool
    in_danger: bool
    heard: dict[str, float]


def hazards(
    reply: str,
    story: str,
    *,
    need: str | None,
    advice: float | None,
    hostility: float | None,
    risk: Risk | None,
) -> list[Span]:
    """What may hurt, each piece with a reason and a kinder way, in the order of the reply.

    advice, hostility  what trained heads hear in the reply, 0 to 1; None where there is none
    risk               of the story; beside a danger, pointing to help is welcome, silence about it a hazard
    source             rules written for this project (bank/hazards.toml); English only
    limits             the first 20,000 characters; own pain, quotation and denial are left alone
    """
    heard = {"unasked-advice": advice or 0.0, "hostility": hostility or 0.0}
    moment = moment_of(sentences(story), need, heard, risk)
    said = sentences(reply)
    quoted = quotations(reply)
    found = [span for one in said for span in of_sentence(one, moment, quoted)]
    kept = found if not (moment.welcomes_advice or asks_first(said)) else without_advice(found)
    return sorted(kept + passed_by(said, moment), key=lambda span: (span.start, span.end))


def moment_of(story: list[Sentence], need: str | None, heard: dict[str, float], risk: Risk | None) -> Moment:
    wanted = (need or "listen").replace(" ", "-")
    asks = any(any_holds(extra("asks"), one) for one in story)
    own = risk if risk and risk.subject in {None, "self"} else None
    return Moment(
        story=frozenset().union(*(one.vocabulary for one in story)),
        welcomes_advice=wanted not in LISTENING_NEEDS or (need is None and asks),
        celebrates=wanted == "celebrate",
        at_risk=own is not None and own.found,
        in_danger=own is not None and own.at_least("danger"),
        heard=heard,
    )


def quotations(reply: str) -> list[tuple[int, int]]:
    return [one.span() for one in QUOTED.finditer(reply[:LONGEST_TEXT].translate(PLAIN))]


def asks_first(said: list[Sentence]) -> bool:
    return any(any_holds(extra("permission"), one) for one in said)


def without_advice(spans: list[Span]) -> list[Span]:
    return [span for span in spans if span.kind != "unasked-advice"]


def of_sentence(sentence: Sentence, moment: Moment, quoted: list[tuple[int, int]]) -> list[Span]:
    """One span a kind at most; what already hurts for a graver reason is not called advice as well."""
    found = [span for kind in kinds() for span in of_kind(kind, sentence, moment, quoted)]
    return without_advice(found) if len(found) > 1 else found


def of_kind(kind: Kind, sentence: Sentence, moment: Moment, quoted: list[tuple[int, int]]) -> list[Span]:
    if spared(kind, sentence, moment):
        return []
    places = places_of(kind, sentence, moment)
    meant = (place for place in places if kind.spoken or said_by_them(sentence, *place, quoted))
    return [Span(kind.name, sentence.start + start, sentence.start + end, kind.why) for start, end in islice(meant, 1)]


def spared(kind: Kind, sentence: Sentence, moment: Moment) -> bool:
    if kind.name == "toxic-positivity" and moment.celebrates:
        return True
    if kind.name == "unasked-advice" and moment.at_risk and any_holds(extra("signposts"), sentence):
        return True
    return any_holds(kind.unless, sentence)


def places_of(kind: Kind, sentence: Sentence, moment: Moment) -> Iterator[tuple[int, int]]:
    """Where the words stand, within the sentence."""
    backed = kind.backed if moment.heard.get(kind.name, 0) >= BACKED_FROM else ()
    for phrase in kind.phrases + backed:
        for match in phrase.find(sentence):
            if kind.name != "diagnosis" or not names_it_already(match, moment):
                yield trimmed_span(match)
    if kind.name == "contact-swap":
        yield from contacts(sentence)


def names_it_already(match: re.Match[str], moment: Moment) -> bool:
    """True where the writer used the word for the illness first."""
    return match.group().lower().split()[-1] in moment.story


def trimmed_span(match: re.Match[str]) -> tuple[int, int]:
    lead = len(match.group()) - len(match.group().lstrip(" ,;:–—-\"'(\t"))
    return match.start() + lead, match.end()


def contacts(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """E-mail addresses and telephone numbers, those of help lines left out."""
    if any_holds(extra("signposts"), sentence):
        return
    for pattern in (E_MAIL, PHONE):
        yield from (match.span() for match in pattern.finditer(sentence.plain))


def said_by_them(sentence: Sentence, start: int, end: int, quoted: list[tuple[int, int]]) -> bool:
    """False where the words are quoted, told about somebody else, or denied."""
    if any(left <= sentence.start + start and sentence.start + end <= right for left, right in quoted):
        return False
    before = re.split(r"[,;:]", sentence.plain[:start])[-1]
    return not SPEECH.search(before[-SPEECH_REACH:].lower()) and not NOT.search(before[-NOT_REACH:])


def passed_by(said: list[Sentence], moment: Moment) -> list[Span]:
    """The whole reply, where it answers a danger with not one word of heed."""
    enough = sum(len(one.words) for one in said) >= WORDS_THAT_CAN_IGNORE
    if not (moment.in_danger and enough) or any(any_holds(extra(IGNORING, "heeds"), one) for one in said):
        return []
    return [Span(IGNORING, said[0].start, said[-1].end, shelf("hazards")[IGNORING]["why"])]


def hurts(sentence: Sentence) -> bool:
    """True where the words stand on their own for something worse than advice."""
    return any(any_holds(kind.phrases, sentence) for kind in kinds() if kind.name != "unasked-advice")


@cache
def kinds() -> tuple[Kind, ...]:
    """The hazards of the bank that words can show, gravest first."""
    return tuple(kind_of(name, table) for name, table in shelf("hazards").items() if "must" in table)


def kind_of(name: str, table: dict[str, Any]) -> Kind:
    phrases, backed, unless = (compile_all(table.get(part, [])) for part in ("phrases", "backed", "unless"))
    return Kind(name, table["why"], phrases, backed, unless, table.get("spoken", False))


@cache
def extra(name: str, part: str = "phrases") -> Phrases:
    return compile_all(shelf("hazards")[name][part])
