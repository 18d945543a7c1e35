"""What those on duty see of the pages."""

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


def out_of_reach(person: Person) -> QuerySet[Person]:
    """Those on duty whom nothing reaches outside the page: everybody may know it of themselves, the lead of all."""
    whose = people_on_duty() if edits_rota(person) else people_on_duty().filter(pk=person.pk)
    reached = Device.objects.values("person").union(Service.objects.values("person"))
    return whose.filter(email="").exclude(pk__in=reached).order_by("name")
