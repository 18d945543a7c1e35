"""The shape of shifts and days away."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.people.faces import FaceKind, face_label
from holdspace.people.forms import AlreadyChosen
from holdspace.people.places import time_zones
from holdspace.safeguarding.policy import people_on_duty

LONGEST_AHEAD = timedelta(days=3 * 366)
NEEDS_DAY = {"required": _("Please choose a day."), "invalid": _("Please write the day like this: 2026-03-04.")}
NEEDS_TIME = {"required": _("Please choose a time."), "invalid": _("Please write the time like this: 09:30.")}
ENDS_EARLIER = _("The last day comes before the first one. Please look again.")
TOO_FAR = _("This is more than three years away. Please choose a nearer day.")


class DayField(forms.DateField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        super().__init__(widget=widget, input_formats=["%Y-%m-%d"], error_messages=NEEDS_DAY, **kwargs)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and abs(value - timezone.localdate()) > LONGEST_AHEAD:
            raise ValidationError(TOO_FAR)


class WallField(forms.TimeField):
    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
        super().__init__(widget=widget, input_formats=["%H:%M", "%H:%M:%S"], error_messages=NEEDS_TIME, **kwargs)


class Days(forms.Form):
    """Anything with a first and a last day."""

    def clean(self) -> dict[str, Any]:
        told: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = told.get("first_on"), told.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", ENDS_EARLIER)
        return told


class ShiftForm(Days):
    person = AlreadyChosen(label=_("Who"))
    first_on = DayField(label=_("The first day"))
    starts = WallField(label=_("From"))
    ends = WallField(label=_("Until"), help_text=_("Not later than the beginning means on the next day."))
    zone = AlreadyChosen(label=_("By the clocks of"))
    every_week = forms.BooleanField(label=_("Every week on this day"), required=False, initial=True)
    last_on = DayField(label=_("The last day, if it is known"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self.fields["person"])
        _offer(self.fields["zone"], [(zone, zone.replace("_", " ")) for zone in ["UTC", *time_zones()]])

    @property
    def shift(self) -> dict[str, Any]:
        """As the rota keeps it: once is a shift whose last day is its first."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "every_week"}
        return told if self.cleaned_data["every_week"] else told | {"last_on": told["first_on"]}


class AwayForm(Days):
    first_on = DayField(label=_("From"))
    last_on = DayField(label=_("Until the end of"))


class AwayForAnyForm(AwayForm):
    """For the lead, who can also say that nobody works on a holiday."""

    person = AlreadyChosen(label=_("Who"))
    field_order = ["person", "first_on", "last_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_people(self.fields["person"], [(EVERYBODY, _("Everybody: a holiday"))])


EVERYBODY = "everybody"


def _offer_people(field: Any, more: list[tuple[str, Any]] | None = None) -> None:
    people = {str(person.pk): person for person in people_on_duty().order_by("name")}
    _offer(field, [*(more or []), *((pk, face_label(person, FaceKind.NAME)) for pk, person in people.items())])
    field.coerce = lambda pk: people.get(pk)


def _offer(field: Any, choices: list[tuple[str, Any]]) -> None:
    field.choices = choices
