"""Concerns and the one-minute step. A concern holds a level, reasons and a link, never anybody's words."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.safeguarding.ladder import Level, minutes_for


class Kind(models.TextChoices):
    READING = "reading", _("The program noticed something")
    LATE = "late", _("A newer version of the program noticed something")
    UNREAD = "unread", _("Could not be read: please look")
    ASKED = "asked", _("The writer asks for a guide")
    UNHEARD = "unheard", _("Nobody has answered yet")
    HELD = "held", _("Kept back: please decide")
    REPORT = "report", _("Somebody reported it")
    WORRY_FLAG = "worry-flag", _("Somebody is worried about whoever wrote it")
    APPEAL = "appeal", _("The writer asks for a second look")
    CLAIM = "claim", _("A health claim is kept back: please decide")
    MISUSE = "misuse", _("Reports or worries that may be meant to hurt")
    ALIKE = "alike", _("Perhaps a second account of somebody who was blocked")


class ConcernQuerySet(models.QuerySet["Concern"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def most_urgent_first(self) -> Self:
        """Within a level somebody who asks comes before what a program noticed."""
        asked_first = models.Case(models.When(kind=Kind.ASKED, then=0), default=1)
        return self.order_by("-level", asked_first, "raised_at")


class Concern(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("safeguarding.Case", models.CASCADE, related_name="all_concerns")
    kind = models.CharField(max_length=10, choices=Kind)
    level = models.PositiveSmallIntegerField(choices=Level)
    reasons = models.JSONField(default=list, help_text="why, in words made by the engine, never the person's own")
    link = models.CharField(max_length=200)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    raised_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_note = models.TextField(blank=True)
    writer_wrote_at = models.DateTimeField(null=True, blank=True, help_text="the person wrote, and no guide since")

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-level", "raised_at"], condition=models.Q(closed_at=None), name="open_concerns")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(closed_at=None) | ~models.Q(closing_note=""), name="closed_with_a_note"
            ),
            models.UniqueConstraint(
                fields=["kind", "link"],
                condition=models.Q(closed_at=None),
                name="one_open_concern_a_kind_and_thing",
            ),
        ]

    @property
    def urgency(self) -> tuple[int, int, datetime]:
        """Smallest first: by level; within one, somebody who asks before what a program noticed; then by age."""
        return -self.level, self.kind != Kind.ASKED, self.raised_at

    @property
    def due_at(self) -> datetime:
        """When somebody should have looked, by the ladder."""
        return self.raised_at + timedelta(minutes=minutes_for(Level(self.level)))

    @property
    def is_overdue(self) -> bool:
        return self.taken_by_id is None and timezone.now() > self.due_at


class Step(models.Model):
    """What somebody wrote in the one-minute step. Theirs alone, unless they let the guide see it."""

    concern = models.OneToOneField(Concern, models.CASCADE, primary_key=True, related_name="step")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    hardest = models.TextField(_("What is hardest right now?"), blank=True)
    helped = models.TextField(_("What has helped before, even a little?"), blank=True)
    next_thing = models.TextField(_("One small thing for the next hour"), blank=True)
    lets_guide_see = models.BooleanField(_("Let the guide read these three answers"), default=False)
    wants_guide = models.BooleanField(_("Ask a guide to reach me"), default=False)
    ended_at = models.DateTimeField(null=True, blank=True)


class Letter(models.Model):
    """Between the writer behind a concern and whoever is on duty. The guide never learns the writer's name from it."""

    concern = models.ForeignKey(Concern, models.CASCADE, related_name="letters")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    is_from_guide = models.BooleanField()
    body = models.TextField()
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["sent_at"]
