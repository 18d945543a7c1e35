"""Who is on duty when: shifts in local wall time, days away, and turns that somebody else takes."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.dates import WEEKDAYS

DAY = timedelta(days=1)
WEEK = timedelta(days=7)


class Shift(models.Model):
    """The same hours every week, or once, by the clock on the wall of one time zone. It may end after midnight."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    starts = models.TimeField()
    ends = models.TimeField(help_text="not later than `starts` means on the next day")
    zone = models.CharField(max_length=64)
    first_on = models.DateField(help_text="the first day on which it starts; later ones fall on the same weekday")
    last_on = models.DateField(null=True, blank=True, help_text="none means until further notice")

    class Meta:
        ordering = ["first_on", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on=None) | models.Q(last_on__gte=models.F("first_on")),
                name="a_shift_ends_after_it_began",
            ),
            models.UniqueConstraint(fields=["person", "first_on", "starts"], name="one_shift_a_person_and_beginning"),
        ]

    @property
    def is_once(self) -> bool:
        return self.last_on is not None and self.last_on - self.first_on < WEEK

    @property
    def weekday(self) -> str:
        return str(WEEKDAYS[self.first_on.weekday()])

    def days_between(self, first: date, last: date) -> Iterator[date]:
        """The days from `first` to `last` on which it starts."""
        last = min(last, self.last_on) if self.last_on else last
        day = self.first_on + max(0, -((self.first_on - first) // WEEK)) * WEEK
        while day <= last:
            yield day
            day += WEEK

    def moments_on(self, day: date) -> tuple[datetime, datetime]:
        """When it begins and ends. An hour that a clock skips or shows twice is covered either way."""
        until = day if self.ends > self.starts else day + DAY
        return min(self._readings(day, self.starts)), max(self._readings(until, self.ends))

    def _readings(self, day: date, wall: time) -> list[datetime]:
        zone = ZoneInfo(self.zone)
        return [datetime.combine(day, wall.replace(fold=fold), zone).astimezone(UTC) for fold in (0, 1)]


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> Self:
        return self.filter(first_on__lte=day, last_on__gte=day)

    def of(self, person: models.Model) -> Self:
        """Their own, and holidays."""
        return self.filter(models.Q(person=None) | models.Q(person=person))


class Absence(models.Model):
    """Days on which somebody's shifts do not begin; without a person, a holiday of the whole place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="an_absence_ends_after_it_began"
            ),
            models.UniqueConstraint(
                fields=["person", "first_on", "last_on"], nulls_distinct=False, name="the_same_days_away_once"
            ),
        ]


class SwapQuerySet(models.QuerySet["Swap"]):
    def open(self) -> Self:
        return self.filter(ended_at=None)

    def taken(self) -> Self:
        """In the order in which turns changed hands: the last one holds."""
        return self.filter(was_taken=True).order_by("ended_at")


class Swap(models.Model):
    """Somebody asks another to take one turn of theirs. Open until it is taken, declined or withdrawn."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    shift = models.ForeignKey(Shift, models.CASCADE, related_name="swaps")
    day = models.DateField(help_text="the day on which the turn starts")
    giver = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    taker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    was_taken = models.BooleanField(default=False)

    objects = SwapQuerySet.as_manager()

    class Meta:
        ordering = ["day", "asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "day"], condition=models.Q(ended_at=None), name="one_open_question_a_turn"
            ),
            models.CheckConstraint(
                condition=models.Q(was_taken=False) | models.Q(ended_at__isnull=False), name="taken_means_ended"
            ),
            models.CheckConstraint(condition=~models.Q(giver=models.F("taker")), name="nobody_swaps_with_themselves"),
        ]
