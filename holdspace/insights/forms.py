"""The shape of what a steward says about the place."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from holdspace.circles.topics import SPOKEN
from holdspace.insights.models import ADULT
from holdspace.insights.youth import missing_for_youth
from holdspace.kit.forms import LineField
from holdspace.kit.place import SETTINGS, is_fixed
from holdspace.people.forms import TAKEN, NameField, PassphraseField
from holdspace.people.names import check_name
from holdspace.people.passphrases import RULE
from holdspace.people.places import countries
from holdspace.people.policy import name_is_taken

FIXED = _("This is set on the server and cannot be changed here.")
YOUNGER = 13


class FirstStewardForm(forms.Form):
    name = NameField(
        label=_("Your name here"),
        help_text=_("You enter with it. It need not be your real name."),
        error_messages={"required": _("Please choose a name.")},
    )
    passphrase = PassphraseField(
        is_new=True,
        label=_("A passphrase"),
        help_text=RULE,
        error_messages={"required": _("Please choose a passphrase.")},
    )

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        check_name(name)
        if name_is_taken(name):
            raise ValidationError(TAKEN)
        return name

    def clean_passphrase(self) -> str:
        validate_password(self.cleaned_data["passphrase"])
        return str(self.cleaned_data["passphrase"])


class StepForm(forms.Form):
    """What the environment fixes is shown and cannot be typed over."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name in SETTINGS and is_fixed(name):
                field.disabled = True
                field.help_text = FIXED


class NameForm(StepForm):
    name = LineField(
        label=_("The name of this place"),
        max_length=60,
        error_messages={"required": _("Please give it a name.")},
    )
    owner = LineField(
        label=_("Who runs it"),
        help_text=_("It completes a sentence: “Lighthouse is …”, for example “run by the Lighthouse charity in Cork”."),
        max_length=200,
        error_messages={"required": _("People want to know whose place this is. Please write who runs it.")},
    )


class CountryForm(StepForm):
    country = forms.ChoiceField(
        label=_("The country this place is for"),
        error_messages={
            "required": _("Please choose a country."),
            "invalid_choice": _("Please choose a country from the list."),
        },
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages in which somebody here can answer"),
        choices=list(SPOKEN.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Please choose one language at least."),
            "invalid_choice": _("Please choose from the list."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        country = self.fields["country"]
        country.choices = [("", _("Choose a country")), *countries()]  # type: ignore[attr-defined]


class AgesForm(StepForm):
    youngest = forms.TypedChoiceField(
        label=_("Who may join"),
        choices=[(ADULT, _("Adults, 18 and over")), (YOUNGER, _("Younger people as well"))],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Please choose one of the two."),
            "invalid_choice": _("Please choose one of the two."),
        },
    )

    def clean_youngest(self) -> int:
        youngest = int(self.cleaned_data["youngest"])
        if youngest < ADULT and (missing := missing_for_youth()):
            raise ValidationError(
                [_("Younger people cannot be let in, because this place is not safe for them yet."), *missing]
            )
        return youngest


class HourField(forms.TypedChoiceField):
    def __init__(self, *, first: int, last: int, **kwargs: Any) -> None:
        hours = [(hour, f"{hour:02}:00") for hour in range(first, last + 1)]
        super().__init__(choices=hours, coerce=int, required=True, **kwargs)


class DutyForm(StepForm):
    covered_from = HourField(first=0, last=23, label=_("A guide looks from"))
    covered_to = HourField(first=1, last=24, label=_("until"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        begins, ends = cleaned.get("covered_from"), cleaned.get("covered_to")
        if begins is not None and ends is not None and begins >= ends:
            self.add_error(
                "covered_to", _("This is before the beginning. Hours that go past midnight belong in the rota.")
            )
        return cleaned


class ContactForm(StepForm):
    contact = LineField(
        label=_("Where people can write to you"),
        help_text=_("An e-mail address or a postal address. It stands at the foot of every page."),
        max_length=200,
        error_messages={"required": _("Somebody has to be in reach. Please give an address.")},
    )
    privacy_contact = LineField(
        label=_("Whom people ask about their data"),
        help_text=_("It stands on the privacy page. The same address will do."),
        max_length=200,
        error_messages={"required": _("People have a right to ask about their data. Please give an address.")},
    )
