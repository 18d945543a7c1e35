"""Whether somebody holds a role that opens nothing yet: asked only by pages that show it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def sleeping(request: HttpRequest) -> dict[str, object]:
    return {"role_sleeps": SimpleLazyObject(lambda: role_sleeps(request))}


def role_sleeps(request: HttpRequest) -> bool:
    person = getattr(request, "user", None)
    return bool(person and person.is_authenticated and person.sleeping_roles)
