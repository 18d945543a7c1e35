"""Who has which role, and who is shown as a professional."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Expression, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext

from holdspace.people.capabilities import sentences_for
from holdspace.people.faces import FaceKind, face_label
from holdspace.people.models import PROFESSIONALS, STAFF, Consent, Person, Role, RoleKind, Verification, today
from holdspace.people.names import skeleton


def roles_of(person: Person) -> frozenset[str]:
    """Every kind of role in force, as plain words ("member", "guide", …)."""
    return person.roles


def has_role(person: Person, kind: str) -> bool:
    return kind in person.roles


def has_any_role(person: Person, kinds: Iterable[str]) -> bool:
    return not person.roles.isdisjoint(kinds)


def is_staff(person: Person) -> bool:
    return has_any_role(person, STAFF)


def people_with_role(*kinds: str, day: date | Expression | None = None) -> QuerySet[Person]:
    """Whoever holds one of them in force: not past its day, and for staff behind a second step."""
    return Person.objects.filter(pk__in=Role.objects.in_force(day).filter(kind__in=kinds).values("person"))


def holders_of(*kinds: str) -> QuerySet[Person]:
    """Whoever holds one of them, also those for whom it sleeps."""
    return Person.objects.filter(pk__in=Role.objects.lasting().filter(kind__in=kinds).values("person"))


@dataclass(frozen=True)
class Introduction:
    """How a verified professional is introduced to everybody: who says so, and what they may see."""

    title: str
    profession: str
    verified_by: str
    seconded_by: str
    verified_on: date
    roles: tuple[str | Promise, ...]
    sees: tuple[str | Promise, ...]


def professionals() -> QuerySet[Verification]:
    """Verified guides, leads and practitioners; without the role, or past its last day, it shows nobody."""
    holders = Role.objects.in_force().filter(kind__in=PROFESSIONALS).values("person")
    return Verification.objects.filter(person__in=holders, valid_until__gte=today()).order_by("title")


def professional(person: Person) -> Verification | None:
    return professionals().filter(person=person).first()


def introductions() -> list[Introduction]:
    """Every professional with what they may see, in three queries however many there are."""
    kinds, titles = _kinds_by_person(), dict(Verification.objects.values_list("person_id", "title"))
    return [_introduction(one, kinds[one.person_id], titles) for one in professionals().select_related("seconded_by")]


def name_is_taken(name: str, *, except_for: Person | None = None) -> bool:
    """Is there already somebody whose name looks like this one?"""
    others = Person.objects.filter(skeleton=skeleton(name))
    return (others.exclude(pk=except_for.pk) if except_for else others).exists()


def person_called(name: str) -> Person | None:
    """Whom somebody means who types this name at the door; capitals and look-alike letters do not matter."""
    return Person.objects.filter(skeleton=skeleton(name)).first()


def consents_of(person: Person) -> QuerySet[Consent]:
    return Consent.objects.filter(person=person)


def _kinds_by_person() -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for person_id, kind in Role.objects.in_force().filter(kind__in=PROFESSIONALS).values_list("person", "kind"):
        found.setdefault(person_id, []).append(kind)
    return found


def _introduction(one: Verification, kinds: list[str], titles: dict[UUID, str]) -> Introduction:
    by = titles.get(one.verified_by_id) if one.verified_by_id else None
    return Introduction(
        title=one.title,
        profession=one.profession,
        verified_by=by or gettext("the steward of this place"),
        seconded_by=face_label(one.seconded_by, FaceKind.NAME) if one.seconded_by else "",
        verified_on=one.verified_on,
        roles=tuple(RoleKind(kind).label for kind in kinds),
        sees=sentences_for(*kinds),
    )
