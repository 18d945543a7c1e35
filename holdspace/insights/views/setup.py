"""Setting up the place, step by step."""

from dataclasses import asdict

from django.contrib import messages
from django.contrib.auth import login
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from holdspace.insights import actions, policy, steps, summary
from holdspace.insights.forms import FirstStewardForm
from holdspace.insights.views.doors import for_stewards
from holdspace.kit.place import here
from holdspace.people import codes
from holdspace.people.models import Person
from holdspace.people.requests import PersonRequest


@for_stewards
@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    return render(request, "insights/setup.html", {"rows": summary.rows(), "next": summary.next_step()})


@for_stewards
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: PersonRequest, slug: str) -> HttpResponse:
    """One calm page. What was typed is kept with *Keep*; what is refused stays in its place, with the reason."""
    one = steps.step_called(slug)
    is_sent = request.method == "POST"
    form = one.form(request.POST if is_sent else None, initial=_as_it_is())
    if not form.is_valid():
        shown = {"step": one, "form": form, "before": steps.before(one), "number": steps.STEPS.index(one) + 1}
        shown |= {"steps": steps.STEPS, "staff": summary.staff() if slug == "duty" else None}
        return render(request, "insights/step.html", shown, status=422 if is_sent else 200)
    actions.say(by=request.user, step=slug, values=form.cleaned_data)
    messages.success(request, _("Kept. You can come back to it at any time."))
    following = steps.after(one)
    return redirect("insights:step", slug=following.slug) if following else redirect("insights:setup")


@never_cache
@sensitive_post_parameters("passphrase")
@require_http_methods(["GET", "HEAD", "POST"])
def first(request: HttpRequest, word: str) -> HttpResponse:
    """The way in of the first steward. Anybody without the right word, or after the first, finds nothing."""
    if not actions.opens(word):
        raise Http404
    form = FirstStewardForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "insights/first.html", {"form": form}, status=422 if form.is_bound else 200)
    person = _begun(word, form)
    login(request, person)
    codes.hand_over(request, codes.make_codes(person))
    return redirect(f"{reverse('people:codes')}?{urlencode({'next': reverse('mfa_index')})}")


def _begun(word: str, form: FirstStewardForm) -> Person:
    try:
        person = actions.become_first_steward(word=word, **form.cleaned_data)
    except IntegrityError:  # the same name in the same moment: the key is used, or the name is
        person = None
    if person is None:
        raise Http404
    return person


def _as_it_is() -> dict[str, object]:
    place = here()
    return asdict(place) | {"languages": list(place.languages), "youngest": policy.latest().youngest}
