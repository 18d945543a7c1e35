"""The ways from a story, a reply or a circle to the guides."""

import uuid
from functools import partial

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from holdspace.circles import reports
from holdspace.circles.actions import link_to
from holdspace.circles.models import Circle, Reply, Story
from holdspace.circles.policy import circle_for
from holdspace.circles.policy_for_duty import met, own_agreements, reportable_reply, reportable_story
from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.models import Thing
from holdspace.safeguarding.reports import About, report
from holdspace.safeguarding.views.reports import Pointed, take_report, take_worry

SHOWN = 100


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report_story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = reportable_story(request.user, pk)
    return _report(request, found, found.circle)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = reportable_reply(request.user, pk)
    return _report(request, found, found.story.circle)


def _report(request: PersonRequest, told: Story | Reply, circle: Circle) -> HttpResponse:
    keep = partial(reports.report_told, told)
    return take_report(request, Pointed(reports.about(told), circle.name, link_to(told), keep, own_agreements(circle)))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def worry_story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = reportable_story(request.user, pk)
    return _worry(request, found, found.circle)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def worry_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = reportable_reply(request.user, pk)
    return _worry(request, found, found.story.circle)


def _worry(request: PersonRequest, told: Story | Reply, circle: Circle) -> HttpResponse:
    keep = partial(reports.worry_about, told)
    return take_worry(request, Pointed(reports.about(told), circle.name, link_to(told), keep))


@signed_in
@require_safe
def past(request: PersonRequest) -> HttpResponse:
    """The way to report what one can no longer find."""
    return render(request, "circles/past.html", {"told": met(request.user)[:SHOWN]})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def report_circle(request: PersonRequest, slug: str) -> HttpResponse:
    found = circle_for(request.user, slug)
    about = About(link=f"/circles/{slug}/", thing=Thing.CIRCLE, person=None)
    return take_report(request, Pointed(about, found.name, about.link, report, own_agreements(found)))
