"""The log of duty: who did what, the newest first."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from holdspace.kit.doors import signed_in
from holdspace.people.models import Person
from holdspace.people.requests import PersonRequest
from holdspace.safeguarding.forms import LogForm
from holdspace.safeguarding.models import Entry
from holdspace.safeguarding.policy import is_on_duty, people_by_id
from holdspace.safeguarding.policy_desks import entries_for

PAGE = 100


@dataclass(frozen=True)
class Line:
    """An entry with whoever did it, if they are still here."""

    entry: Entry
    by: Person | None


@signed_in
@require_GET
def log(request: PersonRequest) -> HttpResponse:
    if not is_on_duty(request.user):
        raise Http404
    form = LogForm(request.GET)
    entries = _chosen(entries_for(request.user), form)
    shown = list(entries[: PAGE + 1])
    people = people_by_id({entry.by for entry in shown if entry.by})
    context = {
        "form": form,
        "lines": [Line(entry, people.get(entry.by) if entry.by else None) for entry in shown[:PAGE]],
        "older": shown[PAGE - 1].number if len(shown) > PAGE else None,
    }
    return render(request, "safeguarding/log.html", context, status=200 if form.is_valid() else 422)


def _chosen(entries: QuerySet[Entry], form: LogForm) -> QuerySet[Entry]:
    if not form.is_valid():
        return entries.none()
    asked = form.cleaned_data
    if asked["who"]:
        entries = entries.filter(by=form.people[asked["who"]].pk)
    if asked["case"]:
        entries = entries.filter(about__contains=asked["case"])
    return entries.filter(number__lt=asked["before"]) if asked["before"] else entries
