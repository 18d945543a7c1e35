"""The list of circles, a circle, its door, and who runs it."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.circles import actions, reading
from holdspace.circles.boundaries import go_out
from holdspace.circles.corrections import show_claims
from holdspace.circles.forms import ALIAS_TAKEN, InviteForm, JoinForm
from holdspace.circles.models import Circle, CircleKind
from holdspace.circles.policy import (
    circle_for,
    circles_for,
    drafts_of,
    has_asked,
    hosted_circle,
    hosts,
    may_join,
    my_circle,
    my_circles,
    seat_of,
    who_asks,
)
from holdspace.circles.policy_tending import tends_circles
from holdspace.kit.doors import signed_in
from holdspace.people.models import Person, Verification
from holdspace.people.policy import person_called, professionals
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.policy import is_on_duty


@signed_in
@require_safe
def circles(request: PersonRequest) -> HttpResponse:
    mine = my_circles(request.user)
    others = circles_for(request.user).exclude(pk__in=mine)
    context = {"mine": mine, "others": others, "drafts": drafts_of(request.user)}
    return render(request, "circles/circles.html", context | {"opens_first": tends_circles(request.user)})


@signed_in
@require_safe
def circle(request: PersonRequest, slug: str) -> HttpResponse:
    """Its door for those outside; its stories for those with a seat, and for those on duty."""
    found = circle_for(request.user, slug)
    context = {"circle": found, "seat": seat_of(request.user, found), "guides": guides_of(found)}
    if not context["seat"] and not is_on_duty(request.user):
        return render(request, "circles/door.html", context | _door(request.user, found))
    feed = reading.feed_page(request.user, found, before=request.GET.get("before", ""), now=timezone.now())
    show_claims(request.user, [told.story for told in feed["stories"]])
    context |= feed
    return render(request, "circles/circle.html", context | {"is_host": hosts(request.user, found)})


def guides_of(circle: Circle) -> QuerySet[Verification]:
    """Verified professionals among those who look after this circle."""
    return professionals().filter(person__in=circle.guides.all())


def _door(person: Person, circle: Circle) -> dict[str, bool]:
    return {"may_join": may_join(person, circle), "has_asked": has_asked(person, circle)}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: PersonRequest, slug: str) -> HttpResponse:
    found = circle_for(request.user, slug)
    seat = seat_of(request.user, found)
    if seat:
        return redirect("circles:circle", slug=slug)
    if not may_join(request.user, found):
        return _no_way_in(request, found)
    form = JoinForm(request.POST or None, circle=found, person=request.user)
    if form.is_valid():
        return _let_in(request, found, form)
    return _agree(request, found, form)


def _let_in(request: PersonRequest, circle: Circle, form: JoinForm) -> HttpResponse:
    """Somebody may have been a moment faster: they have the last seat or the alias now, and this person is told."""
    try:
        actions.join(circle=circle, person=request.user, alias=form.cleaned_data["alias"])
    except actions.NoRoomError:
        return _no_way_in(request, circle)
    except actions.AliasTakenError:
        form.add_error("alias", ALIAS_TAKEN)
        return _agree(request, circle, form)
    messages.success(request, _("You have a seat now. You can leave whenever you like, without a reason."))
    return redirect("circles:circle", slug=circle.slug)


def _no_way_in(request: PersonRequest, circle: Circle) -> HttpResponse:
    context = {"circle": circle, "guides": guides_of(circle)} | _door(request.user, circle)
    return render(request, "circles/door.html", context, status=422 if request.method == "POST" else 200)


def _agree(request: PersonRequest, circle: Circle, form: JoinForm) -> HttpResponse:
    context = {"circle": circle, "form": form, "guides": guides_of(circle)}
    return render(request, "circles/join.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def ask(request: PersonRequest, slug: str) -> HttpResponse:
    found = circle_for(request.user, slug)
    if found.kind != CircleKind.ASK or seat_of(request.user, found):
        raise Http404
    actions.ask_to_join(circle=found, person=request.user)
    messages.success(request, _("You have asked. The host or a guide will answer."))
    return redirect("circles:circle", slug=slug)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: PersonRequest, slug: str) -> HttpResponse:
    found = my_circle(request.user, slug)
    if request.method != "POST":
        return render(request, "circles/leave.html", {"circle": found})
    go_out(circle=found, person=request.user)
    messages.success(request, _("You have left. The door stays as it was when you came."))
    return redirect("circles:circles")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: PersonRequest, slug: str) -> HttpResponse:
    """For hosts: who asks to join, and inviting somebody by their account name."""
    found = hosted_circle(request.user, slug)
    form = InviteForm(request.POST or None)
    if form.is_valid():
        return _invite(request, found, form)
    context = {"circle": found, "form": form, "asking": who_asks(found, request.user)}
    return render(request, "circles/people.html", context, status=422 if request.method == "POST" else 200)


def _invite(request: PersonRequest, circle: Circle, form: InviteForm) -> HttpResponse:
    """The answer is the same whether there is such a person or not: who has an account is private."""
    person = person_called(form.cleaned_data["name"])
    if person:
        actions.invite(circle=circle, person=person, by=request.user)
    messages.success(request, _("If somebody here has that name, the door is open for them now."))
    return redirect("circles:people", slug=circle.slug)
