"""Asking who wrote something, agreeing or not, looking; and what the author reads of it."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from holdspace.kit.doors import signed_in
from holdspace.kit.typed import given_back
from holdspace.notices.actions import see_at
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import reveals
from holdspace.safeguarding.models import Danger, Reveal
from holdspace.safeguarding.policy import is_on_duty, others_on_duty
from holdspace.safeguarding.policy_reveals import my_reveal, open_reveal, reveal_for, reveals_for
from holdspace.safeguarding.reports import About
from holdspace.safeguarding.reveal_forms import RevealAnswerForm, RevealForm
from holdspace.safeguarding.words import words_behind


@dataclass(frozen=True)
class Sealed:
    """A text whose author others do not know, as the room above leads here with it."""

    about: About
    place: str
    back: str


def take_question(request: PersonRequest, sealed: Sealed) -> HttpResponse:
    """For those on duty; the room above has asked whether this person may."""
    known = open_reveal(sealed.about.link)
    if known and request.method == "GET":
        return redirect(known.address)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _ask(request, sealed, form)
    if known:
        return _asked_already(request, known)
    if request.method == "POST":
        reveals.refuse(by=request.user, about=sealed.about.link, why="asked without a danger or a reason")
    context = {"form": form, "sealed": sealed}
    return render(request, "safeguarding/ask_who.html", context, status=422 if request.method == "POST" else 200)


def _ask(request: PersonRequest, sealed: Sealed, form: RevealForm) -> HttpResponse:
    reason = form.cleaned_data["reason"]
    facts = {"danger": Danger(form.cleaned_data["danger"]), "reason": reason}
    asked = reveals.ask(by=request.user, about=sealed.about, place=sealed.place, **facts)
    if (asked.asked_by, asked.reason) != (request.user, reason):
        return _asked_already(request, asked)
    messages.success(request, _("Asked. Somebody else on duty has to agree before anybody sees a name."))
    return redirect(asked.address)


def _asked_already(request: PersonRequest, known: Reveal) -> HttpResponse:
    """About one text one question is open at a time."""
    return _page(request, known, RevealAnswerForm(), _("This has been asked already, as you see below."))


@signed_in
@require_GET
def index(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    return render(request, "safeguarding/reveals.html", {"reveals": reveals_for(request.user)[:50]})


@signed_in
@require_http_methods(["GET", "POST"])
def reveal(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = reveal_for(request.user, pk)
    see_at(request.user, found.address)
    form = RevealAnswerForm(request.POST or None, initial={"delay_hours": 0})
    if request.method == "POST" and found.asked_by == request.user:
        reveals.refuse(by=request.user, about=found.link, why="tried to agree to their own question")
        form.add_error(None, _("One person alone opens nothing: somebody else on duty has to answer. It is logged."))
    if request.method == "POST" and found.answered_at:
        return _answered_already(request, found, form)
    if request.method == "POST" and form.is_valid():
        return _answer(request, found, form)
    return _page(request, found, form)


def _answer(request: PersonRequest, found: Reveal, form: RevealAnswerForm) -> HttpResponse:
    try:
        reveals.answer(reveal=found, by=request.user, **form.cleaned_data)
    except reveals.AnsweredAlreadyError:
        return _answered_already(request, reveal_for(request.user, found.pk), form)
    messages.success(request, _("Kept, with your words."))
    return redirect(found.address)


def _answered_already(request: PersonRequest, found: Reveal, form: RevealAnswerForm) -> HttpResponse:
    return _page(request, found, form, _("It was answered a moment ago, as you see below. Nothing was changed."))


def _page(request: PersonRequest, found: Reveal, form: RevealAnswerForm, faster: str = "") -> HttpResponse:
    context = {
        "reveal": found,
        "form": form,
        "words": words_behind(request.user, found.link),
        "is_mine": found.asked_by == request.user,
        "has_others": others_on_duty(request.user).exists(),
        "author_name": reveals.look(reveal=found, by=request.user) if request.method == "GET" else "",
    } | (given_back(request, faster) if faster else {})
    return render(request, "safeguarding/reveal.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_GET
def mine(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """For the author, once it is time."""
    found = my_reveal(request.user, pk)
    see_at(request.user, request.path)
    return render(request, "safeguarding/my_reveal.html", {"reveal": found})
