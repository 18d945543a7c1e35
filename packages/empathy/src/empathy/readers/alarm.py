"""What the trained head hears of danger: how loud, in which sentence, and what it sounds like."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from empathy.encoder import Place, Seen
from empathy.heads import Head, Values, sigmoid
from empathy.normaliser import SHORT_FORMS
from empathy.readers.risk import Alarm
from empathy.reading import Cue
from empathy.wording import Wording

ENDS = ".!?…。！？\n"
SENTENCE = re.compile(rf"[^{ENDS}]+[.!?…。！？]*")
LONGEST = 400
SOUNDS = {
    "abuse": "This sounds as if someone is being hurt or threatened.",
    "child": "This sounds as if a child may be in danger.",
    "eating": "This sounds like harm done with food or weight.",
    "goodbye": "This sounds like a goodbye.",
    "means": "This sounds as if something deadly is at hand.",
    "medical": "This sounds like a medical emergency.",
    "plan": "This sounds like a plan to die.",
    "psychosis": "This sounds like a mind losing touch with what others see as real.",
    "self-harm": "This sounds like harm to oneself, or the urge to it.",
    "third-person": "This sounds like fear for someone else's life.",
    "violence": "This sounds like a threat to others.",
}
LIKE_OTHERS = "This sounds like what people say who may be in danger, though no set phrase is in it."
SURE_OF_KIND = 0.5
EVERYDAY = frozenset(
    ("a", "about", "am", "and", "are", "because", "do", "for", "going", "got", "have", "is", "know", "me", "my", "not")
    + ("of", "ok", "okay", "on", "out", "the", "to", "want", "you", "your")
)
"""Words that everyday slang is short for (gonna, dunno): no disguise, and neither is a shortened form (I am)."""


class Passage(NamedTuple):
    """A sentence and where it stands in the text as given."""

    start: int
    end: int
    words: str


Plain = Callable[[Passage], str]
"""The plain words of a sentence, in another language those of its gloss."""


class Ears(NamedTuple):
    """Two that hear danger, and what weighs them: one set for English, one for what a dictionary makes of the rest.

    calls    worry and danger, on what the encoder saw
    wording  the same, by words and two or three in a row
    both     on what `together` gives
    """

    calls: Head
    wording: Wording
    both: Head


def alarm(seen: Sequence[Seen], plain: str, ears: Ears) -> Alarm | None:
    """What is heard in the loudest window of a text said in one or more ways, and in its plain words; None where there
    is no word to hear."""
    said = [ears.calls.values(one) for one in seen if one.worded]
    if not said:
        return None
    both = ears.both
    likely = sigmoid(together(np.concatenate(said), plain, ears.wording) @ both.weight + both.bias)
    return Alarm(*likely.tolist(), *both.threshold)


def together(said: Values, plain: str, wording: Wording) -> Values:
    """What the head `alarm` weighs: log odds of worry and danger by the encoder in the loudest window and in the mean
    of all, by the wording, and how long the text is, since in many words one of them more easily sounds loud.

    said  windows × 2, of every way in which the text was read
    """
    by_meaning = [*said.max(axis=0), *said.mean(axis=0)]
    return np.array([*by_meaning, *wording.values(plain), np.log1p(len(plain.split()))], dtype=np.float64)


def is_disguised(text: str, plain: str) -> bool:
    """True where the plain words hold one of weight that the text as given does not: behind digits, stars or gaps."""
    bare = re.sub(r"['’`]", "", text.lower())
    return not set(re.findall(r"[a-z]+", plain)) <= set(re.findall(r"[a-z]+", bare)) | EVERYDAY | SHORT_FORMS


def loudest_window(seen: Seen, calls: Head) -> int:
    return int(np.argmax(calls.values(seen)[:, 0]))


def loudest(text: str, window: Place, sounds: str, plain: Plain, wording: Wording) -> Cue:
    """The sentence in this part of a text whose words call loudest, with what it sounds like, said for the guide."""
    passage = max(passages(text, window), key=lambda one: wording.values(plain(one))[0])
    return Cue(sounds, passage.start, passage.end, SOUNDS.get(sounds, LIKE_OTHERS), "worry")


def sounds_like(seen: Seen, window: int, kinds: Head) -> str:
    """One of `SOUNDS`, or "heard" where none is sure. A window tells it better than its loudest sentence alone."""
    likely = sigmoid(kinds.values(seen)[window])
    kind = int(np.argmax(likely))
    return kinds.labels[kind] if likely[kind] >= SURE_OF_KIND else "heard"


def passages(text: str, window: Place) -> list[Passage]:
    """The sentences that stand in a window, whole; the window itself where it has none."""
    start, end = opening(text, window[0]), closing(text, window[1])
    found = [trimmed(match) for match in SENTENCE.finditer(text, start, end)]
    return [one for one in found if one.words] or [Passage(start, end, text[start:end])]


def opening(text: str, place: int) -> int:
    """Where the sentence begins that this place stands in; a sentence that never begins is cut."""
    nearest = max(text.rfind(mark, max(place - LONGEST, 0), place) for mark in ENDS)
    return nearest + 1 if nearest >= 0 else max(place - LONGEST, 0)


def closing(text: str, place: int) -> int:
    match = SENTENCE.match(text, place, place + LONGEST)
    return match.end() if match else place


def trimmed(match: re.Match[str]) -> Passage:
    words = match.group().strip()
    start = match.start() + match.group().find(words)
    return Passage(start, start + len(words), words)
