"""Let go of removed texts whose time is over. The worker does it once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from holdspace.safeguarding.moderation import forget_removed


class Command(BaseCommand):
    help = "Let go of removed texts that were kept long enough."

    def handle(self, *args: Any, **options: Any) -> None:
        forget_removed(timezone.now())
