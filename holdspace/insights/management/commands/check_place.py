from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdspace.insights.checks import findings


class Command(BaseCommand):
    help = "Is this place safe for people? Says what is wrong and what to do. Fails while something stops it."

    def handle(self, *args: Any, **options: Any) -> None:
        found = findings()
        for one in found:
            self.stdout.write(f"{'STOP' if one.stops else 'look'}  {one.slug}: {one.says}\n      → {one.do}")
        if any(one.stops for one in found):
            raise CommandError("This place is not safe for people yet.")
        self.stdout.write("Nothing stops this place.")
