"""Boundaries: whom somebody keeps away, and whom they would rather not read."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    BLOCK = "block", _("Blocked")
    MUTE = "mute", _("Muted")


class Boundary(models.Model):
    """One person draws it, against one voice: an account name, an alias in a circle, or a text without a name.

    `voice` is how the room above names that voice; `label` says in words what the person saw when they drew it, and
    never more. `other` is who stands behind the voice, or nobody: a name was typed that nobody here has.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=5, choices=Kind)
    voice = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    link = models.CharField(max_length=200, blank=True, help_text="where the gestures towards those words begin")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["other", "kind"], name="who_keeps_them_away")]
        constraints = [
            models.UniqueConstraint(fields=["person", "voice"], name="one_boundary_a_voice"),
            models.CheckConstraint(
                condition=models.Q(other=None) | ~models.Q(other=models.F("person")),
                name="nobody_keeps_themselves_away",
            ),
        ]
