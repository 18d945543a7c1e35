"""Whether words that sound like a claim are claimed: or asked, denied, told of oneself, or reported with pain.

English only. Each guard looks at the clause before the words, at the words themselves, or at what follows.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property

from empathy.bank import shelf
from empathy.phrases import Sentence

BEFORE, AFTER = 160, 120
CLAUSE = re.compile(r"[,;:(–—]\s|\b(?:but|so|because|then|and then)\s")


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One of bank/stance.toml."""
    return re.compile("".join(shelf("stance")[name].splitlines()), re.IGNORECASE)


@dataclass(frozen=True)
class Place:
    """Where the words stand: in a sentence, from `start` to `end`, with the sentence that follows.

    holds_no  the claim itself says "not" or "never", so such a word inside it denies nothing
    holds_me  the claim itself says "I" or "my", so such a word inside it tells nothing of oneself
    quoted    the words stand in quotation marks
    """

    sentence: Sentence
    start: int
    end: int
    follows: str = ""
    holds_no: bool = False
    holds_me: bool = False
    quoted: bool = False

    @cached_property
    def before(self) -> str:
        return self.sentence.plain[max(0, self.start - BEFORE) : self.start]

    @cached_property
    def clause(self) -> str:
        """What stands before the words in their own clause."""
        return CLAUSE.split(self.before)[-1]

    @cached_property
    def said(self) -> str:
        return self.sentence.plain[self.start : self.end]

    @cached_property
    def after(self) -> str:
        return self.sentence.plain[self.end : self.end + AFTER]


Guard = Callable[[Place], object]


def claimed(place: Place, kind: str) -> bool:
    """True where the words are stated, advised or passed on."""
    guards = (*GUARDS, *GUARDS_OF_KIND.get(kind, ()))
    return not place.quoted and not any(guard(place) for guard in guards)


def asked(place: Place) -> object:
    urged = pattern("urges").search(place.sentence.plain)
    if place.sentence.asks and not urged:
        return True
    return (not urged and pattern("asks").search(place.before)) or pattern("asks_back").search(place.follows)


def denied(place: Place) -> object:
    clause = pattern("exempt").sub("", place.clause)
    inside = not place.holds_no and pattern("holds_no").search(place.said)
    return (
        inside or pattern("negated").search(clause) or pattern("doubts").search(pattern("exempt").sub("", place.before))
    )


def denied_after(place: Place) -> object:
    return pattern("denied_after").search(place.after) or pattern("denied_next").search(place.follows)


def own(place: Place) -> object:
    """Told of oneself, without telling others to do the same."""
    mine = pattern("i_speak").search(pattern("i_advise").sub("", place.clause)) or (
        not place.holds_me and pattern("i_speak").search(place.said)
    )
    return mine and not pattern("i_advise").search(place.before) and not tells_others(place)


def tells_others(place: Place) -> object:
    return pattern("tells_others").search(f"{place.said} {place.after} {place.follows}")


def reported(place: Place) -> object:
    """Said by somebody whom the writer quotes, or by "people" whom the writer then answers."""
    if pattern("reported").search(place.before) and not pattern("i_advise").search(place.before):
        return not tells_others(place)
    return pattern("some_say").search(place.before) and pattern("turns").search(f"{place.after} {place.follows}")


def told_as_tale(place: Place) -> object:
    return pattern("tale").search(place.sentence.plain)


def conditional(place: Place) -> object:
    return pattern("condition").search(place.clause)


def only_wished(place: Place) -> object:
    """ "I am tempted to …", "he told her to …": not "you need to …"."""
    return pattern("infinitive").search(place.clause) and not pattern("ought").search(place.clause)


def with_care(place: Place) -> object:
    plain = place.sentence.plain
    return pattern("with_care").search(plain) and not pattern("without_care").search(plain)


def warned(place: Place) -> object:
    said = "" if place.holds_no else place.said
    return pattern("warns").search(f"{place.before} {said} {place.after}")


def uncommended(place: Place) -> object:
    return not pattern("commends").search(place.sentence.plain)


GUARDS: tuple[Guard, ...] = (asked, denied, denied_after, own, reported, told_as_tale)
GUARDS_OF_KIND: dict[str, tuple[Guard, ...]] = {
    "stop-medication": (conditional, only_wished, with_care),
    "dosing": (conditional, only_wished, with_care, warned),
    "contraindicated-mix": (conditional, with_care, warned, uncommended),
}
