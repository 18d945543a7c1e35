"""The box, and a story with its replies."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from holdspace.circles import actions, reading, unheard
from holdspace.circles.corrections import calls_for_stance, show_claims
from holdspace.circles.drafts import is_part_of
from holdspace.circles.forms import FacedForm, ReplyForm, StoryForm
from holdspace.circles.models import Circle, Draft, Reply, Story
from holdspace.circles.policy import (
    agreement_due,
    audience_of,
    claim_on,
    follow_up_for,
    listens,
    may_thank,
    my_circle,
    replies_under,
    seat_of,
    stories_for,
    story_for,
    story_is_offered,
    thanks_under,
)
from holdspace.circles.policy_for_duty import with_rulings
from holdspace.circles.topics import Need
from holdspace.circles.views.unsent import quiet_minute
from holdspace.kit.doors import ask_to_enter, signed_in
from holdspace.listening.actions import Heard, listen_for_danger
from holdspace.listening.policy import safety_reading_of
from holdspace.people import consents
from holdspace.people.faces import faces_with
from holdspace.people.models import Person
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.policy import concerns_about, is_on_duty

View = Callable[..., HttpResponse]
AnyForm = TypeVar("AnyForm", bound=FacedForm)


def keeps_words(view: View) -> View:
    """Like login_required, but what was typed before the session ran out goes into its draft, found by its token."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        kept = request.method == "POST" and actions.keep_by_token(request.POST)
        if kept and "X-Draft" in request.headers:
            return HttpResponse(status=204, headers={"X-Signed-Out": "1"})
        return redirect_to_login(request.path) if kept else ask_to_enter(request)

    return guarded


# --- the box ------------------------------------------------------------------------------------------------------


@keeps_words
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: PersonRequest, slug: str) -> HttpResponse:
    circle = my_circle(request.user, slug)
    if circle.has_ended:
        return _too_late_to_share(request, circle)
    if request.method == "POST":
        return _keep(request, circle) if keeps_draft(request) else _publish(request, circle)
    draft = actions.draft(author=request.user, circle=circle)
    return _box(request, circle, story_form(request.user, circle, draft=draft), draft=draft)


def keeps_draft(request: PersonRequest) -> bool:
    """Typed and kept, not sent."""
    return "X-Draft" in request.headers or "keep" in request.POST


def _publish(request: PersonRequest, circle: Circle) -> HttpResponse:
    form = story_form(request.user, circle, request.POST)
    if not form.is_valid():
        _keep_beside(request, circle)
        return _box(request, circle, form, status=422)
    if actions.audience_grew(actions.draft_by_token(request.user, form.cleaned_data["token"]), circle):
        form.add_error(
            None,
            _(
                "More people have joined since you began to write. "
                "Look at who can read it, and send it again if that is all right."
            ),
        )
        return _box(request, circle, form, status=422)
    heard = hear(request.user, form)
    if heard is None:
        _keep_beside(request, circle)
        return _box(request, circle, form, status=422)
    agree(form)
    hours = unheard.promised_hours(circle.language)
    story = actions.publish_story(
        circle=circle, author=request.user, heard=heard, promised_hours=hours, **form.cleaned_data
    )
    if story.withdrawn_at or story.body != form.cleaned_data["body"]:
        again = story_form(request.user, circle, with_new_token(request))
        return quiet_minute(request, form, heard=heard) or _box(request, circle, said_before(again), status=422)
    return redirect("circles:step", pk=story.pk) if heard.worries else redirect(story.address)


def _keep_beside(request: PersonRequest, circle: Circle) -> None:
    """Keep what was refused, unless other words are kept from another tab: what was refused stands in the box."""
    words, kept = typed(request), actions.draft(author=request.user, circle=circle)
    if is_part_of(kept.body, words["body"]):
        actions.keep_draft(kept, **words)


def hear(person: Person, form: FacedForm) -> Heard | None:
    """What the words say. None, with the question on the form, where the writer has to say first what a claim is."""
    body: str = form.cleaned_data["body"]
    heard = listen_for_danger(person=person, text=body)
    if not form.cleaned_data["stance"] and calls_for_stance(heard, body):
        form.ask_stance()
        return None
    return heard


def agree(form: FacedForm) -> None:
    """They ticked the version that they were shown beside their words."""
    seat = seat_of(form.person, form.circle)
    if form.agreement and seat:
        actions.agree(seat, form.agreement)


def _too_late_to_share(request: PersonRequest, circle: Circle) -> HttpResponse:
    if request.method != "POST":
        return redirect("circles:circle", slug=circle.slug)
    form = story_form(request.user, circle, request.POST)
    minute = None if keeps_draft(request) else quiet_minute(request, form)
    if minute:
        return minute
    form.add_error(
        None, _("This circle has ended, so nothing new is shared here. Your words are below; you can copy them.")
    )
    return _box(request, circle, form, status=422)


