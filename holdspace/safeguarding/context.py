"""When a guide looks: asked once a page, and only by pages that say it."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from holdspace.safeguarding.coverage import hours


def duty(request: HttpRequest) -> dict[str, object]:
    return {"duty_hours": SimpleLazyObject(lambda: hours(timezone.now()))}
