"""A case: all that is open about one thing, who looks after it, and every step it took."""

import uuid
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdspace.people.models import Person
from holdspace.safeguarding.ladder import Level

if TYPE_CHECKING:
    from holdspace.safeguarding.models.concerns import Concern


class State(models.TextChoices):
    DETECTED = "detected", _("waits for somebody")
    TAKEN = "taken", _("somebody looks after it")
    CONTACT = "contact", _("in contact")
    LEAD = "lead", _("with the lead")
    ADVISED = "advised", _("outside help advised")
    CONFIRMED = "confirmed", _("confirmed: they are safe, or nothing more is needed")
    UNRESOLVED = "unresolved", _("unresolved: no answer came")
    CLOSED = "closed", _("closed")


AT_WORK = [State.TAKEN, State.CONTACT, State.LEAD, State.ADVISED]
EDGES: dict[str, list[State]] = {
    "": [State.DETECTED],
    State.DETECTED: [State.TAKEN, State.CLOSED],
    State.TAKEN: [*AT_WORK, State.CONFIRMED, State.UNRESOLVED, State.DETECTED, State.CLOSED],
    State.CONTACT: [*AT_WORK, State.CONFIRMED, State.UNRESOLVED, State.DETECTED],
    State.LEAD: [*AT_WORK, State.CONFIRMED, State.UNRESOLVED, State.DETECTED],
    State.ADVISED: [*AT_WORK, State.CONFIRMED, State.UNRESOLVED, State.DETECTED],
    State.CONFIRMED: [State.CLOSED],
    State.UNRESOLVED: [State.CLOSED],
    State.CLOSED: [],
}


def allowed_edges() -> models.Q:
    edges = models.Q()
    for before, after in EDGES.items():
        edges |= models.Q(before=before, after__in=[state.value for state in after])
    return edges


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_at=None)


class Case(models.Model):
    """`level` is the highest it ever had: what follows a dangerous hour follows it also when it turned out well."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.CharField(max_length=200)
    is_apart = models.BooleanField(default=False, help_text="somebody on duty was reported: leads look at it, apart")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField(choices=Level)
    state = models.CharField(max_length=12, choices=State, default=State.DETECTED)
    opened_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["link", "is_apart"], condition=models.Q(closed_at=None), name="one_open_case_a_thing"
            ),
            models.CheckConstraint(
                condition=models.Q(state=State.CLOSED, closed_at__isnull=False)
                | (~models.Q(state=State.CLOSED) & models.Q(closed_at=None)),
                name="a_closed_case_says_when",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.DETECTED) | models.Q(taken_by=None),
                name="what_waits_is_nobodys",
            ),
        ]

    @property
    def address(self) -> str:
        return f"/duty/{self.pk}/"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @cached_property
    def concerns(self) -> list["Concern"]:
        """What still has to be looked at, the most urgent first; all of it once nothing has."""
        together = sorted(self.all_concerns.all(), key=lambda one: one.urgency)
        return [one for one in together if one.closed_at is None] or together

    @property
    def first(self) -> "Concern":
        return self.concerns[0]

    @cached_property
    def urgency(self) -> tuple[int, int, datetime]:
        level, asked, _raised = self.first.urgency
        return level, asked, self.raised_at

    @property
    def level_now(self) -> Level:
        return Level(self.first.level)

    @property
    def raised_at(self) -> datetime:
        return min(one.raised_at for one in self.concerns)

    @property
    def due_at(self) -> datetime:
        """When somebody should have looked at the first thing that nobody has taken, or at the first at all."""
        return min(one.due_at for one in self.untaken or self.concerns)

    @property
    def is_overdue(self) -> bool:
        return any(one.is_overdue for one in self.untaken)

    @property
    def untaken(self) -> list["Concern"]:
        """What came in while nobody had the case, or after somebody took it: it waits for a pair of eyes of its own."""
        return [one for one in self.concerns if self.is_open and one.taken_by_id is None]

    @property
    def writer_wrote(self) -> bool:
        return any(one.writer_wrote_at for one in self.concerns)

    @property
    def kinds(self) -> list[str]:
        return list(dict.fromkeys(one.get_kind_display() for one in self.concerns))

    @property
    def reasons(self) -> list[str]:
        return list(dict.fromkeys(reason for one in self.concerns for reason in one.reasons))


class CaseStep(models.Model):
    """Who moved a case, from where to where, when and why. The same state twice: it changed hands."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="steps")
    before = models.CharField(max_length=12, choices=State, blank=True)
    after = models.CharField(max_length=12, choices=State)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=allowed_edges(), name="cases_move_along_their_edges")]

    @property
    def sentence(self) -> str | Promise:
        """What happened, with a place for the name of whoever did it."""
        if self.before == self.after:
            return _("%(who)s took this over.")
        return (BY_SOMEBODY if self.by else BY_ITSELF).get(State(self.after), State(self.after).label)


