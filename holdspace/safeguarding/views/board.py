"""The duty board: what waits, the most urgent first."""

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from holdspace.kit.doors import signed_in
from holdspace.notices.actions import see_at
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import actions
from holdspace.safeguarding.duty_pages import duty_pages
from holdspace.safeguarding.policy import aftercare_for, board_mark, cases_for, hand_overs_to, is_on_duty
from holdspace.safeguarding.policy_desks import desk_of, heavy_lately, off_shift


@signed_in
@require_GET
def duty(request: PersonRequest) -> HttpResponse:
    _ask_first(request)
    see_at(request.user, actions.DUTY)
    heavy = heavy_lately([request.user])[request.user.pk]
    own = {"heavy": heavy, "wants_pause": heavy * 2 >= settings.HEAVY_A_DAY, "is_past": heavy >= settings.HEAVY_A_DAY}
    return render(request, "safeguarding/duty.html", _board(request) | own | {"pages": duty_pages()})


@signed_in
@require_GET
def rows(request: PersonRequest) -> HttpResponse:
    """The board alone, for a page that renews it; nothing (204) while it is as it was."""
    _ask_first(request)
    if request.GET.get("mark") == board_mark():
        return HttpResponse(status=204)
    return render(request, "safeguarding/_board.html", _board(request))


def _ask_first(request: PersonRequest) -> None:
    if not is_on_duty(request.user):
        raise Http404


def _board(request: PersonRequest) -> dict[str, object]:
    """Whoever is away sees what they still have in hand, and nothing that waits."""
    mark, desk, cases = board_mark(), desk_of(request.user), cases_for(request.user)
    carers = {case.taken_by for case in cases if case.taken_by}
    own = [case for case in cases if case.taken_by == request.user]
    away = {"cases": own, "aftercare": (), "asked": ()}
    here = {
        "cases": cases,
        "aftercare": aftercare_for(request.user),
        "asked": hand_overs_to(request.user),
        "off_shift": off_shift(carers),
        "hands_on": own if request.user in off_shift([request.user]) else (),
    }
    return {"desk": desk, "mark": mark} | (away if desk.is_away else here)
