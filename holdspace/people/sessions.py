"""Who asks: their session and themselves, looked up on every page, so by prepared questions."""

import uuid
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from holdspace.kit.prepared import Given, Prepared
from holdspace.people.models import Person

_live = Prepared(
    lambda: Session.objects.filter(
        session_key=Given("key", Session._meta.get_field("session_key")),
        expire_date__gt=Given("now", Session._meta.get_field("expire_date")),
    )
)
_person = Prepared(lambda: Person.objects.filter(pk=Given("person", Person._meta.pk)))


class SessionStore(db.SessionStore):
    """Django's sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        for session in _live(key=self.session_key, now=timezone.now()):
            return session
        self._session_key = None
        return None


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's back end."""

    def get_user(self, user_id: uuid.UUID) -> Any:
        for person in _person(person=user_id):
            return person if self.user_can_authenticate(person) else None
        return None
