"""A conversation and who has a seat in it. The seat is the whole permission."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class Conversation(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    started_at = models.DateTimeField(default=timezone.now)


class SeatQuerySet(models.QuerySet["Seat"]):
    def taken(self) -> Self:
        return self.filter(left_at=None)


class Seat(models.Model):
    """A person's place in a conversation. It stays after they leave, so that nobody else takes their alias."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    alias = models.CharField(max_length=40, blank=True)
    is_host = models.BooleanField(default=False)
    since = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "person"], name="one_seat_a_person"),
            models.UniqueConstraint(
                "conversation", Lower("alias"), condition=~models.Q(alias=""), name="one_alias_a_conversation"
            ),
        ]
