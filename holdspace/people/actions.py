"""Joining, roles, and saying by name that a professional is one."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from holdspace.people import consents
from holdspace.people.models import Person, Role, RoleKind, Verification
from holdspace.people.places import time_zone_of
from holdspace.people.signals import person_joined


@transaction.atomic
def join(*, name: str, passphrase: str, country: str) -> Person:
    """A new member, who has just agreed to the safety reading."""
    person = Person.objects.create_person(
        name=name, passphrase=passphrase, country=country, time_zone=time_zone_of(country)
    )
    give_role(person=person, kind=RoleKind.MEMBER)
    consents.give(person=person, purpose=consents.SAFETY_READING)
    transaction.on_commit(lambda: person_joined.send(Person, person=person), robust=True)
    return person


def give_role(*, person: Person, kind: str, by: Person | None = None) -> Role:
    role, _is_new = Role.objects.get_or_create(person=person, kind=RoleKind(kind), defaults={"given_by": by})
    person.__dict__.pop("roles", None)
    return role


def take_role(*, person: Person, kind: str) -> None:
    """Ends at once: roles are asked again at every request."""
    Role.objects.filter(person=person, kind=kind).delete()
    person.__dict__.pop("roles", None)


def verify(*, person: Person, title: str, profession: str, by: Person, on: date | None = None) -> Verification:
    """`by` has seen the papers of this professional and puts their own name to it."""
    if by == person:
        raise ValueError("nobody verifies themselves")
    on = on or timezone.localdate()
    facts = {"title": title, "profession": profession, "verified_by": by, "verified_on": on}
    return Verification.objects.update_or_create(person=person, defaults=facts)[0]


@transaction.atomic
def change_passphrase(*, person: Person, passphrase: str) -> None:
    """Every session of theirs ends with the old passphrase (Django ties them together)."""
    person.set_password(passphrase)
    person.save(update_fields=["password"])
