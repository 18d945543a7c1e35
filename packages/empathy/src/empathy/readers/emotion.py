"""The 28 emotions of GoEmotions, and the twelve a support circle needs."""

from __future__ import annotations

from collections.abc import Mapping

from empathy.encoder import Seen
from empathy.heads import Head

SUPPORT = (
    "sadness",
    "grief",
    "fear",
    "anger",
    "shame/guilt",
    "loneliness",
    "hopelessness",
    "numbness",
    "overwhelm",
    "relief",
    "gratitude",
    "hope/joy",
)


def emotions(seen: Seen, head: Head) -> dict[str, float] | None:
    """Label to probability, 0 to 1; several may hold at once. None where there is no word to read.

    source  GoEmotions (Demszky et al. 2020), English Reddit comments
    limits  the rare labels (grief, relief, pride, nervousness) are read weakly; see MODEL_CARD.md
    """
    return head.mean(seen) if seen.worded else None


def support_emotions(seen: Seen, head: Head) -> Mapping[str, float | None] | None:
    """Label to probability for the names in SUPPORT; None for a label this version has no source for.

    source  GoEmotions and XED labels merged (the table stands in training/README.md), and own lines for shame and
            guilt, loneliness, hopelessness, numbness and overwhelm, which no open set carries
    """
    if not seen.worded:
        return None
    found = head.mean(seen)
    return {label: found.get(label) for label in SUPPORT}
