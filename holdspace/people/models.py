"""People, their roles, and what each of them agreed to."""

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Exists, Expression, OuterRef, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from holdspace.kit.prepared import Given, Prepared
from holdspace.people.names import LONGEST, skeleton


class RoleKind(models.TextChoices):
    MEMBER = "member", _("member")
    LISTENER = "listener", _("listener")
    HOST = "host", _("host")
    GUIDE = "guide", _("guide")
    LEAD = "lead", _("lead")
    STEWARD = "steward", _("steward")
    PRACTITIONER = "practitioner", _("practitioner")


STAFF = frozenset({RoleKind.GUIDE, RoleKind.LEAD, RoleKind.STEWARD, RoleKind.PRACTITIONER})
PROFESSIONALS = frozenset({RoleKind.GUIDE, RoleKind.LEAD, RoleKind.PRACTITIONER})
WITH_PAPERS = frozenset({RoleKind.GUIDE, RoleKind.PRACTITIONER})
SECOND_STEPS = ("totp", "webauthn")


def today() -> date:
    """The day where the place is, not where the reader is: a right ends for everybody at the same moment."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


class SkeletonField(models.CharField[str, str]):
    """Kept in step with `name` at every write, also when many rows are made at once."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        setattr(model_instance, self.attname, skeleton(model_instance.name))  # type: ignore[attr-defined]
        return str(getattr(model_instance, self.attname))


class PersonManager(BaseUserManager["Person"]):
    def create_person(self, *, name: str, passphrase: str | None = None, **facts: Any) -> "Person":
        """Keep a new person. Without a passphrase nobody can enter as them."""
        person = self.model(name=name, **facts)
        person.set_password(passphrase)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, name: str | None) -> "Person":
        return self.get(name__iexact=name)


class Person(AbstractBaseUser, PermissionsMixin):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=LONGEST, unique=True)
    skeleton = SkeletonField(max_length=3 * LONGEST, unique=True, editable=False)
    email = models.EmailField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    low_energy = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    lock_turns = models.PositiveIntegerField(default=0, help_text="one more ends every session there is")

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "name"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="one_person_a_name")]

    def __str__(self) -> str:
        return str(self.pk)  # a name is shown by faces.py only, so a stray print gives an id

    @cached_property
    def roles(self) -> frozenset[str]:
        """Kinds of role in force, asked once for each request."""
        return frozenset(kind for kind, is_open in self._held.items() if is_open)

    @property
    def sleeping_roles(self) -> frozenset[str]:
        """Roles they hold that open nothing, because a second step is not set up."""
        return frozenset(kind for kind, is_open in self._held.items() if not is_open)

    def forget_roles(self) -> None:
        """Something about them has changed: they are asked again."""
        self.__dict__.pop("roles", None)
        self.__dict__.pop("_held", None)

    @cached_property
    def _held(self) -> dict[str, bool]:
        return {role.kind: role.is_open for role in _roles_of(person=self.pk, day=today())}

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Django ends a session whose hash is another one: with the passphrase, and with each turn of the lock."""
        known = f"{self.password}.{self.lock_turns}" if self.lock_turns else self.password
        salt = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"
        return salted_hmac(salt, known, secret=secret, algorithm="sha256").hexdigest()


class RoleQuerySet(models.QuerySet["Role"]):
    def lasting(self, day: date | Expression | None = None) -> Self:
        """Not past their last day. `is_open` says whether they open anything: those of staff need a second step."""
        day = day or today()
        second_steps = apps.get_model("mfa", "Authenticator")._default_manager.filter(type__in=SECOND_STEPS)
        has_second_step = Exists(second_steps.filter(user=OuterRef("person")))
        is_open = models.ExpressionWrapper(~Q(kind__in=STAFF) | has_second_step, models.BooleanField())
        return self.filter(Q(until=None) | Q(until__gte=day)).annotate(is_open=is_open)

    def in_force(self, day: date | Expression | None = None) -> Self:
        return self.lasting(day).filter(is_open=True)

    def run_out(self) -> Self:
        return self.filter(until__lt=today())


class Role(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=RoleKind.choices)
    given_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    until = models.DateField(null=True, blank=True, help_text="the last day on which it opens anything")

    is_open: bool  # told by `lasting`

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_role_of_a_kind"),
            models.CheckConstraint(
                condition=~Q(kind__in=["guide", "practitioner"]) | Q(until__isnull=False),
                name="a_right_that_needs_papers_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


_roles_of = Prepared(
    lambda: Role.objects.lasting(Given("day", models.DateField())).filter(person=Given("person", models.UUIDField()))
)


class PastRole(models.Model):
    """A role that ended: taken with a reason, or past its last day."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=RoleKind.choices)
    given_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ended_at = models.DateTimeField(default=timezone.now)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ["-ended_at"]

    def __str__(self) -> str:
        return f"past {self.kind} {self.person_id}"


