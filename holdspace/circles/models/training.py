"""Becoming a listener: practice, somebody who signs, a supervised start, and a right that is refreshed each year."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from holdspace.circles.models.story import Reply


class PracticeReply(models.Model):
    """A learner's words in one turn of a practice talk. `body` stands in the box, `told` was read last."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    talk = models.CharField(max_length=40)
    turn = models.PositiveSmallIntegerField()
    body = models.TextField(blank=True)
    told = models.TextField(blank=True)
    heard = models.JSONField(null=True, blank=True)
    kept_at = models.DateTimeField(auto_now=True)
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "talk", "turn"], name="one_practice_reply_a_turn")]

    @property
    def address(self) -> str:
        return f"/learn/practice/{self.talk}/{self.turn}/"


class SignOff(models.Model):
    """Somebody asks to be signed off as a listener. A guide talks with them, signs, or says what is missing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_signed = models.BooleanField(default=False)
    answer = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(answered_at=None), name="one_open_sign_off_a_person"
            ),
            models.CheckConstraint(
                condition=models.Q(by=None) | ~models.Q(by=models.F("person")), name="nobody_signs_themselves"
            ),
            models.CheckConstraint(
                condition=models.Q(is_signed=False) | models.Q(answered_at__isnull=False),
                name="signed_only_with_an_answer",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.answered_at is None


class SignOffLetter(models.Model):
    """A letter between the learner and the guides, while a request is open."""

    sign_off = models.ForeignKey(SignOff, models.CASCADE, related_name="letters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    body = models.TextField()
    is_from_guide = models.BooleanField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at", "pk"]


class StandingQuerySet(models.QuerySet["Standing"]):
    def asleep(self, now: datetime) -> Self:
        return self.filter(models.Q(stepped_back_at__isnull=False) | models.Q(refreshed_at__lte=now - year()))

    def due_soon(self, now: datetime) -> Self:
        """Within the weeks before the year is over, and not reminded of this one yet."""
        opens = now - year() + notice_before()
        return self.filter(refreshed_at__lte=opens, reminded_at=None, stepped_back_at=None)


class Standing(models.Model):
    """How fresh a listener's training is. The right itself is a role; asleep, it gives nothing until they wake it."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    refreshed_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True, blank=True)
    stepped_back_at = models.DateTimeField(null=True, blank=True)
    to_look_over = models.PositiveSmallIntegerField(default=0, help_text="answers that a guide still looks over")

    objects = StandingQuerySet.as_manager()

    @property
    def refresh_by(self) -> datetime:
        return self.refreshed_at + year()

    @property
    def refresh_from(self) -> datetime:
        """From then on, lessons read and a quiz passed count for the next year."""
        return self.refresh_by - notice_before()

    def is_asleep(self, now: datetime) -> bool:
        return self.stepped_back_at is not None or self.refresh_by <= now


class LookOver(models.Model):
    """One of the first answers of a new listener: a guide reads it after it was sent, and may say something."""

    reply = models.OneToOneField(Reply, models.CASCADE, primary_key=True, related_name="+")
    listener = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(default=timezone.now)
    looked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    looked_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["sent_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(looked_by=None) | ~models.Q(looked_by=models.F("listener")),
                name="nobody_looks_over_themselves",
            )
        ]


def year() -> timedelta:
    return timedelta(days=settings.REFRESH_DAYS)


def notice_before() -> timedelta:
    return timedelta(days=settings.REFRESH_REMINDER_DAYS)
