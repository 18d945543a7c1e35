"""The pages that must always answer. Tests here that ask for nobody run with the database locked away."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.urls import resolve

from holdspace.kit import health, views

WORDS = 'I wrote this for an hour. <script>alert("x")</script>'


@pytest.fixture
def remembered() -> Client:
    """A browser with a session cookie, before anybody has looked at whose it is."""
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = "k" * 32
    return browser


def test_a_stranger_learns_what_this_is_and_whose(client, settings):
    settings.PLACE_NAME, settings.PLACE_OWNER = "The Quiet Room", "run by the town of Arles"
    page = client.get("/").content.decode()
    assert "The Quiet Room is run by the town of Arles." in page
    assert "not treatment" in page


@pytest.mark.parametrize("address", ["/", "/nothing-here/"])
def test_help_and_the_way_out_are_on_every_page(remembered, address):
    page = remembered.get(address).content.decode()
    assert 'href="/help-now/"' in page
    assert 'href="/leave-quickly/"' in page


@pytest.mark.parametrize("address", ["/help-now/", "/join/", "/enter/"])
def test_where_the_first_page_leads_there_is_something(address):
    assert resolve(address)


def test_closed_and_missing_get_the_same_answer(remembered):
    answers = [remembered.get(address) for address in ("/stories/one/", "/nothing-here/")]
    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].content == answers[1].content


@pytest.mark.parametrize(
    ("view", "status"), [(views.bad_request, 400), (views.broken, 500), (views.not_found, 404)]
)
def test_what_went_wrong_is_said_without_the_database(view, status):
    answer = view(RequestFactory().get("/somewhere/"))
    assert answer.status_code == status
    assert 'href="/help-now/"' in answer.content.decode()


def test_a_refused_form_gives_the_words_back():
    answer = Client(enforce_csrf_checks=True).post("/leave-quickly/", {"body": WORDS})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "I wrote this for an hour. &lt;script&gt;" in page
    assert "<script>alert" not in page


def test_a_refused_form_without_words_shows_no_empty_box():
    assert b"<textarea" not in Client(enforce_csrf_checks=True).post("/leave-quickly/").content


def test_ana_leaves_quickly_and_back_shows_nothing(ana, enter):
    browser = enter(ana)
    assert browser.get("/me/").headers["Cache-Control"].count("no-store")
    answer = browser.get("/leave-quickly/", follow=True)
    assert answer.redirect_chain == [("/blank/", 302)]
    assert "cache" in answer.headers["Clear-Site-Data"]
    assert settings.PLACE_NAME not in answer.content.decode()
    assert browser.get("/me/").headers["Location"].startswith("/enter/")


def test_the_way_out_works_while_the_database_does_not(remembered, monkeypatch):
    monkeypatch.setattr(views, "logout", _locked)
    answer = remembered.get("/leave-quickly/")
    assert answer.status_code == 302
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""


def test_a_page_may_be_kept_only_by_those_who_did_not_sign_in(client, remembered):
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")
    assert "no-store" in remembered.get("/").headers["Cache-Control"]


def test_no_search_engine_lists_the_place(client):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    assert "noindex" in client.get("/nothing-here/").headers["X-Robots-Tag"]


@pytest.mark.django_db
def test_health_names_every_part(client, monkeypatch):
    monkeypatch.setattr(health, "_checks", {"database": health._database, "engine": lambda: "ok"})
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "version": health.__version__,
        "engine": "ok",
        "database": "ok",
        "worker": "absent",
    }


@pytest.mark.django_db
def test_health_says_when_one_part_is_down(client, monkeypatch):
    monkeypatch.setitem(health._checks, "worker", lambda: health.DOWN)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == answer.json()["worker"] == "down"


def test_health_says_when_the_database_is_down(client, monkeypatch):
    monkeypatch.setattr(health, "_checks", {"database": health._database})
    monkeypatch.setattr(type(health.connection._connections["default"]), "cursor", _locked)
    assert client.get("/healthz").json()["database"] == "down"


def _locked(*args: object, **kwargs: object) -> None:
    raise OperationalError("database is locked")


def test_a_style_that_was_never_gathered_costs_nobody_help_now(collected):
    manifest = staticfiles_storage.hashed_files
    assert manifest.pop("kit/base.css")
    (collected / "kit/base.css").unlink()
    answer = Client().get("/help-now/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'href="/static/kit/base.css"' in page
    assert re.search(r"/static/kit/favicon\.[0-9a-f]{12}\.svg", page), "what was gathered keeps its hash"


def test_every_page_says_how_to_get_the_source(client, settings):
    settings.PLACE_SOURCE = "https://source.example/place"
    for address in ("/", "/nothing-here/"):
        page = client.get(address).content.decode()
        assert '<a href="https://source.example/place" rel="noreferrer">its source</a>' in page


def test_without_an_address_it_says_who_gives_it(client, settings):
    settings.PLACE_SOURCE = ""
    page = client.get("/").content.decode()
    assert "Those who run it give you its source." in page
    assert "its source</a>" not in page
