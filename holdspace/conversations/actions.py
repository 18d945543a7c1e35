"""Giving and leaving seats."""

from django.db import transaction
from django.utils import timezone

from holdspace.conversations.models import Conversation, Seat
from holdspace.people.models import Person


@transaction.atomic
def seat(*, conversation: Conversation, person: Person, alias: str = "", is_host: bool = False) -> Seat:
    """Give a person a seat, or give back the one they left. Their alias is the one they chose last."""
    taken, _ = Seat.objects.update_or_create(
        conversation=conversation,
        person=person,
        defaults={"alias": alias, "is_host": is_host, "left_at": None},
        create_defaults={"alias": alias, "is_host": is_host},
    )
    return taken


def leave(seat: Seat) -> None:
    """The seat ends now: whatever it opened is not found from the next request on."""
    seat.left_at = timezone.now()
    seat.save(update_fields=["left_at"])
