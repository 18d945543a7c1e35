"""Something waits for a person: its kind and where to find it, never what it says."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    REPLY = "reply", _("Somebody answered something you wrote.")
    THANKS = "thanks", _("Somebody thanked you, privately.")
    TRAINING = "training", _("About learning to listen, or your listening: look what is next.")
    WAITING = "waiting", _("Someone is waiting to be heard.")
    DUTY = "duty", _("Somebody may need those on duty.")
    GUIDE = "guide", _("A guide would like to reach you.")
    FOLLOW_UP = "follow-up", _("A question about how it was to be answered.")
    SWAP = "swap", _("About a turn on duty: look at the rota.")
    HELD = "held", _("Something you wrote is kept back for now. See why.")
    DECIDED = "decided", _("A guide has decided about something you wrote. See why.")
    OUTCOME = "outcome", _("There is an answer to something you told the guides.")
    NOTE = "note", _("The guides have put a note under something you read.")
    STANDING = "standing", _("There is news about your role or your papers.")
    PAPERS = "papers", _("Somebody's papers wait to be checked.")
    REVEALED = "revealed", _("Two guides looked up who wrote something of yours. See why.")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unseen(self) -> Self:
        return self.filter(seen_at=None)


class Notice(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    link = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["person", "seen_at"], name="notices_of_a_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "link"],
                condition=models.Q(seen_at=None),
                name="one_unseen_notice_a_thing",
            )
        ]


class Wishes(models.Model):
    """How a person wants to be told. No row means the defaults."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    wants_digests = models.BooleanField(_("Tell me by e-mail, three times a day at most"), default=True)
    quiet_from = models.PositiveSmallIntegerField(_("Quiet from (hour)"), default=22)
    quiet_to = models.PositiveSmallIntegerField(_("Quiet until (hour)"), default=8)
    digested_at = models.DateTimeField(null=True, blank=True)


class Device(models.Model):
    """A browser that lets itself be told: where its push service takes something, and the keys to seal it with."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    made_at = models.DateTimeField(default=timezone.now)


class Service(models.Model):
    """A service elsewhere through which somebody wants to be told. Its address is sealed and never shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    sealed = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)
    worked_at = models.DateTimeField(null=True, blank=True)
