"""Small things templates of this room need."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.functional import Promise

from holdspace.people.consents import TEXTS
from holdspace.people.models import Consent

register = template.Library()


@register.filter
def purpose_title(consent: Consent) -> str | Promise:
    """What an agreement was about, also when its text is no longer used."""
    text = TEXTS.get(consent.purpose)
    return text.title if text else consent.purpose


@register.filter
def as_json(value: Any) -> str:
    """For a data attribute; the template escapes it like any other text."""
    return json.dumps(value, cls=DjangoJSONEncoder)
