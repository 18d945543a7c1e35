"""Help now: for anyone, in any state, also when everything behind it is down."""

import time
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser

import pytest
import time_machine
from django.conf import settings
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.utils.formats import date_format
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from holdspace.library import policy

HELP = "/help-now/"


@pytest.fixture
def cleo_outside() -> Client:
    """Cleo, a stranger at the door: no account, no cookie."""
    return Client()


@pytest.fixture
def everything_down(monkeypatch):
    """No database, no cache: each refuses every call."""

    def refuse(*args, **kwargs):
        raise OperationalError("the disk is gone")

    for name in ("connect", "ensure_connection", "cursor"):
        monkeypatch.setattr(BaseDatabaseWrapper, name, refuse)
    for name in ("get", "set", "add", "delete", "get_many"):
        monkeypatch.setattr(LocMemCache, name, refuse)


def page(browser: Client, query: str = "", **headers) -> str:
    answer = browser.get(HELP + query, headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def seconds(deed: Callable[[], object]) -> float:
    started = time.perf_counter()
    deed()
    return time.perf_counter() - started


def test_cleo_finds_the_irish_lines_without_an_account(cleo_outside):
    html = page(cleo_outside, "?country=IE")
    assert "People you can talk to: Ireland" in html
    assert 'href="tel:112"' in html
    assert 'href="tel:116123"' in html


def test_cleo_in_a_country_nobody_knows_gets_the_finders(cleo_outside):
    html = page(cleo_outside, "?country=ZZ")
    assert "Call your local emergency number." in html
    assert "https://findahelpline.com" in html
    assert "tel:" not in html


def test_a_country_without_lines_still_gets_its_emergency_number_and_the_finders(cleo_outside):
    html = page(cleo_outside, "?country=LI")
    assert "We have no line for Liechtenstein yet." in html
    assert 'href="tel:112"' in html
    assert "https://findahelpline.com" in html


def test_two_numbers_are_shown_where_ambulance_and_police_differ(cleo_outside):
    html = page(cleo_outside, "?country=JP")
    assert "Call an ambulance: 119" in html
    assert "Call the police: 110" in html


def test_the_country_is_never_guessed(cleo_outside, settings):
    settings.DEFAULT_COUNTRY = ""
    html = page(cleo_outside, accept_language="de-AT")
    assert "tel:" not in html


def test_a_place_may_name_its_own_country_and_a_person_may_say_otherwise(cleo_outside, settings):
    settings.DEFAULT_COUNTRY = "IE"
    assert "People you can talk to: Ireland" in page(cleo_outside)
    assert "People you can talk to: Ireland" not in page(cleo_outside, "?country=")


def test_abuse_leads_with_abuse_lines_when_asked(cleo_outside):
    usual, asked = page(cleo_outside, "?country=FR"), page(cleo_outside, "?country=FR&kind=abuse")
    assert usual.index("tel:3114") < usual.index("tel:3919")
    assert asked.index("tel:3919") < asked.index("tel:3114")
    assert "A phone that only you use is safer." in asked


@pytest.mark.parametrize("cookie", ["", "a-session-that-once-was"])
def test_it_answers_in_time_when_everything_is_down(cleo_outside, everything_down, cookie):
    with pytest.raises(OperationalError):
        connection.ensure_connection()
    if cookie:
        cleo_outside.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert 'href="tel:116123"' in page(cleo_outside, "?country=IE")
    assert min(seconds(lambda: page(cleo_outside, "?country=IE")) for _ in range(5)) < 0.2


def test_it_leaves_a_session_as_it_was(ana, enter, django_assert_num_queries):
    browser = enter(ana)
    with django_assert_num_queries(0):
        answer = browser.get(HELP, {"country": "PT"})
    assert not answer.cookies
    assert answer.content == Client().get(HELP, {"country": "PT"}).content


def test_it_is_not_kept_on_a_shared_device(cleo_outside):
    assert "no-store" in cleo_outside.get(HELP)["Cache-Control"]


@pytest.mark.parametrize("query", [
    "?country=ie", "?country=%00", "?country=%E2%80%AEEI", "?country=IE&country=FR&kind=abuse&kind=x",
    "?country=" + "A" * 5000, "?kind=<script>alert(1)</script>", "?country=%3Cscript%3Ealert(1)", "?other=1",
])
def test_nothing_in_the_address_is_refused(cleo_outside, query):
    assert "<script>alert" not in page(cleo_outside, query)


@given(country=st.text(max_size=40), kind=st.text(max_size=40))
@examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_for_a_country_still_finds_help(country, kind):
    answer = Client().get(HELP, {"country": country, "kind": kind})
    assert answer.status_code == 200
    assert b"https://findahelpline.com" in answer.content


def test_nothing_can_be_sent_to_it(cleo_outside):
    assert cleo_outside.post(HELP, {"country": "IE"}).status_code == 405


class Stops(HTMLParser):
    """Where the Tab key stops, in order, and the labels of the page."""

    def __init__(self, html: str):
        super().__init__()
        self.stops: list[str] = []
        self.labels: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        facts = dict(attributes)
        assert int(facts.get("tabindex") or 0) <= 0
        assert "style" not in facts
        assert not any(name.startswith("on") for name in facts)
        if tag == "label":
            self.labels.add(facts["for"])
        if tag in {"a", "button", "select"}:
            self.stops.append(facts.get("href") or facts.get("name") or tag)


def test_the_tab_key_meets_danger_first_then_people_then_the_choices(cleo_outside):
    walk = Stops(page(cleo_outside, "?country=IE"))
    expected = ("#main", HELP, "tel:112", "tel:116123", "country", "kind", "button")
    order = [walk.stops.index(stop) for stop in expected]
    assert order == sorted(order)
    assert {"country", "kind"} <= walk.labels


def test_a_line_says_what_was_checked_when_and_against_what(cleo_outside):
    line = next(each for each in policy.lines_for("IE") if each.checked_on)
    day = date_format(line.checked_on, "j F Y")
    said = f"Number checked on {day}: it was the same on this page: {line.source.name}."
    with time_machine.travel(line.checked_on):
        fresh = page(cleo_outside, "?country=IE")
    with time_machine.travel(date(line.checked_on.year + 1, 12, 1)):
        stale = page(cleo_outside, "?country=IE")
    assert said in fresh
    assert said in stale
    assert "it may have changed since." not in fresh
    assert "it may have changed since." in stale


def test_a_line_that_nobody_checked_says_so_and_nothing_else(cleo_outside):
    assert all(line.checked_on is None for line in policy.lines_for("DK"))
    danish = page(cleo_outside, "?country=DK").split("In any country")[0]
    assert "Not checked: nobody here has looked this up yet" in danish
    assert "Number checked" not in danish


def test_what_a_check_means_is_said_once_where_there_are_lines(cleo_outside):
    assert page(cleo_outside, "?country=IE").count("It does not mean that somebody rang it.") == 1
    assert "It does not mean that somebody rang it." not in page(cleo_outside, "?country=LI")
