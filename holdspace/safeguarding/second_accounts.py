"""Somebody who was blocked may come back under another account. A guide looks; whoever blocked them is told nothing."""

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.account.signals import email_added
from django.dispatch import receiver
from django.utils.translation import gettext_noop

from holdspace.networks.models import Boundary
from holdspace.networks.policy import blocks
from holdspace.networks.signals import boundary_drawn
from holdspace.people.alike import people_like
from holdspace.people.models import Person
from holdspace.people.signals import person_joined
from holdspace.safeguarding.actions import raise_concern
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Kind

WHY = gettext_noop("The account shares an e-mail address or nearly a name with one that somebody here has blocked.")


@receiver(person_joined)
def look_at_who_joined(sender: type[Person], person: Person, **facts: Any) -> None:
    put_before_guides(person)


@receiver(email_added)
def look_at_the_address(sender: Any, user: Person, email_address: EmailAddress, **facts: Any) -> None:
    put_before_guides(user)


@receiver(boundary_drawn)
def look_for_others_like_them(sender: type[Boundary], other_id: UUID | None, **facts: Any) -> None:
    for blocked in Person.objects.filter(pk__in=blocks().filter(other=other_id).values("other")):
        for person in people_like(blocked):
            put_before_guides(person)


def put_before_guides(person: Person) -> None:
    """One concern for an account, without anybody's name: who is behind which words stays sealed."""
    if people_like(person).filter(pk__in=blocks().values("other")).exists():
        link = f"/me/settings/#{person.pk}"
        raise_concern(kind=Kind.ALIKE, level=Level.HEAVY, link=link, person=person, reasons=[WHY])
