"""`{{ step|told }}`, `{{ when|clock }}`, `{% rows_of cases off_shift %}`: the sentences and rows of the duty pages."""

from collections.abc import Iterable, Set
from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from holdspace.people.faces import FaceKind, face_label
from holdspace.people.models import Person
from holdspace.safeguarding.models import Case, CaseStep
from holdspace.safeguarding.rows import rows

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86_400


@register.simple_tag
def rows_of(cases: Iterable[Case], off_shift: Set[Person] | None) -> SafeString:
    """All rows of the board."""
    return rows(cases, off_shift or frozenset())


@register.filter
def told(step: CaseStep) -> str:
    """One step of a case as a sentence. Whoever acts in a role is named."""
    return str(step.sentence) % {"who": face_label(step.by, FaceKind.NAME) if step.by else ""}


@register.filter
def clock(due: datetime) -> str:
    """The time until then, as one would say it: "due in 12 minutes", "late by 5 minutes"."""
    seconds = int((due - timezone.now()).total_seconds())
    if abs(seconds) < MINUTE:
        return gettext("due now")
    return (
        _by_days(seconds)
        if abs(seconds) >= DAY
        else _by_hours(seconds)
        if abs(seconds) >= HOUR
        else _by_minutes(seconds)
    )


def _by_minutes(seconds: int) -> str:
    n = abs(seconds) // MINUTE
    late = ngettext("late by %(n)s minute", "late by %(n)s minutes", n)
    return (late if seconds < 0 else ngettext("due in %(n)s minute", "due in %(n)s minutes", n)) % {"n": n}


def _by_hours(seconds: int) -> str:
    n = abs(seconds) // HOUR
    late = ngettext("late by %(n)s hour", "late by %(n)s hours", n)
    return (late if seconds < 0 else ngettext("due in %(n)s hour", "due in %(n)s hours", n)) % {"n": n}


def _by_days(seconds: int) -> str:
    n = abs(seconds) // DAY
    late = ngettext("late by %(n)s day", "late by %(n)s days", n)
    return (late if seconds < 0 else ngettext("due in %(n)s day", "due in %(n)s days", n)) % {"n": n}
