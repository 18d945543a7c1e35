"""A guide's decision about a text, and the one appeal its writer has. Neither holds the text itself."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.safeguarding.models.reports import Thing


class Measure(models.TextChoices):
    HOLD = "hold", _("Kept back until it is changed")
    REMOVE = "remove", _("Removed")


class RulingQuerySet(models.QuerySet["Ruling"]):
    def in_force(self) -> Self:
        return self.filter(lifted_at=None)


class Ruling(models.Model):
    """By which agreement a text is not shown to others, in one guide's own sentence. Its writer reads all of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.CharField(max_length=200)
    thing = models.CharField(max_length=6, choices=Thing)
    place = models.CharField(max_length=60)
    measure = models.CharField(max_length=6, choices=Measure)
    agreement = models.CharField(max_length=120)
    agreement_text = models.TextField(blank=True)
    sentence = models.TextField()
    change = models.TextField(blank=True, help_text="how it could be changed, in the guide's words")
    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True, help_text="when the text itself was let go of")

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(agreement="") & ~models.Q(sentence=""), name="ruled_by_agreement_and_sentence"
            ),
            models.CheckConstraint(
                condition=models.Q(by=None) | models.Q(writer=None) | ~models.Q(by=models.F("writer")),
                name="nobody_rules_over_themselves",
            ),
            models.UniqueConstraint(
                fields=["link"], condition=models.Q(lifted_at=None), name="one_ruling_in_force_a_text"
            ),
        ]

    @property
    def address(self) -> str:
        return f"/me/decisions/{self.pk}/"

    @property
    def is_in_force(self) -> bool:
        return self.lifted_at is None

    @property
    def kept_until(self) -> datetime:
        """A removed text is kept for its writer and for an appeal until then."""
        return self.made_at + timedelta(days=settings.KEEP_REMOVED_DAYS)


class AppealQuerySet(models.QuerySet["Appeal"]):
    def waiting(self) -> Self:
        return self.filter(decided_at=None)


class Appeal(models.Model):
    """The writer asks for a second look, once. Another guide decides: the database refuses the one who ruled."""

    ruling = models.OneToOneField(Ruling, models.CASCADE, primary_key=True, related_name="appeal")
    link = models.CharField(max_length=200, unique=True, help_text="where it is decided")
    words = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    ruled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    is_granted = models.BooleanField(null=True)
    answer = models.TextField(blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_at=None) | (models.Q(is_granted__isnull=False) & ~models.Q(answer="")),
                name="appeals_are_decided_with_an_answer",
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None)
                | models.Q(ruled_by=None)
                | ~models.Q(decided_by=models.F("ruled_by")),
                name="another_guide_decides",
            ),
        ]
