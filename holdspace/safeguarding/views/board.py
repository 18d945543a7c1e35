import uuid

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdspace.kit.doors import signed_in
from holdspace.library.policy import country_name, emergency_number, international, lines_for
from holdspace.notices.actions import see_at
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import actions
from holdspace.safeguarding.cases import Case, words_behind
from holdspace.safeguarding.forms import CloseForm, LetterForm
from holdspace.safeguarding.models import Judged
from holdspace.safeguarding.policy import (
    case_for,
    cases_for,
    closed_before,
    concern_for,
    is_on_duty,
    letter_box,
    letters_about,
    reports_on,
    shared_step,
)


@signed_in
@require_GET
def duty(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    see_at(request.user, actions.DUTY)
    return render(request, "safeguarding/duty.html", {"cases": cases_for(request.user)})


@signed_in
@require_http_methods(["GET", "POST"])
def concern(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """A case, entered by any of its concerns: the words, the clock, what was done, and closing it with a note."""
    case = case_for(request.user, pk)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and case.is_open and form.is_valid():
        return _close(request, case, {str(pk), *request.POST.getlist("seen")}, form.cleaned_data["note"])
    return _case(request, case, form=form)


def _close(request: PersonRequest, case: Case, seen: set[str], note: str) -> HttpResponse:
    """What came in after the guide opened the page has not been looked at: it stays open."""
    new = [concern for concern in case.concerns if str(concern.pk) not in seen]
    actions.close_case(concerns=[one for one in case.concerns if one not in new], by=request.user, note=note)
    if new:
        messages.info(request, _("Closed, with your note. Something new came in meanwhile, and it is still open."))
        return redirect("safeguarding:concern", pk=new[0].pk)
    messages.success(request, _("Closed, with your note."))
    return redirect("safeguarding:duty")


def _case(request: PersonRequest, case: Case, **forms: Form) -> HttpResponse:
    concern = case.first
    country = concern.person.country if concern.person else ""
    context: dict[str, object] = {
        "case": case,
        "concern": concern,
        "words": words_behind(request.user, concern.link),
        "before": closed_before(request.user, concern.link).exclude(pk=concern.pk),
        "reports": reports_on(request.user, concern.link),
        "judgements": Judged.choices,
        "step": shared_step(concern),
        "letters": letters_about(concern),
        "country": country,
        "country_name": country_name(country),
        "emergency": emergency_number(country),
        "lines": lines_for(country) or international(),
    }
    context |= {"form": CloseForm(), "letter_form": LetterForm()} | forms
    return render(request, "safeguarding/concern.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def write(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """A guide writes to the person behind a concern."""
    found = concern_for(request.user, pk)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _case(request, case_for(request.user, pk), letter_form=form)
    actions.write_as_guide(concern=found, guide=request.user, body=form.cleaned_data["body"])
    messages.success(request, _("Sent. They are told that a guide would like to reach them."))
    return redirect("safeguarding:concern", pk=pk)


@signed_in
@require_http_methods(["GET", "POST"])
def letters(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """What a guide wrote to me, and my answers."""
    found = letter_box(request.user, pk)
    form = LetterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write_to_guide(concern=found, person=request.user, body=form.cleaned_data["body"])
        messages.success(request, _("Sent. Only those on duty read it."))
        return redirect("safeguarding:letters", pk=pk)
    context = {"concern": found, "letters": letters_about(found), "form": form}
    return render(request, "safeguarding/letters.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def take(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = concern_for(request.user, pk)
    if not actions.take(concern=found, by=request.user):
        messages.info(request, _("Somebody else took this a moment ago."))
    return redirect("safeguarding:concern", pk=pk)


@signed_in
@require_POST
def hand_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = concern_for(request.user, pk)
    actions.hand_back(concern=found)
    messages.success(request, _("It waits again for whoever is on duty."))
    return redirect("safeguarding:duty")
