"""What an answer owes to the person who asked for it."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import DatabaseError
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from holdspace.people import second_step
from holdspace.people.models import Person

CHANGES_SECOND_STEP = {
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_add_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
}

GetResponse = Callable[[HttpRequest], HttpResponse]


def in_own_time(get_response: GetResponse) -> GetResponse:
    """Times on a page are the reader's. Who reads is asked when the first time is shown, not before."""

    def answer(request: HttpRequest) -> HttpResponse:
        with timezone.override(OwnTime(request)):
            return get_response(request)

    return answer


class OwnTime(tzinfo):
    """The time zone of whoever is signed in; the place's own for everybody else, and while the database is away."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def _zone(self) -> ZoneInfo:
        try:
            return ZoneInfo(getattr(self._request.user, "time_zone", "") or settings.TIME_ZONE)
        except DatabaseError:
            return ZoneInfo(settings.TIME_ZONE)

    def fromutc(self, when: datetime) -> datetime:
        return self._zone.fromutc(when.replace(tzinfo=self._zone))

    def utcoffset(self, when: datetime | None) -> timedelta | None:
        return self._zone.utcoffset(when)

    def dst(self, when: datetime | None) -> timedelta | None:
        return self._zone.dst(when)

    def tzname(self, when: datetime | None) -> str | None:
        return self._zone.tzname(when)

    def __str__(self) -> str:
        return self._zone.key


class OwnSecondStep:
    """Whoever has a second step shows it before they change it: the passphrase alone would be a way around it."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> HttpResponse | None:
        route = request.resolver_match and request.resolver_match.url_name
        if route not in CHANGES_SECOND_STEP or not isinstance(request.user, Person):
            return None
        if not second_step.has_second_step(request.user) or second_step.is_proven(request):
            return None
        again = {REDIRECT_FIELD_NAME: request.get_full_path()}
        return redirect(f"{reverse(second_step.again_at(request.user))}?{urlencode(again)}")


class SameRefusal:
    """A form that cannot be taken is answered with 422 here; allauth's own pages would say 200."""

    def __init__(self, get_response: GetResponse) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        shown = (response.context_data or {}).values()
        if request.method == "POST" and any(isinstance(one, BaseForm) and one.errors for one in shown):
            response.status_code = 422
        return response
