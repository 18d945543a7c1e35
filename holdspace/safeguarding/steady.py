"""A clock on the wall can be put forward or back by a day. Alarms go by time that passes: they are moved along."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from holdspace.safeguarding.models import Alarm, Page, Pulse

LEAST = timedelta(minutes=5)  # less is no jump: a slow round, or a clock that is put right as usual
STOPWATCH = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # one that goes on while the machine sleeps


@dataclass(frozen=True)
class Look:
    """What both clocks showed, and how far alarms had been moved by then."""

    now: datetime
    passed: float
    shifted: timedelta


_last: list[Look] = []  # this process has looked before; another one has a stopwatch of its own


def stopwatch() -> float:
    return time.clock_gettime(STOPWATCH)


@transaction.atomic
def put_right(now: datetime, passed: float) -> None:
    """Move what rings along with the clock, once, whichever worker sees it first."""
    pulse = Pulse.objects.select_for_update().get_or_create(pk=1, defaults={"seen_at": now})[0]
    jump = jumped(pulse, now, passed)
    if abs(jump) >= LEAST:
        move(now, jump)
        pulse.shifted += jump
    pulse.seen_at = now
    pulse.save()
    _last[:] = [Look(now, passed, pulse.shifted)]


def jumped(pulse: Pulse, now: datetime, passed: float) -> timedelta:
    """How far the wall clock went beyond the time that passed. After a start only a step back tells itself."""
    if not _last:
        return min(now - pulse.seen_at, timedelta())
    before = _last[0]
    by_itself = (now - before.now) - timedelta(seconds=passed - before.passed)
    return by_itself - (pulse.shifted - before.shifted)


def move(now: datetime, jump: timedelta) -> None:
    """Only what was set by the clock as it went before; what came in since is right already."""
    before = Q(began_at__lte=now - jump / 2) if jump > timedelta() else Q(next_at__gt=now - jump / 2)
    Alarm.objects.ringing().filter(before).update(next_at=F("next_at") + jump, began_at=F("began_at") + jump)
    pages = Page.objects.to_send().filter(next_try_at__gt=now + abs(jump) / 2)
    Page.objects.filter(pk__in=list(pages.values_list("pk", flat=True))).update(next_try_at=F("next_try_at") + jump)
