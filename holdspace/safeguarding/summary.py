"""What guides did in the last full quarter, in plain numbers that point at nobody.

A number below ten is not said. A part of a whole is said only where the rest is ten or more as well, or the difference
would give it away. The quarter has ended, so that no two visits show a difference either.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdspace.safeguarding.models import Appeal, Measure, Report, Reveal, Ruling, Tells

FEWEST = 10


@dataclass(frozen=True)
class Quarter:
    """From midnight to midnight, in the place's own time."""

    begins: date
    ends: date

    @property
    def last_day(self) -> date:
        return self.ends - timedelta(days=1)

    def holds(self, rows: QuerySet, field: str) -> QuerySet:  # type: ignore[type-arg]
        since, until = (timezone.make_aware(datetime(day.year, day.month, day.day)) for day in (self.begins, self.ends))
        return rows.filter(**{f"{field}__gte": since, f"{field}__lt": until})


@dataclass(frozen=True)
class Line:
    """One row of the table; no number where it is not said."""

    label: str | Promise
    number: int | None


def last_quarter(today: date) -> Quarter:
    first_of_this = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    before = first_of_this - timedelta(days=1)
    return Quarter(date(before.year, before.month - 2, 1), first_of_this)


def summary(quarter: Quarter) -> list[Line]:
    return list(_lines(quarter))


def _lines(quarter: Quarter) -> Iterator[Line]:
    told = quarter.holds(Report.objects.all(), "made_at")
    ruled = quarter.holds(Ruling.objects.all(), "made_at")
    asked = quarter.holds(Appeal.objects.all(), "made_at")
    yield Line(_("Somebody told the guides about a text, a circle or a letter"), said(told.filter(tells=Tells.REPORT)))
    yield Line(_("Somebody was worried about a person"), said(told.filter(tells=Tells.WORRY)))
    yield Line(_("A guide kept a text back until it was changed"), said(ruled.filter(measure=Measure.HOLD)))
    yield Line(_("A guide removed a text"), said(ruled.filter(measure=Measure.REMOVE)))
    yield Line(_("A writer asked for a second look"), said(asked))
    yield Line(_("Of these, others may read the text again"), said_of(asked.filter(is_granted=True), asked))
    approved = quarter.holds(Reveal.objects.filter(is_approved=True), "answered_at")
    yield Line(_("Two guides looked up who wrote something"), said(approved))


def said(rows: QuerySet) -> int | None:  # type: ignore[type-arg]
    return at_least_ten(rows.count())


def said_of(part: QuerySet, whole: QuerySet) -> int | None:  # type: ignore[type-arg]
    number, rest = part.count(), whole.count() - part.count()
    return number if at_least_ten(number) and at_least_ten(rest) else None


def at_least_ten(number: int) -> int | None:
    return number if number >= FEWEST else None
