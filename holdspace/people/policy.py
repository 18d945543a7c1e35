"""Who has which role, and who is shown as a professional."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdspace.people.models import Consent, Person, Role, RoleKind, Verification
from holdspace.people.names import skeleton

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


@dataclass(frozen=True)
class Introduction:
    """How a verified professional is introduced to everybody: who says so, and what they may see."""

    title: str
    profession: str
    verified_by: str
    verified_on: date
    roles: tuple[str | Promise, ...]
    sees: tuple[str | Promise, ...]


def professionals() -> QuerySet[Verification]:
    """Verified guides, leads and practitioners; a verification without the role shows nobody."""
    holders = Role.objects.filter(kind__in=PROFESSIONALS).values("person")
    return Verification.objects.filter(person__in=holders).order_by("title")


def professional(person: Person) -> Verification | None:
    return professionals().filter(person=person).first()


def introductions() -> list[Introduction]:
    """Every professional with what they may see, in three queries however many there are."""
    kinds, titles = _kinds_by_person(), dict(Verification.objects.values_list("person_id", "title"))
    return [_introduction(one, kinds[one.person_id], titles) for one in professionals()]


def name_is_taken(name: str, *, except_for: Person | None = None) -> bool:
    """Is there already somebody whose name looks like this one?"""
    others = Person.objects.filter(skeleton=skeleton(name))
    return (others.exclude(pk=except_for.pk) if except_for else others).exists()


def person_called(name: str) -> Person | None:
    """Whom somebody means who types this name at the door; capitals and look-alike letters do not matter."""
    return Person.objects.filter(skeleton=skeleton(name)).first()


def consents_of(person: Person) -> QuerySet[Consent]:
    return Consent.objects.filter(person=person)


WHAT_THEY_SEE: dict[str, tuple[str | Promise, ...]] = {
    RoleKind.GUIDE: (
        _("Every story and reply in every circle, closed ones too, so that nobody in danger is missed."),
        _("What the program noticed in them, why, and whether the writer finds it right."),
        _("What people wrote in a hard minute, if they let a guide read it."),
        _("They can write to the person behind a concern, who sees the guide's name and can answer."),
        _("They can let others read what was kept back."),
        _("They can keep a text from others, with an agreement and a reason that its writer reads."),
        _("Not who stands behind an anonymous story or an alias, also when they write to them."),
        _("In danger, two of them together can look up that name, for a day. The writer is told."),
    ),
    RoleKind.LEAD: (_("The same as a guide, and can do the same."),),
    RoleKind.PRACTITIONER: (
        _("Stories and replies in the circles they have joined, like any member."),
        _("No readings of other people's words, and nothing from the duty page."),
    ),
}


def _kinds_by_person() -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    for person_id, kind in Role.objects.filter(kind__in=PROFESSIONALS).values_list("person", "kind"):
        found.setdefault(person_id, []).append(kind)
    return found


def _introduction(one: Verification, kinds: list[str], titles: dict[UUID, str]) -> Introduction:
    by = titles.get(one.verified_by_id) if one.verified_by_id else None
    return Introduction(
        title=one.title,
        profession=one.profession,
        verified_by=by or gettext("the steward of this place"),
        verified_on=one.verified_on,
        roles=tuple(RoleKind(kind).label for kind in kinds),
        sees=tuple(sentence for kind in kinds for sentence in WHAT_THEY_SEE[kind]),
    )
