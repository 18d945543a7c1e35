"""Ring those on duty for what waits. The server does it by itself; run this every minute where no workers run."""

from typing import Any

from django.core.management.base import BaseCommand

from holdspace.safeguarding import pager


class Command(BaseCommand):
    help = "Ring those on duty for what waits and nobody has taken."

    def handle(self, *args: Any, **options: Any) -> None:
        pager.tick()
