"""Nobody unheard: who listens when, what was offered to whom, who took it."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.circles import routing
from holdspace.circles.models.story import Story


class Listening(models.Model):
    """How a signed-off listener wants to be asked. Only they can raise what they carry."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    is_paused = models.BooleanField(_("Pause: ask me nothing for now"), default=False)
    languages = models.JSONField(default=list)
    facets = models.JSONField(default=list)
    not_now = models.JSONField(default=list)
    window_start = models.PositiveSmallIntegerField(default=17 * 60, help_text="minute of the local day")
    window_end = models.PositiveSmallIntegerField(default=22 * 60)
    takes_nights = models.BooleanField(_("I also listen at night, from 22 to 7"), default=False)
    budget = models.PositiveSmallIntegerField(
        _("How often may I be asked in one day?"),
        default=4,
        validators=[MaxValueValidator(routing.MOST_NOTICES_A_DAY)],
    )
    cap = models.PositiveSmallIntegerField(
        _("How many open talks at once?"), default=2, validators=[MaxValueValidator(routing.MOST_OPEN_TALKS)]
    )
    vulnerable_cap = models.PositiveSmallIntegerField(
        _("How many heavy stories in a week?"),
        default=3,
        validators=[MaxValueValidator(routing.MOST_VULNERABLE_A_WEEK)],
    )
    since = models.DateTimeField(default=timezone.now)


class Wave(models.Model):
    """One wave of one story. The constraint keeps two workers, or a clock set back, from sending it twice."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="one_wave_a_number")]


class Offer(models.Model):
    """A story was offered to a listener. It also opens that story to them."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="offers")
    wave = models.ForeignKey(Wave, models.CASCADE, related_name="offers")
    listener = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["listener", "-made_at"], name="offers_to_a_listener")]
        constraints = [models.UniqueConstraint(fields=["story", "listener"], name="offered_once")]


class ClaimQuerySet(models.QuerySet["Claim"]):
    def open(self, now: datetime | None = None) -> Self:
        return self.filter(ended_at=None, until__gt=now or timezone.now())


class ClaimEnd(models.TextChoices):
    ANSWERED = "answered", _("answered")
    LET_GO = "let-go", _("let go")
    LAPSED = "lapsed", _("ran out")


class Claim(models.Model):
    """ "I will answer this one." One holder at a time, for a while."""

    story = models.ForeignKey(Story, models.CASCADE, related_name="claims")
    listener = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    taken_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    was_renewed = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_how = models.CharField(max_length=10, choices=ClaimEnd, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story"], condition=models.Q(ended_at=None), name="one_holder_at_a_time")
        ]


class FollowUp(models.Model):
    """A day after a story was heard its writer is asked, privately: did you feel heard?"""

    story = models.OneToOneField(Story, models.CASCADE, primary_key=True, related_name="follow_up")
    asked_at = models.DateTimeField(default=timezone.now)
    felt_heard = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True, blank=True)
