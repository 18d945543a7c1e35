"""For the steward: what people say about readings, and reading old texts again with a newer version."""

import json
from datetime import timedelta

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holdspace.insights.supply import FEWEST
from holdspace.listening import giving, rereading
from holdspace.listening.giving import Gift
from holdspace.people.models import Person
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What


class TooFewError(Exception):
    """Under ten people, somebody would stand out."""


def are_enough(people: int) -> bool:
    return people >= FEWEST


def take_along(*, by: Person) -> str:
    """JSON Lines of all that may be given at this moment; a row of the log says that it was taken."""
    gifts = giving.gifts()
    if not are_enough(giving.givers(one.reading for one in gifts)):
        raise TooFewError
    _note(gifts, by)
    return "".join(json.dumps(one.line, ensure_ascii=False) + "\n" for one in gifts)


@transaction.atomic
def _note(gifts: list[Gift], by: Person) -> None:
    giving.mark_taken_along(gifts)
    record(what=What.READINGS_TAKEN, by=by, about=f"texts: {len(gifts)}")


# --- reading again ------------------------------------------------------------------------------------------------

MOST_MINUTES, MOST_HOURS = 90, 36


@transaction.atomic
def begin(*, by: Person | None) -> None:
    """Pressed twice it is begun once."""
    known = rereading.progress()
    if known and known.is_open:
        return
    job = rereading.begin()
    record(what=What.REREADING_BEGUN, by=by, about=f"version {job.version}: {job.total} texts")


@transaction.atomic
def pause(*, by: Person | None) -> None:
    if rereading.pause():
        record(what=What.REREADING_PAUSED, by=by)


@transaction.atomic
def go_on(*, by: Person | None) -> None:
    if rereading.go_on():
        record(what=What.REREADING_WENT_ON, by=by)


def in_words(left: timedelta | None) -> str | Promise:
    """How long it will still take."""
    if left is None:
        return _("not known yet")
    minutes = max(1, round(left.total_seconds() / 60))
    if minutes <= MOST_MINUTES:
        return ngettext("about %(n)s minute", "about %(n)s minutes", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    if hours <= MOST_HOURS:
        return gettext("about %(n)s hours") % {"n": hours}
    return gettext("about %(n)s days") % {"n": round(hours / 24)}
