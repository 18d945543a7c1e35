"""Roles given and taken, a new second step, and what each role may do."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.kit.doors import signed_in
from holdspace.people import actions, capabilities, locks, policy_papers
from holdspace.people.models import Role
from holdspace.people.papers_forms import GiveRoleForm, ReasonForm
from holdspace.people.requests import AnyRequest, PersonRequest


@require_safe
def what_roles_may(request: AnyRequest) -> HttpResponse:
    return render(request, "people/what_roles_may.html", {"roles": capabilities.by_role()})


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: PersonRequest) -> HttpResponse:
    _lead_only(request)
    form = GiveRoleForm(request.POST if request.method == "POST" else None, by=request.user)
    if not form.is_valid():
        shown = {"form": form, "roles": policy_papers.roles_for(request.user)}
        return render(request, "people/roles.html", shown, status=422 if form.is_bound else 200)
    actions.give_role(person=form.person, kind=form.cleaned_data["kind"], by=request.user)
    messages.success(request, _("It is given, with your name and today's date."))
    return redirect("people:roles")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def role(request: PersonRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """One role of one person: who gave it, and taking it with a reason."""
    found = policy_papers.role_for(request.user, pk, kind)
    if request.method != "POST":
        return _role_page(request, found, ReasonForm())
    if not policy_papers.may_take(request.user, found):
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _role_page(request, found, form)
    actions.take_role(person=found.person, kind=found.kind, by=request.user, why=form.cleaned_data["why"])
    messages.success(request, _("It has ended, from this moment on."))
    return redirect("people:roles")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_new_lock(request: PersonRequest, pk: uuid.UUID, kind: str) -> HttpResponse:
    """A lead asks that somebody sets up a new second step; somebody else has to agree."""
    found = policy_papers.role_for(request.user, pk, kind)
    if not policy_papers.may_need_new_lock(request.user, found.person):
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "people/ask_new_lock.html", {"form": form, "role": found}, status=status)
    locks.ask_for_new_lock(person=found.person, by=request.user, why=form.cleaned_data["why"])
    messages.success(request, _("It is asked. Somebody else has to agree before anything changes."))
    return redirect("people:new_locks")


@signed_in
@never_cache
@require_safe
def new_locks(request: PersonRequest) -> HttpResponse:
    if not policy_papers.may_be_second(request.user):
        raise Http404
    return render(request, "people/new_locks.html", {"locks": policy_papers.new_locks_for(request.user)})


@signed_in
@require_POST
def agree_new_lock(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    locks.agree_to_new_lock(lock=policy_papers.new_lock_for(request.user, pk), by=request.user)
    messages.success(request, _("It is agreed. They set it up anew when they enter next."))
    return redirect("people:new_locks")


def _lead_only(request: PersonRequest) -> None:
    if not policy_papers.may_lead(request.user):
        raise Http404


def _role_page(request: PersonRequest, found: Role, form: ReasonForm) -> HttpResponse:
    context = {
        "role": found,
        "form": form,
        "may_take": policy_papers.may_take(request.user, found),
        "may_need_new_lock": policy_papers.may_need_new_lock(request.user, found.person),
    }
    return render(request, "people/role.html", context, status=422 if form.is_bound else 200)
