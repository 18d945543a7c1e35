"""Every open case, held ready for the boards.

Building seven hundred cases from their rows takes a fifth of a second, and each board asks twice a second. So a look
asks for a few plain columns of every open case and builds only those anew in which one differs; with each minute all.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from holdspace.safeguarding.models import Case, Concern, SecondLook

logger = logging.getLogger(__name__)

Columns = tuple[tuple[str, ...], ...]
OF_CONCERNS = ("kind", "level", "person", "raised_at", "taken_by", "closed_at", "writer_wrote_at")


def with_concerns(cases: QuerySet[Case]) -> QuerySet[Case]:
    together = Prefetch("all_concerns", Concern.objects.select_related("taken_by", "closed_by"))
    asks = SecondLook.objects.filter(case=OuterRef("pk"), agrees=None)
    known = cases.select_related("taken_by", "person").annotate(asks_for_second_look=Exists(asks))
    return known.prefetch_related(together)


class OpenCases:
    """As the database has them at the moment of each look. Whoever looks may see them or not: the policy asks."""

    def __init__(self) -> None:
        self._minute: datetime | None = None
        self._known: dict[str, tuple[Columns, Case]] = {}

    def look(self) -> list[Case]:
        now, known = columns(), self._of_this_minute()
        changed = {key for key, said in now.items() if key not in known or known[key][0] != said}
        rows = with_concerns(Case.objects.filter(pk__in=changed, closed_at=None)).annotate(key=Cast("pk", TextField()))
        built = {case.key: case for case in rows}
        _warn_of_empty(built.values())
        known |= {key: (now[key], case) for key, case in built.items()}
        self._known = {key: known[key] for key in now if key in built or key not in changed}
        return [case for _said, case in self._known.values() if case.concerns]

    def _of_this_minute(self) -> dict[str, tuple[Columns, Case]]:
        """What other tables say of them, such as a guide's name, is at most a minute old."""
        minute = timezone.now().replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._known = minute, {}
        return dict(self._known)


def _warn_of_empty(cases: Iterable[Case]) -> None:
    """There is no way to one. Should there be one all the same, it must not take the board down for the others."""
    for case in cases:
        if not case.concerns:
            logger.warning("Case %s is open without a concern, and left out of the board", case.pk)


def columns() -> dict[str, Columns]:
    """What tells whether a case is still as it was, for every open one, each value as the database writes it."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for rows in (_of_cases(), _of_concerns(), _of_second_looks()):
        for key, *said in rows:
            found[key].append(tuple(said))
    return {key: tuple(said) for key, said in found.items()}


def _of_cases() -> Any:
    return Case.objects.filter(closed_at=None).values_list(*written("pk", "state", "level", "taken_by"))


def _of_concerns() -> Any:
    concerns = Concern.objects.filter(case__closed_at=None).order_by("pk")
    return concerns.values_list(*written("case", "pk", *OF_CONCERNS))


def _of_second_looks() -> Any:
    return SecondLook.objects.filter(case__closed_at=None, agrees=None).values_list(*written("case", "pk"))


def written(*columns: str) -> list[Cast]:
    """Columns as plain text: making ids and times of five thousand of them would take longer than asking for them."""
    return [Cast(column, TextField()) for column in columns]


open_cases = OpenCases()
