"""What Ana is told about when a person answers: measured here, or not said."""

from datetime import timedelta

import pytest
from django.utils import timezone

from holdspace.circles import unheard
from holdspace.circles.models import Story
from holdspace.circles.tests.scene import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def history(loss, ana):
    """Tells stories of the last weeks, each heard after so many hours (None: never)."""

    def tell(number, hours):
        told = [
            Story(circle=loss, author=ana, face="name", token=f"past-{hours}-{n}", body="b", html="b", language="en")
            for n in range(number)
        ]
        for n, story in enumerate(told):
            story.written_at = story.heard_from = timezone.now() - timedelta(days=2 + n % 20)
            story.heard_at = None if hours is None else story.heard_from + timedelta(hours=hours)
        Story.objects.bulk_create(told)

    return tell


@pytest.fixture
def ten(person, listens):
    for letter in "abcdefghij":
        listens(person(f"listener {letter}", "member", "listener"))


def told(enter, ana):
    return text_of(enter(ana).get("/circles/loss/write/"))


def test_nine_in_ten_within_four_hours_is_said_as_four_hours(enter, ana, history, ten):
    history(36, 3)
    history(4, 30)
    assert unheard.promised_hours("en") == 4
    assert "A person will most likely answer within 4 hours" in told(enter, ana)


def test_eight_in_ten_is_not_nine(enter, ana, history, ten):
    history(32, 3)
    history(8, None)
    assert unheard.promised_hours("en") is None


def test_under_ten_listeners_nothing_is_promised(enter, ana, history, person, listens):
    history(40, 1)
    for letter in "abcdefghi":
        listens(person(f"listener {letter}", "member", "listener"))
    page = told(enter, ana)
    assert "We cannot honestly promise an hour yet" in page
    assert "A guide looks every day at 09:00" in page
    assert "/help-now/" in page


def test_people_who_only_say_they_listen_do_not_count(enter, ana, history, person, listens):
    history(40, 1)
    for letter in "abcdefghjkmn":
        listens(person(f"fake {letter}", "member"))
    assert unheard.promised_hours("en") is None


def test_under_thirty_stories_nothing_is_promised(ana, history, ten):
    history(29, 1)
    assert unheard.promised_hours("en") is None


def test_another_language_borrows_from_all_when_it_has_too_few(ana, history, ten):
    history(40, 1)
    assert unheard.promised_hours("pt") == 1


def test_a_guide_who_looks_at_another_hour_is_told_so(enter, ana, loss, settings):
    settings.GUIDE_LOOKS_AT = "18:30"
    assert "A guide looks every day at 18:30" in told(enter, ana)
