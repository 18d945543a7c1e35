"""What circles do when a room below announces a fact."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from holdspace.circles.actions import concerns_on, forget_words
from holdspace.circles.models import Reply, Story, StoryConcern
from holdspace.safeguarding.models import Concern
from holdspace.safeguarding.signals import concern_closed, concern_raised


@receiver(concern_raised)
def remember_the_words(sender: type[Concern], concern: Concern, **facts: Any) -> None:
    """A writer who asks for a guide means words that are known already: they stay while anybody has to look."""
    known = StoryConcern.objects.filter(concern__link=concern.link).exclude(concern=concern).first()
    if known:
        StoryConcern.objects.get_or_create(concern=concern, defaults={"story": known.story, "reply": known.reply})


@receiver(concern_closed)
def go_on_after_looking(sender: type[Concern], concern: Concern, **facts: Any) -> None:
    """Somebody has looked: withdrawn words go now, and a story that was set aside for guides may wait for listeners."""
    link = StoryConcern.objects.filter(concern=concern).select_related("story", "reply").first()
    told = (link.reply or link.story) if link else None
    if told and not concerns_on(told).filter(concern__closed_at=None).exists():
        settle(told)


def settle(told: Story | Reply) -> None:
    if told.withdrawn_at:
        forget_words(told)
    elif isinstance(told, Story) and told.is_for_guides:
        told.is_for_guides = False
        told.waits_since = told.waits_since if told.heard_at else timezone.now()
        told.save(update_fields=["is_for_guides", "waits_since"])
