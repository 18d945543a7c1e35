"""Who is kept away from whom. Rooms above ask here once, in their own policies."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from holdspace.kit.prepared import Given
from holdspace.networks.models import Boundary, Kind
from holdspace.people.models import Person

Reader = Person | Given


def boundaries_of(person: Person) -> QuerySet[Boundary]:
    """Those this person drew; nobody is ever shown one that others drew."""
    return Boundary.objects.filter(person=person)


def boundary_for(person: Person, pk: uuid.UUID) -> Boundary:
    return get_object_or_404(boundaries_of(person), pk=pk)


def blocks() -> QuerySet[Boundary]:
    return Boundary.objects.filter(kind=Kind.BLOCK, other__isnull=False)


def blocked_between(a: Person, b: Person) -> bool:
    """Whether either of them blocked the other, under whatever name."""
    return blocks().filter(Q(person=a, other=b) | Q(person=b, other=a)).exists()


def has_blocked(person: Person, other: Person) -> bool:
    return blocks().filter(person=person, other=other).exists()


def blocked_ids(person: Person) -> frozenset[uuid.UUID]:
    """Everybody with whom there is a block, whoever drew it."""
    pairs = blocks().filter(Q(person=person) | Q(other=person)).values_list("person_id", "other_id")
    return frozenset(one for pair in pairs for one in pair if one) - {person.pk}


# --- for the queries of rooms above; `reader` may be filled in later ----------------------------------------------


def who_blocked(reader: Reader) -> QuerySet[Boundary, Any]:
    """The people who blocked this reader: nothing of theirs is found."""
    return blocks().filter(other=reader).order_by().values("person")


def voices_away(reader: Reader) -> QuerySet[Boundary, Any]:
    """The voices that this reader blocked or muted. Other voices of the same people are not among them."""
    return Boundary.objects.filter(person=reader).order_by().values("voice")
