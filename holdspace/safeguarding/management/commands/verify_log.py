from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holdspace.safeguarding.log import anchor_of, end_of_log, faults, vouched_until


class Command(BaseCommand):
    help = (
        "Check that no row of the duty log was edited, deleted or moved. Prints an anchor to keep outside the server."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", default="", metavar="ANCHOR", help="an anchor from before: is it still there?")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(faults(anchor=options["since"]))
        for fault in found:
            self.stderr.write(fault)
        if found:
            raise CommandError("The log is not as it was written.")
        head = end_of_log()
        until = vouched_until(options["since"])
        self.stdout.write(f"The {head.number} rows of the log fit together.\nAnchor: {anchor_of(head)}")
        self.stdout.write(
            f"Nothing after row {until} is vouched for: an end that was cut off is found only by an anchor from later."
        )
