"""The shape of what people send at the doors and in their settings."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from holdspace.kit.forms import LineField
from holdspace.people import codes
from holdspace.people.models import Person
from holdspace.people.names import check_name, tidy
from holdspace.people.passphrases import RULE
from holdspace.people.places import countries, time_zones
from holdspace.people.policy import name_is_taken, person_called

NO_MATCH = _("This name and passphrase do not belong together. Nothing is lost; please try once more.")
NO_CODE_MATCH = _("This name and code do not belong together, or the code was used before. Please look again.")
WHY_COUNTRY = _("So that you, and a guide who looks after you, have crisis lines that work where you are.")
TOO_OFTEN = _("There were many tries in a short time. Please wait five minutes, then try again.")


class PassphraseField(forms.CharField):
    """Never shown again once typed, and kept exactly as it was typed."""

    def __init__(self, *, is_new: bool = False, **kwargs: Any) -> None:
        hint = "new-password" if is_new else "current-password"
        super().__init__(strip=False, widget=forms.PasswordInput(attrs={"autocomplete": hint}), **kwargs)


class NameField(LineField):
    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        super().__init__(max_length=200, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value))


class AlreadyChosen(forms.TypedChoiceField):
    """A select that opens on an answer: one cannot forget it, so it is not marked as needed. Empty it is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def validate(self, value: Any) -> None:
        if value in self.empty_values:
            raise ValidationError(self.error_messages["required"], code="required")
        super().validate(value)


class JoinForm(forms.Form):
    name = NameField(
        label=_("A name for this place"),
        help_text=_("Not your real name. Others see it unless you choose another face. You enter with it."),
        error_messages={"required": _("Please choose a name.")},
    )
    passphrase = PassphraseField(
        is_new=True,
        label=_("A passphrase"),
        help_text=RULE,
        error_messages={"required": _("Please choose a passphrase.")},
    )
    country = forms.ChoiceField(
        label=_("The country you are in"),
        help_text=WHY_COUNTRY,
        error_messages={
            "required": _("Please choose a country."),
            "invalid_choice": _("Please choose a country from the list."),
        },
    )
    adult = forms.BooleanField(
        label=_("I am 18 or older"),
        error_messages={"required": _("This place is for adults. Help now lists lines for younger people too.")},
    )
    consent = forms.BooleanField(
        label=_("I have read this and I agree"),
        error_messages={
            "required": _("Joining needs your agreement at the start. You can withdraw it later in My space.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_countries(self)

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        check_name(name)
        if name_is_taken(name):
            raise ValidationError(TAKEN)
        return name

    def clean_passphrase(self) -> str:
        validate_password(self.cleaned_data["passphrase"])
        return str(self.cleaned_data["passphrase"])


TAKEN = _("Somebody here has this name or one that looks like it. Please choose another.")


class EnterForm(forms.Form):
    name = NameField(label=_("Your name here"), error_messages={"required": _("Please type your name.")})
    passphrase = PassphraseField(
        label=_("Your passphrase"), error_messages={"required": _("Please type your passphrase.")}
    )
    shared = forms.BooleanField(
        required=False,
        label=_("Other people use this device"),
        help_text=_("You will be signed out when the browser is closed."),
    )

    person: Person

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            self.person = self._who()
        return self.cleaned_data

    def _who(self) -> Person:
        """Unknown names cost the same hashing as known ones (allauth sees to it)."""
        known = person_called(self.cleaned_data["name"])
        name = known.name if known else self.cleaned_data["name"]
        person = _authenticate(self.request, name, self.cleaned_data["passphrase"])
        if person is None:
            raise ValidationError(NO_MATCH)
        return person


class RecoverForm(forms.Form):
    name = NameField(label=_("Your name here"), error_messages={"required": _("Please type your name.")})
    code = LineField(
        max_length=100,
        label=_("One of your recovery codes"),
        help_text=_("Each code works once. Dashes and capitals do not matter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": _("Please type one of your codes.")},
    )
    passphrase = PassphraseField(
        is_new=True,
        label=_("A new passphrase"),
        help_text=RULE,
        error_messages={"required": _("Please choose a new passphrase.")},
    )

    person: Person

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_passphrase(self) -> str:
        validate_password(self.cleaned_data["passphrase"])
        return str(self.cleaned_data["passphrase"])

    def clean(self) -> dict[str, Any]:
        if not self.errors:
            self.person = self._who()
        return self.cleaned_data

    def _who(self) -> Person:
        known = person_called(self.cleaned_data["name"])
        key = str(known.pk) if known else self.cleaned_data["name"].casefold()
        if not ratelimit.consume(self.request, action="reset_password", key=key):
            raise ValidationError(TOO_OFTEN)
        if not codes.use_code(known, self.cleaned_data["code"]) or known is None:
            raise ValidationError(NO_CODE_MATCH)
        return known


class SettingsForm(forms.ModelForm[Person]):
    country = AlreadyChosen(
        label=_("The country you are in"),
        help_text=WHY_COUNTRY,
        error_messages={"invalid_choice": _("Please choose a country from the list.")},
    )
    time_zone = AlreadyChosen(
        label=_("Your time"),
        help_text=_("Times on pages, and your hours if you listen."),
        error_messages={"invalid_choice": _("Please choose a place from the list.")},
    )
    low_energy = forms.BooleanField(
        required=False,
        label=_("Low energy: show me less at once"),
        help_text=_("Every story stays folded until you open it. Nothing is taken away."),
    )

    class Meta:
        model = Person
        fields = ("country", "time_zone", "low_energy")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_countries(self)
        zones = sorted({*time_zones(), "UTC", self.instance.time_zone})
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]  # type: ignore[attr-defined]


class LeavingForm(forms.Form):
    passphrase = PassphraseField(
        label=_("Your passphrase"),
        help_text=_("So that nobody else can do this for you."),
        error_messages={"required": _("Please type your passphrase.")},
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_passphrase(self) -> str:
        person = self.request.user
        if not isinstance(person, Person) or not get_adapter().reauthenticate(person, self.cleaned_data["passphrase"]):
            raise ValidationError(_("This is not your passphrase. Nothing was changed."))
        return str(self.cleaned_data["passphrase"])


def _authenticate(request: HttpRequest, name: str, passphrase: str) -> Person | None:
    """allauth counts the tries and raises when there were too many."""
    person = get_adapter(request).authenticate(request, username=name, password=passphrase)
    return person if isinstance(person, Person) else None


def _offer_countries(form: forms.BaseForm) -> None:
    blank = ("", _("Choose a country"))
    form.fields["country"].choices = [blank, *countries()]  # type: ignore[attr-defined]
