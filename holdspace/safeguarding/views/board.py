"""The duty board: what waits, the most urgent first."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from holdspace.kit.doors import signed_in
from holdspace.notices.actions import see_at
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import actions
from holdspace.safeguarding.duty_pages import duty_pages
from holdspace.safeguarding.policy import aftercare_for, cases_for, hand_overs_to, is_on_duty


@signed_in
@require_GET
def duty(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    see_at(request.user, actions.DUTY)
    return render(request, "safeguarding/duty.html", board(request) | {"pages": duty_pages()})


def board(request: PersonRequest) -> dict[str, object]:
    return {
        "cases": cases_for(request.user),
        "aftercare": aftercare_for(request.user),
        "asked": hand_overs_to(request.user),
    }
