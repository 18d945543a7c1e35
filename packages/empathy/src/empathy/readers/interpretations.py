"""How far a reply shows that it understood."""

from __future__ import annotations

from functools import cache

from empathy.bank import shelf
from empathy.phrases import Phrases, Sentence, any_holds, compile_all, sentences
from empathy.readers.hazards import hurts
from empathy.reading import Score

SCALE = (0.0, 2.0)
SOURCE = "reflection rules and own lines; the construct is EPITOME's interpretations (Sharma et al. 2020)"

SAID, REFLECTED, SHARED, OWN, RETOLD = 0.9, 1.5, 1.4, 0.45, 0.25
TOLD, TOLD_MOST = 0.2, 3
MORE = 0.15


def interpretations(reply: str, story: str, heard: float | None = None) -> Score:
    """How far a reply names what the other feels or lived through, or shares the like of it.

    value   0 none, 1 says it understands, 2 shows what it understood; its best sentence counts most
    heard   what the trained head makes of the whole reply, 0 to 2; it counts as much as the rules
    source  rules and own lines written for this project; nothing of EPITOME shaped them
    limits  English only; it sees the form of understanding, not whether it is right
    """
    told = frozenset[str]().union(*(one.stems for one in sentences(story)))
    shown = sorted((understanding(one, told) for one in sentences(reply)), reverse=True)
    value = min(SCALE[1], max(shown, default=0.0) + MORE * sum(shown[1:]))
    return Score(between(value, heard), None, None, SCALE, SOURCE)


def between(ruled: float, heard: float | None) -> float:
    """Half way between what rules see and what a head hears."""
    return ruled if heard is None else (ruled + heard) / 2


def understanding(sentence: Sentence, told: frozenset[str]) -> float:
    """What one sentence shows, 0 to 2."""
    alike = TOLD * min(TOLD_MOST, len(sentence.stems & told))
    if says("unlike", sentence) or hurts(sentence):
        return 0.0
    if says("reflected", sentence):
        return REFLECTED + alike
    if says("shared", sentence):
        return SHARED + alike
    if says("said", sentence):
        return SAID + alike
    return 0.0 if sentence.asks else plainly(sentence, alike)


def plainly(sentence: Sentence, alike: float) -> float:
    """What a sentence shows without any set form: their story told back, or a piece of the writer's own."""
    if says("own", sentence) and not says("offering", sentence):
        return OWN + alike
    return RETOLD + alike if alike and says("retold", sentence) else 0.0


def says(part: str, sentence: Sentence) -> bool:
    return any_holds(reflections(part), sentence)


@cache
def reflections(part: str) -> Phrases:
    return compile_all(shelf("reflections")[part])
