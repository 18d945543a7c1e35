"""The log is never edited: what the database refuses, and what is found if somebody gets past it."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from holdspace.people import leaving
from holdspace.safeguarding.log import faults, record
from holdspace.safeguarding.models import Entry, Head, What
from holdspace.safeguarding.models.log import NO_SEAL
from holdspace.safeguarding.tests.tampering import triggers

pytestmark = pytest.mark.django_db
MANY = 10_000


@pytest.fixture
def written(mira, ana):
    def write(count):
        return [record(what=What.CASE_READ, by=mira, about=f"/duty/{number}/", person=ana) for number in range(count)]

    return write


@pytest.fixture
def unlocked(db):
    """Somebody with the keys to the database has taken the triggers away."""
    triggers("UNGUARDS")


def damage():
    """What is found, apart from the triggers that a test itself took away."""
    return [fault for fault in faults() if "trigger" not in fault]


def test_each_row_holds_the_seal_of_the_one_before(written):
    first, second, third = written(3)
    assert (first.number, second.number, third.number) == (1, 2, 3)
    assert (first.before, second.before, third.before) == (NO_SEAL, first.seal, second.seal)
    assert list(faults()) == []


def test_what_is_taken_back_leaves_no_gap(written, mira):
    written(2)
    with transaction.atomic():
        record(what=What.CASE_READ, by=mira)
        transaction.set_rollback(True)
    assert record(what=What.CASE_TAKEN, by=mira).number == 3
    assert list(faults()) == []


@pytest.mark.parametrize(
    "touch", [lambda rows: rows.update(why="x"), lambda rows: rows.filter(number=2)._raw_delete("default")]
)
def test_the_database_refuses_to_change_or_delete_a_row(written, touch):
    written(3)
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        touch(Entry.objects.all())
    assert Entry.objects.filter(why="").count() == 3


@pytest.fixture
def long_log(mira, ana):
    """Ten thousand rows, put in at once with the same seals that one by one would have got."""
    before, rows = NO_SEAL, []
    start = record(what=What.CASE_READ, by=mira, about="/duty/0/").at
    triggers("UNGUARDS")
    Entry.objects.all()._raw_delete("default")
    for number in range(1, MANY + 1):
        row = Entry(
            number=number,
            before=before,
            at=start + timedelta(seconds=number),
            what=What.values[number % len(What.values)],
            by=mira.pk,
            about=f"/duty/{number % 40}/",
            person=ana.pk,
            why="Asked by phone" if number % 7 else "",
        )
        row.seal = before = row.sealed()
        rows.append(row)
    Entry.objects.bulk_create(rows, batch_size=500)
    Head.objects.update(number=MANY, seal=before)
    assert damage() == []


PLACES = [1, 2, 5_003, MANY]


@pytest.mark.timeout(300)
def test_any_edit_delete_or_reorder_among_ten_thousand_rows_is_found(long_log):
    for place in PLACES:
        for change in CHANGES:
            with transaction.atomic():
                change(Entry.objects.get(number=place))
                found = damage()
                transaction.set_rollback(True)
            assert found, f"{change.__name__} of row {place} was not found"
            assert any(str(row) in fault for fault in found for row in (place - 1, place, place + 1)), found
    assert damage() == []


def edit_the_time(row):
    Entry.objects.filter(number=row.number).update(at=row.at + timedelta(microseconds=1))


def edit_who(row):
    Entry.objects.filter(number=row.number).update(by=None)


def edit_what(row):
    Entry.objects.filter(number=row.number).update(what=f"{row.what}_not")


def edit_about(row):
    Entry.objects.filter(number=row.number).update(about="/duty/another/")


def edit_whom(row):
    Entry.objects.filter(number=row.number).update(person=row.by)


def edit_why(row):
    Entry.objects.filter(number=row.number).update(why=f"{row.why}.")


def edit_and_seal_again(row):
    """Whoever edits a row and computes its seal anew still leaves the next one, or the head, pointing at the old."""
    row.about = "/duty/another/"
    Entry.objects.filter(number=row.number).update(about=row.about, seal=row.sealed())


def delete(row):
    Entry.objects.filter(number=row.number)._raw_delete("default")


def delete_from_here(row):
    Entry.objects.filter(number__gte=row.number)._raw_delete("default")


def change_places(row):
    """Two rows change their numbers, and both are sealed anew as if they had always stood there."""
    other = Entry.objects.get(number=row.number - 1 if row.number > 1 else 2)
    for one, number in ((row, other.number), (other, row.number)):
        Entry.objects.filter(number=number).update(
            at=one.at, what=one.what, about=one.about, why=one.why, seal=one.seal, before=one.before
        )


def put_one_in(row):
    """A deed that never was, between two that were."""
    Entry.objects.filter(number__gt=row.number)._raw_delete("default")
    forged = Entry(number=row.number + 1, before=row.seal, at=row.at, what="case_read", about="/duty/1/")
    forged.seal = forged.sealed()
    forged.save(force_insert=True)


CHANGES = [
    edit_the_time,
    edit_who,
    edit_what,
    edit_about,
    edit_whom,
    edit_why,
    edit_and_seal_again,
    delete,
    delete_from_here,
    change_places,
    put_one_in,
]


def test_who_rewrites_everything_with_its_head_is_found_by_the_anchor_kept_outside(written, unlocked):
    anchor = written(5)[-1].seal
    Entry.objects.filter(number__gt=3)._raw_delete("default")
    Head.objects.update(number=3, seal=Entry.objects.get(number=3).seal)
    assert damage() == []
    assert any(anchor in fault for fault in faults(anchor=anchor))


def test_a_missing_trigger_is_told(written, unlocked):
    written(1)
    assert len(list(faults())) == 2


def test_a_trigger_that_refuses_nothing_any_more_is_told(written, unlocked):
    written(1)
    with connection.cursor() as cursor:
        for name, deed in (("log_keeps_its_rows", "DELETE"), ("log_keeps_its_words", "UPDATE")):
            cursor.execute(f"CREATE TRIGGER {name} BEFORE {deed} ON safeguarding_entry BEGIN SELECT 1; END")
    assert len(list(faults())) == 2


def test_the_command_says_from_which_row_on_nothing_vouches_for_the_end(written, unlocked):
    written(5)
    said = checked()
    anchor = re.search(r"Anchor: (5-[0-9a-f]{64})", said)[1]
    assert "Nothing after row 0 is vouched for" in said
    assert "Nothing after row 5 is vouched for" in checked(since=anchor)
    assert "Nothing after row 5 is vouched for" in checked(since=anchor.partition("-")[2])
    triggers("UNGUARDS")
    Entry.objects.filter(number__gt=3)._raw_delete("default")
    Head.objects.update(number=3, seal=Entry.objects.get(number=3).seal)
    assert "Nothing after row 0 is vouched for" in checked()
    with pytest.raises(CommandError):
        checked(since=anchor)


def checked(**options):
    """What the command says while the triggers stand."""
    triggers("UNGUARDS")
    triggers("GUARDS")
    said = StringIO()
    call_command("verify_log", stdout=said, stderr=StringIO(), **options)
    return said.getvalue()


def test_the_command_prints_an_anchor_and_ends_badly_after_tampering(written, unlocked):
    last = written(4)[-1]
    triggers("GUARDS")
    said = StringIO()
    call_command("verify_log", stdout=said)
    assert "4 rows" in said.getvalue()
    assert last.seal in said.getvalue()
    call_command("verify_log", since=last.seal, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("verify_log", since="0" * 63 + "1", stdout=StringIO(), stderr=StringIO())


def test_when_somebody_leaves_the_chain_still_holds(written, ana, mira):
    written(3)
    leaving.leave(ana)
    leaving.leave(mira)
    assert list(faults()) == []


def test_a_guide_takes_along_what_they_did_and_nobody_else_s_deeds(written, mira, lena):
    written(1)
    record(what=What.CASE_TAKEN, by=lena)
    assert [row["what"] for row in leaving.words_of(mira)["concerns"]["deeds"]] == ["case_read"]
