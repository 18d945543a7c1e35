"""Who opens circles and looks after them: the lead. Who may guide one, and what a circle lacks."""

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from holdspace.circles.models import Circle
from holdspace.conversations.models import Seat
from holdspace.conversations.policy import people_in
from holdspace.people.models import Person, RoleKind
from holdspace.people.policy import has_role
from holdspace.safeguarding.policy import people_on_duty


def tends_circles(person: Person) -> bool:
    return has_role(person, RoleKind.LEAD)


def tended_circles(person: Person) -> QuerySet[Circle]:
    """Every circle with its `guides_now` and, in its conversation, its `hosts_now`; for others none."""
    if not tends_circles(person):
        return Circle.objects.none()
    guides = Prefetch("guides", possible_guides(), to_attr="guides_now")
    hosts = Prefetch("conversation__seats", _hosting(Seat.objects.all()), to_attr="hosts_now")
    return Circle.objects.select_related("conversation").prefetch_related(guides, hosts)


def tended_circle(person: Person, slug: str) -> Circle:
    return get_object_or_404(tended_circles(person), slug=slug)


def possible_guides() -> QuerySet[Person]:
    """Whoever is guide or lead, in force; a circle keeps a guide whose role has ended, who then guides nothing."""
    return people_on_duty().order_by("name")


def hosts_of(circle: Circle) -> QuerySet[Seat]:
    return _hosting(people_in(circle.conversation))


def _hosting(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    return seats.filter(is_host=True, left_at=None).select_related("person").order_by("person__name")


def host_called(circle: Circle, name: str) -> Person:
    """The host of this circle who has exactly this account name."""
    seat = hosts_of(circle).filter(person__name=name).first()
    if seat is None:
        raise Http404
    return seat.person
