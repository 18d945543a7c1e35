"""allauth's forms in the words of this house."""

from typing import Any

from allauth.account.forms import AddEmailForm, ChangePasswordForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateWithCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django.forms import BaseForm, HiddenInput
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from holdspace.people.passphrases import RULE
from holdspace.people.second_step import public_code


class EmailForm(AddEmailForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(
            self,
            "email",
            _("Your e-mail address"),
            _("We send a letter with a link, to be sure that it is yours."),
        )


class ChangePassphraseForm(ChangePasswordForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "oldpassword", _("Your passphrase until now"))
        _ask(self, "password1", _("Your new passphrase"), RULE)
        _ask(self, "password2", _("The new one once more"))


class AgainForm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "password", _("Your passphrase"))


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self)


class CodeAgainForm(ReauthenticateWithCodeForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask_for_code(self)


class AppForm(ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "code", _("The code the app shows now"))


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Every key that is added here can open the door by itself, so that question is not asked."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "name", _("What you call this device"))
        self.fields["passwordless"].widget = HiddenInput()
        self.initial["passwordless"] = "on"


class PasskeyNameForm(EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "name", _("What you call this device"))


FROM_APP_OR_PAPER = _("From your app, or one of the spare codes you wrote down.")

FROM_THE_DEMO = _(
    "This is somebody of the demo: the code now is {code}. It opens once; the next comes in half a minute."
)


def _ask_for_code(form: Any) -> None:
    """In the demo the code stands there: its secret is printed in the source, like the passphrases of the demo."""
    code = public_code(form.user)
    form.initial["code"] = code
    _ask(form, "code", _("The code"), format_lazy(FROM_THE_DEMO, code=code) if code else FROM_APP_OR_PAPER)


def _ask(form: BaseForm, name: str, label: Any, hint: Any = "") -> None:
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.widget.attrs.pop("placeholder", None)
