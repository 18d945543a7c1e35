"""What somebody meets whose words mean danger and cannot be sent: one quiet minute in place of the refusal."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from holdspace.circles.forms import FacedForm
from holdspace.circles.models import Story
from holdspace.circles.unsent import keep_unsent
from holdspace.listening.actions import Heard, listen_for_danger
from holdspace.people.faces import FaceKind
from holdspace.people.requests import PersonRequest


def quiet_minute(
    request: PersonRequest, form: FacedForm, *, story: Story | None = None, heard: Heard | None = None
) -> HttpResponse | None:
    """The way to the step, where the words mean danger; None where they do not. Why they could not be sent is not said
    here: it may be that somebody keeps their writer away."""
    form.is_valid()
    body, face = form.cleaned_data.get("body", ""), form.cleaned_data.get("face") or FaceKind.ANONYMOUS
    heard = heard or listen_for_danger(person=request.user, text=body)
    if not heard.worries:
        return None
    told = keep_unsent(circle=form.circle, story=story, author=request.user, heard=heard, body=body, face=face)
    messages.warning(request, _("This could not be sent, so others do not read it. You find your words in My space."))
    return redirect("circles:reply_step" if story else "circles:step", pk=told.pk)
