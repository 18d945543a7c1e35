"""The few places a signed-in person can go to. Rooms add theirs from their apps.py; the kit knows none."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise

MOST = 5


@dataclass(frozen=True)
class Destination:
    """One entry of the navigation, sorted by `order`; `shown_to` is asked with the signed-in person."""

    order: int
    label: str | Promise
    route: str
    shown_to: Callable[[Any], bool] = lambda person: True


@dataclass(frozen=True)
class Place:
    label: str | Promise
    address: str
    is_here: bool
    is_around: bool


_destinations: dict[str, Destination] = {}


def register(destination: Destination) -> None:
    _destinations[destination.route] = destination


def places_for(request: HttpRequest) -> list[Place]:
    """Where this person can go from here, in order; nowhere for someone who is not signed in."""
    if not request.user.is_authenticated:
        return []
    in_order = sorted(_destinations.values(), key=lambda one: one.order)
    shown = [one for one in in_order if one.shown_to(request.user)]
    return [_place(one, request.path) for one in shown[:MOST]]


def _place(destination: Destination, path: str) -> Place:
    address = reverse(destination.route)
    return Place(destination.label, address, is_here=path == address, is_around=path.startswith(address))
