"""Offer stories that wait to listeners, and put overdue ones before the guides. The worker does it every minute."""

from typing import Any

from django.core.management.base import BaseCommand

from holdspace.circles.unheard import tick


class Command(BaseCommand):
    help = "Offer stories that wait to listeners, and put overdue ones before the guides."

    def handle(self, *args: Any, **options: Any) -> None:
        tick()
