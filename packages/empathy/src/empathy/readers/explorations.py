"""How far a reply asks about the other."""

from __future__ import annotations

from functools import cache

from empathy.bank import shelf
from empathy.phrases import Phrases, Sentence, any_holds, compile_all, sentences
from empathy.readers.hazards import hurts
from empathy.reading import Score

SCALE = (0.0, 2.0)
SOURCE = "question rules and own lines; the construct is EPITOME's explorations (Sharma et al. 2020)"

ASKED, SHAPED, STEERING, TAG = 1.1, 1.0, 0.4, 0.2
ABOUT_THEM, OPEN, FEELING, TOLD, GENERAL = 0.15, 0.3, 0.2, 0.25, -0.3
MORE = 0.02
STEPS = ((0.0, 0.49), (0.9, 1.49), (1.5, 2.0))


def explorations(reply: str, story: str, heard: float | None = None) -> Score:
    """How far a reply asks about what the other has not said; its best question counts most.

    value   0 none, 1 a general question, 2 one about them: open, about feelings, tied to the story
    heard   what the trained head makes of the whole reply, 0 to 2: rules say which step, the head how far up in it
    source  rules and own lines written for this project; nothing of EPITOME shaped them
    limits  English only; a steering question ("have you tried …?") or a tag ("right?") counts little
    """
    told = frozenset[str]().union(*(one.stems for one in sentences(story)))
    asked = sorted((worth(one, told) for one in sentences(reply)), reverse=True)
    value = min(SCALE[1], max(asked, default=0.0) + MORE * sum(asked[1:]))
    return Score(value if heard is None else within(value, heard), None, None, SCALE, SOURCE)


def within(ruled: float, heard: float) -> float:
    """Up the step that rules see, as far as a head hears."""
    low, high = STEPS[int(ruled + 0.5)]
    return low + (high - low) * heard / SCALE[1]


def worth(sentence: Sentence, told: frozenset[str]) -> float:
    """What one sentence asks, 0 to 1.9."""
    base = start_of(sentence)
    return base + sum(extra for extra, holds in extras(sentence, told) if holds) if base > STEERING else base


def start_of(sentence: Sentence) -> float:
    if not sentence.asks:
        return SHAPED if says("unmarked", sentence) else 0.0
    if says("tags", sentence) or not says("asking", sentence) or hurts(sentence):
        return TAG
    return STEERING if says("steering", sentence) else ASKED


def extras(sentence: Sentence, told: frozenset[str]) -> tuple[tuple[float, bool], ...]:
    return (
        (ABOUT_THEM, says("about_them", sentence)),
        (OPEN, says("open", sentence)),
        (FEELING, says("feeling", sentence)),
        (GENERAL, says("general", sentence)),
        (TOLD, not sentence.stems.isdisjoint(told)),
    )


def says(part: str, sentence: Sentence) -> bool:
    return any_holds(questions(part), sentence)


@cache
def questions(part: str) -> Phrases:
    return compile_all(shelf("questions")[part])
