"""Writing into the log, and finding out whether anybody has tampered with it."""

from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from holdspace.people.models import Person
from holdspace.safeguarding.models import Entry, Head, What
from holdspace.safeguarding.models.log import NO_SEAL

ON_SQLITE = (
    "CREATE TRIGGER {} BEFORE {} ON safeguarding_entry BEGIN SELECT RAISE(ABORT, 'the log is never edited'); END"
)
ON_POSTGRES = (  # when it acts (pg_trigger.tgtype), that it is on, and for every row; what it does
    "{} O true  BEGIN RAISE EXCEPTION 'the log is never edited' USING ERRCODE = 'integrity_constraint_violation'; END "
)
TRIGGERS = {  # as migration `the_log` made them: one that has the name and refuses nothing guards nothing
    "sqlite": {
        "log_keeps_its_rows": ON_SQLITE.format("log_keeps_its_rows", "DELETE"),
        "log_keeps_its_words": ON_SQLITE.format("log_keeps_its_words", "UPDATE"),
    },
    "postgresql": {"log_keeps_its_rows": ON_POSTGRES.format(42), "log_keeps_its_words": ON_POSTGRES.format(19)},
}
ASKED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'safeguarding_entry'",
    "postgresql": (
        "SELECT tgname, tgtype || ' ' || tgenabled::text || ' ' || (tgqual IS NULL)::text || ' ' || prosrc "
        "FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE tgrelid = 'safeguarding_entry'::regclass"
    ),
}


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

    anchor  a row and its seal that somebody kept outside the server: it has to be in the chain still. Of what came
            after it nothing is known: whoever holds the database can cut the end off and write a head that fits
    """
    head = Head.objects.filter(pk=1).first() or Head()
    yield from _broken_links()
    yield from _wrong_end(head)
    yield from _broken_triggers()
    if anchor and not vouched_until(anchor):
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


def _broken_triggers() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(ASKED[connection.vendor])
        there = dict(cursor.fetchall())
    for name, does in TRIGGERS[connection.vendor].items():
        if name not in there:
            yield f"the trigger {name} is missing"
        elif there[name] != does:
            yield f"the trigger {name} is not the one that guards the log"


def anchor_of(head: Head) -> str:
    return f"{head.number}-{head.seal}"


def vouched_until(anchor: str) -> int:
    """The row up to which an anchor vouches for the log; 0 where it is not in the chain. Older ones are bare seals."""
    number, _, seal = anchor.rpartition("-")
    row = Entry.objects.filter(seal=seal).first()
    return row.number if row and number in {"", str(row.number)} else 0


def end_of_log() -> Head:
    return Head.objects.filter(pk=1).first() or Head()
