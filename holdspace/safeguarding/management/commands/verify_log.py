from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdspace.safeguarding.log import end_of_log, faults


class Command(BaseCommand):
    help = (
        "Check that no row of the duty log was edited, deleted or moved. Prints an anchor to keep outside the server."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", default="", metavar="SEAL", help="an anchor from before: is it still there?")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults(anchor=options["since"]))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError("The log is not as it was written.")
        head = end_of_log()
        self.stdout.write(f"The log is whole: {head.number} rows.\nAnchor: {head.seal}")
