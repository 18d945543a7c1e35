"""The rota: who is on duty when, what is missing, days away, and turns that change hands."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from holdspace.kit.doors import signed_in
from holdspace.notices.actions import see_at
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import rota_changes
from holdspace.safeguarding.forms_rota import AwayForAnyForm, AwayForm, ShiftForm
from holdspace.safeguarding.policy import is_on_duty
from holdspace.safeguarding.policy_paging import out_of_reach
from holdspace.safeguarding.policy_rota import (
    absence_for,
    absences_for,
    absences_from,
    edits_rota,
    shift_for,
    shifts_for,
    swap_to_answer,
    swap_to_withdraw,
    swaps_for,
    takers_for,
    turn_to_give,
)
from holdspace.safeguarding.week import by_weekday, monday_of, week_for


@signed_in
@require_GET
def rota(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    see_at(request.user, rota_changes.ROTA)
    return _page(request)


def _page(request: PersonRequest, **forms: Any) -> HttpResponse:
    person, now, today = request.user, timezone.now(), timezone.localdate()
    context: dict[str, Any] = {
        "week": week_for(person, monday_of(request.GET.get("week", ""), today), now),
        "today": today,
        "edits": edits_rota(person),
        "shifts": by_weekday(shift for shift in shifts_for(person) if shift.last_on is None or shift.last_on >= today),
        "out_of_reach": out_of_reach(person),
        "absences": absences_from(today),
        "own_absences": set(absences_for(person)),
        "swaps": swaps_for(person),
        "shift_form": ShiftForm(initial={"zone": person.time_zone, "first_on": today}),
        "away_form": _away_form(request)(),
    }
    return render(request, "safeguarding/rota.html", context | forms, status=422 if forms else 200)


def _away_form(request: PersonRequest) -> type[AwayForm]:
    return AwayForAnyForm if edits_rota(request.user) else AwayForm


@signed_in
@require_POST
def add_shift(request: PersonRequest) -> HttpResponse:
    if not edits_rota(request.user):
        raise Http404
    form = ShiftForm(request.POST)
    if not form.is_valid():
        return _page(request, shift_form=form)
    rota_changes.add_shift(**form.shift, by=request.user)
    messages.success(request, _("The shift stands in the rota."))
    return redirect("safeguarding:rota")


@signed_in
@require_POST
def end_shift(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    shift = shift_for(request.user, pk)
    rota_changes.end_shift(shift=shift, today=timezone.localdate(timezone=ZoneInfo(shift.zone)), by=request.user)
    messages.success(request, _("The shift has ended. Its turns until yesterday stay in the rota."))
    return redirect("safeguarding:rota")


@signed_in
@require_POST
def be_away(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    form = _away_form(request)(request.POST)
    if not form.is_valid():
        return _page(request, away_form=form)
    rota_changes.be_away(**{"person": request.user} | form.cleaned_data, by=request.user)
    messages.success(request, _("Kept. Shifts that begin on these days fall away; see below what is missing now."))
    return redirect("safeguarding:rota")


@signed_in
@require_POST
def be_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    rota_changes.be_back(absence=absence_for(request.user, pk), by=request.user)
    messages.success(request, _("Taken back. The shifts of these days stand in the rota again."))
    return redirect("safeguarding:rota")


@signed_in
@require_POST
def ask(request: PersonRequest, pk: uuid.UUID, day: str) -> HttpResponse:
    """Ask somebody to take one turn."""
    turn = turn_to_give(request.user, pk, day, timezone.now())
    taker = get_object_or_404(takers_for(turn), name=request.POST.get("taker", ""))
    rota_changes.ask_to_take(turn=turn, taker=taker)
    messages.success(request, _("Asked. The turn stays as it is until they take it."))
    return redirect("safeguarding:rota")


@signed_in
@require_POST
def take_turn(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    swap = swap_to_answer(request.user, pk)
    try:
        return _answered(request, rota_changes.take_turn(swap=swap), _("The turn is yours. Thank you."))
    except rota_changes.AwayThatDayError:
        messages.info(request, _("You are away that day. Take your days back first, or say that you cannot."))
        return redirect("safeguarding:rota")


@signed_in
@require_POST
def decline(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    swap = swap_to_answer(request.user, pk)
    return _answered(request, rota_changes.decline(swap=swap), _("They are told that you cannot."))


@signed_in
@require_POST
def withdraw(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    swap = swap_to_withdraw(request.user, pk)
    return _answered(request, rota_changes.withdraw(swap=swap), _("The question is withdrawn."))


def _answered(request: PersonRequest, went_well: bool, said: str) -> HttpResponse:
    if went_well:
        messages.success(request, said)
    else:
        messages.info(request, _("This question was answered or withdrawn a moment ago."))
    return redirect("safeguarding:rota")
