"""Ana says that a reading is not right: it stays, with her words beside it."""

import pytest

from holdspace.circles.tests.scene import DANGER, shared, text_of
from holdspace.listening.models import Reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading(enter, loss, ana):
    shared(enter(ana), loss, f"My character says: {DANGER}")
    return Reading.objects.get()


def say(browser, reading, words):
    return browser.post(f"/me/readings/{reading.pk}/disagree/", {"words": words})


def test_her_words_stand_beside_it_for_her_and_for_the_guide(enter, reading, ana, mira):
    browser = enter(ana)
    assert "That is not right" in text_of(browser.get("/me/readings/"))
    assert say(browser, reading, "It is a line from my play.").status_code == 302
    assert "It is a line from my play." in text_of(browser.get("/me/readings/"))
    page = text_of(enter(mira).get(reading.link))
    assert "The writer says that this is not right." in page
    assert "It is a line from my play." in page
    reading.refresh_from_db()
    assert reading.tier == "danger", "nothing is hidden from those who look"


def test_no_words_are_needed(enter, reading, ana):
    assert say(enter(ana), reading, "").status_code == 302
    assert "You said that this is not right." in text_of(enter(ana).get("/me/readings/"))


def test_what_would_be_right_is_there_for_her_and_for_the_guide(enter, reading, ana, mira):
    enter(ana).post(f"/me/readings/{reading.pk}/disagree/", {"right": "not-me", "words": ""})
    assert "In your eyes: It was about somebody else, or made up" in text_of(enter(ana).get("/me/readings/"))
    assert "In their eyes: It was about somebody else, or made up" in text_of(enter(mira).get(reading.link))


def test_too_many_come_back(enter, reading, ana):
    refused = say(enter(ana), reading, "n" * 1001)
    assert refused.status_code == 422
    assert "n" * 1001 in text_of(refused)


def test_nobody_disagrees_for_her(enter, reading, ben, mira):
    for somebody in (ben, mira):
        assert enter(somebody).get(f"/me/readings/{reading.pk}/disagree/").status_code == 404
        assert say(enter(somebody), reading, "No.").status_code == 404
    reading.refresh_from_db()
    assert reading.disagreed_at is None
