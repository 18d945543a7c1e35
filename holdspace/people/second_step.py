"""The second step: who has one, asking for it once more, and the one of the demo that everybody may know."""

import time
from collections.abc import Callable

from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db.models import F
from django.http import HttpRequest, HttpResponse

from holdspace.people import signals
from holdspace.people.models import SECOND_STEPS, Person

View = Callable[..., HttpResponse]

# Printed here for everybody to read, like the passphrases of the demo: the code it makes tells nobody anything.
DEMO_SECRET = "HOLDSPACEHOLDSPACEHOLDSPACEHOLDS"  # noqa: S105


def passphrase_again(view: View) -> View:
    """Unless they proved it a moment ago; allauth keeps what was sent and goes on with it afterwards."""
    checked: View = reauthentication_required(app="allauth.account")(view)
    return checked


def has_second_step(person: Person) -> bool:
    """An app or a passkey; spare codes alone are none."""
    return bool(Authenticator.objects.filter(user=person, type__in=SECOND_STEPS).exists())


def again_at(person: Person) -> str:
    """The page that asks for it once more: a code where they have an app, the device where they have none."""
    has_app = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
    return "mfa_reauthenticate" if has_app else "mfa_reauthenticate_webauthn"


def is_proven(request: HttpRequest) -> bool:
    """Was the second step, and not only the passphrase, shown again a moment ago?"""
    shown = [one for one in get_authentication_records(request, request.user) if one.get("reauthenticated")]
    return any(one["method"] == "mfa" and time.time() - one["at"] < REAUTHENTICATION_TIMEOUT for one in shown)


def turn_lock(person: Person, request: HttpRequest | None = None) -> None:
    """Whoever is in as this person is out, save for the browser that asks."""
    Person.objects.filter(pk=person.pk).update(lock_turns=F("lock_turns") + 1)
    person.refresh_from_db(fields=["lock_turns"])
    if request:
        update_session_auth_hash(request, person)


def on_added(request: HttpRequest, user: Person, authenticator: Authenticator, **_: object) -> None:
    """The first one: what came in before with a passphrase alone, in another browser, does not inherit the role."""
    if authenticator.type not in SECOND_STEPS:
        return
    record_authentication(request, user, method="mfa", reauthenticated=True, type=authenticator.type)
    if Authenticator.objects.filter(user=user, type__in=SECOND_STEPS).count() == 1:
        turn_lock(user, request)


def on_removed(user: Person, authenticator: Authenticator, **_: object) -> None:
    """The last one: roles of the staff sleep from now on, and whoever waits for them has to know."""
    if authenticator.type in SECOND_STEPS and not has_second_step(user):
        user.forget_roles()
        signals.second_step_ended.send(Person, person=user)


def set_up_for_demo(person: Person) -> None:
    """Somebody of the demo, whose passphrase is public as well. Never in a place that people come to."""
    if settings.PRODUCTION:
        raise ValueError("the second step of the demo is public")
    auth.TOTP.activate(person, DEMO_SECRET)
    person.forget_roles()


def public_code(person: Person) -> str:
    """The code that the app of somebody in the demo shows now; of everybody else, nothing."""
    app = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).first()
    if settings.PRODUCTION or app is None or get_adapter().decrypt(app.data["secret"]) != DEMO_SECRET:
        return ""
    return str(auth.format_hotp_value(auth.hotp_value(DEMO_SECRET, int(time.time()) // 30)))
