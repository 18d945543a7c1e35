"""What the engine found in a text, kept where the person it is about can see it and disagree."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holdspace.listening.claims import FoundClaim, reasons


class Purpose(models.TextChoices):
    SAFETY = "safety", _("to notice danger")
    COACH = "coach", _("to help with a reply, because the button was pressed")


class Tier(models.TextChoices):
    NONE = "none", _("nothing that points to danger")
    WATCH = "watch", _("a heavy time")
    WORRY = "worry", _("a reason to worry")
    DANGER = "danger", _("danger")
    EMERGENCY = "emergency", _("danger right now")

    @property
    def step(self) -> int:
        """Place in the order of seriousness, none = 0."""
        return list(Tier).index(self)


class Right(models.TextChoices):
    """What a reading should have been, in the eyes of whoever wrote the text."""

    CALM = "calm", _("Nothing in it called for anybody to look")
    HEAVY = "heavy", _("A heavy time, and no danger")
    DANGER = "danger", _("There was danger, or more of it than the program found")
    NOT_ME = "not-me", _("It was about somebody else, or made up: a book, a song, a film")
    SAYING = "saying", _("It was a way of speaking")
    NO_ADVICE = "no-advice", _("It was no advice to anybody")


def why(tier: Tier | None, cues: Iterable[dict[str, Any]]) -> list[str]:
    """The reasons for a tier, in words, each once. The trained part of the engine points at no phrase; that is said."""
    reasons = list(dict.fromkeys(cue["why"] for cue in cues))
    if reasons or tier is None or tier == Tier.NONE:
        return reasons
    return [gettext("Reads like other texts in which somebody was in danger; no single phrase says so.")]


class Reading(models.Model):
    """One reading of one text. A tier that is None means: not read."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    consent = models.CharField(max_length=40, help_text="Purpose and version that the person agreed to")
    text_kind = models.CharField(max_length=10)
    text_id = models.UUIDField()
    link = models.CharField(max_length=200, blank=True)
    engine = models.CharField(max_length=60, blank=True)
    tier = models.CharField(max_length=10, choices=Tier, null=True)  # noqa: DJ001  null is "not read", never "none"
    score = models.FloatField(null=True, help_text="0 to 1; null means not read")
    subject = models.CharField(max_length=20, blank=True)
    cues = models.JSONField(default=list, help_text="kind, start, end, why: places in the text, never the words")
    details = models.JSONField(default=dict, help_text="other scores with their scale")
    read_at = models.DateTimeField(default=timezone.now)
    reread_at = models.DateTimeField(null=True, blank=True, help_text="when a newer version read it again")
    disagreed_at = models.DateTimeField(null=True, blank=True)
    disagreement = models.TextField(blank=True)
    disagreed_with = models.JSONField(default=dict, help_text="what they spoke of, where it was read anew since")
    would_be_right = models.CharField(max_length=10, choices=Right, blank=True)
    allowed_at = models.DateTimeField(null=True, blank=True, help_text="the text may help to improve the reading")
    taken_back_at = models.DateTimeField(null=True, blank=True, help_text="it may no longer")
    taken_along_at = models.DateTimeField(null=True, blank=True, help_text="it was among what a steward took along")

    class Meta:
        ordering = ["-read_at", "-id"]
        indexes = [
            models.Index(fields=["person", "-read_at"], name="readings_of_a_person"),
            models.Index(fields=["text_id"], name="readings_of_a_text"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(allowed_at=None) | models.Q(purpose="safety", disagreed_at__isnull=False),
                name="only_a_view_is_given_along",
            ),
            models.CheckConstraint(
                condition=models.Q(taken_back_at=None) | models.Q(allowed_at__isnull=False),
                name="only_what_was_allowed_is_taken_back",
            ),
        ]

    @property
    def reasons(self) -> list[str]:
        return why(Tier(self.tier) if self.tier else None, self.cues)

    @property
    def as_found(self) -> dict[str, Any]:
        """What was found, without the words, their places and the exact score."""
        return {
            "found": self.tier,
            "about": self.subject or None,
            "because": sorted({str(cue["kind"]) for cue in self.cues}),
            "advice": sorted({claim.kind for claim in self.claims}),
            "version": self.engine,
        }

    @property
    def has_called(self) -> bool:
        """Somebody on duty was asked to look because of it."""
        if self.purpose == Purpose.COACH or self.tier is None:
            return self.purpose == Purpose.SAFETY
        return Tier(self.tier).step >= Tier.WORRY.step or bool(self.details.get("language") or self.claims)

    @property
    def claims(self) -> list[FoundClaim]:
        """Claims in the text that can harm, as they were found when it was read."""
        return [FoundClaim(**row) for row in self.details.get("claims", [])]

    @property
    def claim_reasons(self) -> list[str]:
        return reasons(self.claims)


class Rereading(models.Model):
    """The job of reading old texts anew, in one row; the next one takes its place.

    `after` is the last reading that was looked at, in the order of their ids: whoever moves it has done that text.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.CharField(max_length=60)
    total = models.PositiveIntegerField(help_text="how many there were when it began")
    done = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(
        default=0, help_text="of these, could not be read and keep what was found before"
    )
    after = models.UUIDField(null=True)
    begun_at = models.DateTimeField(default=timezone.now)
    went_on_at = models.DateTimeField(default=timezone.now)
    done_then = models.PositiveIntegerField(default=0, help_text="how many were done when it last went on")
    paused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_rereading")]

    @property
    def is_under_way(self) -> bool:
        return self.ended_at is None and self.paused_at is None
