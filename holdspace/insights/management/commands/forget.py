from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from holdspace.insights import forgetting


class Command(BaseCommand):
    help = "Take away what is past its keep time. The server does it once a day by itself; --dry-run only counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say how much would go, and take nothing away")

    def handle(self, *args: Any, **options: Any) -> None:
        now, dry = timezone.now(), options["dry_run"]
        for keep, count in forgetting.due(now) if dry else forgetting.forget(now):
            self.stdout.write(f"{keep.name}, older than {keep.days} days: {count} {'would go' if dry else 'gone'}")
