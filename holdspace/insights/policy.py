"""Who may see how the place is kept: its steward."""

from django.db.models import QuerySet
from django.http import Http404

from holdspace.insights.models import Said
from holdspace.people.models import Person, RoleKind
from holdspace.people.policy import has_role, holders_of


def is_steward(person: Person) -> bool:
    return has_role(person, RoleKind.STEWARD)


def stewards_only(person: Person) -> None:
    if not is_steward(person):
        raise Http404


def has_steward() -> bool:
    """Also one who has not set up the second step yet: the link makes no other beside them."""
    return holders_of(RoleKind.STEWARD).exists()


def what_was_said() -> QuerySet[Said]:
    return Said.objects.select_related("by")


def latest() -> Said:
    """What holds now; an empty row where nothing was ever said."""
    return Said.objects.first() or Said()


def steps_answered() -> set[str]:
    return set(Said.objects.values_list("step", flat=True))
