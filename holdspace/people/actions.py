"""Joining, roles, and saying by name that a professional is one."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction

from holdspace.people import consents
from holdspace.people.models import WITH_PAPERS, PastRole, Person, Role, RoleKind, Verification, today
from holdspace.people.places import time_zone_of
from holdspace.people.signals import person_joined, role_ended, role_given


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


@transaction.atomic
def give_role(*, person: Person, kind: str, by: Person | None = None, until: date | None = None) -> Role:
    """In force at once. A right that rests on papers ends with them, or after a year where there are none."""
    if kind in WITH_PAPERS:
        until = until or _papers_end(person) or today() + timedelta(days=settings.PAPERS_DAYS)
    facts = {"given_by": by, "until": until}
    role, is_new = Role.objects.get_or_create(person=person, kind=RoleKind(kind), defaults=facts)
    if until and role.until and role.until < until:
        Role.objects.filter(pk=role.pk).update(until=until)
    person.forget_roles()
    if is_new and kind != RoleKind.MEMBER:
        role_given.send(Role, person=person, kind=kind, by=by)
    return role


def _papers_end(person: Person) -> date | None:
    return Verification.objects.filter(person=person).values_list("valid_until", flat=True).first()


@transaction.atomic
def take_role(*, person: Person, kind: str, by: Person | None = None, why: str = "") -> None:
    """Ends at once: roles are asked again at every request. What it was, and why it ended, is kept for them."""
    for role in Role.objects.select_for_update().filter(person=person, kind=kind):
        PastRole.objects.create(
            person=person, kind=kind, given_by=role.given_by, given_at=role.given_at, ended_by=by, why=why
        )
        role.delete()
        role_ended.send(Role, person=person, kind=kind, by=by, why=why)
    person.forget_roles()


def verify(
    *,
    person: Person,
    title: str,
    profession: str,
    by: Person,
    second: Person | None = None,
    on: date | None = None,
    until: date | None = None,
) -> Verification:
    """`by`, and with them `second`, have seen the papers of this professional and put their names to it."""
    if person in {by, second}:
        raise ValueError("nobody verifies themselves")
    on = on or today()
    facts = {
        "title": title,
        "profession": profession,
        "verified_by": by,
        "seconded_by": second,
        "verified_on": on,
        "valid_until": until or on + timedelta(days=settings.PAPERS_DAYS),
        "reminded_at": None,
    }
    return Verification.objects.update_or_create(person=person, defaults=facts)[0]


@transaction.atomic
def change_passphrase(*, person: Person, passphrase: str) -> None:
    """Every session of theirs ends with the old passphrase (Django ties them together)."""
    person.set_password(passphrase)
    person.save(update_fields=["password"])
