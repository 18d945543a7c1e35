"""One's own place on duty: away and back, and notes for supervision."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdspace.kit.doors import signed_in
from holdspace.people.models import RoleKind
from holdspace.people.policy import has_role
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import desks
from holdspace.safeguarding.forms import NoteForm
from holdspace.safeguarding.policy import is_on_duty
from holdspace.safeguarding.policy_desks import notes_for

MOVES = {"off": desks.go_off, "pause": desks.pause, "back": desks.come_back}


@signed_in
@require_POST
def desk(request: PersonRequest, where: str) -> HttpResponse:
    """off, pause or back."""
    if not is_on_duty(request.user) or where not in MOVES:
        raise Http404
    MOVES[where](person=request.user)
    return redirect("safeguarding:duty")


@signed_in
@require_http_methods(["GET", "POST"])
def notes(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        desks.write_note(person=request.user, body=form.cleaned_data["note"])
        messages.success(request, _("Kept. You and the lead can read it."))
        return redirect("safeguarding:notes")
    context = {"notes": notes_for(request.user), "form": form, "leads": has_role(request.user, RoleKind.LEAD)}
    return render(request, "safeguarding/notes.html", context, status=422 if request.method == "POST" else 200)
