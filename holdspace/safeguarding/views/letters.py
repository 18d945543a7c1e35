"""What a guide wrote to me, and my answers."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import actions
from holdspace.safeguarding.forms import LetterForm
from holdspace.safeguarding.policy import letter_box, letters_about


@signed_in
@require_http_methods(["GET", "POST"])
def letters(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = letter_box(request.user, pk)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_to_guide(concern=found, person=request.user, body=form.cleaned_data["body"])
        messages.success(request, _("Sent. Only those on duty read it."))
        return redirect("safeguarding:letters", pk=pk)
    context = {"concern": found, "letters": letters_about(found), "form": form}
    return render(request, "safeguarding/letters.html", context, status=422 if request.method == "POST" else 200)
