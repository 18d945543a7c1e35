"""What every page knows: whose place this is."""

from django.conf import settings
from django.http import HttpRequest


def place(request: HttpRequest) -> dict[str, str]:
    return {
        "place_name": settings.PLACE_NAME,
        "place_owner": settings.PLACE_OWNER,
        "place_contact": settings.PLACE_CONTACT,
        "place_source": settings.PLACE_SOURCE,
    }
