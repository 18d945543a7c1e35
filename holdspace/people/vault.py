"""Sealing what a person entrusts: AES-GCM with a key of their own, which is sealed with a key of the place.

Whoever holds the data alone reads nothing. When a person leaves, their key goes, and with it every copy of what it
sealed, also those in a backup that is older than the key of the place.
"""

import hashlib
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from holdspace.people.models import Person, PersonKey

NONCE = 12  # bytes


class CannotOpen(Exception):
    """The key that sealed it is not here, or what was kept is not what was sealed."""


def seal(data: bytes, *, of: Person, about: UUID) -> bytes:
    """`about` is the row it is kept in: moved into another one it does not open."""
    return _lock(_own_key(of), data, about)


def unseal(sealed: bytes, *, of: Person, about: UUID) -> bytes:
    kept = PersonKey.objects.filter(person=of).first()
    if kept is None:
        raise CannotOpen("the person has no key")
    return _unlock(_opened(kept), sealed, about)


def forget_key(person: Person) -> None:
    PersonKey.objects.filter(person=person).delete()


def _own_key(person: Person) -> bytes:
    kept = PersonKey.objects.filter(person=person).first()
    return _opened(kept) if kept else _new_key(person)


def _new_key(person: Person) -> bytes:
    key, (name, place_key) = AESGCM.generate_key(256), next(iter(_place_keys().items()))
    PersonKey.objects.create(person=person, place_key=name, sealed=_lock(place_key, key, person.pk))
    return key


def _opened(kept: PersonKey) -> bytes:
    place_key = _place_keys().get(kept.place_key)
    if place_key is None:
        raise CannotOpen(f"the key {kept.place_key} of the place is not here")
    return _unlock(place_key, bytes(kept.sealed), kept.person_id)


def _place_keys() -> dict[str, bytes]:
    """By name, the newest first. A name is made from the key and does not give it away."""
    return {hashlib.sha256(f"name {text}".encode()).hexdigest()[:16]: _key(text) for text in settings.VAULT_KEYS}


def _key(text: str) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"holdspace vault")
    return derivation.derive(text.encode())


def _lock(key: bytes, data: bytes, about: UUID) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, data, about.bytes)


def _unlock(key: bytes, sealed: bytes, about: UUID) -> bytes:
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about.bytes)
    except InvalidTag:
        raise CannotOpen("it was changed, moved, or sealed with another key") from None
