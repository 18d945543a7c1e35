"""What a text is about, what its writer may need, and which content notes fit it."""

from __future__ import annotations

from empathy.encoder import Seen
from empathy.heads import Head
from empathy.reading import Labelled


def need(seen: Seen, head: Head) -> Labelled | None:
    """The likeliest of NEEDS with its probability; a hint only, the writer's own choice always wins.

    source  own lines (data/needs.jsonl)
    """
    if not seen.worded:
        return None
    likely = head.mean(seen)
    label = max(likely, key=likely.__getitem__)
    return Labelled(label, likely[label])


def experiences(seen: Seen, head: Head) -> tuple[Labelled, ...] | None:
    """What was lived through, likeliest first; none where nothing stands above its threshold.

    source  own lines (data/needs.jsonl)
    """
    if not seen.worded:
        return None
    likely = zip(head.labels, head.mean(seen).values(), head.threshold, strict=True)
    found = [Labelled(label, p) for label, p, threshold in likely if p >= threshold]
    return tuple(sorted(found, key=lambda one: -one.p))


def content_notes(seen: Seen, head: Head) -> tuple[str, ...] | None:
    """The topics a reader may want to be told of before opening the text; the window that says it loudest decides.

    source  own lines (data/needs.jsonl)
    """
    if not seen.worded:
        return None
    likely = zip(head.labels, head.worst(seen).values(), head.threshold, strict=True)
    return tuple(label for label, p, threshold in likely if p >= threshold)
