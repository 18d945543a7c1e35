"""Something breaks on our side while Ana sends a story: her words come back on the page that says so."""

from django.db import OperationalError
from django.test import Client


def test_words_come_back_when_the_disk_is_full(db, ana, monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("holdspace.circles.views.stories.my_circle", full)
    browser = Client(raise_request_exception=False)
    browser.force_login(ana)
    page = browser.post("/circles/loss/write/", {"body": "The kettle was still warm.", "token": "x" * 10})
    assert page.status_code == 500
    assert "The kettle was still warm." in page.content.decode()
    assert "not kept" in page.content.decode()


def test_without_words_it_only_asks_for_a_minute(db, ana, monkeypatch):
    def full(*args, **kwargs):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("holdspace.circles.views.circles.circles_for", full)
    browser = Client(raise_request_exception=False)
    browser.force_login(ana)
    page = browser.get("/circles/")
    assert page.status_code == 500
    assert "What you wrote" not in page.content.decode()


def test_words_sent_to_a_place_that_is_gone_come_back_and_say_nothing_about_the_place(db, ana):
    browser = Client()
    browser.force_login(ana)
    words = {"body": "I wanted you to know that I read it twice."}
    gone = browser.post("/stories/6f3a1f0e-0000-4000-8000-000000000000/reply/", words)
    assert gone.status_code == 404
    assert "I read it twice" in gone.content.decode()
    assert "What you wrote" not in browser.get("/stories/6f3a1f0e-0000-4000-8000-000000000000/").content.decode()


def test_help_now_knows_the_country_of_whoever_is_signed_in(db, ana):
    browser = Client()
    browser.force_login(ana)
    assert 'href="/help-now/?country=PT"' in browser.get("/circles/").content.decode()
    assert 'href="/help-now/"' in Client().get("/").content.decode()