BY_SOMEBODY = {
    State.DETECTED: _("%(who)s handed this back."),
    State.TAKEN: _("%(who)s took this up."),
    State.CONTACT: _("%(who)s is in contact."),
    State.LEAD: _("%(who)s asked the lead."),
    State.ADVISED: _("%(who)s: outside help is advised."),
    State.CONFIRMED: _("%(who)s: they are safe, or nothing more is needed."),
    State.UNRESOLVED: _("%(who)s: no answer came."),
    State.CLOSED: _("%(who)s closed this."),
}
BY_ITSELF = {State.DETECTED: _("It came in."), State.CLOSED: _("Closed: what it waited for has happened by itself.")}


class SecondLook(models.Model):
    """One asks whether outside help should be advised, another one answers. Both reasons are the written record."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="second_looks")
    asked_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    why = models.TextField()
    answered_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    agrees = models.BooleanField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(why=""), name="a_second_look_says_why"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, agrees=None)
                | (models.Q(agrees__isnull=False) & ~models.Q(answer="")),
                name="a_second_look_is_answered_with_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(answered_by=None) | ~models.Q(answered_by=models.F("asked_by")),
                name="a_second_look_needs_a_second_person",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(agrees=None), name="one_open_second_look_a_case"
            ),
        ]


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def open(self) -> "HandOverQuerySet":
        """Asked by whoever still has the case."""
        return self.filter(answered_at=None, case__closed_at=None, case__taken_by=models.F("by"))


class HandOver(models.Model):
    """Whoever has a case asks somebody by name to take it. It stays with them until the other one says yes."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="hand_overs")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    to = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    note = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    accepted = models.BooleanField(null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(by=models.F("to")), name="handed_over_to_somebody_else"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(answered_at=None), name="one_open_hand_over_a_case"
            ),
        ]


class Presence(models.Model):
    """Who has a case open on their screen, a minute fresh, so that two do not write to one person."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "case"], name="one_presence_a_case")]


class Aftercare(models.Model):
    """What follows a dangerous hour: looking in on the person twice, and a note from each of those who helped."""

    class Kind(models.TextChoices):
        DAY = "day", _("Look in on them, a day later")
        WEEK = "week", _("Look in on them, a week later")
        DEBRIEF = "debrief", _("A few words about how it was for you")

    case = models.ForeignKey(Case, models.CASCADE, related_name="aftercare")
    kind = models.CharField(max_length=8, choices=Kind)
    helper = models.ForeignKey(Person, models.CASCADE, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None) | ~models.Q(note=""), name="aftercare_is_done_with_a_note"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="debrief", helper__isnull=False)
                | (~models.Q(kind="debrief") & models.Q(helper=None)),
                name="only_a_debrief_belongs_to_a_helper",
            ),
        ]

    @property
    def is_overdue(self) -> bool:
        return self.done_at is None and timezone.now() > self.due_at