def with_new_token(request: PersonRequest) -> QueryDict:
    data = request.POST.copy()
    data["token"] = actions.new_token()
    return data


def said_before(form: AnyForm) -> AnyForm:
    """Two tabs, one token, other words: nothing is sent twice and nothing is lost."""
    form.add_error(
        "body",
        _(
            "You have already shared something from this page, and it was other words or you took it back. "
            "Press Send again to share these."
        ),
    )
    return form


@transaction.atomic
def _keep(request: PersonRequest, circle: Circle) -> HttpResponse:
    """One transaction, so that a draft that was on its way when the words were sent does not come back after them."""
    if not actions.was_sent(request.user, request.POST):
        actions.keep_draft(actions.draft(author=request.user, circle=circle), **typed(request))
    if "X-Draft" in request.headers:
        return HttpResponse(status=204)
    messages.success(request, _("Your draft is kept. You can come back to it."))
    return redirect("circles:circle", slug=circle.slug)


def typed(request: PersonRequest) -> dict[str, Any]:
    return {
        "body": request.POST.get("body", "")[: actions.LONGEST_DRAFT],
        "need": request.POST.get("need", ""),
        "face": request.POST.get("face", ""),
        "notes": request.POST.getlist("notes"),
    }


def as_initial(draft: Draft, alias: str) -> dict[str, Any]:
    """What stands in the box when it opens: the draft, or the careful choices."""
    face = draft.face or faces_with(alias)[0]
    need = draft.need or Need.LISTEN
    return {"body": draft.body, "need": need, "face": face, "notes": draft.notes, "token": draft.token}


def story_form(person: Person, circle: Circle, data: Any = None, draft: Draft | None = None) -> StoryForm:
    seat = seat_of(person, circle)
    alias = seat.alias if seat else ""
    initial = as_initial(draft, alias) if draft else None
    return StoryForm(
        data, initial=initial, circle=circle, person=person, alias=alias, agreement=agreement_due(seat)
    )


def _box(
    request: PersonRequest, circle: Circle, form: StoryForm, *, draft: Draft | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "circle": circle,
        "form": form,
        "audience": audience_of(circle),
        "hours": unheard.promised_hours(circle.language),
        "draft": draft,
        "is_read": consents.has_consented(request.user, consents.SAFETY_READING),
        "is_first_visit": not stories_for(request.user).filter(author=request.user, circle=circle).exists(),
    }
    return render(request, "circles/write.html", context, status=status)


# --- a story ------------------------------------------------------------------------------------------------------


@signed_in
@require_safe
def story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return page(request, story_for(request.user, pk))


def page(
    request: PersonRequest, story: Story, *, form: ReplyForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "circles/story.html", page_of(request.user, story, form) | more, status=status)


def page_of(person: Person, story: Story, form: ReplyForm | None = None) -> dict[str, Any]:
    """Everything on the page of a story, for one person."""
    is_mine = story.author_id == person.pk
    thanks, replies = thanks_under(person, story), replies_under(person, story)
    with_rulings(person, [story, *replies])
    show_claims(person, [story, *replies])
    is_thanked = any(one.story_id and not is_mine for one in thanks)
    may_claim = story.is_waiting and listens(person) and not is_mine and not has_answered(person, replies)
    return {
        "told": reading.told_alone(person, story),
        "story": story,
        "is_mine": is_mine,
        "replies": replies,
        "reader": person.pk,
        "form": form or (reply_form(person, story) if story.takes_replies else None),
        "may_claim": may_claim,
        "claim": claim_on(story) if may_claim else None,
        "is_waiting": story.is_waiting,
        "is_offered": may_claim and (story.is_offered or story_is_offered(person, story)),
        "thanks": thanks,
        "may_thank": may_thank(person, story) and not is_thanked,
        "follow_up": follow_up_for(person, story) if is_mine else None,
        **for_duty(person, story),
    }


def has_answered(person: Person, replies: list[Reply]) -> bool:
    return any(reply.author_id == person.pk and reply.is_answer for reply in replies)


def for_duty(person: Person, story: Story) -> dict[str, Any]:
    """What those on duty see beside a story: open concerns and why the program noticed it."""
    if not is_on_duty(person) or story.author_id == person.pk:
        return {"concerns": (), "safety_reading": None}
    return {
        "is_on_duty": True,
        "concerns": concerns_about(person, story.address),
        "safety_reading": safety_reading_of(story.pk),
    }


def reply_form(person: Person, story: Story, data: Any = None) -> ReplyForm:
    alias = story.seat.alias if story.seat else ""
    initial = None if data else as_initial(actions.begun(author=person, story=story), alias)
    told_as = story.face if story.author_id == person.pk else ""
    if initial and told_as:
        initial["face"] = told_as
    return ReplyForm(
        data,
        initial=initial,
        circle=story.circle,
        person=person,
        alias=alias,
        told_as=told_as,
        agreement=agreement_due(story.seat),
    )
