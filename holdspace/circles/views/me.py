"""My space: what I wrote, what came back, and how I read."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from holdspace.circles import actions, drafts, kept
from holdspace.circles.forms import NotesForm
from holdspace.circles.policy import (
    drafts_of,
    found_among,
    my_circles,
    my_replies,
    my_stories,
    note_settings,
    thanks_to,
)
from holdspace.circles.policy_for_duty import with_rulings
from holdspace.circles.policy_training import is_listener
from holdspace.conversations.policy import seats_of
from holdspace.kit.doors import signed_in
from holdspace.people.policy_papers import may_be_second
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.policy import letter_boxes

SHOWN = 50
SHOWN_THANKS = 12
SHOWN_LETTERS = 3


@signed_in
@require_safe
def my_space(request: PersonRequest) -> HttpResponse:
    person = request.user
    stories, replies = list(my_stories(person)[:SHOWN]), list(my_replies(person)[:SHOWN])
    begun = list(drafts_of(person))
    thanks = thanks_to(person).select_related("story", "reply__story").order_by("-sent_at")[:SHOWN_THANKS]
    with_rulings(person, [*stories, *replies])
    told = [one.reply.story_id if one.reply else one.story_id for one in thanks] + [one.story_id for one in replies]
    asked = [story.pk for story in stories] + [draft.story_id for draft in begun] + told
    context = {
        "stories": stories,
        "replies": replies,
        "found": found_among(person, asked),
        "drafts": begun,
        "thanks": thanks,
        "circles": my_circles(person),
        "seats": seats_of(person).select_related("conversation__circle"),
        "is_listener": is_listener(person),
        "is_asked_to_check": may_be_second(person),
        "letters": letter_boxes(person)[:SHOWN_LETTERS],
    }
    return render(request, "circles/my_space.html", context)


@signed_in
@require_POST
def throw_away(request: PersonRequest) -> HttpResponse:
    """What they began to write, and do not want to keep."""
    draft = actions.draft_by_token(request.user, request.POST.get("token", ""))
    if draft:
        drafts.throw_away(draft)
        messages.success(request, _("Thrown away. Nothing of it is kept here."))
    return redirect("circles:my_space")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notes(request: PersonRequest) -> HttpResponse:
    form = NotesForm(request.POST or None, chosen=note_settings(request.user))
    if form.is_valid():
        kept.remember(request, form)
        actions.set_notes(person=request.user, settings=form.cleaned_data)
        messages.success(request, _("Kept. Stories about these topics will be shown, folded or hidden as you chose."))
        return redirect("circles:notes")
    if request.method == "POST":
        return render(request, "circles/notes.html", {"form": form}, status=422)
    return render(request, "circles/notes.html", {"form": form, "kept": kept.recall(request, form)})
