"""Saying something about the place, and coming in as its first steward."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils import timezone

from holdspace.insights.models import FirstKey, Said
from holdspace.insights.policy import has_steward, latest
from holdspace.kit import place
from holdspace.people.actions import give_role
from holdspace.people.models import Person, RoleKind
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What

UNSAID = ("id", "at", "by", "step")


@transaction.atomic
def say(*, by: Person, step: str, values: Mapping[str, Any]) -> Said:
    """One more row: what was said before, with these values in it. What the environment fixes is left out."""
    kept = _as_it_was() | {field: value for field, value in values.items() if _may_say(field)}
    said = Said.objects.create(by=by, step=step, **kept)
    record(what=What.PLACE_CHANGED, by=by, about=f"setup:{step}")
    transaction.on_commit(tell_the_house)
    return said


def tell_the_house() -> None:
    """Into the memory of this process, from where every page takes it."""
    place.tell(_as_it_was())


def make_first_key() -> str | None:
    """A new word for the link of the first steward, or None where somebody is steward already. The last one counts."""
    if has_steward():
        return None
    word = secrets.token_urlsafe(32)
    FirstKey.objects.update_or_create(pk=1, defaults={"digest": _digest(word), "made_at": timezone.now()})
    return word


def opens(word: str) -> bool:
    return FirstKey.objects.filter(digest=_digest(word)).exists() and not has_steward()


@transaction.atomic
def become_first_steward(*, word: str, name: str, passphrase: str) -> Person | None:
    """The key is used up by whoever is first; the next one finds nothing."""
    used, _each = FirstKey.objects.filter(digest=_digest(word)).delete()
    if not used or has_steward():
        return None
    person = Person.objects.create_person(name=name, passphrase=passphrase)
    give_role(person=person, kind=RoleKind.STEWARD)
    record(what=What.STEWARD_BEGAN, by=person, person=person)
    return person


def _as_it_was() -> dict[str, Any]:
    return model_to_dict(latest(), exclude=UNSAID)


def _may_say(field: str) -> bool:
    return field not in place.SETTINGS or not place.is_fixed(field)


def _digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()
