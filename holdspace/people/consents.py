"""What people are asked to agree to, in plain words, by version; and who agreed."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import CharField, QuerySet, UUIDField
from django.dispatch import Signal
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from holdspace.kit.prepared import Given, Prepared
from holdspace.people.models import Consent, Person
from holdspace.people.signals import consent_given, consent_withdrawn

SAFETY_READING = "safety-reading"


@dataclass(frozen=True)
class ConsentText:
    """One text as people read it. A change of meaning is a new version, and everybody is asked again."""

    purpose: str
    version: str
    title: str | Promise
    says: tuple[str | Promise, ...]
    after_withdrawal: tuple[str | Promise, ...]


TEXTS = {
    text.purpose: text
    for text in (
        ConsentText(
            purpose=SAFETY_READING,
            version="1",
            title=_("A program reads for danger"),
            says=(
                _("When you share something in a circle, a program here reads it for signs of danger."),
                _("It also looks for advice that can harm: stopping a medicine, how much to take, cures."),
                _("If it finds some, you are offered help at once, and the guides on duty see it, with the reasons."),
                _("If it cannot read what you wrote, a guide is asked to look instead."),
                _("A program can be wrong. You see each reading with its reasons, and can disagree."),
                _("Nothing is sent to another company. Readings are never used to sell or to rate people."),
                _("You can withdraw this at any time in My space."),
            ),
            after_withdrawal=(
                _("From now on no program reads what you write."),
                _("What stays: Help now is on every page, and guides can read in every circle."),
                _("No guide is told when you write of danger. Guides do see stories that nobody has answered."),
                _("Readings made until today stay in your list until you take the words back or leave."),
            ),
        ),
    )
}


def has_consented(person: Person, purpose: str) -> bool:
    """Did they agree to the version in force, and not withdraw it?"""
    return any(one.version == TEXTS[purpose].version for one in _in_force(person=person.pk, purpose=purpose))


@dataclass(frozen=True)
class Standing:
    """Where a person stands with one text: the agreement in force, or None."""

    text: ConsentText
    consent: Consent | None

    @property
    def is_current(self) -> bool:
        return self.consent is not None and self.consent.version == self.text.version


def standings(person: Person) -> list[Standing]:
    return [Standing(text, in_force(person, purpose).first()) for purpose, text in TEXTS.items()]


def agreed(person: Person, purpose: str) -> str:
    """What they agreed to, as a reading keeps it ("safety-reading 1"); empty when they did not."""
    consents = _in_force(person=person.pk, purpose=purpose)
    return f"{consents[0].purpose} {consents[0].version}" if consents else ""


def in_force(person: Person, purpose: str) -> QuerySet[Consent]:
    return Consent.objects.filter(person=person, purpose=purpose, withdrawn_at=None)


_in_force = Prepared(
    lambda: Consent.objects.filter(
        person=Given("person", UUIDField()), purpose=Given("purpose", CharField()), withdrawn_at=None
    ).order_by("pk")
)


@transaction.atomic
def give(*, person: Person, purpose: str) -> Consent:
    """Agree to the version in force. Agreeing twice changes nothing."""
    version = TEXTS[purpose].version
    in_force(person, purpose).exclude(version=version).update(withdrawn_at=timezone.now())
    consent, is_new = Consent.objects.get_or_create(
        person=person, purpose=purpose, withdrawn_at=None, defaults={"version": version}
    )
    if is_new:
        _announce(consent_given, person=person, purpose=purpose, version=version)
    return consent


@transaction.atomic
def withdraw(*, person: Person, purpose: str) -> None:
    """Take an agreement back, from this moment on. The row stays, with its end."""
    if in_force(person, purpose).update(withdrawn_at=timezone.now()):
        _announce(consent_withdrawn, person=person, purpose=purpose)


def _announce(fact: Signal, **what: object) -> None:
    transaction.on_commit(lambda: fact.send(Person, **what), robust=True)
