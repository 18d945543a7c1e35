"""Telling the guides about somebody's words, what came of it, and for those on duty what it looks like together."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdspace.kit.doors import signed_in
from holdspace.library.policy import country_name, emergency_number, international, lines_for
from holdspace.networks.voices import name_voice
from holdspace.notices.actions import see_at
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import reports
from holdspace.safeguarding.forms import JudgeForm, ReportForm, WorryForm
from holdspace.safeguarding.models import Judged, Report, Tells, Thing
from holdspace.safeguarding.outcomes import MY_REPORTS
from holdspace.safeguarding.policy import letter_to, my_reports, open_report, report_for, reports_like

Keep = Callable[..., Report]


@dataclass(frozen=True)
class Pointed:
    """What a page of telling is about, and the verb that keeps what is told."""

    about: reports.About
    place: str
    back: str
    keep: Keep
    agreements: Iterable[str] = ()


# --- telling (rooms above lead here) ------------------------------------------------------------------------------


def take_report(request: PersonRequest, pointed: Pointed) -> HttpResponse:
    form = ReportForm(request.POST or None, agreements=pointed.agreements)
    if request.method == "POST" and form.is_valid():
        pointed.keep(by=request.user, about=pointed.about, **form.reason)
        messages.success(request, _("Thank you. Only those on duty read it, and you will hear what came of it."))
        return redirect(MY_REPORTS)
    return _page(request, "safeguarding/report.html", pointed, form, Tells.REPORT)


def take_worry(request: PersonRequest, pointed: Pointed) -> HttpResponse:
    form = WorryForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _was_told(request, pointed, form):
        messages.success(request, _("Thank you. The guides know, and nothing was sent to the person."))
        return redirect(request.path)
    return _page(request, "safeguarding/worry.html", pointed, form, Tells.WORRY)


def _was_told(request: PersonRequest, pointed: Pointed, form: WorryForm) -> bool:
    try:
        pointed.keep(by=request.user, about=pointed.about, **form.cleaned_data)
    except reports.TooOftenError:
        form.add_error(
            None,
            _(
                "Guides have looked several times because of you, and keep this person in mind. If something new "
                "has happened, report the words it stands in; if somebody is in danger now, use Help now."
            ),
        )
        return False
    return True


def _page(
    request: PersonRequest, template: str, pointed: Pointed, form: ReportForm | WorryForm, tells: Tells
) -> HttpResponse:
    country = request.user.country
    context = {
        "form": form,
        "pointed": pointed,
        "known": open_report(request.user, pointed.about.link, tells),
        "lines": (lines_for(country) or international())[:2],
        "country_name": country_name(country),
        "emergency": emergency_number(country),
    }
    return render(request, template, context, status=422 if request.method == "POST" else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def report_letter(request: PersonRequest, pk: uuid.UUID, letter: int) -> HttpResponse:
    """Guides can be reported too: the lead looks, never the guide."""
    found = letter_to(request.user, pk, letter)
    link, voice = f"/duty/{pk}/#letter-{letter}", name_voice(found.person.pk) if found.person else ""
    about = reports.About(link=link, thing=Thing.LETTER, person=found.person, voice=voice)
    place = _("between you and a guide")
    return take_report(request, Pointed(about, place, f"/me/letters/{pk}/", keep=reports.report))


@signed_in
@require_GET
def mine(request: PersonRequest) -> HttpResponse:
    see_at(request.user, MY_REPORTS)
    return render(request, "safeguarding/my_reports.html", {"reports": my_reports(request.user)})


# --- on duty ------------------------------------------------------------------------------------------------------


@signed_in
@require_GET
def together(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """All that one person told about the same voice, side by side. Neither of them is named."""
    found = report_for(request.user, pk)
    context = {"report": found, "reports": reports_like(request.user, found), "judged": Judged}
    return render(request, "safeguarding/reports.html", context)


@signed_in
@require_POST
def judge(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = report_for(request.user, pk)
    form = JudgeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was changed. Please choose one of the two."))
    else:
        reports.judge(report=found, by=request.user, as_what=Judged(form.cleaned_data["judged"]))
        messages.success(request, _("Kept. What the same person tells next waits behind others; they do not learn it."))
    return redirect("safeguarding:concern", pk=found.concern.pk)
