"""Is the place safe, and what may it promise?"""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdspace.insights.checks import findings
from holdspace.insights.supply import supply_now
from holdspace.insights.views.doors import for_stewards
from holdspace.people.requests import PersonRequest


@for_stewards
@require_safe
def check(request: PersonRequest) -> HttpResponse:
    return render(request, "insights/check.html", {"findings": findings()})


@for_stewards
@require_safe
def supply(request: PersonRequest) -> HttpResponse:
    return render(request, "insights/supply.html", {"supply": supply_now(timezone.now())})
