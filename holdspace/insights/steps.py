"""The steps of setting up a place: calm pages, each of which can be left and come back to."""

from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdspace.insights.forms import AgesForm, ContactForm, CountryForm, DutyForm, NameForm


@dataclass(frozen=True)
class Step:
    slug: str
    title: str | Promise
    why: str | Promise
    form: type[forms.Form]


STEPS = (
    Step("name", _("Name"), _("What people see at the top and at the foot of every page."), NameForm),
    Step(
        "country",
        _("Country and languages"),
        _("Whose crisis lines Help now shows first, and which languages people may count on here."),
        CountryForm,
    ),
    Step("ages", _("Ages"), _("How old somebody has to be."), AgesForm),
    Step(
        "duty",
        _("Duty hours"),
        _("When a guide looks, as long as there is no rota. Promise only what you can keep."),
        DutyForm,
    ),
    Step(
        "contact",
        _("Contact"),
        _("Where people write to those who run this place, and whom they ask about their data."),
        ContactForm,
    ),
)


def step_called(slug: str) -> Step:
    found = next((step for step in STEPS if step.slug == slug), None)
    if found is None:
        raise Http404
    return found


def after(step: Step) -> Step | None:
    following = STEPS[STEPS.index(step) + 1 :]
    return following[0] if following else None


def before(step: Step) -> Step | None:
    earlier = STEPS[: STEPS.index(step)]
    return earlier[-1] if earlier else None
