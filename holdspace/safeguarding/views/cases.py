"""A case: its page, and what those on duty do with it. Whatever shows a case writes into the log that it was read."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from holdspace.kit.doors import signed_in
from holdspace.kit.place import here
from holdspace.kit.typed import given_back
from holdspace.library.policy import country_name, emergency_number, international, lines_for
from holdspace.notices.actions import see_at
from holdspace.people.models import Person
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding import actions, cases, closing, desks, policy, second_looks
from holdspace.safeguarding.forms import (
    AnswerForm,
    CloseForm,
    GoOnForm,
    HandBackForm,
    HandOverForm,
    LetterForm,
    MoveForm,
    NoteForm,
    RecordForm,
    SecondLookForm,
    TakeOverForm,
)
from holdspace.safeguarding.models import Aftercare, Case, Judged, SecondLook, State
from holdspace.safeguarding.policy_desks import goes_elsewhere
from holdspace.safeguarding.seen import Seen, marks_of
from holdspace.safeguarding.words import words_behind

View = Callable[..., HttpResponse]


def of_a_case(view: View) -> View:
    """Finds the case by its own id or by that of any of its concerns. Past their limit a guide is asked first."""

    @wraps(view)
    def found_first(request: PersonRequest, pk: uuid.UUID, **more: str) -> HttpResponse:
        found = policy.case_for(request.user, pk)
        if goes_elsewhere(request.user, found):
            return _rest(request, found, GoOnForm())
        return view(request, found, **more)

    return found_first


def _rest(request: PersonRequest, found: Case, form: Form) -> HttpResponse:
    """Instead of the case: nothing about what is in it."""
    context = {"case": found, "form": form}
    return render(request, "safeguarding/rest.html", context, status=422 if request.method == "POST" else 200)


@signed_in
@require_POST
def go_on(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Past the limit all the same, with a reason."""
    found = policy.case_for(request.user, pk)
    form = GoOnForm(request.POST)
    if goes_elsewhere(request.user, found):
        if not form.is_valid():
            return _rest(request, found, form)
        desks.go_on(case=found, by=request.user, why=form.cleaned_data["why"])
    return redirect("safeguarding:concern", pk=found.pk)


@signed_in
@require_http_methods(["GET", "POST"])
@of_a_case
def case(request: PersonRequest, found: Case) -> HttpResponse:
    """All that is known. POST closes it."""
    if request.method == "GET":
        return _page(request, found)
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _page(request, found, close_form=form)
    return _deed(request, found, form, lambda: _close(request, found, form), "close_form")


def _close(request: PersonRequest, found: Case, form: CloseForm) -> HttpResponse:
    """What came in after the guide opened the page has not been looked at: it stays open."""
    new = closing.close_case(
        case=found,
        by=request.user,
        note=form.cleaned_data["note"],
        ended=State(form.cleaned_data["ended"]),
        seen=_seen(request),
    )
    if new:
        messages.info(request, _("Closed, with your note. Something new came in meanwhile, and it is still open."))
        return redirect("safeguarding:concern", pk=new.pk)
    messages.success(request, _("Closed, with your note."))
    return redirect("safeguarding:duty")


@signed_in
@require_POST
@of_a_case
def take(request: PersonRequest, found: Case) -> HttpResponse:
    if not cases.take_case(case=found, by=request.user, seen=_seen(request)):
        messages.info(request, _("Somebody else took this a moment ago."))
    return redirect("safeguarding:concern", pk=found.pk)


@signed_in
@require_POST
@of_a_case
def take_over(request: PersonRequest, found: Case) -> HttpResponse:
    return _with_form(
        request,
        found,
        lambda found: TakeOverForm(request.POST),
        lambda found, form: cases.take_over(
            case=found, by=request.user, why=form.cleaned_data["why"], seen=_seen(request)
        ),
        "take_over_form",
    )


@signed_in
@require_POST
@of_a_case
def hand_back(request: PersonRequest, found: Case) -> HttpResponse:
    answer = _with_form(
        request,
        found,
        lambda found: HandBackForm(request.POST),
        lambda found, form: cases.hand_back_case(case=found, by=request.user, why=form.cleaned_data["why"]),
        "hand_back_form",
    )
    if answer.status_code == 302:
        messages.success(request, _("It waits again for whoever is on duty."))
        return redirect("safeguarding:duty")
    return answer


