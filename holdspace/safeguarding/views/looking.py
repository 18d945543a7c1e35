"""The link in a page: whoever it was sent to signs in, and says that they are looking."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import sending
from holdspace.safeguarding.policy import is_on_duty


@signed_in
@require_http_methods(["GET", "POST"])
def looking(request: PersonRequest, token: str) -> HttpResponse:
    sent_at = sending.sent_to(request.user, token)
    if sent_at is None or not is_on_duty(request.user):
        raise Http404
    if request.method == "GET":
        return render(request, "safeguarding/looking.html")
    if sending.is_looking(person=request.user, sent_at=sent_at, now=timezone.now()):
        messages.success(request, _("Thank you. The next person is not rung for a while. Taking a case ends it."))
    else:
        messages.info(request, _("Nothing of it waits any more, or this link was used before. Here is what waits now."))
    return redirect("safeguarding:duty")
