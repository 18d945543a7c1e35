"""Writing into the log, and finding out whether anybody has tampered with it."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from holdspace.people.models import Person
from holdspace.safeguarding.models import Entry, Head, What
from holdspace.safeguarding.models.log import NO_SEAL

TRIGGERS = {"log_keeps_its_rows", "log_keeps_its_words"}


@transaction.atomic
def record(*, what: What, by: Person | None, about: str = "", person: Person | None = None, why: str = "") -> Entry:
    """One more row, kept or lost together with what the caller does.

    Call it last in a transaction: on PostgreSQL the head stays locked until the end, and whoever locks other rows
    after it could wait for somebody who waits for the head. On SQLite a transaction is the only writer anyway.
    """
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    entry = Entry(
        number=head.number + 1,
        before=head.seal,
        at=timezone.now(),
        what=what.value,
        by=by.pk if by else None,
        about=about,
        person=person.pk if person else None,
        why=why,
    )
    entry.seal = entry.sealed()
    entry.save(force_insert=True)
    Head.objects.update(number=entry.number, seal=entry.seal)
    return entry


def faults(*, anchor: str = "") -> Iterator[str]:
    """Every place where the log is not as it was written; nothing when it is whole.

    anchor  a seal that somebody kept outside the server: it has to be in the chain still
    """
    head = Head.objects.filter(pk=1).first() or Head()
    yield from _broken_links()
    yield from _wrong_end(head)
    yield from (f"the trigger {name} is missing" for name in sorted(TRIGGERS - _triggers()))
    if anchor and not Entry.objects.filter(seal=anchor).exists():
        yield f"the seal {anchor} is not in the log any more: rows were deleted or written anew"


def _broken_links() -> Iterator[str]:
    number, seal = 0, NO_SEAL
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        if entry.number != number + 1:
            yield f"row {number + 1} is missing" + (f", up to row {entry.number - 1}" * (entry.number > number + 2))
        elif entry.before != seal:
            yield f"row {entry.number} does not follow row {number}: one of them was edited, or they changed places"
        if entry.seal != entry.sealed():
            yield f"row {entry.number} was edited"
        number, seal = entry.number, entry.seal


def _wrong_end(head: Head) -> Iterator[str]:
    last = Entry.objects.order_by("-number").first() or Entry(number=0, seal=NO_SEAL)
    if last.number < head.number:
        yield f"the end is missing: {head.number} rows were written, the last one here is row {last.number}"
    elif (last.number, last.seal) != (head.number, head.seal):
        yield f"row {last.number} is not the one that was written last"


def _triggers() -> set[str]:
    table = "pg_trigger" if connection.vendor == "postgresql" else "sqlite_master"
    column, only = ("tgname", "") if connection.vendor == "postgresql" else ("name", " WHERE type = 'trigger'")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}{only}")  # noqa: S608
        return {row[0] for row in cursor.fetchall()}


def end_of_log() -> Head:
    return Head.objects.filter(pk=1).first() or Head()
