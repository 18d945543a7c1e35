"""The front page, the way out, and what is said when something goes wrong: error pages need no database."""

from contextlib import suppress

from django.conf import settings
from django.contrib.auth import logout
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from holdspace.kit import health
from holdspace.kit.typed import typed_in


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return render(request, "kit/front.html")


@never_cache
def leave_quickly(request: HttpRequest) -> HttpResponse:
    """Sign out, forget, and be somewhere that says nothing. A link, so that it needs no scripts."""
    with suppress(DatabaseError):
        logout(request)
    response = redirect("kit:blank")
    response.delete_cookie(settings.SESSION_COOKIE_NAME)
    return response


@never_cache
@require_safe
def blank(request: HttpRequest) -> HttpResponse:
    response = render(request, "kit/blank.html")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One answer for what is closed and for what never was, so that neither can be told from the other.

    What was sent there comes back: somebody may have withdrawn the story while another wrote an answer to it.
    """
    return render(request, "kit/not_found.html", {"typed": typed_in(request)}, status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "kit/bad_request.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """What was typed comes back: a full disk or a locked database must not cost anybody their words."""
    return render(request, "kit/broken.html", {"typed": typed_in(request)}, status=500)


def refused_form(request: HttpRequest, reason: str = "", *, enter_at: str = "") -> HttpResponse:
    """A form that came without its proof, often after the page lay open for long. The words come back.

    `enter_at` leads to the door, where it is known that nobody is signed in any more.
    """
    shown = {"typed": typed_in(request), "enter_at": enter_at}
    return render(request, "kit/refused_form.html", shown, status=403)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    state = health.report()
    return JsonResponse(state, status=503 if state["status"] == health.DOWN else 200)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain")
