"""Recovery codes: the way back in when the passphrase is lost and there is no e-mail."""

import hashlib
import json
import secrets

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from holdspace.people.adapter import sealer
from holdspace.people.models import Person, RecoveryCode

HOW_MANY = 8
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is easily taken for another
GROUPS, GROUP_LENGTH = 4, 4

_IN_SESSION = "codes_to_keep"


@transaction.atomic
def make_codes(person: Person) -> list[str]:
    """Eight new codes of 79 bits each; the old ones no longer open anything. Only digests are kept."""
    codes = [_make_code() for _ in range(HOW_MANY)]
    RecoveryCode.objects.filter(person=person).delete()
    RecoveryCode.objects.bulk_create(RecoveryCode(person=person, digest=_digest(code)) for code in codes)
    return codes


def use_code(person: Person | None, typed: str) -> bool:
    """Does this code open the account? Once. Nobody and a wrong code take equally long."""
    digest = _digest(typed)
    kept = list(RecoveryCode.objects.filter(person=person, used_at=None)) if person else []
    padding = [RecoveryCode(digest="") for _ in range(HOW_MANY - len(kept))]
    matches = [code for code in kept + padding if constant_time_compare(code.digest, digest)]
    return any(_claim(code) for code in matches)


def hand_over(request: HttpRequest, codes: list[str]) -> None:
    """Keep them for the page that shows them, sealed, until the person says that they have them."""
    request.session[_IN_SESSION] = sealer("codes to keep").encrypt(json.dumps(codes).encode()).decode()


def handed_over(request: HttpRequest) -> list[str]:
    sealed = request.session.get(_IN_SESSION)
    return list(json.loads(sealer("codes to keep").decrypt(sealed.encode()))) if sealed else []


def let_go(request: HttpRequest) -> None:
    request.session.pop(_IN_SESSION, None)


def _make_code() -> str:
    groups = ("".join(secrets.choice(SIGNS) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))
    return "-".join(groups)


def _digest(code: str) -> str:
    plain = "".join(sign for sign in code.casefold() if sign in SIGNS)
    return hashlib.sha256(plain.encode()).hexdigest()


def _claim(code: RecoveryCode) -> bool:
    # Two tabs may send the same code at once: the row itself decides who was first.
    return bool(RecoveryCode.objects.filter(pk=code.pk, used_at=None).update(used_at=timezone.now()))
