"""For the lead: every circle, opening one, and looking after it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdspace.circles import tending
from holdspace.circles.actions import AliasTakenError
from holdspace.circles.forms import ALIAS_TAKEN
from holdspace.circles.forms_tending import ChangeForm, NameHostForm, NewAgreementForm, OpenForm
from holdspace.circles.models import Circle
from holdspace.circles.policy_tending import host_called, hosts_of, tended_circle, tended_circles, tends_circles
from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest


@signed_in
@require_GET
def circles(request: PersonRequest) -> HttpResponse:
    _lead_only(request)
    return render(request, "circles/tended.html", {"circles": tended_circles(request.user)})


@signed_in
@require_http_methods(["GET", "POST"])
def open_circle(request: PersonRequest) -> HttpResponse:
    _lead_only(request)
    form = OpenForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _opened(request, form)
    return _opening(request, form)


def _opened(request: PersonRequest, form: OpenForm) -> HttpResponse:
    try:
        opened = tending.open_circle(by=request.user, **form.cleaned_data)
    except tending.AddressTakenError:
        form.say_taken()
        return _opening(request, form)
    messages.success(request, _("The circle is open. The host and the guides find it from now on."))
    return redirect("circles:circle", slug=opened.slug)


def _opening(request: PersonRequest, form: OpenForm) -> HttpResponse:
    return render(request, "circles/open.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def circle(request: PersonRequest, slug: str) -> HttpResponse:
    found = tended_circle(request.user, slug)
    if request.method == "GET":
        return _page(request, found)
    form = _change_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    tending.change_circle(circle=found, by=request.user, **form.cleaned_data)
    messages.success(request, _("Kept. It holds from now on."))
    return redirect("circles:tend", slug=slug)


def _change_form(circle: Circle, data: Any = None) -> ChangeForm:
    return ChangeForm(data, circle=circle, hosts=[seat.person for seat in hosts_of(circle)])


def _page(request: PersonRequest, circle: Circle, **forms: Any) -> HttpResponse:
    context = {
        "circle": circle,
        "agreement": circle.agreement,
        "form": forms.get("form") or _change_form(circle),
        "host_form": NameHostForm(circle=circle),
        "agreement_form": NewAgreementForm(before=circle.agreement.lines, auto_id="new-%s"),
    }
    return render(request, "circles/tend.html", context | forms, status=422 if forms else 200)


@signed_in
@require_POST
def renew_agreement(request: PersonRequest, slug: str) -> HttpResponse:
    found = tended_circle(request.user, slug)
    form = NewAgreementForm(request.POST, before=found.agreement.lines, auto_id="new-%s")
    if not form.is_valid():
        return _page(request, found, agreement_form=form)
    tending.renew_agreement(circle=found, by=request.user, **form.cleaned_data)
    messages.success(request, _("The new version holds. Everybody here is asked for it before they write again."))
    return redirect("circles:tend", slug=slug)


@signed_in
@require_POST
def name_host(request: PersonRequest, slug: str) -> HttpResponse:
    found = tended_circle(request.user, slug)
    form = NameHostForm(request.POST, circle=found)
    if not form.is_valid():
        return _page(request, found, host_form=form)
    told = form.cleaned_data
    try:
        tending.name_host(circle=found, person=told["host"], alias=told["alias"], by=request.user)
    except AliasTakenError:
        form.add_error("alias", ALIAS_TAKEN)
        return _page(request, found, host_form=form)
    messages.success(request, _("They look after the door now. Who sat here already keeps their name in the circle."))
    return redirect("circles:tend", slug=slug)


@signed_in
@require_POST
def end_host(request: PersonRequest, slug: str) -> HttpResponse:
    found = tended_circle(request.user, slug)
    tending.end_host(circle=found, person=host_called(found, request.POST.get("name", "")), by=request.user)
    messages.success(request, _("They keep their seat, and no longer look after the door."))
    return redirect("circles:tend", slug=slug)


def _lead_only(request: PersonRequest) -> None:
    if not tends_circles(request.user):
        raise Http404
