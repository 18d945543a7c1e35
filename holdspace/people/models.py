"""People, their roles, and what each of them agreed to."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from holdspace.people.names import LONGEST, skeleton


class RoleKind(models.TextChoices):
    MEMBER = "member", _("member")
    LISTENER = "listener", _("listener")
    HOST = "host", _("host")
    GUIDE = "guide", _("guide")
    LEAD = "lead", _("lead")
    STEWARD = "steward", _("steward")
    PRACTITIONER = "practitioner", _("practitioner")


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

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "name"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="one_person_a_name")]

    def __str__(self) -> str:
        return str(self.pk)  # a name is shown by faces.py only, so a stray print gives an id

    @cached_property
    def roles(self) -> frozenset[str]:
        """Kinds of role, asked once for each request."""
        return frozenset(Role.objects.filter(person=self).values_list("kind", flat=True))


class Role(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=RoleKind.choices)
    given_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="one_role_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"


class Verification(models.Model):
    """Somebody answerable looked at a professional's papers and says so by name."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=60)
    profession = models.CharField(max_length=120)
    verified_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    verified_on = models.DateField()

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
