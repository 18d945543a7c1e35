"""How django-allauth is told the ways of this house."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_str
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdspace.people.known_browsers import known
from holdspace.people.models import SECOND_STEPS, Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | {
        "too_many_login_attempts": _(
            "There were many tries in a short time. Please wait five minutes, then try again."
        ),
        "rate_limited": _("There were many tries in a short time. Please wait a little, then try again."),
        "incorrect_password": _("This is not your passphrase. Please try once more."),
        "enter_current_password": _("This is not your passphrase until now. Please try once more."),
        "incorrect_code": _("This code did not work. Please look again; a new one may be showing."),
        "duplicate_email": _("You have given this address already."),
    }

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{known(request, credentials.get('username', ''))}"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("people:settings")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code did not work. Please look again; a new one may be showing."),
        "cannot_generate_recovery_codes": _("Spare codes come with a second step. Please add one first."),
    }

    def is_mfa_enabled(self, user: Person, types: Any = None) -> bool:
        """Spare codes alone are no second step."""
        return bool(super().is_mfa_enabled(user, types=SECOND_STEPS if types is None else types))

    def encrypt(self, text: str) -> str:
        return sealer("second step").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealer("second step").decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Person, type: str) -> str:
        return gettext("My device")

    def build_totp_svg(self, url: str) -> str:
        """The picture alone, without the declaration of a file of its own: it stands inside the page."""
        svg = str(super().build_totp_svg(url))
        return svg[svg.index("<svg") :]

    def _get_user_identifier(self, user: Person) -> str:
        return user.name  # an e-mail address does not belong in an app that others may see


def sealer(purpose: str) -> MultiFernet:
    """Seals secrets at rest with a key made from SECRET_KEY for this purpose alone; older keys still open."""
    secrets = map(force_str, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])


def _key(secret: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"holdspace {purpose}".encode())
    return base64.urlsafe_b64encode(derivation.derive(secret.encode()))