class Verification(models.Model):
    """Two people looked at a professional's papers and say so by name, until a day."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=60)
    profession = models.CharField(max_length=120)
    verified_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    seconded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    verified_on = models.DateField()
    valid_until = models.DateField()
    reminded_at = models.DateTimeField(null=True, blank=True, help_text="told that its end is near")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(seconded_by=None) | ~Q(verified_by=models.F("seconded_by")),
                name="two_people_looked",
            ),
        ]

    def __str__(self) -> str:
        return f"verification {self.person_id}"


class Consent(models.Model):
    """One agreement to one version of one text. Withdrawn rows stay, so that the history is true."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=40)
    version = models.CharField(max_length=10)
    given_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn_at=None),
                name="one_consent_in_force",
            )
        ]
        ordering = ["-given_at"]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version} {self.person_id}"


class RecoveryCode(models.Model):
    """The digest of a code that opens the account once, when the passphrase is lost."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="one_row_a_code")]

    def __str__(self) -> str:
        return f"recovery code {self.pk}"


class Standing(models.TextChoices):
    WAITING = "waiting", _("It waits for two people to look at it.")
    ACCEPTED = "accepted", _("Two people looked at it and agreed.")
    REFUSED = "refused", _("It was not agreed to.")
    WITHDRAWN = "withdrawn", _("You took it back.")


class Application(models.Model):
    """Somebody says which profession they have and what they would do here, and shows papers for it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(
        max_length=12, choices=[(one.value, one.label) for one in (RoleKind.GUIDE, RoleKind.PRACTITIONER)]
    )
    title = models.CharField(max_length=60)
    profession = models.CharField(max_length=120)
    register = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=2)
    sent_at = models.DateTimeField(default=timezone.now)
    first = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    second = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    standing = models.CharField(max_length=9, choices=Standing, default=Standing.WAITING)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="why not, for the applicant to read")

    class Meta:
        ordering = ["-sent_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(standing="waiting"), name="one_application_at_a_time"
            ),
            models.CheckConstraint(
                condition=(Q(first=None) | ~Q(first=models.F("person")))
                & (Q(second=None) | ~Q(second=models.F("person")))
                & (Q(first=None) | Q(second=None) | ~Q(first=models.F("second"))),
                name="two_others_check",
            ),
            models.CheckConstraint(condition=~Q(standing="refused") | ~Q(reason=""), name="refused_with_a_reason"),
            models.CheckConstraint(
                condition=Q(standing="waiting", decided_at=None)
                | (~Q(standing="waiting") & Q(decided_at__isnull=False)),
                name="decided_at_some_time",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.standing == Standing.WAITING


class Opinion(models.Model):
    """What one of the two who checked found, by name and with a note that the applicant does not read."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="opinions")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    agrees = models.BooleanField()
    note = models.TextField()
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.UniqueConstraint(fields=["application", "by"], name="one_opinion_each"),
            models.CheckConstraint(condition=~Q(note=""), name="an_opinion_with_a_note"),
        ]


class Paper(models.Model):
    """One file of evidence, sealed with the applicant's own key. After a while only who saw it is left."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="papers")
    kind = models.CharField(max_length=4, choices=[("pdf", "PDF"), ("png", "PNG"), ("jpeg", "JPEG")])
    sealed = models.BinaryField()
    gone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(gone_at=None) | Q(sealed=b""), name="what_is_gone_is_gone")]


class Sight(models.Model):
    """Somebody opened a paper."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="sights")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]


class PersonKey(models.Model):
    """The key that seals what a person entrusts, itself sealed with a key of the place. Gone with them."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE, related_name="+")
    place_key = models.CharField(max_length=16, help_text="which key of the place seals it")
    sealed = models.BinaryField()


class NewLock(models.Model):
    """A second step that was lost: one lead asks, somebody else agrees, and it can be set up anew."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.TextField()
    asked_at = models.DateTimeField(default=timezone.now)
    agreed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(agreed_at=None), name="one_new_lock_at_a_time"),
            models.CheckConstraint(
                condition=~Q(asked_by=models.F("person"))
                & (Q(agreed_by=None) | (~Q(agreed_by=models.F("person")) & ~Q(agreed_by=models.F("asked_by")))),
                name="two_others_give_a_new_lock",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="a_new_lock_has_a_reason"),
        ]
