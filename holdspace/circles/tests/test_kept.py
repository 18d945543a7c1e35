"""Ana and Ben keep their settings, read what is different now, and put it back with one press."""

import re

import pytest

from holdspace.circles.policy import listening_of, note_settings
from holdspace.circles.tests.scene import text_of
from holdspace.circles.topics import Topic

pytestmark = pytest.mark.django_db
NOTES, LISTENING = "/me/notes/", "/me/listening/"
EVERYTHING_FOLDED = dict.fromkeys(Topic.values, "fold")


def undo_in(page: str) -> dict[str, list[str]]:
    """The fields of the form that puts everything back."""
    form = next(one for one in page.split("<form")[1:] if "Put it back as it was" in one)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    return found


def test_ana_reads_which_topic_she_hid_and_puts_it_back(enter, ana):
    browser = enter(ana)
    page = text_of(browser.post(NOTES, EVERYTHING_FOLDED | {"self-harm": "hide"}, follow=True))
    assert "<strong>self-harm</strong> hide (before: fold)" in page
    assert note_settings(ana)["self-harm"] == "hide"
    back = text_of(browser.post(NOTES, undo_in(page), follow=True))
    assert note_settings(ana)["self-harm"] == "fold"
    assert "<strong>self-harm</strong> fold (before: hide)" in back


def test_it_is_said_once_and_to_her_alone(enter, ana, ben):
    browser = enter(ana)
    browser.post(NOTES, EVERYTHING_FOLDED | {"self-harm": "hide"})
    assert "Put it back" not in text_of(enter(ben).get(NOTES))
    assert "Put it back" in text_of(browser.get(NOTES))
    assert "Put it back" not in text_of(browser.get(NOTES))


def test_who_changes_nothing_has_nothing_to_put_back(enter, ana):
    page = text_of(enter(ana).post(NOTES, EVERYTHING_FOLDED, follow=True))
    assert "Everything is as it was before." in page
    assert "Put it back" not in page


def test_what_was_refused_is_not_called_kept(enter, ana):
    page = enter(ana).post(NOTES, {"self-harm": "whenever"})
    assert page.status_code == 422
    assert "different now" not in text_of(page)


def test_ben_puts_back_ticks_and_lists_too(enter, ben, listens):
    listens(ben, languages=["en", "de"], is_paused=True)
    browser = enter(ben)
    words = {"window_start": "1020", "window_end": "1320", "languages": ["en"], "budget": "2", "cap": "1"}
    page = text_of(browser.post(LISTENING, words | {"vulnerable_cap": "0"}, follow=True))
    assert "<strong>Pause: ask me nothing for now</strong> no (before: yes)" in page
    assert "<strong>Languages I can listen in</strong> English (before: English, Deutsch)" in page
    browser.post(LISTENING, undo_in(page))
    mine = listening_of(ben)
    assert (mine.is_paused, mine.languages, mine.budget, mine.window_start) == (True, ["en", "de"], 8, 0)


def test_hours_that_stand_there_already_are_not_marked_as_needed_and_may_not_be_emptied(enter, ben, listens):
    listens(ben)
    page = text_of(enter(ben).get(LISTENING))
    assert page.count('class="needed"') == 1, "only the languages can be left out by mistake"
    refused = enter(ben).post(LISTENING, {"window_start": "", "window_end": "", "languages": ["en"]})
    assert refused.status_code == 422
    assert listening_of(ben).window_end == 1440
