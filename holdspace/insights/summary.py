"""How far setting up has come, and what holds now."""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holdspace.circles.topics import SPOKEN
from holdspace.insights import policy
from holdspace.insights.steps import STEPS, Step
from holdspace.kit.place import Place, here, is_fixed
from holdspace.people.models import Person, RoleKind
from holdspace.people.places import country_name
from holdspace.people.policy import holders_of

ANSWERS = {
    "name": ("name", "owner"),
    "country": ("country", "languages"),
    "ages": (),
    "duty": ("covered_from", "covered_to"),
    "contact": ("contact", "privacy_contact"),
}
NOTHING = _("Nothing yet")


@dataclass(frozen=True)
class Row:
    step: Step
    says: tuple[str | Promise, ...]
    is_answered: bool
    is_fixed: bool


@dataclass(frozen=True)
class OnDuty:
    person: Person
    is_lead: bool
    has_second_step: bool


def rows() -> list[Row]:
    answered, place = policy.steps_answered(), here()
    return [_row(step, place, answered) for step in STEPS]


def next_step() -> Step | None:
    """The first that nobody has answered."""
    return next((row.step for row in rows() if not row.is_answered), None)


def staff() -> list[OnDuty]:
    """Guides and leads, and whether each has a second step."""
    with_second = set(Authenticator.objects.exclude(type="recovery_codes").values_list("user", flat=True))
    guides, leads = holders_of(RoleKind.GUIDE), holders_of(RoleKind.LEAD)
    leading = set(leads.values_list("pk", flat=True))
    people = (guides | leads).order_by("name")
    return [OnDuty(person, person.pk in leading, person.pk in with_second) for person in people]


def _row(step: Step, place: Place, answered: set[str]) -> Row:
    fields = ANSWERS[step.slug]
    fixed = bool(fields) and all(is_fixed(field) for field in fields)
    says = SAYS[step.slug](place)
    return Row(step, tuple(line or NOTHING for line in says), step.slug in answered or fixed, fixed)


def _ages(place: Place) -> tuple[str, ...]:
    return (gettext("%(age)s and over") % {"age": policy.latest().youngest},)


def _duty(place: Place) -> tuple[str, ...]:
    hours = {"begins": f"{place.covered_from:02}:00", "ends": f"{place.covered_to:02}:00"}
    count = len(staff())
    people = ngettext("%(n)s person is guide or lead", "%(n)s people are guides or leads", count) % {"n": count}
    return (gettext("from %(begins)s to %(ends)s, where there is no rota") % hours, people)


SAYS: dict[str, Callable[[Place], tuple[str, ...]]] = {
    "name": lambda place: (place.name, place.owner),
    "country": lambda place: (
        str(country_name(place.country)) if place.country else "",
        ", ".join(SPOKEN.get(language, language) for language in place.languages),
    ),
    "ages": _ages,
    "duty": _duty,
    "contact": lambda place: (place.contact, place.privacy_contact),
}
