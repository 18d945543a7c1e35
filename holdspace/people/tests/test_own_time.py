"""Times are those of whoever reads; nobody pays for it who sees none."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.db import DatabaseError
from django.http import HttpResponse
from django.utils import timezone

from holdspace.people import middleware
from holdspace.people.models import Consent

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 7, 4, 23, 30, tzinfo=UTC)


@pytest.fixture
def agreed_late(person):
    def who(name: str, zone: str):
        someone = person(name, "member", time_zone=zone)
        Consent.objects.filter(person=someone).update(given_at=LATE)
        return someone

    return who


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("Europe/Lisbon", "5 July 2026, 00:30"),
        ("America/New_York", "4 July 2026, 19:30"),
        ("Asia/Kolkata", "5 July 2026, 05:00"),
    ],
)
def test_the_same_moment_is_shown_by_everybodys_own_clock(enter, agreed_late, zone, shown):
    assert shown in enter(agreed_late("zoe", zone)).get("/me/consents/").content.decode()


def test_the_next_reader_in_the_same_thread_gets_their_own(enter, agreed_late):
    lisbon, kolkata = agreed_late("zoe", "Europe/Lisbon"), agreed_late("ravi", "Asia/Kolkata")
    assert "00:30" in enter(lisbon).get("/me/consents/").content.decode()
    assert "05:00" in enter(kolkata).get("/me/consents/").content.decode()
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_page_of_old_things_says_the_readers_date(enter, agreed_late):
    with time_machine.travel(LATE):
        page = enter(agreed_late("zoe", "Europe/Lisbon")).get("/me/consents/").content.decode()
    assert "You agreed on 5 July" in page


def test_help_now_asks_nobody_who_reads(enter, ana, django_assert_num_queries):
    browser = enter(ana)
    with django_assert_num_queries(0):
        assert browser.get("/help-now/?country=PT").status_code == 200


def test_a_stranger_and_a_lost_database_get_the_time_of_the_place(rf, settings):
    settings.TIME_ZONE = "Europe/Paris"

    class Away:
        @property
        def time_zone(self):
            raise DatabaseError

    for user in (object(), Away()):
        request = rf.get("/")
        request.user = user
        assert _clock(request) == "01:30"


def test_no_time_no_question(rf):
    assert middleware.in_own_time(lambda request: HttpResponse())(rf.get("/")).status_code == 200


def _clock(request) -> str:
    page = middleware.in_own_time(lambda _: HttpResponse(f"{timezone.localtime(LATE):%H:%M}"))(request)
    return page.content.decode()
