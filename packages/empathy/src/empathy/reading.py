"""What the engine found in a text: frozen values, never a decision and never a diagnosis.

A reading the engine cannot give is `None`, never 0. Every `start` and `end` counts characters of the text as it was
given. Every `p` and every `score` lies between 0 and 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

TIERS = ("none", "watch", "worry", "danger", "emergency")
SUBJECTS = ("self", "other", "past", "loss", "figure of speech", "fiction/media", "professional")
NEEDS = ("listen", "been there", "ideas", "information", "practical", "celebrate")


@dataclass(frozen=True, slots=True)
class Score:
    """A number that knows its scale and its source. `low` and `high` hold four in five such texts, where known."""

    value: float
    low: float | None
    high: float | None
    scale: tuple[float, float]
    source: str

    @property
    def level(self) -> int:
        """The nearest whole step of the scale; halfway counts as the higher one."""
        return int(self.value + 0.5)

    @property
    def share(self) -> float:
        """How far up its scale the value stands, 0 to 1."""
        lowest, highest = self.scale
        return min(1.0, max(0.0, (self.value - lowest) / (highest - lowest)))


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that point to a risk, and why, said for the guide who reads it. `tier` is what the words alone call for."""

    kind: str
    start: int
    end: int
    why: str
    tier: str


@dataclass(frozen=True, slots=True)
class Risk:
    """How soon a person should look. `score` orders texts of one tier; it is not a probability of harm."""

    tier: str
    score: float
    subject: str | None
    cues: tuple[Cue, ...] = ()

    @property
    def found(self) -> bool:
        """True from `worry` upwards."""
        return self.at_least("worry")

    def at_least(self, tier: str) -> bool:
        return TIERS.index(self.tier) >= TIERS.index(tier)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the text with the name of what was found there."""

    kind: str
    start: int
    end: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A health claim in the text, and where to read what is known about it; `entry` is its name in the claim bank."""

    kind: str
    start: int
    end: int
    source: str
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One small edit. `start == end` puts `text` there; otherwise it stands in place of what is between them."""

    kind: str
    start: int
    end: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Labelled:
    """One label with its probability."""

    label: str
    p: float


@dataclass(frozen=True, slots=True)
class Tone:
    """How far a stranger could hear the text as cold, and the words that do it."""

    ambiguous: float
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """ISO 639-1 code and how sure the engine is, 0 to 1."""

    code: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Safety:
    """What has to be known of a text before anybody else reads it. `claims` is None in languages the bank lacks."""

    risk: Risk
    claims: tuple[Claim, ...] | None = None
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read in one text."""

    risk: Risk
    version: str
    language: Language | None = None
    emotions: Mapping[str, float] | None = None
    support_emotions: Mapping[str, float | None] | None = None
    distress: Score | None = None
    need: Labelled | None = None
    experiences: tuple[Labelled, ...] | None = None
    content_notes: tuple[str, ...] | None = None
    dangers: tuple[Span, ...] | None = None
    tone: Tone | None = None
    disclosures: tuple[Span, ...] | None = None
    claims: tuple[Claim, ...] | None = None


@dataclass(frozen=True, slots=True)
class ReplyReading:
    """How a reply answers a story. `crisis` means: help first, no coaching of words."""

    version: str
    reaction: Score | None = None
    interpretation: Score | None = None
    exploration: Score | None = None
    hazards: tuple[Span, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    crisis: bool = False
