"""Notes that guides put under claims about health, and who has opened a text with such a claim."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from holdspace.circles.models.story import Reply, Story

ABOUT_ONE_TEXT = models.Q(story=None, reply__isnull=False) | models.Q(reply=None, story__isnull=False)


class Correction(models.Model):
    """A note by a guide under a story or a reply, with the source of what it says. It stays as it was written."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, models.CASCADE, null=True, blank=True, related_name="corrections")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="corrections")
    guide = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    body = models.TextField()
    source = models.CharField(max_length=300)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE_TEXT, name="correction_of_one_text"),
            models.CheckConstraint(
                condition=~models.Q(body="") & ~models.Q(source=""), name="correction_with_a_source"
            ),
        ]


class Opening(models.Model):
    """Somebody opened a text with a claim. Kept for thirty days, so that a correction finds them."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, models.CASCADE, null=True, blank=True, related_name="+")
    reply = models.ForeignKey(Reply, models.CASCADE, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=ABOUT_ONE_TEXT, name="opening_of_one_text"),
            models.UniqueConstraint(
                fields=["person", "story"], condition=~models.Q(story=None), name="one_opening_a_story"
            ),
            models.UniqueConstraint(
                fields=["person", "reply"], condition=~models.Q(reply=None), name="one_opening_a_reply"
            ),
        ]
