"""The rows of the board. Drawing five hundred takes a quarter of a second, so each is kept while it says the same."""

from collections.abc import Set
from datetime import datetime

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from holdspace.people.models import Person
from holdspace.safeguarding.models import Case, Concern


class Drawn:
    """Rows that were drawn in this minute; with the next one every clock in them says something else."""

    def __init__(self) -> None:
        self.minute: datetime | None = None
        self.rows: dict[tuple[object, ...], str] = {}

    def row(self, case: Case, off_shift: Set[Person]) -> SafeString:
        self._begin_anew_with_each_minute()
        key = says(case, off_shift)
        if key not in self.rows:
            self.rows[key] = render_to_string("safeguarding/_row.html", {"case": case, "off_shift": off_shift})
        return mark_safe(self.rows[key])  # noqa: S308 a template of ours made it

    def _begin_anew_with_each_minute(self) -> None:
        minute = timezone.now().replace(second=0, microsecond=0)
        if minute != self.minute:
            self.minute, self.rows = minute, {}


def says(case: Case, off_shift: Set[Person]) -> tuple[object, ...]:
    """Everything that a row depends on."""
    carer = case.taken_by
    place = (get_language(), timezone.get_current_timezone_name())
    whose = (carer.pk, carer.name, carer in off_shift) if carer else None
    return (
        place,
        case.pk,
        case.state,
        vars(case).get("asks_for_second_look"),  # told by the policy that finds cases
        whose,
        tuple(_of(concern) for concern in case.concerns),
    )


def _of(one: Concern) -> tuple[object, ...]:
    return one.kind, one.level, one.raised_at, one.taken_by_id, one.writer_wrote_at, *one.reasons


drawn = Drawn()
