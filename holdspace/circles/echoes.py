"""What circles do when a room below announces a fact."""

from typing import Any

from django.dispatch import receiver

from holdspace.circles.actions import concerns_on, forget_words
from holdspace.circles.models import StoryConcern
from holdspace.safeguarding.models import Concern
from holdspace.safeguarding.signals import concern_closed


@receiver(concern_closed)
def let_withdrawn_words_go(sender: type[Concern], concern: Concern, **facts: Any) -> None:
    """Words that were withdrawn stayed only because somebody had to look. Now somebody has."""
    link = StoryConcern.objects.filter(concern=concern).select_related("story", "reply").first()
    told = (link.reply or link.story) if link else None
    if told and told.withdrawn_at and not concerns_on(told).filter(concern__closed_at=None).exists():
        forget_words(told)
