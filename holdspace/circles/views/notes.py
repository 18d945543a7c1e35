"""What guides put under a claim about health."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdspace.circles import actions
from holdspace.circles.corrections import attach_correction
from holdspace.circles.forms import CorrectionForm
from holdspace.circles.models import Reply, Story
from holdspace.circles.policy import may_correct, reply_for, story_for
from holdspace.kit.doors import signed_in
from holdspace.listening.claims import what_is_known
from holdspace.listening.policy import safety_reading_of
from holdspace.people.requests import PersonRequest


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct_story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _correct(request, story_for(request.user, pk))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def correct_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _correct(request, reply_for(request.user, pk))


def _correct(request: PersonRequest, told: Story | Reply) -> HttpResponse:
    if not may_correct(request.user, told):
        raise Http404
    form = CorrectionForm(request.POST or None)
    if not form.is_valid():
        reading = safety_reading_of(told.pk)
        known = what_is_known(reading.claims) if reading else []
        context = {"told": told, "form": form, "known": known, "back": actions.link_to(told)}
        return render(request, "circles/correct.html", context, status=422 if request.method == "POST" else 200)
    attach_correction(told=told, guide=request.user, **form.cleaned_data)
    messages.success(request, _("Your note stands under these words now, and those who have read them are told of it."))
    return redirect(actions.link_to(told))
