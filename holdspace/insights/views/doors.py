"""Pages of the steward: for anybody else they are not there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse

from holdspace.insights.policy import stewards_only
from holdspace.kit.doors import signed_in
from holdspace.people.requests import PersonRequest


def for_stewards(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        stewards_only(request.user)
        return view(request, *args, **kwargs)

    return signed_in(guarded)
