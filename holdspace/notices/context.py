"""Whether something waits: asked once a page, only when the page shows it, and never as a number."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from holdspace.notices.policy import notices_for


def waiting(request: HttpRequest) -> dict[str, object]:
    return {"something_waits": SimpleLazyObject(lambda: something_waits(request))}


def something_waits(request: HttpRequest) -> bool:
    person = getattr(request, "user", None)
    return bool(person and person.is_authenticated and notices_for(person).filter(seen_at=None).exists())
