"""What a guide wrote to me, and my answers."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdspace.kit.doors import signed_in
from holdspace.library.policy import country_name, emergency_number, international, lines_for
from holdspace.people.models import Person
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import actions
from holdspace.safeguarding.forms import LetterToGuideForm
from holdspace.safeguarding.models import Concern
from holdspace.safeguarding.policy import is_worried_about, letter_box, letters_about

FIRST_LINES = 3


@signed_in
@require_http_methods(["GET", "POST"])
def letters(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = letter_box(request.user, pk)
    form = LetterToGuideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_to_guide(concern=found, person=request.user, **form.cleaned_data)
        messages.success(request, what_follows(cannot_wait=form.cleaned_data["cannot_wait"]))
        return redirect("safeguarding:letters", pk=pk)
    context = {"concern": found, "letters": letters_about(found), "form": form, **at_hand_for(request.user, found)}
    return render(request, "safeguarding/letters.html", context, status=422 if request.method == "POST" else 200)


def what_follows(*, cannot_wait: bool) -> str:
    if cannot_wait:
        return _("Sent, and everybody on duty is called. It may still take a while; the people below are there now.")
    return _("Sent. Only those on duty read it.")


def at_hand_for(person: Person, concern: Concern) -> dict[str, Any]:
    """Who is there now, where somebody is worried about this person."""
    if not is_worried_about(concern):
        return {}
    country = person.country
    lines = (lines_for(country) or international())[:FIRST_LINES]
    return {
        "is_worried": True,
        "lines": lines,
        "emergency": emergency_number(country),
        "country_name": country_name(country),
    }
