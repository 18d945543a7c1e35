"""What this room itself holds about a person."""

import base64
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from holdspace.people.leaving import Part
from holdspace.people.models import (
    Application,
    Consent,
    NewLock,
    Opinion,
    Paper,
    PastRole,
    Person,
    PersonKey,
    RecoveryCode,
    Role,
    Sight,
    Verification,
)
from holdspace.people.vault import CannotOpen, forget_key, unseal

ACCOUNT = ("name", "email", "country", "time_zone", "low_energy", "joined_at", "last_login")


def export(person: Person) -> dict[str, Any]:
    def mine(model: type[Model], *fields: str) -> list[dict[str, Any]]:
        return list(model._default_manager.filter(person=person).values(*fields))

    return {
        "account": {field: getattr(person, field) for field in ACCOUNT},
        "roles": mine(Role, "kind", "given_at", "until"),
        "past_roles": mine(PastRole, "kind", "given_at", "ended_at", "why"),
        "agreements": mine(Consent, "purpose", "version", "given_at", "withdrawn_at"),
        "verification": mine(Verification, "title", "profession", "verified_on", "valid_until"),
        "applications": mine(
            Application, "kind", "title", "profession", "register", "number", "country", "sent_at", "standing", "reason"
        ),
        "papers": [_paper(paper, person) for paper in Paper.objects.filter(application__person=person)],
        "opinions": list(Opinion.objects.filter(by=person).values("agrees", "note", "given_at")),
        "second_steps_asked_anew": mine(NewLock, "asked_at", "agreed_at"),
        "recovery_codes": mine(RecoveryCode, "used_at"),
    }


def _paper(paper: Paper, person: Person) -> dict[str, Any]:
    """The file itself, while it is kept, as text that any program turns back into the file."""
    told = {"kind": paper.kind, "deleted_at": paper.gone_at}
    if paper.gone_at:
        return told
    try:
        data = unseal(bytes(paper.sealed), of=person, about=paper.pk)
    except CannotOpen:
        return told
    return told | {"file_in_base64": base64.b64encode(data).decode()}


def erase(person: Person) -> None:
    _end_sessions(person)
    forget_key(person)
    for model in (Application, NewLock, RecoveryCode, Consent, Role, PastRole, Verification):
        model._default_manager.filter(person=person).delete()


def _end_sessions(person: Person) -> None:
    """Signed in elsewhere or long ago: whatever a session holds goes as well. Reads every session once."""
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()


part = Part(
    name="account",
    label=_("Your account"),
    models=(
        *(Person, Role, PastRole, Verification, Consent, RecoveryCode),
        *(Application, Opinion, Paper, Sight, PersonKey, NewLock),
    ),
    export=export,
    erase=erase,
    vanishes=_("Your name, your settings, what you agreed to, and every way to enter as you."),
)
