"""Who has which role, and who is shown as a professional."""

from collections.abc import Iterable

from django.db.models import QuerySet

from .models import Consent, Person, Role, RoleKind, Verification
from .names import skeleton

STAFF = frozenset({RoleKind.GUIDE, RoleKind.LEAD, RoleKind.STEWARD, RoleKind.PRACTITIONER})
PROFESSIONALS = frozenset({RoleKind.GUIDE, RoleKind.LEAD, RoleKind.PRACTITIONER})


def roles_of(person: Person) -> frozenset[str]:
    """Every kind of role they hold, as plain words ("member", "guide", …)."""
    return person.roles


def has_role(person: Person, kind: str) -> bool:
    return kind in person.roles


def has_any_role(person: Person, kinds: Iterable[str]) -> bool:
    return not person.roles.isdisjoint(kinds)


def is_staff(person: Person) -> bool:
    return has_any_role(person, STAFF)


def people_with_role(kind: str) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=Role.objects.filter(kind=kind).values("person"))


def professionals() -> QuerySet[Verification]:
    """Verified guides, leads and practitioners; a verification without the role shows nobody."""
    holders = Role.objects.filter(kind__in=PROFESSIONALS).values("person")
    verified = Verification.objects.filter(person__in=holders)
    return verified.select_related("person", "verified_by").order_by("title")


def professional(person: Person) -> Verification | None:
    """What may be said beside the name of this person, if they are a verified professional."""
    return professionals().filter(person=person).first()


def name_is_taken(name: str, *, except_for: Person | None = None) -> bool:
    """Is there already somebody whose name looks like this one?"""
    others = Person.objects.filter(skeleton=skeleton(name))
    return (others.exclude(pk=except_for.pk) if except_for else others).exists()


def consents_of(person: Person) -> QuerySet[Consent]:
    return Consent.objects.filter(person=person)
