"""For listeners: stories that wait, taking one by name, and how they want to be asked."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.circles import kept, reading, unheard
from holdspace.circles.carrying import EnoughError
from holdspace.circles.forms import ListeningForm
from holdspace.circles.models import Listening
from holdspace.circles.policy import claim_on, claims_of, listening_of, listens, story_for, unheard_for
from holdspace.circles.policy_training import is_listener, notes_for, standing_of
from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest

SHOWN = 30


@signed_in
@require_safe
def waiting(request: PersonRequest) -> HttpResponse:
    if not is_listener(request.user):
        raise Http404
    if not listens(request.user):
        return redirect("circles:listening")
    stories = unheard_for(request.user)[:SHOWN]
    context = {
        "stories": reading.waiting_list(request.user, stories),
        "claims": claims_of(request.user),
        "listening": listening_of(request.user),
        "notes": notes_for(request.user),
    }
    return render(request, "circles/unheard.html", context)


@signed_in
@require_POST
def take(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    if not listens(request.user):
        raise Http404
    story = story_for(request.user, pk)
    try:
        claim = unheard.take(story=story, listener=request.user) if story.author_id != request.user.pk else None
    except EnoughError as error:
        messages.info(request, str(error))
        return redirect("circles:unheard")
    if claim is None:
        messages.info(request, _("This story is with somebody else now, or no longer waits. Thank you for wanting to."))
        return redirect("circles:unheard")
    messages.success(request, _("It is yours for now. There is no hurry; if it is not for you after all, let it go."))
    return redirect(story.address)


@signed_in
@require_POST
def renew(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    story = story_for(request.user, pk)
    claim = claim_on(story)
    if claim is None or claim.listener_id != request.user.pk:
        raise Http404
    unheard.renew(claim)
    return redirect(story.address)


@signed_in
@require_POST
def let_go(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    story = story_for(request.user, pk)
    claim = claim_on(story)
    if claim is None or claim.listener_id != request.user.pk:
        raise Http404
    unheard.let_go(claim)
    messages.success(request, _("Let go. Somebody else will be asked. That is all right."))
    return redirect("circles:unheard")


@signed_in
@require_POST
def not_for_me(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    if not listens(request.user):
        raise Http404
    unheard.not_for_me(story=story_for(request.user, pk), listener=request.user)
    return redirect("circles:unheard")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def listening(request: PersonRequest) -> HttpResponse:
    """Open to whoever holds the right, also while it rests."""
    if not is_listener(request.user):
        raise Http404
    mine = listening_of(request.user) or Listening(person=request.user, languages=["en"])
    form = ListeningForm(request.POST or None, instance=mine)
    if form.is_valid():
        kept.remember(request, form)
        form.save()
        messages.success(request, _("This is how you will be asked from now on."))
        return redirect("circles:listening")
    if request.method == "POST":
        return render(request, "circles/listening.html", {"form": form}, status=422)
    context = {"form": form, "kept": kept.recall(request, form), **_freshness(request)}
    return render(request, "circles/listening.html", context)


def _freshness(request: PersonRequest) -> dict[str, Any]:
    """Until when the right lasts, and whether it rests."""
    standing, now = standing_of(request.user), timezone.now()
    return {
        "standing": standing,
        "is_overdue": standing is not None and standing.refresh_by <= now,
        "is_due_soon": standing is not None and standing.refresh_from <= now < standing.refresh_by,
    }
