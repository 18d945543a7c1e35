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
    pages = {"pages": duty_pages(request.user)}
    return render(request, "safeguarding/duty.html", _board(request, board_mark()) | own | pages)


@signed_in
@require_GET
def rows(request: PersonRequest) -> HttpResponse:
    """The board alone, for a page that renews it; nothing (204) while it is as it was."""
    _ask_first(request)
    mark = board_mark()  # before the board itself: what changes in between is shown, and looked at once more
    if request.GET.get("mark") == mark:
        return HttpResponse(status=204)
    return render(request, "safeguarding/_board.html", _board(request, mark))


def _ask_first(request: PersonRequest) -> None:
    if not is_on_duty(request.user):
        raise Http404


def _board(request: PersonRequest, mark: str) -> dict[str, object]:
    """Whoever is away sees what they still have in hand, and nothing that waits."""
    desk, cases = desk_of(request.user), cases_for(request.user)
    gone = off_shift({request.user, *(case.taken_by for case in cases if case.taken_by)})
    own = [case for case in cases if case.taken_by == request.user]
    away = {"cases": own, "aftercare": (), "asked": ()}
    here = {
        "cases": cases,
        "aftercare": aftercare_for(request.user),
        "asked": hand_overs_to(request.user),
        "off_shift": gone,
        "hands_on": own if request.user in gone else (),
    }
    return {"desk": desk, "mark": mark} | (away if desk.is_away else here)
