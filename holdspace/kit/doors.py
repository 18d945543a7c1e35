"""Who is let in to a page of one's own; whoever comes signed out keeps what they typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from holdspace.kit.views import refused_form

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """Like login_required, but a form that came after the session ran out is answered with the words in it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        return ask_to_enter(request)

    return guarded


def ask_to_enter(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in: the way to the door, by way of what they typed if they typed something."""
    if request.method == "POST":
        return refused_form(request, enter_at=_door_to(_page_before(request)))
    if "HX-Request" in request.headers:
        return HttpResponse(status=401)  # it would put the page with the door into the middle of this one
    return redirect_to_login(request.get_full_path())


def _door_to(page: str) -> str:
    return redirect_to_login(page).url if page else resolve_url(settings.LOGIN_URL)


def _page_before(request: HttpRequest) -> str:
    """The path of the page on which the form stood: the form's own address often answers no GET."""
    page = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()})
    return urlsplit(page).path if is_ours else ""
