"""How django-allauth is told the ways of this house."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .models import Person

SECOND_STEPS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    pass


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def is_mfa_enabled(self, user: Person, types: Any = None) -> bool:
        """Spare codes alone are no second step."""
        return bool(super().is_mfa_enabled(user, types=SECOND_STEPS if types is None else types))

    def encrypt(self, text: str) -> str:
        return sealer("second step").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return sealer("second step").decrypt(encrypted_text.encode()).decode()


def sealer(purpose: str) -> MultiFernet:
    """Seals secrets at rest with a key made from SECRET_KEY for this purpose alone; older keys still open."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_key(secret, purpose)) for secret in secrets])


def _key(secret: str, purpose: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"holdspace {purpose}".encode())
    return base64.urlsafe_b64encode(derivation.derive(secret.encode()))
