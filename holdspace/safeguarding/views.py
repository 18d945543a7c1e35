import uuid

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import actions
from holdspace.safeguarding.forms import CloseForm, LetterForm
from holdspace.safeguarding.models import Concern
from holdspace.safeguarding.policy import (
    board_for,
    concern_for,
    is_on_duty,
    letter_box,
    letters_about,
    shared_step,
)


@signed_in
@require_GET
def duty(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    return render(request, "safeguarding/duty.html", {"concerns": board_for(request.user)})


@signed_in
@require_http_methods(["GET", "POST"])
def concern(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = concern_for(request.user, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and found.closed_at is None and form.is_valid():
        actions.close(concern=found, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("Closed, with your note."))
        return redirect("safeguarding:duty")
    return _concern(request, found, form=form)


def _concern(request: PersonRequest, concern: Concern, **forms: Form) -> HttpResponse:
    context: dict[str, object] = {"concern": concern, "step": shared_step(concern), "letters": letters_about(concern)}
    context |= {"form": CloseForm(), "letter_form": LetterForm()} | forms
    return render(request, "safeguarding/concern.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def write(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """A guide writes to the person behind a concern."""
    found = concern_for(request.user, pk)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _concern(request, found, letter_form=form)
    actions.write_as_guide(concern=found, guide=request.user, body=form.cleaned_data["body"])
    messages.success(request, _("Sent. They are told that a guide would like to reach them."))
    return redirect("safeguarding:concern", pk=pk)


@signed_in
@require_http_methods(["GET", "POST"])
def letters(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """What a guide wrote to me, and my answers."""
    found = letter_box(request.user, pk)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_to_guide(concern=found, person=request.user, body=form.cleaned_data["body"])
        messages.success(request, _("Sent. Only those on duty read it."))
        return redirect("safeguarding:letters", pk=pk)
    context = {"concern": found, "letters": letters_about(found), "form": form}
    return render(request, "safeguarding/letters.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def take(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = concern_for(request.user, pk)
    if not actions.take(concern=found, by=request.user):
        messages.info(request, _("Somebody else took this a moment ago."))
    return redirect("safeguarding:concern", pk=pk)


@signed_in
@require_POST
def hand_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = concern_for(request.user, pk)
    actions.hand_back(concern=found)
    messages.success(request, _("It waits again for whoever is on duty."))
    return redirect("safeguarding:duty")
