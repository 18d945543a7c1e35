"""What the engine reads, for the steward."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from holdspace.insights import readings
from holdspace.insights.supply import at_least_ten
from holdspace.insights.views.doors import for_stewards
from holdspace.listening import engine, giving, rereading
from holdspace.people.requests import PersonRequest
from holdspace.people.second_step import passphrase_again


@for_stewards
@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    people = giving.givers(reading for reading, text in giving.may_be_given())
    shown = {"givers": at_least_ten(people), "may_take": readings.are_enough(people)}
    return render(request, "insights/readings.html", shown | _rereading())


def _rereading() -> dict[str, object]:
    now = rereading.progress()
    is_open = bool(now and now.is_open)
    return {
        "version": engine.version(),
        "old": 0 if is_open else rereading.old().count(),
        "progress": now,
        "is_open": is_open,
        "left": readings.in_words(now.left) if now else "",
        "can_read": rereading.can_read(),
    }


STEPS = {"begin": readings.begin, "pause": readings.pause, "go-on": readings.go_on}


@require_POST
@for_stewards
def read_again(request: PersonRequest, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    try:
        STEPS[step](by=request.user)
    except rereading.CannotReadError:
        messages.warning(request, _("Nothing was begun: the program cannot read with its weights at present."))
    return redirect("insights:readings")


@require_POST
@for_stewards
@passphrase_again
def take_along(request: PersonRequest) -> HttpResponse:
    try:
        lines = readings.take_along(by=request.user)
    except readings.TooFewError:
        messages.info(request, _("Nothing was taken along: there are texts by fewer than ten people."))
        return redirect("insights:readings")
    answer = HttpResponse(lines, content_type="application/jsonl; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="readings-{timezone.now():%Y-%m}.jsonl"'
    return answer
