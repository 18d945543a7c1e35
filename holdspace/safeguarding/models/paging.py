"""The outbox: who is rung for what waits on duty, round after round, and what became of each try."""

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from holdspace.notices.channels import Via
from holdspace.safeguarding.ladder import Level


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def ringing(self) -> Self:
        return self.filter(ended_at=None)


class Alarm(models.Model):
    """One thing that nobody has taken. It rings in rounds until somebody does."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.CharField(max_length=200)
    level = models.PositiveSmallIntegerField(choices=Level)
    round = models.PositiveSmallIntegerField(default=0, help_text="the next one to be rung; 0 is the first")
    next_at = models.DateTimeField()
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["next_at"], condition=models.Q(ended_at=None), name="alarms_that_ring")]
        constraints = [
            models.UniqueConstraint(fields=["link"], condition=models.Q(ended_at=None), name="one_alarm_a_thing")
        ]


class PageQuerySet(models.QuerySet["Page"]):
    def to_send(self) -> Self:
        return self.filter(reached_at=None, alarm__ended_at=None)


class Page(models.Model):
    """One person rung in one round. A round never rings the same person twice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alarm = models.ForeignKey(Alarm, models.CASCADE, related_name="pages")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    round = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    reached_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True, help_text="they said that they are looking")

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "round"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(reached_at=None), name="pages_to_send"),
            models.Index(fields=["person", "made_at"], name="pages_of_a_person"),
        ]
        constraints = [models.UniqueConstraint(fields=["alarm", "round", "person"], name="one_page_a_round_and_person")]


class Try(models.Model):
    """One attempt by one way; an empty `failed` means that it got through."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="attempts")
    via = models.CharField(max_length=8, choices=Via)
    at = models.DateTimeField(default=timezone.now)
    failed = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]


class Pulse(models.Model):
    """When the clock of the alarms was looked at last, and how far it has been put right since it began."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seen_at = models.DateTimeField()
    shifted = models.DurationField(default=timedelta)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_pulse")]
