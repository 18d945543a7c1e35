"""Browsers that somebody with a second step was let in from before. Their tries are counted apart, so nobody can keep a
guide from entering by typing wrong passphrases under their name. Where somebody has no second step, nothing is kept.

Source: OWASP, "Slow Down Online Guessing Attacks with Device Cookies".
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from holdspace.people.models import Person
from holdspace.people.second_step import has_second_step

COOKIE = "holdspace_browser"
KEPT = 60 * 60 * 24 * 180


def remember(request: HttpRequest, user: Person, response: HttpResponse | None = None, **_: Any) -> None:
    """After they entered; on a device that others use, until its browser is closed."""
    if response is None or not has_second_step(user):
        return
    browser = get_random_string(22)
    response.set_cookie(
        COOKIE,
        f"{browser}.{_seal(browser, user)}",
        max_age=None if request.session.get_expire_at_browser_close() else KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known(request: HttpRequest, name: str) -> str:
    """The browser, if this person was let in from it before and has kept their passphrase since; otherwise nothing."""
    browser, _, seal = request.COOKIES.get(COOKIE, "").partition(".")
    person = Person.objects.filter(name=name).first() if seal else None
    return browser if person and constant_time_compare(seal, _seal(browser, person)) else ""


def _seal(browser: str, person: Person) -> str:
    """Worth nothing with another name, and after a new passphrase or a lost second step."""
    kept = f"{browser}{person.pk}{person.get_session_auth_hash()}"
    return salted_hmac("holdspace known browser", kept, algorithm="sha256").hexdigest()
