"""What comes round by the clock: the alarms are put right, rung, and sent."""

from datetime import datetime

from django.utils import timezone

from holdspace.safeguarding.paging import ring_due
from holdspace.safeguarding.sending import send_due
from holdspace.safeguarding.steady import put_right, stopwatch


def tick(now: datetime | None = None, passed: float | None = None) -> None:
    now = now or timezone.now()
    put_right(now, stopwatch() if passed is None else passed)
    ring_due(now)
    send_due(now)
