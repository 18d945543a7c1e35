"""Asking to be signed off, and for those on duty: talking with learners, signing, looking over first answers."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.circles import practising, talks, training
from holdspace.circles.forms_training import LetterForm, LookOverForm, MissingForm, SignForm
from holdspace.circles.models import PracticeReply, SignOff
from holdspace.circles.policy_training import (
    is_listener,
    letters_of,
    look_over_for,
    look_overs_for,
    may_ask_to_be_signed,
    open_sign_off,
    practice_in,
    sign_off_for,
    sign_offs_for,
    sign_offs_of,
)
from holdspace.circles.rubric_words import Told, in_words
from holdspace.circles.talks import Talk, Turn
from holdspace.kit.doors import signed_in
from holdspace.library import path
from holdspace.people.models import Person
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.policy import is_on_duty

Tried = tuple[Turn, PracticeReply, Told]

# --- for whoever asks ---------------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sign_off(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _own_page(request, LetterForm())
    try:
        training.ask_to_be_signed(person=request.user)
    except training.NotReadyError:
        return _own_page(request, LetterForm(), status=422)
    messages.success(request, _("A guide will read it and write to you. You can go on reading meanwhile."))
    return redirect("circles:sign_off")


@signed_in
@require_POST
def sign_off_write(request: PersonRequest) -> HttpResponse:
    waiting = open_sign_off(request.user)
    if waiting is None:
        raise Http404
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _own_page(request, form, status=422)
    training.write_letter(sign_off=waiting, person=request.user, **form.cleaned_data)
    return redirect("circles:sign_off")


def _own_page(request: PersonRequest, form: LetterForm, status: int = 200) -> HttpResponse:
    waiting = open_sign_off(request.user)
    steps = [(step, is_done) for step, is_done in path.steps_for(request.user) if step.route != "circles:sign_off"]
    context = {
        "steps": steps,
        "waiting": waiting,
        "letters": letters_of(waiting) if waiting else (),
        "last": sign_offs_of(request.user).exclude(answered_at=None).first(),
        "may_ask": may_ask_to_be_signed(request.user),
        "is_listener": is_listener(request.user),
        "form": form,
    }
    return render(request, "circles/sign_off.html", context, status=status)


# --- for those on duty --------------------------------------------------------------------------------------------


@signed_in
@require_safe
def new_listeners(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    looks = [(look, LookOverForm(auto_id=f"look-{look.pk}-%s")) for look in look_overs_for(request.user)]
    context = {"sign_offs": sign_offs_for(request.user), "looks": looks}
    return render(request, "circles/new_listeners.html", context)


@signed_in
@require_safe
def learner(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _learner_page(request, sign_off_for(request.user, pk))


def _learner_page(
    request: PersonRequest,
    asked: SignOff,
    *,
    letter: LetterForm | None = None,
    missing: MissingForm | None = None,
    signing: SignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "sign_off": asked,
        "steps": [pair for pair in path.steps_for(asked.person) if pair[0].route != "circles:sign_off"],
        "practised": practised(asked.person),
        "letters": letters_of(asked),
        "before": sign_offs_of(asked.person).exclude(answered_at=None),
        "letter_form": letter or LetterForm(auto_id="letter-%s"),
        "sign_form": signing or SignForm(auto_id="sign-%s"),
        "missing_form": missing or MissingForm(auto_id="missing-%s"),
    }
    return render(request, "circles/learner.html", context, status=status)


def practised(person: Person) -> list[tuple[Talk, list[Tried]]]:
    """Each practice talk with what the learner wrote and what was said about it."""
    return [(talk, _tried(talk, practice_in(person, talk))) for talk in talks.talks()]


def _tried(talk: Talk, replies: dict[int, PracticeReply]) -> list[Tried]:
    """Turns without a reply that was read are left out."""
    told = [(turn, replies[place]) for place, turn in enumerate(talk.turns) if place in replies]
    read = [(turn, reply, practising.feedback_of(reply)) for turn, reply in told]
    return [(turn, reply, in_words(given, turn)) for turn, reply, given in read if given]


@signed_in
@require_POST
def learner_write(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    asked = sign_off_for(request.user, pk)
    form = LetterForm(request.POST, auto_id="letter-%s")
    if not form.is_valid():
        return _learner_page(request, asked, letter=form, status=422)
    training.write_letter(sign_off=asked, person=request.user, **form.cleaned_data)
    return redirect("circles:learner", pk=pk)


@signed_in
@require_POST
def learner_sign(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    asked = sign_off_for(request.user, pk)
    form = SignForm(request.POST, auto_id="sign-%s")
    if not form.is_valid():
        return _learner_page(request, asked, signing=form, status=422)
    return _answered(request, lambda: training.sign(sign_off=asked, by=request.user, **form.cleaned_data))


@signed_in
@require_POST
def learner_not_yet(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    asked = sign_off_for(request.user, pk)
    form = MissingForm(request.POST, auto_id="missing-%s")
    if not form.is_valid():
        return _learner_page(request, asked, missing=form, status=422)
    note = form.cleaned_data["missing"]
    return _answered(request, lambda: training.say_what_is_missing(sign_off=asked, by=request.user, note=note))


def _answered(request: PersonRequest, answer: Callable[[], None]) -> HttpResponse:
    try:
        answer()
    except training.NotReadyError:
        messages.info(request, _("Nothing was changed: a colleague was faster, or something of the way is not done."))
    else:
        messages.success(request, _("They have your answer now."))
    return redirect("circles:new_listeners")


@signed_in
@require_POST
def look_over(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    look = look_over_for(request.user, pk)
    form = LookOverForm(request.POST)
    if form.is_valid():
        training.look_over(look=look, by=request.user, **form.cleaned_data)
        return redirect("circles:new_listeners")
    looks = [(one, form if one == look else LookOverForm()) for one in look_overs_for(request.user)]
    context = {"sign_offs": sign_offs_for(request.user), "looks": looks}
    return render(request, "circles/new_listeners.html", context, status=422)


# --- resting ------------------------------------------------------------------------------------------------------


@signed_in
@require_POST
def step_back(request: PersonRequest) -> HttpResponse:
    if not is_listener(request.user):
        raise Http404
    training.step_back(person=request.user)
    messages.success(request, _("You are resting now. Nothing is lost; come back whenever you like, or not."))
    return redirect("circles:my_space")


@signed_in
@require_POST
def come_back(request: PersonRequest) -> HttpResponse:
    if not is_listener(request.user):
        raise Http404
    training.come_back(person=request.user)
    return redirect("circles:my_space")
