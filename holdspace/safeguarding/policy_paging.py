"""What those on duty see of the pages."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from holdspace.notices.models import Device, Service
from holdspace.people.models import Person
from holdspace.safeguarding.models import Page
from holdspace.safeguarding.policy import people_on_duty
from holdspace.safeguarding.policy_rota import edits_rota


def pages_about(link: str) -> QuerySet[Page]:
    """Who was rung about one thing. The caller has asked whether its case may be seen."""
    pages = Page.objects.filter(alarm__link=link).order_by("made_at", "round")
    return pages.select_related("person").prefetch_related("attempts")


@dataclass
class Round:
    """When something rang and by which ways, neither whom nor how many: of everybody on duty, whoever is missing would
    be the one it is about."""

    made_at: datetime
    ways: dict[str, None] = field(default_factory=dict)
    is_looked_at: bool = False


def rounds_of(pages: Iterable[Page]) -> list[Round]:
    """What a guide sees of who was rung; the lead sees the pages themselves."""
    rounds: dict[tuple[UUID, int], Round] = {}
    for page in pages:
        one = rounds.setdefault((page.alarm_id, page.round), Round(page.made_at))
        one.ways |= {str(way.get_via_display()): None for way in page.attempts.all() if not way.failed}
        one.is_looked_at |= page.looked_at is not None
    return list(rounds.values())


def out_of_reach(person: Person) -> QuerySet[Person]:
    """Those on duty whom nothing reaches outside the page: everybody may know it of themselves, the lead of all."""
    whose = people_on_duty() if edits_rota(person) else people_on_duty().filter(pk=person.pk)
    reached = Device.objects.values("person").union(Service.objects.values("person"))
    return whose.filter(email="").exclude(pk__in=reached).order_by("name")
