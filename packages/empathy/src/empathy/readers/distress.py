"""How much stress a text tells of."""

from __future__ import annotations

import math

from empathy.encoder import Seen
from empathy.heads import Head
from empathy.readers.emotion import SUPPORT
from empathy.reading import Score

SCALE = (0.0, 10.0)
HEAVY = SUPPORT[: SUPPORT.index("relief")]
HEAVINESS, USUAL = 2.0, 0.8
SOURCE = "SAD, mean severity of five raters (Mauriello et al. 2021)"


def distress(seen: Seen, head: Head, feelings: Head) -> Score | None:
    """0 none to 10 extreme stress, with the range that holds four in five such texts.

    feelings  the head of support emotions: SAD holds no calm sentence, so what tells calm from stress is whether
              anything heavy is felt at all
    source  SAD (Mauriello et al. 2021): short English sentences about everyday stress
    limits  a low value is never a sign of safety: the set holds everyday stress, not danger
    """
    if not seen.worded:
        return None
    severity, below, above = head.values(seen).mean(axis=0).tolist()
    value = severity + weight_of_feelings(seen, feelings)
    return Score(within(value), within(value - below), within(value + above), SCALE, SOURCE)


def weight_of_feelings(seen: Seen, feelings: Head) -> float:
    """What the chance that something heavy is felt adds or takes: nothing where it is as in most of SAD."""
    likely = feelings.mean(seen)
    none = math.prod(1 - likely[name] for name in HEAVY)
    return HEAVINESS * (1 - none - USUAL)


def within(value: float) -> float:
    return min(SCALE[1], max(SCALE[0], value))
