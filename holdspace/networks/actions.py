"""Drawing a boundary, and lifting it."""

from django.db import transaction

from holdspace.networks.models import Boundary, Kind
from holdspace.networks.signals import boundary_drawn, boundary_lifted
from holdspace.networks.voices import name_voice
from holdspace.people.models import Person
from holdspace.people.names import skeleton
from holdspace.people.policy import person_called


def hold_still(*people: Person | None) -> None:
    """What one of these people does now and what another does to them happen one after the other.

    Called inside a transaction, before asking who blocked whom: a reply and a block of the same moment see each other.
    """
    ids = sorted(person.pk for person in people if person)
    list(Person.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))


@transaction.atomic
def draw(*, person: Person, other: Person | None, kind: Kind, voice: str, label: str, link: str = "") -> Boundary:
    """Keep a voice away. A block takes the place of a mute; nobody is told, and no reason is asked."""
    hold_still(person, other)
    known = Boundary.objects.filter(person=person, voice=voice).first()
    if known and (known.kind == kind or known.kind == Kind.BLOCK):
        return known
    if known:
        known.delete()
    drawn = Boundary.objects.create(person=person, other=other, kind=kind, voice=voice, label=label, link=link)
    transaction.on_commit(
        lambda: boundary_drawn.send(Boundary, person_id=drawn.person_id, other_id=drawn.other_id), robust=True
    )
    return drawn


def block_by_name(*, person: Person, name: str) -> Boundary:
    """Block whoever has this account name. A name that nobody has is kept all the same: who is here is private."""
    other = person_called(name)
    voice = name_voice(other.pk) if other else f"called/{skeleton(name)}"
    return draw(person=person, other=other, kind=Kind.BLOCK, voice=voice, label=name)


@transaction.atomic
def lift(boundary: Boundary) -> None:
    """As if it had never been drawn. Other boundaries against the same person stand."""
    person_id, other_id = boundary.person_id, boundary.other_id
    boundary.delete()
    transaction.on_commit(lambda: boundary_lifted.send(Boundary, person_id=person_id, other_id=other_id), robust=True)
