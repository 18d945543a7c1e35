"""Tags and filters for every room: `{% field form.name %}`, `{{ when|ago }}`, `{% icon "kettle" %}`."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField, CheckboxInput
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from holdspace.kit.nav import Place, places_for

register = template.Library()

MINUTE, HOUR, DAY = 60, 3600, 86_400


@register.inclusion_tag("kit/_field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """One question of a form: its label, its hint, what went wrong, and the place to answer.

    A page with something wrong opens at the first such place.
    """
    if bound.errors:
        bound.field.widget.attrs["autofocus"] = True
    return {"field": bound, "is_tick": isinstance(bound.field.widget, CheckboxInput)}


@register.simple_tag
def icon(name: str) -> str:
    """A line drawing: window, chair, path, kettle, lamp or door. Hidden from screen readers."""
    return render_to_string(f"kit/icons/{name}.svg")


@register.simple_tag(takes_context=True)
def destinations(context: template.Context) -> list[Place]:
    return places_for(context["request"]) if "request" in context else []


@register.simple_tag(takes_context=True)
def help_address(context: template.Context) -> str:
    """Help now, in the country of whoever is signed in: the page itself asks nobody who they are."""
    person = context["request"].user if "request" in context else None
    country = getattr(person, "country", "")
    return f"/help-now/?{urlencode({'country': country})}" if country else "/help-now/"


@register.filter
def ago(when: datetime | None) -> str:
    """How long ago in words; the date once more than six days have gone by. Nothing for nothing."""
    if when is None:
        return ""
    seconds = (timezone.now() - when).total_seconds()
    return _recently(int(seconds)) if seconds < 7 * DAY else date_format(timezone.localtime(when), "j F Y")


def _recently(seconds: int) -> str:
    if seconds < MINUTE:
        return gettext("just now")
    if seconds < HOUR:
        minutes = seconds // MINUTE
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    if seconds < DAY:
        hours = seconds // HOUR
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
    days = seconds // DAY
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
