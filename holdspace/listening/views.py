import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from holdspace.kit.doors import signed_in
from holdspace.listening import actions
from holdspace.listening.forms import DisagreeForm
from holdspace.listening.history import history
from holdspace.listening.policy import reading_for, readings_for
from holdspace.people import consents
from holdspace.people.requests import PersonRequest

A_PAGE = 20


@signed_in
@require_GET
def my_readings(request: PersonRequest) -> HttpResponse:
    page = Paginator(readings_for(request.user), A_PAGE).get_page(request.GET.get("page"))
    reads = consents.has_consented(request.user, consents.SAFETY_READING)
    shown = {"page": page, "readings": history(request.user, page), "is_read": reads}
    return render(request, "listening/readings.html", shown)


@signed_in
@require_http_methods(["GET", "POST"])
def disagree(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    reading = reading_for(request.user, pk)
    form = DisagreeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.disagree(reading=reading, words=form.cleaned_data["words"])
        messages.success(request, _("Thank you. What you said now stands beside the reading."))
        return redirect("listening:my_readings")
    status = 422 if request.method == "POST" else 200
    return render(request, "listening/disagree.html", {"reading": reading, "form": form}, status=status)
