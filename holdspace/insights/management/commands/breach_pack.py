from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from holdspace.insights.breach import Breach, pack
from holdspace.people.models import Person
from holdspace.people.policy import person_called


class Command(BaseCommand):
    help = "Gather what has to be told within 72 hours of a breach: one zip file, readable by its owner, without words."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--since", required=True, help="when it may have begun: 2026-03-04 or 2026-03-04T09:30Z")
        parser.add_argument("--until", required=True, help="when it had ended; a day means its end")
        parser.add_argument("--known", default="", help="when you came to know of it (now)")
        parser.add_argument("--person", default="", help="an account name, if it is about one person")
        parser.add_argument("--to", default="", help="the file to write (breach-….zip here)")

    def handle(self, *args: Any, **options: Any) -> None:
        breach = Breach(
            since=moment(options["since"], time.min),
            until=moment(options["until"], time.max),
            known_at=moment(options["known"], time.min) if options["known"] else timezone.now(),
            person=person(options["person"]),
        )
        if breach.since > breach.until:
            raise CommandError("--since is after --until.")
        written = write(breach, Path(options["to"] or f"breach-{timezone.now():%Y%m%d-%H%M%S}.zip"))
        self.stdout.write(f"{written}\nThe authority has to know by {breach.tell_by:%Y-%m-%d %H:%M} UTC.")


def write(breach: Breach, to: Path) -> Path:
    try:
        return pack(breach, to)
    except OSError as error:
        raise CommandError(f"{to} cannot be written: {error.strerror}.") from None


def moment(word: str, of_day: time) -> datetime:
    """A day or a moment; without a zone it is UTC."""
    try:
        day, found = parse_date(word), parse_datetime(word)
    except ValueError:
        day = found = None
    if found is None and day is not None:
        found = datetime.combine(day, of_day)
    if found is None:
        raise CommandError(f"{word!r} is neither a day (2026-03-04) nor a moment (2026-03-04T09:30Z).")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def person(name: str) -> Person | None:
    found = person_called(name) if name else None
    if name and found is None:
        raise CommandError("Nobody here has this name.")
    return found
