"""Warmth in a reply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from empathy.encoder import Seen
from empathy.heads import Head, strongest
from empathy.reading import Score

SCALE = (0.0, 2.0)
SOURCE = "emotional support in OffMyChest (Jaidka et al. 2020), read as EPITOME's emotional reactions"
MOST_SENTENCES = 12


def reactions(seen: Sequence[Seen], head: Head) -> Score | None:
    """How far a reply lets warmth, concern or compassion be felt; the best of its sentences counts.

    value   0 none, 1 weak, 2 strong
    source  OffMyChest, emotional support; the construct is EPITOME's (Sharma et al. 2020), which shaped nothing here
    limits  English peer support only; short thanks read as warm
    """
    best = strongest(head, seen)
    return None if best is None else Score(steps(best, head.threshold), None, None, SCALE, SOURCE)


def sentences(text: str) -> list[str]:
    """The sentences of a reply, the first twelve of them."""
    found = [part.strip() for part in re.split(r"(?<=[.!?…])\s+|\n+", text)]
    return [part for part in found if part][:MOST_SENTENCES]


def steps(p: float, threshold: tuple[float, ...]) -> float:
    """A probability on the scale 0 to 2, bent so that the two thresholds fall on 0.5 and 1.5."""
    knots = [(0.0, 0.0), (threshold[0], 0.5), (threshold[1], 1.5), (1.0, 2.0)]
    for (left, low), (right, high) in pairwise(knots):
        if p <= right:
            return low + (high - low) * (p - left) / (right - left)
    return SCALE[1]
