"""Opening hours: a small part of the OpenStreetMap notation, read out in words.

"24/7", "Mo-Fr 08:00-20:00", "Mo,We 10:00-12:00; Sa-Su 10:00-22:00". Times are local; "" means not known.
Source: https://wiki.openstreetmap.org/wiki/Key:opening_hours
"""

import re

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

DAYS = dict(zip(("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"), WEEKDAYS.values(), strict=True))
DAY = "|".join(DAYS)
RULE = re.compile(rf"(?P<days>(?:{DAY})(?:[-,](?:{DAY}))*) (?P<opens>\d\d:\d\d)-(?P<closes>\d\d:\d\d)")


def spoken(hours: str) -> str:
    """The hours in words, or ValueError when they cannot be read."""
    if hours == "24/7":
        return _("Every day, day and night")
    return "; ".join(_spoken_rule(rule.strip()) for rule in hours.split(";")) if hours else ""


def _spoken_rule(rule: str) -> str:
    match = RULE.fullmatch(rule)
    if match is None:
        raise ValueError(f"hours that cannot be read: {rule!r}")
    if match["opens"] == match["closes"]:
        return _("%(days)s, day and night") % {"days": _spoken_days(match["days"])}
    return _("%(days)s, %(opens)s to %(closes)s") % {
        "days": _spoken_days(match["days"]), "opens": match["opens"], "closes": match["closes"]
    }


def _spoken_days(days: str) -> str:
    if days == "Mo-Su":
        return _("Every day")
    return ", ".join(_spoken_span(span) for span in days.split(","))


def _spoken_span(span: str) -> str:
    first, _dash, last = span.partition("-")
    if not last:
        return str(DAYS[first])
    return _("%(first)s to %(last)s") % {"first": DAYS[first], "last": DAYS[last]}
