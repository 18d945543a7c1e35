"""Looking up who stands behind a text without a name: two people, a danger, and the author is told."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.safeguarding.models.reports import Thing

LONGEST_DELAY = 72  # hours before the author is told, where telling at once would be dangerous


class Danger(models.TextChoices):
    LIFE = "life", _("The writer's life may be in danger")
    OTHERS = "others", _("Somebody else may be in danger")
    CHILD = "child", _("A child may be in danger")
    LAW = "law", _("The law obliges this place to know")


class RevealQuerySet(models.QuerySet["Reveal"]):
    def waiting(self) -> "RevealQuerySet":
        return self.filter(answered_at=None)


class Reveal(models.Model):
    """One on duty asks, another one answers. The name is never stored here; it is looked up, and logged, each time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.CharField(max_length=200)
    thing = models.CharField(max_length=6, choices=Thing)
    place = models.CharField(max_length=60)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    danger = models.CharField(max_length=6, choices=Danger)
    reason = models.TextField()
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    is_approved = models.BooleanField(null=True)
    answer = models.TextField(blank=True)
    delay_hours = models.PositiveSmallIntegerField(default=0, help_text="how long the author is not told yet")
    delay_reason = models.TextField(blank=True)

    objects = RevealQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_reveal_says_why"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, is_approved=None)
                | (models.Q(is_approved__isnull=False) & ~models.Q(answer="")),
                name="a_reveal_is_answered_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by=None)
                | models.Q(asked_by=None)
                | ~models.Q(answered_by=models.F("asked_by")),
                name="a_reveal_needs_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(author=None)
                | (
                    (models.Q(asked_by=None) | ~models.Q(asked_by=models.F("author")))
                    & (models.Q(answered_by=None) | ~models.Q(answered_by=models.F("author")))
                ),
                name="nobody_reveals_themselves",
            ),
            models.CheckConstraint(
                condition=models.Q(delay_hours=0)
                | (models.Q(delay_hours__lte=LONGEST_DELAY) & ~models.Q(delay_reason="")),
                name="telling_the_author_waits_72_hours_at_most",
            ),
            models.UniqueConstraint(
                fields=["link"], condition=models.Q(answered_at=None), name="one_open_reveal_a_text"
            ),
        ]

    @property
    def address(self) -> str:
        return f"/duty/reveals/{self.pk}/"

    @property
    def tells_at(self) -> datetime | None:
        """When the author learns of it."""
        return self.answered_at + timedelta(hours=self.delay_hours) if self.answered_at and self.is_approved else None

    @property
    def open_until(self) -> datetime | None:
        """Until when the two can look at the name."""
        if not self.answered_at or not self.is_approved:
            return None
        return self.answered_at + timedelta(hours=settings.REVEAL_HOURS)

    @property
    def is_open(self) -> bool:
        return self.open_until is not None and timezone.now() < self.open_until
