"""What every answer carries, whichever room gave it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

GetResponse = Callable[[HttpRequest], HttpResponse]


def keep_private(get_response: GetResponse) -> GetResponse:
    """No search engine lists a page; nothing seen while signed in stays on the device, to be found with Back.

    Looks at the cookie alone: who is signed in would need the database, and error pages come without it.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        if _is_personal(request, response):
            patch_cache_control(response, no_store=True, private=True)
        return response

    return answer


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    name = settings.SESSION_COOKIE_NAME
    return request.method == "POST" or name in request.COOKIES or name in response.cookies
