"""How somebody on duty looks after themselves: off duty, a pause, and notes for supervision."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Desk(models.Model):
    """One place on duty. While its owner is away the queue is hidden from them and nobody calls them."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    off_since = models.DateTimeField(null=True, blank=True)
    pauses_until = models.DateTimeField(null=True, blank=True)

    @property
    def is_pausing(self) -> bool:
        return self.pauses_until is not None and self.pauses_until > timezone.now()

    @property
    def is_away(self) -> bool:
        return self.off_since is not None or self.is_pausing


class SupervisionNote(models.Model):
    """What a guide wants to talk over with the lead. About themselves, never a member's words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    body = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-written_at"]
        constraints = [models.CheckConstraint(condition=~models.Q(body=""), name="a_supervision_note_has_words")]
