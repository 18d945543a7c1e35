"""What every page knows: whose place this is."""

from django.conf import settings
from django.http import HttpRequest

from holdspace.kit.place import here


def place(request: HttpRequest) -> dict[str, str]:
    place = here()
    return {
        "place_name": place.name,
        "place_owner": place.owner,
        "place_contact": place.contact,
        "place_source": settings.PLACE_SOURCE,
    }
