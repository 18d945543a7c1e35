"""What changed in how the place is kept, and how often those on duty acted: from ten on, by kind, never by person."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils.functional import Promise

from holdspace.insights.models import Said
from holdspace.insights.policy import what_was_said
from holdspace.insights.steps import STEPS
from holdspace.insights.supply import FEWEST
from holdspace.people.models import STAFF, Person, Role
from holdspace.safeguarding.models import Entry, What

QUARTER = timedelta(days=91)
MOST = 100
OF_THE_PLACE = {
    What.PLACE_CHANGED,
    What.STEWARD_BEGAN,
    What.FORGOTTEN,
    What.READINGS_TAKEN,
    What.REREADING_BEGUN,
    What.REREADING_PAUSED,
    What.REREADING_WENT_ON,
}


@dataclass(frozen=True)
class Change:
    at: datetime
    what: str | Promise
    by: Person | None
    to: Person | None = None


@dataclass(frozen=True)
class CountOf:
    """`count` is None where it is under ten."""

    what: str
    count: int | None


def changes() -> list[Change]:
    """Words about the place, and roles of staff that hold now, the newest first."""
    titles = {step.slug: step.title for step in STEPS}
    said = [Change(one.at, titles.get(one.step, one.step), one.by) for one in _said()]
    roles = Role.objects.filter(kind__in=STAFF).select_related("person", "given_by")
    given = [Change(one.given_at, one.get_kind_display(), one.given_by, one.person) for one in roles]
    return sorted(said + given, key=lambda one: one.at, reverse=True)[:MOST]


def counts(now: datetime) -> list[CountOf]:
    """What those on duty did in the last quarter, by kind."""
    lately = Entry.objects.filter(at__gte=now - QUARTER).exclude(what__in=OF_THE_PLACE)
    found = lately.order_by("what").values_list("what").annotate(count=Count("pk"))
    return [CountOf(_label(what), count if count >= FEWEST else None) for what, count in found]


def _said() -> list[Said]:
    return list(what_was_said()[:MOST])


def _label(what: str) -> str:
    return str(What(what).label) if what in What else what
