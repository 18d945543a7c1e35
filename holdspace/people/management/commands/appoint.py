"""Make somebody lead or steward from the server, where nobody else can yet. It stands in the log, as done by nobody."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdspace.people.actions import give_role
from holdspace.people.models import RoleKind
from holdspace.people.policy import person_called


class Command(BaseCommand):
    help = "Make somebody lead or steward: manage.py appoint NAME lead"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the name under which they joined")
        parser.add_argument("role", choices=[RoleKind.LEAD.value, RoleKind.STEWARD.value])

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_called(options["name"])
        if person is None:
            raise CommandError("Nobody here has this name. They join first, in the browser.")
        give_role(person=person, kind=options["role"])
        self.stdout.write("Done. It opens once they have set up a second step: they are led to it when they enter.")
