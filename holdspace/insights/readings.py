"""What people say about readings, for the steward: how many let it be given, and taking it along."""

import json

from django.db import transaction

from holdspace.insights.supply import FEWEST
from holdspace.listening import giving
from holdspace.listening.giving import Gift
from holdspace.people.models import Person
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What


class TooFewError(Exception):
    """Under ten people, somebody would stand out."""


def are_enough(gifts: list[Gift]) -> bool:
    return giving.givers(gifts) >= FEWEST


def take_along(*, by: Person) -> str:
    """JSON Lines of all that may be given at this moment; a row of the log says that it was taken."""
    gifts = giving.gifts()
    if not are_enough(gifts):
        raise TooFewError
    _note(gifts, by)
    return "".join(json.dumps(one.line, ensure_ascii=False) + "\n" for one in gifts)


@transaction.atomic
def _note(gifts: list[Gift], by: Person) -> None:
    giving.mark_taken_along(gifts)
    record(what=What.READINGS_TAKEN, by=by, about=f"texts: {len(gifts)}")
