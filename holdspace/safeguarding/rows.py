"""The rows of the board. Drawing five hundred takes a quarter of a second, so each case keeps what was drawn of it."""

from collections.abc import Iterable, Set

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from holdspace.people.models import Person
from holdspace.safeguarding.models import Case


def rows(cases: Iterable[Case], off_shift: Set[Person]) -> SafeString:
    """One after the other. What changed is another object, and with each minute all of them: see `open_cases`."""
    place = get_language(), timezone.get_current_timezone_name()
    return mark_safe("".join(_row(case, off_shift, place) for case in cases))  # noqa: S308 a template of ours made each


def _row(case: Case, off_shift: Set[Person], place: tuple[str | None, str]) -> str:
    drawn: dict[object, str] = vars(case).setdefault("drawn", {})
    key = (place, case.taken_by in off_shift)
    if key not in drawn:
        drawn[key] = render_to_string("safeguarding/_row.html", {"case": case, "off_shift": off_shift})
    return drawn[key]
