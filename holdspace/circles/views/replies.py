"""Answering a story, and help with the words when the button is pressed."""

import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from holdspace.circles import actions, coaching
from holdspace.circles.between import KeptAwayError
from holdspace.circles.forms import CoachForm
from holdspace.circles.models import Story
from holdspace.circles.policy import seat_of, story_for
from holdspace.circles.policy_for_duty import reportable_story
from holdspace.circles.views.stories import (
    agree,
    hear,
    keeps_draft,
    keeps_words,
    page,
    reply_form,
    said_before,
    typed,
    with_new_token,
)
from holdspace.circles.views.unsent import quiet_minute
from holdspace.kit.doors import signed_in
from holdspace.listening.actions import coach as coach_draft
from holdspace.people.requests import PersonRequest

MOST_HAZARDS = 2


@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    is_sent = request.method == "POST" and not keeps_draft(request)
    try:
        found = story_for(request.user, pk)
    except Http404:
        if not is_sent:
            raise
        return _post_after_all(request, pk)
    if request.method != "POST":
        return redirect(f"{found.address}#reply")
    if not found.takes_replies:
        return (is_sent and quiet_minute(request, reply_form(request.user, found, request.POST), story=found)) or page(
            request, found, status=422, refusal=why_no_reply(found), written=request.POST.get("body", "")
        )
    return _post_reply(request, found) if is_sent else _keep_reply(request, found)


def _post_after_all(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The page was opened before its story was gone for them. Without danger in the words it was never there."""
    story = reportable_story(request.user, pk)
    story.seat = seat_of(request.user, story.circle)
    minute = quiet_minute(request, reply_form(request.user, story, request.POST), story=story)
    if minute is None:
        raise Http404
    return minute


def why_no_reply(story: Story) -> str:
    if not story.wants_replies:
        return _("The writer asked for no replies. You can send a private sentence instead.")
    return _("This story cannot be answered right now.")


@transaction.atomic
def _keep_reply(request: PersonRequest, story: Story) -> HttpResponse:
    """One transaction, as for stories."""
    if not actions.was_sent(request.user, request.POST):
        words = typed(request)
        draft = actions.begun(author=request.user, story=story, token=request.POST.get("token", ""))
        actions.keep_draft(draft, body=words["body"], face=words["face"])
    return HttpResponse(status=204) if "X-Draft" in request.headers else redirect(story.address)


def _post_reply(request: PersonRequest, story: Story) -> HttpResponse:
    form = reply_form(request.user, story, request.POST)
    if not form.is_valid():
        return page(request, story, form=form, status=422)
    heard = hear(request.user, form)
    if heard is None:
        return page(request, story, form=form, status=422)
    agree(form)
    try:
        posted = actions.post_reply(story=story, author=request.user, heard=heard, **form.cleaned_data)
    except KeptAwayError as error:
        minute = quiet_minute(request, form, story=story, heard=heard)
        if minute is None:
            raise Http404 from error
        return minute
    if posted.withdrawn_at or posted.body != form.cleaned_data["body"]:
        again = reply_form(request.user, story, with_new_token(request))
        minute = quiet_minute(request, form, story=story, heard=heard)
        return minute or page(request, story, form=said_before(again), status=422)
    return redirect("circles:reply_step", pk=posted.pk) if heard.worries else redirect(actions.link_to(posted))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def coach(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Up to three small edits for a draft, because the button was pressed. A fragment for HTMX, else a page."""
    found = story_for(request.user, pk)
    if not found.takes_replies:
        raise Http404
    if "face" in request.POST:
        _keep_reply(request, found)
    form = CoachForm(request.POST or None)
    context: dict[str, Any] = {"story": found, "form": form}
    if form.is_valid():
        context |= _coaching(request, found, form.cleaned_data["body"])
    template = "circles/_coach.html" if request.headers.get("HX-Request") else "circles/coach.html"
    return render(request, template, context, status=422 if request.method == "POST" and form.errors else 200)


def _coaching(request: PersonRequest, story: Story, body: str) -> dict[str, Any]:
    found = coach_draft(
        person=request.user, story=story.body, story_id=story.pk, reply=body, need=story.need, link=story.address
    )
    edits = [coaching.Edit.of(body, one) for one in found.suggestions]
    said = {edit.why for edit in edits}
    hazards = [why for why in found.hazards if why not in said][:MOST_HAZARDS]
    return {"coaching": found, "edits": edits, "hazards": hazards, "body": body}


@signed_in
@require_POST
def use_suggestion(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The chosen wording goes into the words as they are now, and the box opens with them."""
    found = story_for(request.user, pk)
    if not found.takes_replies:
        raise Http404
    words, edit = typed(request), coaching.Edit.read(request.POST.get("edit", ""))
    draft = actions.begun(author=request.user, story=found)
    actions.keep_draft(
        draft, body=edit.fitted(words["body"]) if edit else words["body"], face=words["face"] or draft.face
    )
    return redirect(f"{found.address}#reply")
