"""Help me say this: at most three small edits, because Ben pressed the button."""

import html
import re

import pytest
from empathy import Suggestion
from empathy.reading import ReplyReading, Span

from holdspace.circles.models import Draft, Reply
from holdspace.circles.tests.scene import shared, text_of
from holdspace.listening import engine
from holdspace.listening.models import Reading

pytestmark = pytest.mark.django_db
DRAFT = "You should go out more."


def reading_of(**facts) -> ReplyReading:
    given = {"version": "test 1", "reaction": None, "interpretation": None, "exploration": None, "hazards": ()}
    return ReplyReading(**given | facts)


EDITS = (
    Suggestion("ask first", 0, 0, "Would an idea help, or shall I just listen? ", "She asked to be heard first."),
    Suggestion(
        "gentle question", len(DRAFT), len(DRAFT), " What was she like?", "A question says you want to hear more."
    ),
)


@pytest.fixture
def story(enter, loss, ana, clock):
    told = shared(enter(ana), loss)
    clock.after(minutes=2)
    return told


@pytest.fixture
def coached(monkeypatch):
    found = reading_of(suggestions=EDITS, hazards=(Span("advice", 0, 5, "They asked to be heard. Ask first?"),))
    monkeypatch.setattr(engine, "reply_reading_of", lambda **words: found)


def ask(browser, story, body=DRAFT, **headers):
    return browser.post(f"{story.address}coach/", {"body": body, "face": "anonymous"}, headers=headers)


def test_small_edits_with_reasons_and_who_suggests(enter, story, ben, coached):
    page = text_of(ask(enter(ben), story))
    assert "She asked to be heard first." in page
    assert "They asked to be heard. Ask first?" in page
    assert "Would an idea help, or shall I just listen? " in page
    assert "Suggested by a program (test 1)" in page
    assert "<html" in page


def test_with_htmx_it_is_a_fragment(enter, story, ben, coached):
    page = text_of(ask(enter(ben), story, **{"HX-Request": "true"}))
    assert "She asked to be heard first." in page
    assert "<html" not in page


def test_a_chosen_edit_stands_in_the_box_under_the_face_that_was_chosen(enter, story, ben, coached):
    browser = enter(ben)
    ask(browser, story)
    browser.post(f"{story.address}coach/use/", {"body": "Shall I just listen?"})
    page = text_of(browser.get(story.address))
    assert "Shall I just listen?" in page
    assert 'value="anonymous" id="id_face_1" required checked' in page
    assert not Reply.objects.exists()


def chosen(page) -> str:
    """What the first button of a suggestion carries."""
    return html.unescape(re.search(r'name="edit" value="([^"]*)"', text_of(page))[1])


def test_a_suggestion_goes_into_the_words_as_they_are_now(enter, story, ben, coached):
    browser = enter(ben)
    edit = chosen(ask(browser, story))
    browser.post(f"{story.address}coach/use/", {"body": f"{DRAFT} And I mean it.", "edit": edit})
    page = text_of(browser.get(story.address))
    assert "Would an idea help, or shall I just listen? " in page
    assert "And I mean it." in page


def test_where_the_words_have_changed_the_suggestion_comes_after_them(enter, story, ben, coached):
    browser = enter(ben)
    edit = chosen(ask(browser, story))
    browser.post(f"{story.address}coach/use/", {"body": "Quite other words now.", "edit": edit})
    page = text_of(browser.get(story.address))
    assert "Quite other words now." in page
    assert "Would an idea help, or shall I just listen? " in page


NOWHERE = '{"start": -3, "was": "", "before": "", "text": ""}'


@pytest.mark.parametrize("forged", ["", "{", "[]", '{"start": "x"}', NOWHERE])
def test_a_forged_suggestion_changes_nothing(enter, story, ben, forged):
    browser = enter(ben)
    assert browser.post(f"{story.address}coach/use/", {"body": DRAFT, "edit": forged}).status_code == 302
    assert DRAFT in text_of(browser.get(story.address))


def test_the_draft_is_not_kept_with_the_reading(enter, story, ben, coached):
    ask(enter(ben), story)
    reading = Reading.objects.get(purpose="coach")
    assert reading.person == ben
    assert DRAFT not in str(vars(reading))
    assert "because you pressed the button" in text_of(enter(ben).get("/me/readings/"))


def test_nothing_is_read_unless_the_button_is_pressed(enter, story, ben, coached):
    browser = enter(ben)
    browser.get(f"{story.address}coach/")
    browser.post(f"{story.address}reply/", {"body": DRAFT}, headers={"X-Draft": "1"})
    assert not Reading.objects.filter(purpose="coach").exists()


def test_words_of_danger_get_no_wording_but_help(enter, story, ben, monkeypatch):
    monkeypatch.setattr(engine, "reply_reading_of", lambda **words: reading_of(crisis=True))
    page = text_of(ask(enter(ben), story))
    assert "no wording is offered here" in page
    assert "Put it in" not in page


def test_without_an_engine_there_are_still_three_rules(enter, story, ben, monkeypatch):
    monkeypatch.setattr(engine, "reply_reading_of", lambda **words: None)
    assert "say what you heard" in text_of(ask(enter(ben), story))
    assert not Reading.objects.filter(purpose="coach").exists()


@pytest.mark.parametrize("body", ["", " \x00 "])
def test_nothing_written_is_said_kindly(enter, story, ben, coached, body):
    refused = ask(enter(ben), story, body)
    assert refused.status_code == 422
    assert "There is nothing here yet" in text_of(refused)


def test_a_hundred_thousand_letters_come_back(enter, story, ben, coached):
    refused = ask(enter(ben), story, "a" * 100_000)
    assert refused.status_code == 422
    assert Draft.objects.get(author=ben).body == "a" * 100_000


def test_only_for_who_may_answer(enter, story, loss, ana, ben, cleo, coached, clock):
    assert ask(enter(cleo), story).status_code == 404
    quiet = shared(enter(ana), loss, "I only wanted to say it", need="no-replies")
    clock.after(minutes=2)
    assert ask(enter(ben), quiet).status_code == 404


def test_the_rules_alone_ask_before_advice(enter, story, ben, monkeypatch):
    monkeypatch.setattr(engine, "whole", engine.rules)
    page = text_of(ask(enter(ben), story))
    assert "Suggested by a program" in page
