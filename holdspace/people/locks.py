"""A new second step for somebody who lost theirs and every spare code. Two others agree; nothing is skipped."""

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone

from holdspace.people import signals
from holdspace.people.models import NewLock, Person
from holdspace.people.second_step import turn_lock


@transaction.atomic
def ask_for_new_lock(*, person: Person, by: Person, why: str) -> NewLock:
    lock, _is_new = NewLock.objects.get_or_create(person=person, agreed_at=None, defaults={"asked_by": by, "why": why})
    signals.new_lock_asked.send(NewLock, lock=lock)
    return lock


@transaction.atomic
def agree_to_new_lock(*, lock: NewLock, by: Person) -> None:
    """What they had opens nothing from now on, every session ends, and their roles sleep until a new one is set up."""
    lock.agreed_by, lock.agreed_at = by, timezone.now()
    lock.save(update_fields=["agreed_by", "agreed_at"])
    Authenticator.objects.filter(user=lock.person).delete()
    turn_lock(lock.person)
    signals.new_lock_agreed.send(NewLock, lock=lock)
