"""What people tell the guides about somebody else's words: a report, or a worry about whoever wrote them."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.safeguarding.models.concerns import Concern


class Tells(models.TextChoices):
    REPORT = "report", _("You reported it")
    WORRY = "worry", _("You were worried about whoever wrote it")


class Thing(models.TextChoices):
    STORY = "story", _("A story")
    REPLY = "reply", _("A reply")
    CIRCLE = "circle", _("A circle")
    LETTER = "letter", _("A letter from a guide")


class Ground(models.TextChoices):
    """Why somebody reports. Pacts, dares, false alarms and broadcasts have reasons of their own (#chatsafe 2.0)."""

    AGREEMENT = "agreement", _("It does not keep one of the agreements")
    ATTACK = "attack", _("It attacks, threatens or exposes somebody")
    METHOD = "method", _("It says how a life could be ended or a body hurt")
    PACT = "pact", _("It invites others to die or to hurt themselves together")
    LIVE = "live", _("It announces or shows somebody hurting themselves, as it happens")
    CHALLENGE = "challenge", _("It is a dare to do something dangerous")
    HOAX = "hoax", _("It spreads a false alarm or a made-up danger")
    ELSE = "else", _("Something else")


class Outcome(models.TextChoices):
    """What somebody who told the guides learns about that one thing, and nothing about anybody."""

    REMOVED = "removed", _("A guide has removed it. Others do not see it any more.")
    HELD = "held", _("A guide keeps it back until it is changed. Others do not see it meanwhile.")
    STAYS = "stays", _("A guide has looked at it. It stays as it is.")
    SEEN_TO = "seen-to", _("Somebody on duty has looked at it and done what was needed.")
    LOOKED = "looked", _("A guide has looked after it. What comes of it stays between them and the person.")


class Judged(models.TextChoices):
    EMPTY = "empty", _("There was nothing in it")
    HURTFUL = "hurtful", _("It was sent to hurt or to mock somebody")


class ReportQuerySet(models.QuerySet["Report"]):
    def waiting(self) -> Self:
        """Nobody has answered them yet."""
        return self.filter(outcome="")


class Report(models.Model):
    """One person's word about one thing. Those on duty read it without a name; whom it is about never learns of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    tells = models.CharField(max_length=6, choices=Tells)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="+")
    link = models.CharField(max_length=200)
    thing = models.CharField(max_length=6, choices=Thing)
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    about = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    voice = models.CharField(max_length=120, blank=True, help_text="by which readers knew the writer; empty: by none")
    ground = models.CharField(max_length=9, choices=Ground, blank=True)
    agreement = models.CharField(max_length=120, blank=True, help_text="the name of the agreement, where it is one")
    line = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    judged = models.CharField(max_length=7, choices=Judged, blank=True, help_text="what a guide thought of it")
    judged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=7, choices=Outcome, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["reporter", "about", "-made_at"], name="reports_of_a_pair")]
        constraints = [
            models.UniqueConstraint(
                fields=["reporter", "link", "tells"], condition=models.Q(outcome=""), name="one_open_report_a_thing"
            ),
            models.CheckConstraint(
                condition=models.Q(tells=Tells.WORRY) | ~models.Q(ground=""), name="reported_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~models.Q(ground=Ground.AGREEMENT) | ~models.Q(agreement=""), name="reported_by_agreement"
            ),
        ]

    @property
    def why(self) -> str:
        return self.agreement or (str(Ground(self.ground).label) if self.ground else "")
