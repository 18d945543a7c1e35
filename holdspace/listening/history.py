"""A person's readings, told to them in plain words: what was found, in which of their words, and who sees it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdspace.listening.models import Purpose, Reading, Tier
from holdspace.listening.policy import allowed_among
from holdspace.listening.sources import own_words
from holdspace.people.models import Person

Words = str | Promise

AROUND = 60  # letters shown on either side of what was pointed at

WHAT: dict[str, Words] = {
    "story": _("Your story"),
    "reply": _("Your reply"),
    "draft": _("A draft of your reply"),
    "practice": _("A practice reply of yours"),
}
FOUND: dict[Tier, Words] = {
    Tier.NONE: _("Nothing in it calls for somebody to look soon."),
    Tier.WATCH: _("It sounds like a heavy time. Nobody was called because of it."),
    Tier.WORRY: _("It gives reason to worry. Somebody on duty was asked to look."),
    Tier.DANGER: _("It points to danger. Somebody on duty was asked to look soon."),
    Tier.EMERGENCY: _("It points to danger right now. Somebody on duty was asked to look at once."),
}
HEAVY_STORY = _(
    "It sounds like a heavy time. Nobody was called because of it; listeners are asked a little sooner, and no "
    "listener is asked for many such stories in a week."
)
UNREAD = _("This could not be read. A guide was asked to look instead.")
COACHED = _("A program read it to help you, because you pressed the button. The draft itself was not kept with this.")

ALONE = _("You alone.")
SIGNER = _("You; and the guide who signs that you may listen, beside your practice replies.")
ALSO_DUTY = _("You. Guides and leads see the reasons when they open these words, and what you say against them.")
DUTY = _("You, and those on duty: they were shown these words with the reasons, and see what you say against them.")

PARTS: dict[str, Words] = {
    "reaction": _("Warmth that can be felt"),
    "interpretation": _("Saying back what it may be like"),
    "exploration": _("Asking about what is not said yet"),
}
LEVELS: tuple[Words, ...] = (_("not yet"), _("a little"), _("clearly"))
NOT_READ = _("could not be read")


@dataclass(frozen=True)
class Place:
    """Words that the program pointed at, with a little of what stands around them, and why."""

    why: str
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Told:
    """One reading as its person gets it. `reasons` are those that point at no place."""

    reading: Reading
    what: Words
    found: Words
    who: Words
    places: tuple[Place, ...]
    reasons: tuple[str, ...]
    scores: tuple[tuple[Words, Words], ...]
    is_allowed: bool


def history(person: Person, readings: Iterable[Reading]) -> list[Told]:
    rows = list(readings)
    words, given = own_words(person, rows), allowed_among(rows)
    return [tell(reading, words.get(reading.text_id, ""), reading.pk in given) for reading in rows]


def tell(reading: Reading, body: str, is_allowed: bool) -> Told:
    places = tuple(places_in(reading, body))
    shown = {place.why for place in places}
    reasons = [*reading.reasons, *reading.claim_reasons]
    return Told(
        reading=reading,
        what=WHAT.get(reading.text_kind, reading.text_kind),
        found=found_in(reading),
        who=who_sees(reading),
        places=places,
        reasons=tuple(why for why in reasons if why not in shown),
        scores=tuple(scores_of(reading)),
        is_allowed=is_allowed,
    )


def found_in(reading: Reading) -> Words:
    if reading.purpose == Purpose.COACH:
        return COACHED
    if reading.tier == Tier.WATCH and reading.text_kind == "story":
        return HEAVY_STORY
    return FOUND[Tier(reading.tier)] if reading.tier else UNREAD


def who_sees(reading: Reading) -> Words:
    if reading.purpose == Purpose.COACH:
        return SIGNER if reading.text_kind == "practice" else ALONE
    return DUTY if reading.has_called else ALSO_DUTY


def places_in(reading: Reading, body: str) -> Iterator[Place]:
    """In the order of the text. Nothing where the words are gone."""
    marks = {(int(cue["start"]), int(cue["end"]), str(cue["why"])) for cue in reading.cues}
    marks |= {(claim.start, claim.end, claim.why) for claim in reading.claims}
    for start, end, why in sorted(marks):
        if body[start:end].strip():
            yield Place(why, before(body, start), body[start:end], after(body, end))


def before(body: str, start: int) -> str:
    """The end of what stands before a place, from the beginning of a word where there is one."""
    part = body[max(0, start - AROUND) : start]
    return part if start <= AROUND else "…" + (part.partition(" ")[2] or part)


def after(body: str, end: int) -> str:
    part = body[end : end + AROUND]
    return part if len(body) <= end + AROUND else (part.rpartition(" ")[0] or part) + "…"


def scores_of(reading: Reading) -> Iterator[tuple[Words, Words]]:
    """What was read in a draft, each on a scale of three words."""
    if reading.purpose == Purpose.COACH:
        for part, label in PARTS.items():
            score = reading.details.get(part)
            yield label, NOT_READ if score is None else LEVELS[min(2, int(score["value"] + 0.5))]