@signed_in
@require_POST
@of_a_case
def move(request: PersonRequest, found: Case) -> HttpResponse:
    return _with_form(
        request,
        found,
        lambda found: MoveForm(request.POST),
        lambda found, form: cases.move_on(
            case=found,
            by=request.user,
            to=State(form.cleaned_data["to"]),
            why=form.cleaned_data["why"],
            seen=_seen(request),
        ),
        "move_form",
    )


@signed_in
@require_POST
@of_a_case
def second_look(request: PersonRequest, found: Case) -> HttpResponse:
    return _with_form(
        request,
        found,
        lambda found: SecondLookForm(request.POST),
        lambda found, form: second_looks.ask_for_second_look(
            case=found, by=request.user, why=form.cleaned_data["why"], seen=_seen(request)
        ),
        "second_look_form",
    )


@signed_in
@require_POST
@of_a_case
def answer_second_look(request: PersonRequest, found: Case) -> HttpResponse:
    return _with_form(
        request,
        found,
        lambda found: AnswerForm(request.POST),
        lambda found, form: second_looks.answer_second_look(
            case=found,
            by=request.user,
            agrees=form.cleaned_data["agrees"] == "yes",
            answer=form.cleaned_data["answer"],
        ),
        "answer_form",
    )


@signed_in
@require_POST
@of_a_case
def hand_over(request: PersonRequest, found: Case) -> HttpResponse:
    """Ask a colleague to take it."""
    return _with_form(
        request,
        found,
        lambda found: HandOverForm(request.POST, person=request.user),
        lambda found, form: cases.ask_to_take(
            case=found, by=request.user, to=form.people[form.cleaned_data["to"]], note=form.cleaned_data["note"]
        ),
        "hand_over_form",
    )


@signed_in
@require_POST
@of_a_case
def answer_hand_over(request: PersonRequest, found: Case) -> HttpResponse:
    """Yes or no to a colleague who asked. Only the one who was asked answers."""
    asked = policy.open_hand_over(found)
    if asked and asked.to != request.user:
        raise Http404
    try:
        accepts = request.POST.get("answer") == "yes"
        cases.answer_hand_over(case=found, by=request.user, accepts=accepts, seen=_seen(request))
    except cases.NotYet as why:
        messages.info(request, str(why))
    return redirect("safeguarding:concern", pk=found.pk)


@signed_in
@require_POST
@of_a_case
def aftercare(request: PersonRequest, found: Case, kind: str) -> HttpResponse:
    """It was done: a note says how it went."""
    due = policy.aftercare_for(request.user).filter(case=found, kind=kind).first()
    if due is None:
        raise Http404
    return _with_form(
        request,
        found,
        lambda found: NoteForm(request.POST),
        lambda found, form: closing.end_aftercare(aftercare=due, by=request.user, note=form.cleaned_data["note"]),
        f"{kind}_form",
    )


@signed_in
@require_POST
@of_a_case
def write(request: PersonRequest, found: Case) -> HttpResponse:
    """A guide writes to the person behind a case."""
    concern = policy.letter_goes_to(found)
    if concern is None:
        raise Http404
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _page(request, found, letter_form=form)
    body = form.cleaned_data["body"]
    actions.write_as_guide(concern=concern, guide=request.user, body=body, seen=_seen(request))
    messages.success(request, _("Sent. They are told that a guide would like to reach them."))
    return redirect("safeguarding:concern", pk=found.pk)


@signed_in
@require_POST
@of_a_case
def record(request: PersonRequest, found: Case) -> HttpResponse:
    """The whole case as a plain text, for help from outside; never who wrote the words."""
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _page(request, found, record_form=form)
    why = form.cleaned_data["why"]
    cases.note_record_taken(case=found, by=request.user, why=why)
    about = {"why": why, "place_name": here().name, "now": timezone.localtime()}
    text = render_to_string("safeguarding/record.txt", _what_is_known(request, found) | about, request)
    name = f'attachment; filename="case-{found.pk}.txt"'
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Content-Disposition": name})


