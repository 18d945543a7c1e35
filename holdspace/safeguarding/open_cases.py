"""Every open case, held ready for the boards.

Building seven hundred cases from their rows takes a fifth of a second, and each board asks twice a second. So a look
asks for a few plain columns of every open case and builds only those anew in which one differs; with each minute all.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from holdspace.safeguarding.models import Case, Concern, SecondLook

Columns = tuple[tuple[Any, ...], ...]
OF_CASES = ("state", "level", "taken_by")
OF_CONCERNS = ("pk", "kind", "level", "person", "raised_at", "taken_by", "closed_at", "writer_wrote_at")


def with_concerns(cases: QuerySet[Case]) -> QuerySet[Case]:
    together = Prefetch("all_concerns", Concern.objects.select_related("taken_by", "closed_by"))
    asks = SecondLook.objects.filter(case=OuterRef("pk"), agrees=None)
    known = cases.select_related("taken_by", "person").annotate(asks_for_second_look=Exists(asks))
    return known.prefetch_related(together)


class OpenCases:
    """As the database has them at the moment of each look. Whoever looks may see them or not: the policy asks."""

    def __init__(self) -> None:
        self._minute: datetime | None = None
        self._known: dict[UUID, tuple[Columns, Case]] = {}

    def look(self) -> list[Case]:
        now, known = columns(), self._of_this_minute()
        changed = [pk for pk, said in now.items() if pk not in known or known[pk][0] != said]
        built = {case.pk: case for case in with_concerns(Case.objects.filter(pk__in=changed, closed_at=None))}
        known |= {pk: (now[pk], case) for pk, case in built.items()}
        self._known = {pk: known[pk] for pk in now if pk in built or pk not in changed}
        return [case for _said, case in self._known.values()]

    def _of_this_minute(self) -> dict[UUID, tuple[Columns, Case]]:
        """What other tables say of them, such as a guide's name, is at most a minute old."""
        minute = timezone.now().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._known = minute, {}
        return dict(self._known)


def columns() -> dict[UUID, Columns]:
    """What tells whether a case is still as it was, for every open one."""
    found: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
    for pk, *said in Case.objects.filter(closed_at=None).values_list("pk", *OF_CASES):
        found[pk].append(tuple(said))
    for pk, *said in Concern.objects.filter(case__closed_at=None).order_by("pk").values_list("case", *OF_CONCERNS):
        found[pk].append(tuple(said))
    for pk, *said in SecondLook.objects.filter(case__closed_at=None, agrees=None).values_list("case", "pk"):
        found[pk].append(tuple(said))
    return {pk: tuple(said) for pk, said in found.items()}


open_cases = OpenCases()
