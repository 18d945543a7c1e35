"""For those on duty: a quiet list of what new people wrote first."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from holdspace.circles import newcomers
from holdspace.circles.policy_for_duty import early_reply, early_story, early_words
from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.policy import is_on_duty

SHOWN = 30


@signed_in
@require_safe
def index(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    return render(request, "circles/newcomers.html", {"told": early_words(request.user)[:SHOWN]})


@signed_in
@require_POST
def story_seen(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    newcomers.note_looked(early_story(request.user, pk), by=request.user)
    return _back(request)


@signed_in
@require_POST
def reply_seen(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    newcomers.note_looked(early_reply(request.user, pk), by=request.user)
    return _back(request)


def _back(request: PersonRequest) -> HttpResponse:
    messages.success(request, _("It stays as it is, and leaves this list."))
    return redirect("circles:newcomers")
