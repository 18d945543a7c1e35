"""Mail those for whom something waits. Run it every few minutes; it sends at 9, 14 and 20 o'clock where they live."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from holdspace.notices.actions import send_digests


class Command(BaseCommand):
    help = "Mail those for whom something waits (at 9, 14 and 20 o'clock where they live)."

    def handle(self, *args: Any, **options: Any) -> None:
        send_digests(timezone.now())
