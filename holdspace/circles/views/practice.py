"""Practice talks: answering somebody made up, and reading what the reply does."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from holdspace.circles import practising, talks
from holdspace.circles.forms_training import PracticeForm
from holdspace.circles.models import PracticeReply
from holdspace.circles.policy_training import open_turn, practice_in, talk_for, turns_met
from holdspace.circles.rubric_words import in_words
from holdspace.circles.talks import Talk
from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest


@signed_in
@require_safe
def practice(request: PersonRequest) -> HttpResponse:
    met = turns_met(request.user)
    told = [(one, _done(one, met), _next(one, met)) for one in talks.talks()]
    return render(request, "circles/practice.html", {"talks": told})


def _done(talk: Talk, met: set[tuple[str, int]]) -> bool:
    return all((talk.slug, turn) in met for turn in range(len(talk.turns)))


def _next(talk: Talk, met: set[tuple[str, int]]) -> int:
    """Where to go on: the first turn that was not met; the beginning when all were."""
    return next((turn for turn in range(len(talk.turns)) if (talk.slug, turn) not in met), 0)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def practice_turn(request: PersonRequest, slug: str, turn: int) -> HttpResponse:
    talk = talk_for(slug)
    reply = practising.practice_reply(person=request.user, talk=talk, turn=open_turn(request.user, talk, turn))
    if request.method != "POST":
        return _page(request, talk, reply, PracticeForm(initial={"body": reply.body}))
    if "X-Draft" in request.headers or "keep" in request.POST:
        return _keep(request, reply)
    form = PracticeForm(request.POST)
    if not form.is_valid():
        return _page(request, talk, reply, form, status=422)
    practising.try_reply(reply, body=form.cleaned_data["body"], talk=talk)
    return redirect(f"{reply.address}#heard")


def _keep(request: PersonRequest, reply: PracticeReply) -> HttpResponse:
    practising.keep_practice(reply, body=request.POST.get("body", "")[: practising.LONGEST_DRAFT])
    return HttpResponse(status=204) if "X-Draft" in request.headers else redirect(reply.address)


def _page(
    request: PersonRequest, talk: Talk, reply: PracticeReply, form: PracticeForm, status: int = 200
) -> HttpResponse:
    turn, told = talk.turns[reply.turn], practising.feedback_of(reply)
    before = practice_in(request.user, talk)
    context = {
        "talk": talk,
        "turn": turn,
        "reply": reply,
        "form": form,
        "told": in_words(told, turn) if told else None,
        "before": [(one.says, before[place].told) for place, one in enumerate(talk.turns[: reply.turn])],
        "after": reply.turn + 1 if reply.met_at and reply.turn + 1 < len(talk.turns) else None,
        "is_last": reply.turn + 1 == len(talk.turns),
    }
    return render(request, "circles/practice_turn.html", context, status=status)
