"""What leaves the house so that the reading can become better: texts whose writers allow it, without who they are.

No id, no day, no score (a long number would lead back to its row), and in no order. What a text itself gives away is
taken out as far as the program sees it; the consent says that it can miss some.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import SystemRandom
from typing import Any

from django.utils import timezone

from holdspace.listening import engine
from holdspace.listening.models import Reading
from holdspace.listening.policy import allowed
from holdspace.listening.sources import Givable, givable

Line = dict[str, Any]
Place = tuple[int, int, str]

SHORTEST_PART = 3  # letters of a name that are looked for by themselves


@dataclass(frozen=True)
class Gift:
    reading: Reading
    line: Line


def may_be_given() -> list[tuple[Reading, Givable]]:
    """Readings that their writers allow to be given, with the texts as they stand now."""
    readings = list(allowed().select_related("person"))
    texts = givable(readings)
    return [(reading, texts[reading.text_id]) for reading in readings if reading.text_id in texts]


def gifts() -> list[Gift]:
    """All that may be taken along at this moment."""
    whole = [one for reading, text in may_be_given() if (one := gift(reading, text))]
    SystemRandom().shuffle(whole)
    return whole


def givers(some: Iterable[Reading]) -> int:
    return len({reading.person_id for reading in some})


def preview(reading: Reading) -> Line | None:
    """What would be given of this text now; None where it would not be."""
    text = givable([reading]).get(reading.text_id)
    found = gift(reading, text) if text else None
    return found.line if found else None


def as_lines(line: Line | None) -> str:
    """As it stands in the file, spread over lines for whoever reads it."""
    return json.dumps(line, ensure_ascii=False, indent=2) if line else ""


def gift(reading: Reading, text: Givable) -> Gift | None:
    """None where the text could not be searched for names: then it stays here."""
    names = (*text.names, reading.person.name)
    body, words = masked(text.body, names), masked(reading.disagreement, names)
    if body is None or words is None:
        return None
    said = {"would_be_right": reading.would_be_right or None, "in_their_words": words, "text": body}
    told = {"kind": reading.text_kind, "language": engine.language_of(text.body) or None, "month": month_of(reading)}
    return Gift(reading, said | (reading.disagreed_with or reading.as_found) | told)


def month_of(reading: Reading) -> str:
    return f"{reading.disagreed_at or timezone.now():%Y-%m}"


def mark_taken_along(some: Iterable[Gift]) -> None:
    """So that each writer sees that it has happened."""
    Reading.objects.filter(pk__in=[one.reading.pk for one in some]).update(taken_along_at=timezone.now())


# --- taking out what tells who it was -----------------------------------------------------------------------------


def masked(text: str, names: Iterable[str]) -> str | None:
    """The text with a word in brackets in place of each name, number and address; None where it was not searched."""
    details = engine.details_in(text)
    if details is None:
        return None
    places = [(span.start, span.end, span.kind) for span in details]
    places += [(*found.span(), "name") for found in called(names).finditer(text)]
    return "".join(_pieces(text, sorted(places)))


def _pieces(text: str, places: list[Place]) -> Iterator[str]:
    done = 0
    for start, end, kind in places:
        if start >= done:
            yield text[done:start] + f"[{kind}]"
        done = max(done, end)
    yield text[done:]


def called(names: Iterable[str]) -> re.Pattern[str]:
    """Each name however it is written; and its parts, where they are written as names are."""
    whole = sorted({re.escape(name) for name in names if name}, key=len, reverse=True)
    parts = {part.capitalize() for name in names for part in name.split() if len(part) >= SHORTEST_PART}
    spelt = [f"(?i:{name})" for name in whole] + [re.escape(part) for part in sorted(parts, key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(spelt)})(?!\w)" if spelt else r"(?!)")
