from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holdspace.library import policy
from holdspace.library.phonebook import FRESH_FOR, Book


class Command(BaseCommand):
    help = "Reads every crisis line. Fails when one cannot be read or was checked more than 180 days ago."

    def handle(self, *args: Any, **options: Any) -> None:
        book = policy.book()
        lands = {line.country for line in book.lines if line.country}
        self.stdout.write(f"{len(book.lines)} lines in {len(lands)} countries")
        self._name_unchecked(book)
        complaints = [*book.faults, *stale_lines(book)]
        if complaints:
            raise CommandError("\n".join(complaints))

    def _name_unchecked(self, book: Book) -> None:
        for line in book.lines:
            if line.checked_on is None:
                self.stdout.write(f"not checked: {line.id}")


def stale_lines(book: Book) -> list[str]:
    """A sentence for each line that was checked too long ago."""
    return [
        f"{line.id}: checked on {line.checked_on}, more than {FRESH_FOR.days} days ago"
        for line in book.lines if line.is_stale
    ]
