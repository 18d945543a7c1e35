"""The box, a story and its replies, the step, thanks, and taking back."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdspace.circles import actions, reading, unheard
from holdspace.circles.forms import CoachForm, FacedForm, ReplyForm, StoryForm, ThanksForm
from holdspace.circles.models import Circle, Draft, Reply, Story
from holdspace.circles.policy import (
    alias_of,
    audience_of,
    claim_on,
    follow_up_for,
    has_thanked,
    listens,
    may_release,
    may_thank,
    my_circle,
    own_reply,
    own_story,
    replies_for,
    reply_for,
    stories_for,
    story_for,
    story_is_offered,
    thanks_to,
)
from holdspace.circles.topics import Need, ThanksKind
from holdspace.kit.views import refused_form
from holdspace.library.policy import country_name, emergency_number, international, lines_for
from holdspace.listening.actions import coach as coach_draft
from holdspace.listening.actions import listen_for_danger
from holdspace.listening.policy import safety_reading_of
from holdspace.people.faces import faces_with
from holdspace.people.models import Person
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.actions import end_step, step_of
from holdspace.safeguarding.forms import StepForm
from holdspace.safeguarding.policy import concerns_about, is_on_duty, own_concern

View = Callable[..., HttpResponse]
AnyForm = TypeVar("AnyForm", bound=FacedForm)


def keeps_words(view: View) -> View:
    """Like login_required, but what was typed before the session ran out goes into its draft, found by its token."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST" and not actions.keep_by_token(request.POST):
            return refused_form(request)
        return redirect_to_login(request.path)

    return guarded


# --- the box ------------------------------------------------------------------------------------------------------


@keeps_words
@require_http_methods(["GET", "POST"])
def write(request: PersonRequest, slug: str) -> HttpResponse:
    circle = my_circle(request.user, slug)
    if circle.has_ended:
        return _too_late_to_share(request, circle)
    if request.method == "POST":
        return (
            _keep(request, circle)
            if "X-Draft" in request.headers or "keep" in request.POST
            else _publish(request, circle)
        )
    draft = actions.draft(author=request.user, circle=circle)
    return _box(request, circle, story_form(request.user, circle, draft=draft), draft=draft)


def _publish(request: PersonRequest, circle: Circle) -> HttpResponse:
    form = story_form(request.user, circle, request.POST)
    if not form.is_valid():
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
    heard = listen_for_danger(person=request.user, text=form.cleaned_data["body"])
    hours = unheard.promised_hours(circle.language)
    story = actions.publish_story(
        circle=circle, author=request.user, heard=heard, promised_hours=hours, **form.cleaned_data
    )
    if story.withdrawn_at or story.body != form.cleaned_data["body"]:
        again = story_form(request.user, circle, with_new_token(request))
        return _box(request, circle, said_before(again), status=422)
    return redirect("circles:step", pk=story.pk) if heard.worries else redirect(story.address)


def _too_late_to_share(request: PersonRequest, circle: Circle) -> HttpResponse:
    if request.method == "GET":
        return redirect("circles:circle", slug=circle.slug)
    form = story_form(request.user, circle, request.POST)
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


def _keep(request: PersonRequest, circle: Circle) -> HttpResponse:
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
    alias = alias_of(person, circle)
    initial = as_initial(draft, alias) if draft else None
    return StoryForm(data, initial=initial, person=person, alias=alias)


def _box(
    request: PersonRequest, circle: Circle, form: StoryForm, *, draft: Draft | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "circle": circle,
        "form": form,
        "audience": audience_of(circle),
        "hours": unheard.promised_hours(circle.language),
        "draft": draft,
        "is_first_visit": not stories_for(request.user).filter(author=request.user, circle=circle).exists(),
    }
    return render(request, "circles/write.html", context, status=status)


# --- a story ------------------------------------------------------------------------------------------------------


@login_required
@require_GET
def story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _page(request, story_for(request.user, pk))


