"""How much stress a text tells of."""

from __future__ import annotations

from empathy.encoder import Seen
from empathy.heads import Head
from empathy.reading import Score

SCALE = (0.0, 10.0)
SOURCE = "SAD, mean severity of five raters (Mauriello et al. 2021)"


def distress(seen: Seen, head: Head) -> Score | None:
    """0 none to 10 extreme stress, with the range that holds four in five such texts.

    source  SAD (Mauriello et al. 2021): short English sentences about everyday stress
    limits  a low value is never a sign of safety: the set holds everyday stress, not danger
    """
    if not seen.worded:
        return None
    value, below, above = head.values(seen).mean(axis=0).tolist()
    return Score(within(value), within(value - below), within(value + above), SCALE, SOURCE)


def within(value: float) -> float:
    return min(SCALE[1], max(SCALE[0], value))
