"""Pages for hard moments: open to Cleo, still unless asked, each with what it rests on."""

import pytest
from django.test import Client

from holdspace.library import policy

pytestmark = pytest.mark.django_db


def test_cleo_finds_every_page_from_help_now_without_an_account():
    browser = Client()
    assert b'href="/library/"' in browser.get("/help-now/").content
    shelf = browser.get("/library/").content.decode()
    assert all(f'href="/library/{article.slug}/"' in shelf for article in policy.articles())


@pytest.mark.parametrize("article", policy.articles(), ids=lambda article: article.slug)
def test_every_page_names_its_source_and_leads_back_to_help(article):
    html = Client().get(f"/library/{article.slug}/").content.decode()
    assert "What is known" in html
    assert article.source in html
    assert "Help now has people you can talk to." in html


def test_the_breathing_picture_moves_only_when_asked():
    browser = Client()
    assert b"breath moving" not in browser.get("/library/breathing/").content
    assert b"breath moving" in browser.get("/library/breathing/?moving=1").content


def test_a_page_that_does_not_exist_is_not_found():
    assert Client().get("/library/nothing/").status_code == 404
