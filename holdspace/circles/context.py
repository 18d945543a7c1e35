"""Hours that pages of stories speak of."""

from django.conf import settings
from django.http import HttpRequest


def times(request: HttpRequest) -> dict[str, str]:
    return {"guide_time": settings.GUIDE_LOOKS_AT}
