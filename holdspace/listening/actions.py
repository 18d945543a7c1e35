"""Reading what people write, for one purpose, with their consent, in their own history."""

import logging
import uuid
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from empathy import Safety, Suggestion

from holdspace.listening import claims, engine
from holdspace.listening.agreement import IMPROVE_READING
from holdspace.listening.claims import FoundClaim
from holdspace.listening.models import Purpose, Reading, Tier, why
from holdspace.listening.policy import is_allowed
from holdspace.people import consents
from holdspace.people.models import Person

logger = logging.getLogger(__name__)

# Where danger is found nearly as often as it is said; packages/empathy/MODEL_CARD.md has the figures.
HEARD_WELL = frozenset({"", "en"})


@dataclass(frozen=True)
class Heard:
    """What a text says about danger. `tier` is None when it was not read; `allowed` says whether it might be."""

    allowed: bool
    tier: Tier | None = None
    score: float | None = None
    subject: str = ""
    cues: tuple[dict[str, Any], ...] = ()
    engine: str = ""
    foreign: str = ""
    claims: tuple[FoundClaim, ...] = ()

    @property
    def is_half_heard(self) -> bool:
        """Nothing was found in a language in which the program misses much: that is no "no danger"."""
        return bool(self.foreign) and self.tier is not None and not self.worries

    @property
    def is_unread(self) -> bool:
        """It should have been read and was not: a person has to look."""
        return self.allowed and self.tier is None

    @property
    def worries(self) -> bool:
        return self.tier is not None and self.tier.step >= Tier.WORRY.step

    @property
    def reasons(self) -> list[str]:
        return why(self.tier, self.cues)

    @property
    def claim_reasons(self) -> list[str]:
        return claims.reasons(self.claims)


def listen_for_danger(*, person: Person, text: str) -> Heard:
    """Read a text for danger, inside the request and outside any transaction. Never raises."""
    if not consents.has_consented(person, consents.SAFETY_READING):
        return Heard(allowed=False)
    return hear(text)


def hear(text: str) -> Heard:
    """Read a text whose writer agreed to it."""
    found = engine.safety_of(text)
    try:
        return heard_in(found.answer, found.version) if found else Heard(allowed=True)
    except (AttributeError, TypeError, ValueError) as error:
        logger.error("The engine gave an answer of another shape: %s", type(error).__name__)
        return Heard(allowed=True)


def heard_in(found: Safety, version: str) -> Heard:
    risk, harmful = found.risk, claims.harmful_among(found.claims or ())
    cues = tuple({"kind": c.kind, "start": c.start, "end": c.end, "why": c.why} for c in risk.cues)
    return Heard(True, Tier(risk.tier), risk.score, risk.subject or "", cues, version, foreign(found), harmful)


def foreign(found: Safety) -> str:
    """The language of a text, if it is surely none of those in which danger is heard well."""
    code = found.language.code if found.language else ""
    return "" if code in HEARD_WELL else code


def keep_reading(*, person: Person, heard: Heard, text_kind: str, text_id: uuid.UUID, link: str) -> Reading | None:
    """Put what was heard into the person's own history. Call it in the transaction that keeps the text."""
    if not heard.allowed:
        return None
    return Reading.objects.create(
        person=person,
        purpose=Purpose.SAFETY,
        consent=consents.agreed(person, consents.SAFETY_READING),
        text_kind=text_kind,
        text_id=text_id,
        link=link,
        engine=heard.engine,
        tier=heard.tier,
        score=heard.score,
        subject=heard.subject,
        cues=list(heard.cues),
        details=details_of(heard),
    )


def details_of(heard: Heard) -> dict[str, Any]:
    details = {"language": heard.foreign, "claims": [claim.as_row() for claim in heard.claims]}
    return {name: value for name, value in details.items() if value}


@dataclass(frozen=True)
class Coaching:
    """Up to three small edits for a draft, or the reason why there are none."""

    suggestions: tuple[Suggestion, ...] = ()
    hazards: tuple[str, ...] = ()
    is_crisis: bool = False
    is_missing: bool = False
    engine: str = ""


