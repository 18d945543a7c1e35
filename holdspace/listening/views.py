import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.kit.doors import signed_in
from holdspace.listening import actions
from holdspace.listening.agreement import IMPROVE_READING
from holdspace.listening.forms import DisagreeForm
from holdspace.listening.giving import as_lines, preview
from holdspace.listening.history import history
from holdspace.listening.models import Reading
from holdspace.listening.policy import reading_for, readings_for
from holdspace.people import consents
from holdspace.people.requests import PersonRequest

A_PAGE = 10


@signed_in
@require_safe
def my_readings(request: PersonRequest) -> HttpResponse:
    page = Paginator(readings_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    reads = consents.has_consented(request.user, consents.SAFETY_READING)
    shown = {"page": page, "readings": history(request.user, page), "is_read": reads}
    return render(request, "listening/readings.html", shown)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def disagree(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    reading = reading_for(request.user, pk)
    form = DisagreeForm(request.POST if request.method == "POST" else None, reading=reading)
    if not form.is_valid():
        return _ask(request, reading, form)
    actions.disagree(reading=reading, **form.cleaned_data)
    messages.success(request, _("Thank you. What you said now stands beside the reading."))
    return redirect("listening:my_readings")


def _ask(request: PersonRequest, reading: Reading, form: DisagreeForm) -> HttpResponse:
    told = history(request.user, [reading])[0]
    shown = {"told": told, "reading": reading, "form": form}
    if "allows" in form.fields:
        shown |= {"consent": consents.TEXTS[IMPROVE_READING], "preview": as_lines(preview(reading))}
    return render(request, "listening/disagree.html", shown, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def take_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    actions.take_back(reading_for(request.user, pk))
    messages.success(request, _("Taken back. This text is not among those that are taken along from now on."))
    return redirect("listening:my_readings")
