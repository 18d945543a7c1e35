"""A circle, its agreements, and who accepted them."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from holdspace.circles.topics import SPOKEN
from holdspace.conversations.models import Conversation, Seat


class CircleKind(models.TextChoices):
    OPEN = "open", _("Anyone here may join")
    ASK = "ask", _("Ask to join")
    INVITE = "invite", _("By invitation only")


class Circle(models.Model):
    slug = models.SlugField(unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")])
    name = models.CharField(max_length=60)
    about = models.TextField()
    language = models.CharField(max_length=3, default="en", choices=list(SPOKEN.items()))
    kind = models.CharField(max_length=6, choices=CircleKind, default=CircleKind.OPEN)
    facets = models.JSONField(default=list)
    topics = models.JSONField(default=list, help_text="what stories here are expected to be about: shown, not folded")
    norms = models.JSONField(default=list, help_text="three lines in the circle's own words")
    example = models.TextField(blank=True, help_text="one good reply")
    most_people = models.PositiveSmallIntegerField(default=150)
    ends_on = models.DateField(null=True, blank=True)
    conversation = models.OneToOneField(Conversation, models.PROTECT, related_name="circle")
    guides = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["name"]

    @property
    def agreement(self) -> "Agreement":
        """The version in force."""
        return self.agreements.latest("version")

    @property
    def has_ended(self) -> bool:
        return self.ends_on is not None and self.ends_on < timezone.localdate()


class Agreement(models.Model):
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField(default=1)
    lines = models.JSONField(help_text='[{"name": …, "text": …}]')
    since = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "version"], name="one_agreement_a_version")]


class Acceptance(models.Model):
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="acceptances")
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seat", "agreement"], name="accepted_once")]


class Invitation(models.Model):
    """Opens the door of a circle for one person: an invitation by a host, or an answer to someone who asked."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["circle", "person"], name="one_invitation_a_person")]
