"""Keeping away whoever wrote a story or a reply: one page, two buttons, no reason asked."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from holdspace.circles.boundaries import keep_away, label_of
from holdspace.circles.models import Reply, Story
from holdspace.circles.policy import may_keep_away, reply_for, story_for
from holdspace.kit.doors import signed_in
from holdspace.networks.models import Kind
from holdspace.people.requests import PersonRequest


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def block_story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _keep_away(request, story_for(request.user, pk))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def block_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _keep_away(request, reply_for(request.user, pk))


def _keep_away(request: PersonRequest, told: Story | Reply) -> HttpResponse:
    if not may_keep_away(request.user, told):
        raise Http404
    kind = request.POST.get("kind")
    if kind not in Kind.values:
        context = {"told": told, "label": label_of(told), "is_story": isinstance(told, Story)}
        return render(request, "circles/block.html", context, status=422 if request.method == "POST" else 200)
    keep_away(told=told, person=request.user, kind=Kind(kind))
    said = {
        Kind.BLOCK: _("Blocked. You are out of each other's way; nobody is told."),
        Kind.MUTE: _("Muted. You will not find these words any more; for others nothing has changed."),
    }
    messages.success(request, said[Kind(kind)])
    return redirect("networks:boundaries")
