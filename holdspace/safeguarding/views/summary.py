"""How guides decide, and what they did: for everybody, without an account."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from holdspace.safeguarding.never_shown import NEVER_SHOWN
from holdspace.safeguarding.summary import last_quarter, summary


@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    quarter = last_quarter(timezone.localdate())
    context = {
        "quarter": quarter,
        "lines": summary(quarter),
        "never_shown": NEVER_SHOWN,
        "kept_days": settings.KEEP_REMOVED_DAYS,
    }
    return render(request, "safeguarding/moderation.html", context)
