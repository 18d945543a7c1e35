"""Applying with papers, and two people who check them."""

import uuid

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.kit.doors import signed_in
from holdspace.people import papers, policy_papers
from holdspace.people.models import Application
from holdspace.people.papers_forms import ApplicationForm, OpinionForm, SecondForm
from holdspace.people.requests import PersonRequest
from holdspace.people.vault import CannotOpen

TYPES = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def profession(request: PersonRequest) -> HttpResponse:
    """Where one's application and roles stand; the form, where none waits."""
    if request.method != "POST":
        return _own_page(request, ApplicationForm(initial={"country": request.user.country}))
    form = ApplicationForm(request.POST, request.FILES, instance=Application(person=request.user))
    if not form.is_valid() or not _applied(request, form):
        return _own_page(request, form)
    return redirect("people:profession")


@signed_in
@require_POST
def withdraw_application(request: PersonRequest) -> HttpResponse:
    waiting = policy_papers.waiting_application(request.user)
    if waiting is None:
        raise Http404
    try:
        papers.take_back(application=waiting)
        messages.success(request, _("It is taken back, and the files are gone."))
    except papers.TooLate:
        messages.info(request, _("It was decided a moment ago. See below."))
    return redirect("people:profession")


@signed_in
@never_cache
@require_safe
def applications(request: PersonRequest) -> HttpResponse:
    _check_room(request)
    shown = policy_papers.applications_for(request.user)
    context = {"applications": shown, "leads": policy_papers.may_lead(request.user)}
    return render(request, "people/applications.html", context)


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The facts for whoever may see them; files and a decision for the two."""
    found = policy_papers.application_for(request.user, pk)
    if request.method != "POST":
        return _checking_page(request, found)
    if not policy_papers.may_give_opinion(request.user, found):
        raise Http404
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return _checking_page(request, found, opinion=form)
    return _answered(
        request, found, lambda: papers.give_opinion(application=found, by=request.user, **form.cleaned_data)
    )


@signed_in
@require_POST
def check_application(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = policy_papers.application_for(request.user, pk)
    if not policy_papers.may_take_check(request.user, found):
        raise Http404
    form = SecondForm(request.POST, seconds=policy_papers.seconds_for(request.user, found))
    if not form.is_valid():
        return _checking_page(request, found, second=form)
    second = form.cleaned_data["second"]
    return _answered(request, found, lambda: papers.check(application=found, by=request.user, second=second))


@signed_in
@never_cache
@require_safe
def paper(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """A download and nothing else: no browser shows it inside this place. That it was opened is logged."""
    found = policy_papers.paper_for(request.user, pk)
    try:
        data = papers.see(paper=found, by=request.user)
    except CannotOpen:
        return render(request, "people/cannot_open.html", {"application": found.application}, status=503)
    response = HttpResponse(data, content_type=TYPES[found.kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{found.pk}.{found.kind}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _applied(request: PersonRequest, form: ApplicationForm) -> bool:
    facts = dict(form.cleaned_data)
    try:
        with transaction.atomic():
            papers.apply(person=request.user, papers=facts.pop("papers"), **facts)
    except IntegrityError:
        form.add_error(None, _("An application of yours waits already. You can take it back and send a new one."))
        return False
    messages.success(request, _("It is sent. Two people will look at it, and you are told."))
    return True


def _own_page(request: PersonRequest, form: ApplicationForm) -> HttpResponse:
    person = request.user
    context = {
        "form": form,
        "waiting": policy_papers.waiting_application(person),
        "before": policy_papers.own_applications(person).exclude(standing="waiting"),
        "verification": policy_papers.own_verification(person),
        "roles": policy_papers.own_roles(person),
        "past_roles": policy_papers.own_past_roles(person),
    }
    return render(request, "people/profession.html", context, status=422 if form.is_bound else 200)


def _check_room(request: PersonRequest) -> None:
    if not policy_papers.may_be_second(request.user):
        raise Http404


def _checking_page(
    request: PersonRequest,
    found: Application,
    *,
    opinion: OpinionForm | None = None,
    second: SecondForm | None = None,
) -> HttpResponse:
    person = request.user
    context = {
        "application": found,
        "checks": policy_papers.checks(person, found),
        "opinions": policy_papers.opinions_on(person, found),
        "may_take": policy_papers.may_take_check(person, found),
        "may_say": policy_papers.may_give_opinion(person, found),
        "form": opinion or OpinionForm(),
        "second_form": second or SecondForm(seconds=policy_papers.seconds_for(person, found)),
    }
    return render(request, "people/application.html", context, status=422 if opinion or second else 200)


def _answered(request: PersonRequest, found: Application, deed: "papers.Deed") -> HttpResponse:
    try:
        deed()
        messages.success(request, _("It is noted, with your name and the time."))
    except papers.TooLate:
        messages.info(request, _("Somebody else was here a moment ago. Please look again at how it stands."))
    return redirect("people:application", pk=found.pk)
