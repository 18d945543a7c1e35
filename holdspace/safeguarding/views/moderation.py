"""Deciding about a text, what its writer reads of it, and the second look by another guide."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from holdspace.kit.doors import signed_in
from holdspace.kit.typed import given_back
from holdspace.notices.actions import see_at
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import moderation
from holdspace.safeguarding.models import Appeal, Measure, Ruling
from holdspace.safeguarding.moderation_forms import AppealForm, RulingForm, SecondAnswerForm
from holdspace.safeguarding.policy_moderation import appeal_for, deciders_of, my_ruling, my_rulings, ruling_on
from holdspace.safeguarding.reports import About
from holdspace.safeguarding.words import words_behind


@dataclass(frozen=True)
class Judged:
    """The text a guide decides about, as the room above knows it; `agreements` are names with their texts."""

    about: About
    place: str
    back: str
    agreements: Mapping[str, str]


def take_ruling(request: PersonRequest, judged: Judged) -> HttpResponse:
    """For those on duty; the room above has asked whether this guide may."""
    form = RulingForm(request.POST or None, agreements=judged.agreements)
    if request.method == "POST" and form.is_valid():
        return _rule(request, judged, form)
    return _ruling_page(request, judged, form)


def _ruling_page(request: PersonRequest, judged: Judged, form: RulingForm) -> HttpResponse:
    known = ruling_on(judged.about.link)
    words = words_behind(request.user, judged.about.link)
    context: dict[str, object] = {"form": form, "judged": judged, "known": known, "words": words}
    if known and request.method == "POST":
        why = _("Another guide was a moment faster. Their decision stands; nothing was changed.")
        context |= given_back(request, why)
    return render(request, "safeguarding/rule.html", context, status=422 if request.method == "POST" else 200)


def _rule(request: PersonRequest, judged: Judged, form: RulingForm) -> HttpResponse:
    measure = Measure(form.cleaned_data["measure"])
    try:
        moderation.rule(by=request.user, about=judged.about, measure=measure, place=judged.place, **form.reasons)
    except moderation.RuledAlreadyError:
        return _ruling_page(request, judged, form)
    messages.success(request, _("Done. The writer can read the agreement and your sentence, and may ask again."))
    return redirect(judged.back)


# --- for the writer -----------------------------------------------------------------------------------------------


@signed_in
@require_GET
def decisions(request: PersonRequest) -> HttpResponse:
    return render(request, "safeguarding/decisions.html", {"rulings": my_rulings(request.user)})


@signed_in
@require_http_methods(["GET", "POST"])
def decision(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The agreement, the sentence, the text, what can be done; and asking once for a second look."""
    ruling = my_ruling(request.user, pk)
    see_at(request.user, ruling.address)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and hasattr(ruling, "appeal"):
        messages.info(request, _("You have asked for a second look once. The answer stands below."))
        return redirect(ruling.address)
    if request.method == "POST" and ruling.is_in_force and form.is_valid():
        return _appeal(request, ruling, form)
    context = {
        "ruling": ruling,
        "words": words_behind(request.user, ruling.link),
        "form": form,
        "has_deciders": deciders_of(ruling).exists(),
        "again": moderation.keeper_of(ruling.link).way_to_change(ruling.link),
    }
    return render(request, "safeguarding/decision.html", context, status=422 if request.method == "POST" else 200)


def _appeal(request: PersonRequest, ruling: Ruling, form: AppealForm) -> HttpResponse:
    try:
        moderation.appeal(ruling=ruling, **form.cleaned_data)
    except moderation.AppealedAlreadyError:
        messages.info(request, _("You have asked for a second look once. The answer stands below."))
    else:
        messages.success(request, _("Sent. Another guide than the one who decided looks at it."))
    return redirect(ruling.address)


# --- the second look ----------------------------------------------------------------------------------------------


@signed_in
@require_http_methods(["GET", "POST"])
def appeal(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = appeal_for(request.user, pk)
    see_at(request.user, found.link)
    form = SecondAnswerForm(request.POST or None)
    if request.method == "POST" and found.decided_at is None and form.is_valid():
        return _decide(request, found, form)
    return _appeal_page(request, found, form)


def _appeal_page(request: PersonRequest, found: Appeal, form: SecondAnswerForm) -> HttpResponse:
    words = words_behind(request.user, found.ruling.link)
    context: dict[str, object] = {"appeal": found, "words": words, "form": form}
    if found.decided_at and request.method == "POST":
        context |= given_back(request, _("It was decided a moment ago, as you see below. Nothing was changed."))
    return render(request, "safeguarding/appeal.html", context, status=422 if request.method == "POST" else 200)


def _decide(request: PersonRequest, appeal: Appeal, form: SecondAnswerForm) -> HttpResponse:
    try:
        moderation.decide(appeal=appeal, by=request.user, **form.cleaned_data)
    except moderation.DecidedAlreadyError:
        return _appeal_page(request, appeal_for(request.user, appeal.pk), form)
    messages.success(request, _("Decided. The writer is told, with your words."))
    return redirect(appeal.link)