def coach(*, person: Person, story: str, story_id: uuid.UUID, reply: str, need: str, link: str) -> Coaching:
    """Read a draft reply because its writer pressed the button. The reading is kept for them; the draft is not."""
    found = engine.reply_reading_of(story=story, reply=reply, need=need)
    if found is None:
        return Coaching(is_missing=True)
    scores = {part: getattr(found, part) for part in ("reaction", "interpretation", "exploration")}
    _note_coaching(person, found.version, scores, text_kind="draft", text_id=story_id, link=link)
    hazards = tuple(dict.fromkeys(hazard.why for hazard in found.hazards))
    return Coaching(tuple(found.suggestions), hazards, found.crisis, False, found.version)


@dataclass(frozen=True)
class Practised:
    """What a practice reply does, on scales from 0 to 2, and what in it may hurt: (kind, words, why)."""

    engine: str
    reaction: float | None
    interpretation: float | None
    exploration: float | None
    hazards: tuple[tuple[str, str, str], ...]


def read_practice(
    *, person: Person, says: str, reply: str, need: str, text_id: uuid.UUID, link: str
) -> Practised | None:
    """Read a practice reply because its writer asked what it does. None where the engine cannot."""
    found = engine.reply_reading_of(story=says, reply=reply, need=need)
    if found is None:
        return None
    scores = {part: getattr(found, part) for part in ("reaction", "interpretation", "exploration")}
    _note_coaching(person, found.version, scores, text_kind="practice", text_id=text_id, link=link)
    hazards = tuple((one.kind, reply[one.start : one.end], one.why) for one in found.hazards)
    return Practised(found.version, **{part: score and score.value for part, score in scores.items()}, hazards=hazards)


def _note_coaching(person: Person, version: str, scores: dict[str, Any], **about: Any) -> None:
    """In their own history. The button is the consent."""
    details = {part: _as_dict(score) for part, score in scores.items()}
    Reading.objects.create(
        person=person, purpose=Purpose.COACH, consent="button", engine=version, details=details, **about
    )


def _as_dict(score: Any) -> dict[str, Any] | None:
    return None if score is None else asdict(score)


@transaction.atomic
def disagree(*, reading: Reading, words: str, right: str = "", allows: bool = False) -> None:
    """The person says that a reading is not right. It stays, with their words beside it."""
    reading.disagreed_at = timezone.now()
    reading.disagreement, reading.would_be_right, reading.disagreed_with = words, right, {}
    reading.save(update_fields=["disagreed_at", "disagreement", "would_be_right", "disagreed_with"])
    if allows != is_allowed(reading):
        allow(reading) if allows else take_back(reading)


def allow(reading: Reading) -> None:
    """This text may help to improve the reading, from now on."""
    consents.give(person=reading.person, purpose=IMPROVE_READING)
    reading.allowed_at, reading.taken_back_at = timezone.now(), None
    reading.save(update_fields=["allowed_at", "taken_back_at"])


def take_back(reading: Reading) -> None:
    """This text may no longer; what was taken along before cannot be called back."""
    if reading.allowed_at and reading.taken_back_at is None:
        reading.taken_back_at = timezone.now()
        reading.save(update_fields=["taken_back_at"])


def keep_late_reading(reading: Reading, heard: Heard) -> None:
    """The row of a text that stayed unread gets its answer. Call it in the transaction that acts on the answer."""
    reading.tier, reading.score, reading.subject = heard.tier, heard.score, heard.subject
    reading.cues, reading.engine, reading.read_at = list(heard.cues), heard.engine, timezone.now()
    reading.details = details_of(heard)
    reading.save()


def note_miss(reading: Reading) -> None:
    """It was tried and could not be read: all others are tried before it is again."""
    Reading.objects.filter(pk=reading.pk).update(read_at=timezone.now())


def keep_newer_reading(reading: Reading, heard: Heard) -> None:
    """A newer version has read the text again. What the person said against the older one stays, with what it was."""
    if reading.disagreed_at and not reading.disagreed_with:
        reading.disagreed_with = reading.as_found
    reading.tier, reading.score, reading.subject = heard.tier, heard.score, heard.subject
    reading.cues, reading.engine, reading.details = list(heard.cues), heard.engine, details_of(heard)
    reading.consent, reading.reread_at = consents.agreed(reading.person, consents.SAFETY_READING), timezone.now()
    reading.save()


def forget_text(text_id: uuid.UUID) -> None:
    """A text is gone: so is what was read in it. What was read in drafts of answers to it belongs to others."""
    Reading.objects.filter(text_id=text_id, purpose=Purpose.SAFETY).delete()
