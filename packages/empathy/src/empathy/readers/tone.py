"""How far words meant well could be heard as cold."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from empathy.encoder import Seen
from empathy.heads import Head
from empathy.readers.alarm import passages
from empathy.reading import Span, Tone

WHY = "A stranger could hear this as cold."


def tone(text: str, seen: Seen, head: Head, see: Callable[[str], Seen]) -> Tone | None:
    """The probability that a stranger hears coldness or hostility, and the sentences that do it.

    source  own minimal pairs, the same thing said warmly and curtly (data/tone.jsonl)
    limits  it reads words alone, not who says them to whom
    """
    if not seen.worded:
        return None
    cold = head.worst(seen)["ambiguous"]
    return Tone(cold, tuple(_cold(text, seen, head, see)) if cold >= head.threshold[0] else ())


def _cold(text: str, seen: Seen, head: Head, see: Callable[[str], Seen]) -> Iterator[Span]:
    """The sentences that sound cold by themselves, out of the window that sounds coldest."""
    for start, end, words in passages(text, seen.places[int(np.argmax(head.values(seen)[:, 0]))]):
        if head.worst(see(words))["ambiguous"] >= head.threshold[0]:
            yield Span("cold", start, end, WHY)