def _page(
    request: PersonRequest, story: Story, *, form: ReplyForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    return render(request, "circles/story.html", page_of(request.user, story, form) | more, status=status)


def page_of(person: Person, story: Story, form: ReplyForm | None = None) -> dict[str, Any]:
    """Everything on the page of a story, for one person."""
    is_mine = story.author_id == person.pk
    may_claim = story.is_waiting and listens(person) and not is_mine
    return {
        "told": reading.told_to(person, story),
        "story": story,
        "is_mine": is_mine,
        "replies": replies_for(person, story),
        "form": form or (reply_form(person, story) if story.takes_replies else None),
        "may_claim": may_claim,
        "claim": claim_on(story) if may_claim else None,
        "is_waiting": story.is_waiting,
        "is_offered": may_claim and story_is_offered(person, story),
        "thanks": thanks_to(person).filter(story=story) if is_mine else (),
        "may_thank": may_thank(person, story) and not has_thanked(person, story),
        "follow_up": follow_up_for(person, story) if is_mine else None,
        **for_duty(person, story),
    }


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
    alias = alias_of(person, story.circle)
    initial = None if data else as_initial(actions.begun(author=person, story=story), alias)
    return ReplyForm(data, initial=initial, person=person, alias=alias)


@keeps_words
@require_http_methods(["GET", "POST"])
def reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = story_for(request.user, pk)
    if request.method == "GET":
        return redirect(f"{found.address}#reply")
    if not found.takes_replies:
        return _page(request, found, status=422, refusal=why_no_reply(found), written=request.POST.get("body", ""))
    if "X-Draft" in request.headers or "keep" in request.POST:
        return _keep_reply(request, found)
    return _post_reply(request, found)


def why_no_reply(story: Story) -> str:
    if not story.wants_replies:
        return _("The writer asked for no replies. You can send a private sentence instead.")
    return _("This story cannot be answered right now.")


def _keep_reply(request: PersonRequest, story: Story) -> HttpResponse:
    words = typed(request)
    draft = actions.begun(author=request.user, story=story, token=request.POST.get("token", ""))
    actions.keep_draft(draft, body=words["body"], face=words["face"])
    return HttpResponse(status=204) if "X-Draft" in request.headers else redirect(story.address)


def _post_reply(request: PersonRequest, story: Story) -> HttpResponse:
    form = reply_form(request.user, story, request.POST)
    if not form.is_valid():
        return _page(request, story, form=form, status=422)
    heard = listen_for_danger(person=request.user, text=form.cleaned_data["body"])
    posted = actions.post_reply(story=story, author=request.user, heard=heard, **form.cleaned_data)
    if posted.withdrawn_at or posted.body != form.cleaned_data["body"]:
        again = reply_form(request.user, story, with_new_token(request))
        return _page(request, story, form=said_before(again), status=422)
    return redirect("circles:reply_step", pk=posted.pk) if heard.worries else redirect(actions.link_to(posted))


@login_required
@require_http_methods(["GET", "POST"])
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
    edits = [{"suggestion": one, "applied": applied(body, one.start, one.end, one.text)} for one in found.suggestions]
    return {"coaching": found, "edits": edits, "body": body}


def applied(body: str, start: int, end: int, text: str) -> str:
    """The draft with one suggestion in its place."""
    return body[:start] + text + body[end:]


@login_required
@require_POST
def use_suggestion(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Without scripts: the chosen wording goes into the draft, and the box opens with it."""
    found = story_for(request.user, pk)
    if not found.takes_replies:
        raise Http404
    draft = actions.begun(author=request.user, story=found)
    actions.keep_draft(draft, body=typed(request)["body"], face=draft.face)
    return redirect(f"{found.address}#reply")


# --- the step -----------------------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
def step(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _step(request, own_story(request.user, pk))


@login_required
@require_http_methods(["GET", "POST"])
def reply_step(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _step(request, own_reply(request.user, pk))


def _step(request: PersonRequest, told: Story | Reply) -> HttpResponse:
    """One calm minute for the writer. Done and skipped lead on; a closed tab does too, after a while."""
    concern = own_concern(request.user, actions.link_to(told))
    if concern is None:
        return redirect(actions.link_to(told))
    found = step_of(concern, request.user)
    form = StepForm(request.POST or None, instance=found)
    if request.method == "POST" and (form.is_valid() or request.POST.get("end") == "skip"):
        end_step(step=form.save(commit=False) if form.is_valid() else step_of(concern, request.user))
        actions.after_step(told)
        messages.success(request, _("What you wrote is kept. Help now is on every page, whenever you like."))
        return redirect(actions.link_to(told))
    country = request.user.country
    context = {
        "form": form,
        "told": told,
        "lines": lines_for(country) or international(),
        "emergency": emergency_number(country),
        "country_name": country_name(country),
    }
    return render(request, "circles/step.html", context, status=422 if request.method == "POST" else 200)


# --- thanks and taking back ---------------------------------------------------------------------------------------


@login_required
@require_http_methods(["GET", "POST"])
def thank_story(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = story_for(request.user, pk)
    return _thank(request, found, found)


@login_required
@require_http_methods(["GET", "POST"])
def thank_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = reply_for(request.user, pk)
    return _thank(request, found.story, found)


def _thank(request: PersonRequest, story: Story, told: Story | Reply) -> HttpResponse:
    if not may_thank(request.user, told):
        raise Http404
    form = ThanksForm(request.POST or None)
    if not form.is_valid():
        template = "circles/_thanks.html" if request.headers.get("HX-Request") else "circles/thanks.html"
        context = {"told": told, "story": story, "form": form, "address": request.path, "thanks_kinds": ThanksKind}
        return render(request, template, context, status=422 if request.method == "POST" else 200)
    actions.thank(person=request.user, told=told, kind=form.cleaned_data["kind"])
    messages.success(request, _("Sent. Only the writer sees it."))
    return redirect(actions.link_to(told))


@login_required
@require_POST
def take_back(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Undo: the words come back into the box."""
    found = own_story(request.user, pk)
    if not found.may_be_undone:
        return _too_late(request, found)
    actions.take_back(found)
    messages.success(request, _("Taken back. Nobody in the circle has read it. Your words are here."))
    return redirect("circles:write", slug=found.circle.slug)


@login_required
@require_POST
def take_back_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_reply(request.user, pk)
    if not found.may_be_undone:
        return _too_late(request, found)
    actions.take_back(found)
    messages.success(request, _("Taken back. Your words are in the box again."))
    return redirect(f"{found.story.address}#reply")


def _too_late(request: PersonRequest, told: Story | Reply) -> HttpResponse:
    messages.info(
        request, _("Others may have read it by now, so it can no longer be taken back unseen. You can withdraw it.")
    )
    return redirect(actions.link_to(told))


@login_required
@require_POST
def tell_now(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_story(request.user, pk)
    actions.tell_now(found)
    return redirect(found.address)


@login_required
@require_POST
def tell_reply_now(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_reply(request.user, pk)
    actions.tell_now(found)
    return redirect(actions.link_to(found))


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_story(request.user, pk)
    if request.method == "GET":
        return render(request, "circles/withdraw.html", {"told": found, "is_story": True})
    actions.withdraw(found)
    messages.success(request, _("Withdrawn. Nobody finds it any more."))
    return redirect("circles:my_space")


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_reply(request.user, pk)
    if request.method == "GET":
        return render(request, "circles/withdraw.html", {"told": found, "is_story": False})
    actions.withdraw(found)
    messages.success(request, _("Withdrawn. Nobody finds it any more."))
    return redirect("circles:my_space")


@login_required
@require_POST
def felt_heard(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    found = own_story(request.user, pk)
    follow_up = follow_up_for(request.user, found)
    if follow_up is None:
        raise Http404
    unheard.answer_follow_up(follow_up, felt_heard=request.POST.get("felt_heard") == "yes")
    messages.success(request, _("Thank you for saying. Only those who look after this place see it."))
    return redirect(found.address)


@login_required
@require_POST
def release(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """For those on duty: what was kept back may be read by others."""
    found = story_for(request.user, pk)
    return _release(request, found)


@login_required
@require_POST
def release_reply(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    return _release(request, reply_for(request.user, pk))


def _release(request: PersonRequest, told: Story | Reply) -> HttpResponse:
    if not may_release(request.user, told):
        raise Http404
    actions.release(told)
    messages.success(request, _("Others may read it now."))
    return redirect(actions.link_to(told))
