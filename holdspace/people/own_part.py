"""What this room itself holds about a person."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from holdspace.people.leaving import Part
from holdspace.people.models import Consent, Person, RecoveryCode, Role, Verification

ACCOUNT = ("name", "email", "country", "time_zone", "low_energy", "joined_at", "last_login")


def export(person: Person) -> dict[str, Any]:
    def mine(model: type[Model], *fields: str) -> list[dict[str, Any]]:
        return list(model._default_manager.filter(person=person).values(*fields))

    return {
        "account": {field: getattr(person, field) for field in ACCOUNT},
        "roles": mine(Role, "kind", "given_at"),
        "agreements": mine(Consent, "purpose", "version", "given_at", "withdrawn_at"),
        "verification": mine(Verification, "title", "profession", "verified_on"),
        "recovery_codes": mine(RecoveryCode, "used_at"),
    }


def erase(person: Person) -> None:
    _end_sessions(person)
    for model in (RecoveryCode, Consent, Role, Verification):
        model._default_manager.filter(person=person).delete()


def _end_sessions(person: Person) -> None:
    """Signed in elsewhere or long ago: whatever a session holds goes as well. Reads every session once."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()


part = Part(
    name="account",
    label=_("Your account"),
    models=(Person, Role, Verification, Consent, RecoveryCode),
    export=export,
    erase=erase,
    vanishes=_("Your name, your settings, what you agreed to, and every way to enter as you."),
)
