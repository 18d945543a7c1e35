"""The quiet minute, private sentences, taking back, letting others read."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdspace.circles import actions, unheard
from holdspace.circles.forms import ThanksForm
from holdspace.circles.models import Reply, Story
from holdspace.circles.moderation import let_others_read
from holdspace.circles.policy import (
    finds,
    follow_up_for,
    may_release,
    may_thank,
    own_reply,
    own_story,
    reply_for,
    story_for,
    wrote_reply,
    wrote_story,
)
from holdspace.circles.topics import ThanksKind
from holdspace.kit.doors import signed_in
from holdspace.library.policy import country_name, emergency_number, international, lines_for
from holdspace.people.models import Person
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.actions import end_step, step_of
from holdspace.safeguarding.forms import StepForm
from holdspace.safeguarding.models import Step
from holdspace.safeguarding.policy import own_concern

FIRST_LINES = 2


# --- the step -----------------------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _step(request, wrote_story(request.user, pk))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reply_step(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _step(request, wrote_reply(request.user, pk))


def _step(request: PersonRequest, told: Story | Reply) -> HttpResponse:
    """One calm minute for the writer. Done and skipped lead on; a closed tab does too, after a while."""
    concern = own_concern(request.user, actions.link_to(told))
    if concern is None:
        return redirect(after(request.user, told))
    found = step_of(concern, request.user)
    form = StepForm(request.POST or None, instance=found)
    if request.method == "POST" and (form.is_valid() or request.POST.get("end") == "skip"):
        end_step(step=form.save(commit=False) if form.is_valid() else step_of(concern, request.user))
        if told.withdrawn_at is None:
            actions.after_step(told)
        messages.success(request, what_follows(found))
        return redirect(after(request.user, told))
    country = request.user.country
    lines = lines_for(country) or international()
    context = {
        "form": form,
        "told": told,
        "lines": lines[:FIRST_LINES],
        "more_lines": lines[FIRST_LINES:],
        "emergency": emergency_number(country),
        "country_name": country_name(country),
    }
    return render(request, "circles/step.html", context, status=422 if request.method == "POST" else 200)


def what_follows(step: Step) -> str:
    if step.wants_guide:
        return _(
            "A guide has been asked to reach you. You will find their words under “What waits for me” in My space. "
            "If it cannot wait, use Help now."
        )
    return _("What you wrote is kept. Help now is on every page, whenever you like.")


def after(person: Person, told: Story | Reply) -> str:
    """Where their words stand, if they still find them there; else their own space."""
    found = told.withdrawn_at is None and finds(person, told.story if isinstance(told, Reply) else told)
    return actions.link_to(told) if found else resolve_url("circles:my_space")


# --- thanks and taking back ---------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def thank_story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = story_for(request.user, pk)
    return _thank(request, found, found)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def thank_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = reply_for(request.user, pk)
    return _thank(request, found.story, found)


def _thank(request: PersonRequest, story: Story, told: Story | Reply) -> HttpResponse:
    if not may_thank(request.user, told):
        raise Http404
    form = ThanksForm(request.POST or None)
    if not form.is_valid():
        template = "circles/_thanks.html" if request.headers.get("HX-Request") else "circles/thanks.html"
        context = {"told": told, "story": story, "form": form, "address": request.path, "thanks_kinds": ThanksKind}
        return render(request, template, context, status=422 if request.method == "POST" else 200)
    actions.thank(person=request.user, told=told, kind=form.cleaned_data["kind"])
    messages.success(request, _("Sent. Only the writer sees it."))
    return redirect(actions.link_to(told))


@signed_in
@require_POST
def take_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo: the words come back into the box."""
    found = own_story(request.user, pk)
    if not found.may_be_undone:
        return _too_late(request, found)
    actions.take_back(found)
    messages.success(request, _("Taken back. Nobody in the circle has read it. Your words are here."))
    return redirect("circles:write", slug=found.circle.slug)


@signed_in
@require_POST
def take_back_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_reply(request.user, pk)
    if not found.may_be_undone:
        return _too_late(request, found)
    actions.take_back(found)
    if not finds(request.user, found.story):
        messages.success(request, _("Taken back. Your words stand below, under what you have begun to write."))
        return redirect("circles:my_space")
    messages.success(request, _("Taken back. Your words are in the box again."))
    return redirect(f"{found.story.address}#reply")


def _too_late(request: PersonRequest, told: Story | Reply) -> HttpResponse:
    messages.info(
        request, _("Others may have read it by now, so it can no longer be taken back unseen. You can withdraw it.")
    )
    return redirect(actions.link_to(told))


@signed_in
@require_POST
def tell_now(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_story(request.user, pk)
    actions.tell_now(found)
    return redirect(found.address)


@signed_in
@require_POST
def tell_reply_now(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_reply(request.user, pk)
    actions.tell_now(found)
    return redirect(actions.link_to(found))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_story(request.user, pk)
    if request.method != "POST":
        return render(request, "circles/withdraw.html", {"told": found, "is_story": True})
    actions.withdraw(found)
    messages.success(request, _("Withdrawn. Nobody finds it any more."))
    return redirect("circles:my_space")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_reply(request.user, pk)
    if request.method != "POST":
        return render(request, "circles/withdraw.html", {"told": found, "is_story": False})
    actions.withdraw(found)
    messages.success(request, _("Withdrawn. Nobody finds it any more."))
    return redirect("circles:my_space")


@signed_in
@require_POST
def felt_heard(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_story(request.user, pk)
    follow_up = follow_up_for(request.user, found)
    said = request.POST.get("felt_heard")
    if follow_up is None or follow_up.answered_at or said not in {"yes", "no"}:
        raise Http404
    unheard.answer_follow_up(follow_up, felt_heard=said == "yes")
    messages.success(request, _("Thank you for saying. If you were not heard, others are asked now."))
    return redirect(found.address)


@signed_in
@require_POST
def release(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """For those on duty: what was kept back may be read by others."""
    found = story_for(request.user, pk)
    return _release(request, found)


@signed_in
@require_POST
def release_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _release(request, reply_for(request.user, pk))


def _release(request: PersonRequest, told: Story | Reply) -> HttpResponse:
    if not may_release(request.user, told):
        raise Http404
    let_others_read(told, by=request.user)
    messages.success(request, _("Others may read it now."))
    return redirect(actions.link_to(told))
