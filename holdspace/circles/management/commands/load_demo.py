"""Fill an empty place with the people, circles and stories of the demo."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from holdspace.circles.demo import Demo, doors
from holdspace.circles.policy import is_empty_place
from holdspace.listening import engine


class Command(BaseCommand):
    help = "Fill an empty place with the people, circles and stories of the demo."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The passphrases of the demo are public, so it stays out of a place in production.")
        if not is_empty_place():
            raise CommandError("There are people here already. The demo is loaded into an empty place only.")
        engine.warm()
        Demo(timezone.now()).load()
        for door in doors():
            self.stdout.write(door)
