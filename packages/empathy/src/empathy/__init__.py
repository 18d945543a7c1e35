"""Reads emotion, distress, risk and the empathy of replies, on your own machine."""

from empathy.conversation import Conversation, Utterance
from empathy.engine import Engine
from empathy.reading import (
    Claim,
    Cue,
    Labelled,
    Language,
    Reading,
    ReplyReading,
    Risk,
    Safety,
    Score,
    Span,
    Suggestion,
    Tone,
)
from empathy.weights import WeightsError

__all__ = [
    "Claim",
    "Conversation",
    "Cue",
    "Engine",
    "Labelled",
    "Language",
    "Reading",
    "ReplyReading",
    "Risk",
    "Safety",
    "Score",
    "Span",
    "Suggestion",
    "Tone",
    "Utterance",
    "WeightsError",
]
