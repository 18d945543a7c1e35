"""Myths and facts: open to all, by topic and by words, each with its source and whether anybody opened it."""

import pytest
from django.test import Client

from holdspace.library import policy
from holdspace.library.myths import VERDICTS, Myth
from holdspace.listening.claims import NOT_CHECKED, entries

pytestmark = pytest.mark.django_db
MYTHS = "/library/myths/"


def page(query: str = "") -> str:
    answer = Client().get(MYTHS + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_cleo_finds_it_from_the_pages_for_hard_moments_and_it_leads_to_help():
    assert f'href="{MYTHS}"' in Client().get("/library/").content.decode()
    assert "If you need somebody now, go to Help now." in page()


def test_every_entry_of_the_bank_stands_under_one_topic_with_its_source():
    shown = [myth.entry for topic in policy.Topic for myth in policy.myths_for(topic, "")]
    assert sorted(entry.name for entry in shown) == sorted(entry.name for entry in entries())
    assert {entry.verdict for entry in shown} <= VERDICTS.keys()
    assert all(entry.source.organisation and entry.source.date for entry in shown)


def test_a_topic_shows_what_is_said_what_is_known_and_where_it_is_written():
    entry = next(entry for entry in entries() if entry.kind == "stop-medication")
    html = page("?about=stop-medication")
    for said in (entry.source.organisation, entry.source.date, f'id="{entry.name}"', "Following it can harm."):
        assert said in html


@pytest.mark.parametrize("is_checked", [True, False])
def test_it_says_plainly_whether_anybody_opened_the_source(is_checked):
    entry = next(entry for entry in entries() if (entry.source.checked != NOT_CHECKED) is is_checked)
    article = page(f"?about={entry.kind}").split(f'id="{entry.name}"')[1].split("</article>")[0]
    assert ("A copy of it was read on 22 November 2026." in article) is is_checked
    assert ("Not checked: nobody here has opened this source yet." in article) is not is_checked
    assert (Myth(entry).checked_on is not None) is is_checked


def test_words_find_what_holds_all_of_them_whatever_their_case():
    html = page("?words=LITHIUM")
    assert 'id="stop-lithium"' in html
    assert 'id="asking-plants-the-idea"' not in html
    assert 'id="asking-plants-the-idea"' in page("?words=asking+idea")
    assert 'id="asking-plants-the-idea"' not in page("?words=asking+lithium")


@pytest.mark.parametrize("query", ["?words=xyzzy", "?words=%00%E2%80%AE", "?words=" + "a" * 5000])
def test_what_is_not_there_is_said_to_be_neither_true_nor_false(query):
    assert "That does not mean that it is true or false." in page(query)


def test_what_somebody_types_stays_letters():
    html = page("?words=<script>alert(1)</script>&about=<b>")
    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("query", ["", "?words=+", "?about=nothing"])
def test_without_a_question_there_are_the_topics_alone(query):
    html = page(query)
    assert all(str(topic.label) in html for topic in policy.Topic)
    assert "<article" not in html
