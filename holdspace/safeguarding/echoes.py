"""What this room does when it hears one of its own facts."""

from typing import Any

from django.dispatch import receiver

from holdspace.safeguarding.models import Concern, Kind
from holdspace.safeguarding.moderation import keep_appeals_waiting
from holdspace.safeguarding.signals import concern_closed


@receiver(concern_closed)
def an_appeal_is_not_closed_by_a_note(sender: type[Concern], concern: Concern, **facts: Any) -> None:
    if concern.kind == Kind.APPEAL:
        keep_appeals_waiting()
