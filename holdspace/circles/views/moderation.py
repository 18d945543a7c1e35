"""For those on duty: deciding about a story or a reply. For its writer: changing it and sending it again."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdspace.circles import moderation
from holdspace.circles.models import Circle, Reply, Story
from holdspace.circles.policy import own_reply, own_story, seat_of
from holdspace.circles.policy_for_duty import (
    agreements_of,
    reply_to_reveal,
    reply_to_rule,
    story_to_reveal,
    story_to_rule,
)
from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.views.moderation import Judged, take_ruling
from holdspace.safeguarding.views.reveals import Sealed, take_question


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rule_story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = story_to_rule(request.user, pk)
    return _rule(request, found, found.circle)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def rule_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = reply_to_rule(request.user, pk)
    return _rule(request, found, found.story.circle)


def _rule(request: PersonRequest, told: Story | Reply, circle: Circle) -> HttpResponse:
    return take_ruling(request, Judged(moderation.about(told), circle.name, told.link, agreements_of(circle)))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def who_story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = story_to_reveal(request.user, pk)
    return take_question(request, Sealed(moderation.about(found), found.circle.name, found.link))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def who_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = reply_to_reveal(request.user, pk)
    return take_question(request, Sealed(moderation.about(found), found.story.circle.name, found.link))


@signed_in
@require_POST
def story_again(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_story(request.user, pk)
    return _again(request, found, found.circle, f"/circles/{found.circle.slug}/write/")


@signed_in
@require_POST
def reply_again(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_reply(request.user, pk)
    return _again(request, found, found.story.circle, f"{found.story.address}#reply")


def _again(request: PersonRequest, told: Story | Reply, circle: Circle, box: str) -> HttpResponse:
    """Only what a guide keeps back, and only while its writer still sits there."""
    if not told.held_because or not told.body or seat_of(request.user, circle) is None:
        raise Http404
    moderation.write_again(told)
    messages.success(request, _("Your words are in the box. Change what you like, and send them when you are ready."))
    return redirect(box)
