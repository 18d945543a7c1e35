"""What changed in how this place is kept, for its steward."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdspace.insights import transparency as kept
from holdspace.insights.views.doors import for_stewards
from holdspace.people.requests import PersonRequest


@for_stewards
@require_safe
def transparency(request: PersonRequest) -> HttpResponse:
    shown = {"changes": kept.changes(), "counts": kept.counts(timezone.now())}
    return render(request, "insights/log.html", shown)
