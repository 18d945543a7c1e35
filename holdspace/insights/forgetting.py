"""Taking away what was kept for its time, a few hundred rows in a transaction, so that nobody waits for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from holdspace.kit.keeping import Keep, keeps
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What

AT_ONCE = 200


def due(now: datetime) -> Iterator[tuple[Keep, int]]:
    """How much of each is past its time."""
    for keep in keeps():
        yield keep, keep.older_than(_until(keep, now)).count()


def forget(now: datetime) -> Iterator[tuple[Keep, int]]:
    """Takes it away. Tells after each few hundred how many of what are gone so far."""
    for keep in keeps():
        gone = 0
        while taken := _take_some(keep, now):
            gone += taken
            yield keep, gone


def forget_all(now: datetime) -> None:
    for _progress in forget(now):
        pass


@transaction.atomic
def _take_some(keep: Keep, now: datetime) -> int:
    rows = keep.older_than(_until(keep, now))
    some = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    if some:
        rows.model._default_manager.filter(pk__in=some).delete()
        record(what=What.FORGOTTEN, by=None, about=f"{keep.name}: {len(some)}")
    return len(some)


def _until(keep: Keep, now: datetime) -> datetime:
    return now - timedelta(days=keep.days)
