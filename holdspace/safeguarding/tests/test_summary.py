"""What guides did last quarter: for everybody, in numbers that point at nobody."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from holdspace.circles.tests.scene import text_of
from holdspace.safeguarding.models import Appeal, Concern, Report, Ruling
from holdspace.safeguarding.summary import last_quarter, summary

pytestmark = pytest.mark.django_db
LAST = datetime(2025, 11, 15, 12, tzinfo=UTC)  # the tests' clock stands in March 2026


@pytest.fixture
def ruled():
    def put(count: int, *, measure="remove", at=LAST):
        rows = [
            Ruling(link=f"/{measure}/{at:%m%d}/{number}/", thing="story", place="Loss", measure=measure,
                   agreement="Listening first", sentence="It gives orders.", made_at=at)
            for number in range(count)
        ]  # fmt: skip
        return Ruling.objects.bulk_create(rows)

    return put


def appealed(rulings, *, granted: int):
    for number, ruling in enumerate(rulings):
        facts = {"decided_at": LAST, "is_granted": number < granted, "answer": "Looked."}
        Appeal.objects.create(ruling=ruling, link=f"/a/{ruling.pk}/", words="Please.", made_at=LAST, **facts)


def numbers():
    return {str(line.label): line.number for line in summary(last_quarter(date(2026, 3, 4)))}


@pytest.mark.parametrize(
    ("day", "begins", "ends"),
    [
        (date(2026, 3, 4), date(2025, 10, 1), date(2026, 1, 1)),
        (date(2026, 4, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 10, 1)),
        (date(2028, 2, 29), date(2027, 10, 1), date(2028, 1, 1)),
    ],
)
def test_the_last_quarter_that_has_ended(day, begins, ends):
    assert (last_quarter(day).begins, last_quarter(day).ends) == (begins, ends)


def test_anybody_may_read_it_without_an_account(ruled):
    ruled(12)
    page = text_of(Client().get("/moderation/"))
    assert "<td>12</td>" in page
    assert "1 October 2025 to 31 December 2025" in page
    assert "Nothing here shows a way to die" in page


@pytest.mark.parametrize("count", [0, 1, 9])
def test_below_ten_no_number_is_told_and_none_looks_like_nine(ruled, count):
    empty = text_of(Client().get("/moderation/"))
    ruled(count)
    assert text_of(Client().get("/moderation/")) == empty


def test_ten_is_told(ruled):
    ruled(10)
    assert numbers()["A guide removed a text"] == 10


@pytest.mark.parametrize(("all_of", "granted", "told"), [(30, 12, 12), (30, 25, None), (21, 12, None), (30, 3, None)])
def test_a_part_is_told_only_where_the_rest_is_ten_as_well(ruled, all_of, granted, told):
    appealed(ruled(all_of), granted=granted)
    assert numbers()["A writer asked for a second look"] == all_of
    assert numbers()["Of these, others may read the text again"] == told


def test_what_happened_before_or_since_does_not_count(ruled):
    ruled(15, at=datetime(2026, 1, 1, tzinfo=UTC))
    ruled(15, at=datetime(2025, 9, 30, 23, tzinfo=UTC))
    assert numbers()["A guide removed a text"] is None


def test_somebody_who_leaves_changes_no_number_of_the_past(ruled, ana):
    from holdspace.people import leaving

    ruled(10)
    Ruling.objects.update(writer=ana)
    leaving.leave(ana)
    assert numbers()["A guide removed a text"] == 10


def test_worries_and_reports_are_told_apart(ana):
    from holdspace.safeguarding.actions import raise_concern

    concern: Concern = raise_concern(kind="report", level=2, link="/x/", person=None, reasons=[])
    for number in range(11):
        Report.objects.create(tells="report", concern=concern, link=f"/{number}/", thing="story", ground="else",
                              reporter=ana, made_at=LAST)  # fmt: skip
    told = numbers()
    assert told["Somebody told the guides about a text, a circle or a letter"] == 11
    assert told["Somebody was worried about a person"] is None