@signed_in
@require_GET
@of_a_case
def others(request: PersonRequest, found: Case) -> HttpResponse:
    """A fragment: who else has this case open. Asking says that one is still here oneself."""
    cases.stay_with(case=found, by=request.user)
    context = {"case": found, "others": policy.reading_now(found, request.user)}
    return render(request, "safeguarding/_others.html", context)


# --- one page, many forms -----------------------------------------------------------------------------------------


def _with_form(
    request: PersonRequest,
    found: Case,
    make: Callable[[Case], Form],
    act: Callable[[Case, Any], object],
    name: str,
) -> HttpResponse:
    """Find the case, check the form, act; whatever is wrong comes back on the page of the case."""
    form = make(found)
    if not form.is_valid():
        return _page(request, found, **{name: form})

    def do() -> HttpResponse:
        act(found, form)
        return redirect("safeguarding:concern", pk=found.pk)

    return _deed(request, found, form, do, name)


def _deed(request: PersonRequest, found: Case, form: Form, do: Callable[[], HttpResponse], name: str) -> HttpResponse:
    try:
        return do()
    except cases.NotYet as why:
        form.add_error(None, str(why))
        return _page(request, policy.case_for(request.user, found.pk), **{name: form})


def _seen(request: PersonRequest) -> Seen:
    """What stood on the page from which this was sent."""
    return request.POST.getlist("seen") or None


def _page(request: PersonRequest, found: Case, **sent: Form) -> HttpResponse:
    """A form that does not stand here any more, because somebody was faster, gives its words back."""
    cases.read_case(case=found, by=request.user)
    see_at(request.user, found.address)
    seen = list(marks_of(found.concerns).values())  # before the rest: what comes in between counts as not seen
    known = _what_is_known(request, found)
    forms = _forms(request, found, known["open_look"])
    context = known | forms | {"seen": seen}
    for name, form in sent.items():
        context |= {name: form} if name in forms else given_back(request, _why_not(form))
    return render(request, "safeguarding/case.html", context, status=422 if request.method == "POST" else 200)


def _why_not(form: Form) -> str:
    return str(next(iter(form.non_field_errors()), _("This case has changed since you opened it.")))


def _what_is_known(request: PersonRequest, found: Case) -> dict[str, Any]:
    writer = policy.letter_goes_to(found)
    country = writer.person.country if writer and writer.person else ""
    return {
        "case": found,
        "words": words_behind(request.user, found.link),
        "before": policy.closed_before(request.user, found),
        "reports": policy.reports_on(request.user, found.link),
        "judgements": Judged.choices,
        "steps": policy.steps_of(found),
        "second_looks": policy.second_looks_of(found),
        "open_look": policy.open_look(found),
        "asked": policy.open_hand_over(found),
        "aftercare": policy.aftercare_of(found, request.user),
        "others": policy.reading_now(found, request.user),
        "step": policy.shared_step(found.first),
        "writer": writer,
        "letters": policy.letters_about(writer or found.first),
        "country": country,
        "country_name": country_name(country),
        "emergency": emergency_number(country),
        "lines": lines_for(country) or international(),
    }


def _forms(request: PersonRequest, found: Case, look: SecondLook | None) -> dict[str, Form]:
    """Those that stand on the page; the templates ask for them by name."""
    always = {"letter_form": LetterForm(), "record_form": RecordForm()}
    after = {f"{kind}_form": NoteForm() for kind in Aftercare.Kind}
    return always | after | (_forms_of_open(request.user, found, look) if found.is_open else {})


def _forms_of_open(person: Person, found: Case, look: SecondLook | None) -> dict[str, Form]:
    forms: dict[str, Form] = {"close_form": CloseForm(initial={"ended": State.CONFIRMED}), "move_form": MoveForm()}
    if look is None:
        forms["second_look_form"] = SecondLookForm()
    elif look.asked_by != person:
        forms["answer_form"] = AnswerForm()
    if found.taken_by == person:
        forms |= {"hand_over_form": HandOverForm(person=person), "hand_back_form": HandBackForm()}
    elif found.taken_by:
        forms["take_over_form"] = TakeOverForm()
    return forms
