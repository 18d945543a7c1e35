import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdspace.kit.doors import signed_in
from holdspace.networks import actions
from holdspace.networks.forms import BlockByNameForm
from holdspace.networks.policy import boundaries_of, boundary_for
from holdspace.people.requests import PersonRequest


@signed_in
@require_http_methods(["GET", "POST"])
def boundaries(request: PersonRequest) -> HttpResponse:
    """Whom they keep away; and blocking somebody by their account name."""
    form = BlockByNameForm(request.POST or None, person=request.user)
    if form.is_valid():
        actions.block_by_name(person=request.user, name=form.cleaned_data["name"])
        messages.success(request, _("If somebody here has that name, you are out of each other's way now."))
        return redirect("networks:boundaries")
    context = {"form": form, "boundaries": boundaries_of(request.user)}
    return render(request, "networks/boundaries.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def lift(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = boundary_for(request.user, pk)
    actions.lift(found)
    messages.success(request, _("Lifted. It is as if it had never been there; nobody is told."))
    return redirect("networks:boundaries")
