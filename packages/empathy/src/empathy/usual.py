"""Words that stand in many sentences whatever they are about, and so tell little of which phrase may stand there."""

from __future__ import annotations

from empathy.bank import shelf

COMMON = frozenset(shelf("words")["common"].split())
MANY = 200


def how_usual(words: frozenset[str]) -> int:
    """How often one of these words stands in a sentence, roughly: a common one as often as two hundred others."""
    return len(words) + (MANY - 1) * len(words & COMMON)
