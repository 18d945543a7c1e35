"""Each route as a stranger, a former member, an asked listener, a member, a host, those on duty, and nobody at all.

What each of them finds is written in `walk.py`; a new route has to be added there.
"""

import pytest
from django.test import Client

from holdspace.tests.house import CLOSED_NAME, CLOSED_WORDS, OPEN_WORDS, OUTSIDE, VISITORS, House
from holdspace.tests.walk import WAYS, Way, ask, routes

pytestmark = pytest.mark.django_db
SAFE = [way for way in WAYS if way.method == "GET"]


def test_every_route_stands_in_the_table_and_no_row_leads_nowhere():
    here, told = set(routes()), {way.route for way in WAYS}
    assert here - told == set(), "add a row for these in walk.py"
    assert told - here == set()


@pytest.mark.parametrize("visitor", VISITORS)
def test_everybody_finds_what_they_may_and_nothing_else(house: House, visitor):
    found = [(str(way), ask(house, way, visitor).status_code) for way in WAYS]
    assert found == [(str(way), way.status_for(visitor)) for way in WAYS]


def test_what_only_takes_words_is_not_a_page(house: House):
    pages = {way.route for way in SAFE}
    taking = [way for way in WAYS if way.route not in pages]
    answers = [(str(way), ask(house, way, "ana", method="GET").status_code) for way in taking]
    assert [way for way, status in answers if status != 405] == []


def test_what_is_closed_looks_like_what_is_missing(house: House):
    """Byte for byte, for everybody who may not see it."""
    about_one = [way for way in WAYS if {"pk", "slug"} & set(way.where(house))]
    pairs = [(way, visitor) for way in about_one for visitor in VISITORS if way.status_for(visitor) == 404]
    assert len(pairs) > 200
    assert [f"{visitor}: {way}" for way, visitor in pairs if tells_more_than_missing(house, way, visitor)] == []


def tells_more_than_missing(house: House, way: Way, visitor: str) -> bool:
    closed = ask(house, way, visitor)
    missing = ask(house, way, visitor, path=way.path_to_nothing(house))
    return (closed.status_code, closed.content, dict(closed.headers)) != (404, missing.content, dict(missing.headers))


@pytest.mark.parametrize("visitor", [*OUTSIDE, "kwame"])
def test_words_from_places_one_may_not_enter_are_on_no_page(house: House, visitor):
    hidden = [CLOSED_NAME, CLOSED_WORDS, *([] if visitor == "kwame" else [OPEN_WORDS])]
    pages = [(str(way), ask(house, way, visitor)) for way in WAYS]
    said = [(way, f"{page.content.decode(errors='replace')} {page.headers}") for way, page in pages]
    assert [(way, word) for way, text in said for word in hidden if word in text] == []


def test_whoever_is_kept_away_finds_no_word_of_those_who_keep_them_away(house: House):
    pages = [(str(way), ask(house, way, "vera")) for way in WAYS]
    said = [(way, f"{page.content.decode(errors='replace')} {page.headers}") for way, page in pages]
    assert [(way, word) for way, text in said for word in (CLOSED_WORDS, OPEN_WORDS, "Juniper") if word in text] == []


@pytest.mark.parametrize("visitor", ["ben", "hana", "mira", "lena", "ana"])
def test_those_inside_do_find_the_words(house: House, visitor):
    answer = house.browser(visitor).get(house.stories["closed"].address)
    assert CLOSED_WORDS in answer.content.decode()


def test_no_page_is_for_search_engines_and_no_page_of_a_person_is_kept(house: House):
    pages = [(way, ask(house, way, visitor)) for way in SAFE for visitor in ("nobody", "ana")]
    assert [str(way) for way, page in pages if "noindex" not in page.headers.get("X-Robots-Tag", "")] == []
    mine = [(way, ask(house, way, "ana")) for way in SAFE]
    assert [str(way) for way, page in mine if "no-store" not in page.headers.get("Cache-Control", "")] == []


def test_a_form_without_its_proof_changes_nothing(house: House):
    browser = Client(enforce_csrf_checks=True)
    for name, value in house.doors["ana"].items():
        browser.cookies[name] = value
    for way in (way for way in WAYS if way.method == "POST"):
        assert browser.post(way.path(house), way.data).status_code == 403, str(way)
