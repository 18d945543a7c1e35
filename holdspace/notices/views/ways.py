"""The ways by which somebody wants to be told: this browser, and services elsewhere."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from holdspace.kit.doors import signed_in
from holdspace.notices import channels, services
from holdspace.notices.forms import DeviceForm, ServiceForm
from holdspace.notices.policy import device_for, devices_of, may_add_services, service_for, services_of
from holdspace.notices.push import public_key
from holdspace.notices.reach import Unreached
from holdspace.people.requests import PersonRequest


@signed_in
@require_safe
def ways(request: PersonRequest) -> HttpResponse:
    return _page(request, ServiceForm())


def _page(request: PersonRequest, form: ServiceForm) -> HttpResponse:
    context = {
        "devices": devices_of(request.user),
        "services": services_of(request.user),
        "may_add_services": may_add_services(request.user),
        "form": form,
        "key": public_key(),
    }
    return render(request, "notices/ways.html", context, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def add_device(request: PersonRequest) -> HttpResponse:
    form = DeviceForm(request.POST)
    if not form.is_valid():
        messages.info(request, _("Your browser gave an answer that does not fit here. Nothing has changed."))
        return redirect("notices:ways")
    channels.add_device(person=request.user, **form.cleaned_data)
    messages.success(request, _("This browser will tell you when something waits. It never says what."))
    return redirect("notices:ways")


@signed_in
@require_POST
def remove_device(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    channels.remove_device(device=device_for(request.user, pk))
    messages.success(request, _("This browser tells you no more."))
    return redirect("notices:ways")


@signed_in
@require_POST
def add_service(request: PersonRequest) -> HttpResponse:
    """The address is kept only once it has carried something."""
    if not may_add_services(request.user):
        raise Http404
    form = ServiceForm(request.POST)
    if form.is_valid() and _carried(request, form):
        messages.success(request, _("Kept. A first message is on its way to you there."))
        return redirect("notices:ways")
    return _page(request, form)


def _carried(request: PersonRequest, form: ServiceForm) -> bool:
    try:
        services.add_service(person=request.user, address=form.cleaned_data["address"])
    except services.NoService:
        form.add_error(
            "address", _("This is no address of a service that can be reached from here. Please look again.")
        )
    except Unreached:
        form.add_error("address", _("The first message did not arrive there. Nothing was kept; please look again."))
    return not form.errors


@signed_in
@require_POST
def remove_service(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    services.remove_service(service=service_for(request.user, pk))
    messages.success(request, _("Forgotten, address and all."))
    return redirect("notices:ways")
