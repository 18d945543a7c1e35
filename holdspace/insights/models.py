"""What the steward said about this place, each time as a new row; and the key with which the first steward comes in."""

from django.conf import settings
from django.db import models
from django.utils import timezone

ADULT = 18


class Said(models.Model):
    """All that was said up to one moment. The newest row holds; rows are added and never changed.

    An empty field was left to the settings. `step` is the page on which this was said.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    step = models.CharField(max_length=20)
    name = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    privacy_contact = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    languages = models.JSONField(default=list, blank=True)
    youngest = models.PositiveSmallIntegerField(default=ADULT)
    covered_from = models.PositiveSmallIntegerField(null=True, blank=True)
    covered_to = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(youngest__gte=ADULT), name="people_here_are_adults"),
            models.CheckConstraint(
                condition=models.Q(covered_from=None, covered_to=None)
                | models.Q(covered_from__lt=models.F("covered_to"), covered_to__lte=24),
                name="duty_ends_after_it_began",
            ),
        ]


class FirstKey(models.Model):
    """The digest of the one link with which the first steward comes in; gone with its use."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_first_key")]
