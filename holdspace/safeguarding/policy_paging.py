"""What those on duty see of the pages."""

from django.db.models import QuerySet

from holdspace.notices.models import Device, Service
from holdspace.people.models import Person
from holdspace.safeguarding.models import Page
from holdspace.safeguarding.policy import people_on_duty


def pages_about(link: str) -> QuerySet[Page]:
    """Who was rung about one thing. The caller has asked whether its case may be seen."""
    pages = Page.objects.filter(alarm__link=link).order_by("made_at", "round")
    return pages.select_related("person").prefetch_related("attempts")


def out_of_reach() -> QuerySet[Person]:
    """Those on duty whom nothing reaches outside the page: the lead should know."""
    reached = Device.objects.values("person").union(Service.objects.values("person"))
    return people_on_duty().filter(email="").exclude(pk__in=reached)
