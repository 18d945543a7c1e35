"""Whose place this is: what the environment fixes, else what its steward said on the pages, else the defaults.

No page asks the database for it, so that Help now and error pages stay independent: whoever keeps the steward's words
calls `tell` at the start, after each change, and once a minute.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings

SETTINGS = {
    "name": "PLACE_NAME",
    "owner": "PLACE_OWNER",
    "contact": "PLACE_CONTACT",
    "privacy_contact": "PRIVACY_CONTACT",
    "country": "DEFAULT_COUNTRY",
    "languages": "LANGUAGES_SPOKEN",
    "covered_from": "COVERED_FROM_HOUR",
    "covered_to": "COVERED_TO_HOUR",
}


@dataclass(frozen=True)
class Place:
    """`covered_from` and `covered_to` are whole hours of the place's own time; they count where there is no rota."""

    name: str
    owner: str
    contact: str
    privacy_contact: str
    country: str
    languages: tuple[str, ...]
    covered_from: int
    covered_to: int


_told: dict[str, Any] = {}


def tell(said: Mapping[str, Any]) -> None:
    """What the steward said; a field that is missing, empty or None was left to the settings."""
    _told.clear()
    _told.update({field: value for field, value in said.items() if value not in (None, "", [], ())})


def here() -> Place:
    return Place(**{field: _value(field, setting) for field, setting in SETTINGS.items()})


def is_fixed(field: str) -> bool:
    """Set in the environment of the server: no page changes it."""
    return SETTINGS[field] in settings.SET_OUTSIDE


def _value(field: str, setting: str) -> Any:
    if field in _told and not is_fixed(field):
        value = _told[field]
        return tuple(value) if isinstance(value, list) else value
    return getattr(settings, setting)
