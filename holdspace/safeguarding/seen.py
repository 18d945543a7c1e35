"""What somebody on duty had before their eyes. The page of a case says it with every form.

What came in after the page was opened has not been looked at: another concern, a higher level, one more report, the
writer's answer. It is neither taken nor closed with the rest.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

from holdspace.safeguarding.models import Concern, Report

Seen = Collection[str] | None  # None: all of it, as it is this moment


def marks_of(concerns: Collection[Concern]) -> dict[UUID, str]:
    """For each of them a mark that changes with whatever a page shows of it."""
    told: dict[UUID, list[tuple[object, ...]]] = defaultdict(list)
    reports = Report.objects.filter(concern__in=concerns).order_by("pk")
    for concern, *words in reports.values_list("concern", "pk", "ground", "agreement", "line"):
        told[concern].append(tuple(words))
    return {one.pk: _mark(one, told[one.pk]) for one in concerns}


def _mark(concern: Concern, told: list[tuple[object, ...]]) -> str:
    shown = repr((concern.level, concern.writer_wrote_at, told))
    return f"{concern.pk}.{hashlib.sha256(shown.encode()).hexdigest()[:16]}"


def looked_at(concerns: Collection[Concern], seen: Seen) -> list[Concern]:
    """Those of them that are as they were then."""
    marks = marks_of(concerns) if seen is not None else {}
    return [one for one in concerns if seen is None or marks[one.pk] in seen]
