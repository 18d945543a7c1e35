"""The escalation ladder: how serious, and by when somebody looks (docs/life-of-a-story.md, step 5)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from holdspace.listening.models import Tier


class Level(models.IntegerChoices):
    HEAVY = 1, _("Unheard or heavy")
    WORRY = 2, _("Worry")
    DANGER = 3, _("Danger")
    EMERGENCY = 4, _("Emergency")


LEVEL_OF_TIER = {Tier.WORRY: Level.WORRY, Tier.DANGER: Level.DANGER, Tier.EMERGENCY: Level.EMERGENCY}


def level_of(tier: Tier | None) -> Level | None:
    """The level a reading calls for; None when it calls for nothing."""
    return LEVEL_OF_TIER.get(tier) if tier else None


def minutes_for(level: Level) -> int:
    """How soon somebody looks, by the place's own settings."""
    return settings.LADDER_MINUTES[level.value]
