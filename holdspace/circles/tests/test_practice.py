"""Ana practises with people who do not exist. Nobody reads it but her; danger has to be answered with help."""

import pytest
from empathy.reading import ReplyReading, Score, Span

from holdspace.circles.models import PracticeReply
from holdspace.circles.tests.learners import good_reply, practise_all, try_turn
from holdspace.circles.tests.scene import text_of
from holdspace.listening import engine
from holdspace.listening.models import Reading
from holdspace.people.leaving import leave, words_of
from holdspace.safeguarding.models import Concern

pytestmark = pytest.mark.django_db
QUIET, ORDER = "the-flat-is-quiet", "everything-in-order"


@pytest.fixture(autouse=True)
def no_engine(monkeypatch):
    monkeypatch.setattr(engine, "reply_reading_of", lambda **words: None)


@pytest.fixture
def with_engine(monkeypatch):
    def reads(**found):
        score = Score(1.5, 1.0, 2.0, (0.0, 2.0), "a test")
        given = {"version": "test 7", "reaction": score, "interpretation": score, "exploration": score} | found
        monkeypatch.setattr(engine, "reply_reading_of", lambda **words: ReplyReading(**given))

    return reads


def test_a_good_reply_is_told_what_was_heard_in_its_own_words_and_goes_on(enter, ana):
    page = text_of(try_turn(enter(ana), QUIET, 0, good_reply(QUIET, 0)))
    assert "You take up what it is like for them." in page
    assert "<q>So quiet that you hear the fridge, after all those years of looking after her.</q>" in page
    assert f'href="/learn/practice/{QUIET}/1/"' in page
    assert "What could hurt" not in page


def test_a_reply_that_hurries_is_told_why_and_may_be_tried_again(enter, ana):
    browser = enter(ana)
    page = text_of(try_turn(browser, QUIET, 0, "You should keep busy and visit her often, that always helps people."))
    assert "What could hurt" in page
    assert "One thing to try" in page
    assert f'href="/learn/practice/{QUIET}/1/"' not in page
    assert "You should keep busy" in page.split("<textarea")[1].split("</textarea>")[0]
    assert f'href="/learn/practice/{QUIET}/1/"' in text_of(try_turn(browser, QUIET, 0, good_reply(QUIET, 0)))


def test_without_the_engine_it_is_read_by_rules_and_says_so(enter, ana):
    page = text_of(try_turn(enter(ana), QUIET, 0, good_reply(QUIET, 0)))
    assert "is not running, so this was read by plain rules alone" in page
    assert not Reading.objects.exists()


def test_with_the_engine_it_says_so_and_the_reading_is_in_her_history(enter, ana, with_engine):
    with_engine(hazards=(Span("preaching", 0, 8, "Faith that is handed over can feel like a verdict."),))
    page = text_of(try_turn(enter(ana), QUIET, 0, good_reply(QUIET, 0)))
    assert "by a program (test 7)" in page
    assert "Faith that is handed over can feel like a verdict." in page
    assert Reading.objects.get().text_kind == "practice"
    assert Reading.objects.get().person == ana


def to_danger(browser) -> None:
    try_turn(browser, ORDER, 0, good_reply(ORDER, 0))


def test_danger_that_is_not_answered_with_help_does_not_pass_and_says_why(enter, ana, with_engine):
    browser = enter(ana)
    to_danger(browser)
    with_engine()
    words = "Are you thinking about suicide? I am so glad that you wrote to me, and I am here as long as it takes."
    page = text_of(try_turn(browser, ORDER, 1, words))
    assert "would leave the two of you alone with it" in page
    assert not PracticeReply.objects.get(talk=ORDER, turn=1).met_at


def test_danger_that_is_answered_with_help_passes(enter, ana):
    browser = enter(ana)
    to_danger(browser)
    page = text_of(try_turn(browser, ORDER, 1, good_reply(ORDER, 1)))
    assert "You point to people who can be there." in page
    assert PracticeReply.objects.get(talk=ORDER, turn=1).met_at


def test_a_secret_is_not_promised_even_beside_help(enter, ana):
    browser = enter(ana)
    to_danger(browser)
    page = text_of(try_turn(browser, ORDER, 1, good_reply(ORDER, 1) + " I won't tell anyone else."))
    assert "a danger must not stay a secret" in page
    assert not PracticeReply.objects.get(talk=ORDER, turn=1).met_at


def test_practice_raises_no_concern(enter, ana):
    to_danger(enter(ana))
    try_turn(enter(ana), ORDER, 1, "I am going to end my life tonight, and you can read it under Help now.")
    assert not Concern.objects.exists()


def test_a_later_turn_is_not_found_before_the_earlier_one_was_met(enter, ana):
    browser = enter(ana)
    assert browser.get(f"/learn/practice/{QUIET}/1/").status_code == 404
    try_turn(browser, QUIET, 0, good_reply(QUIET, 0))
    assert browser.get(f"/learn/practice/{QUIET}/1/").status_code == 200
    assert browser.get(f"/learn/practice/{QUIET}/9/").status_code == 404
    assert browser.get("/learn/practice/nobody/0/").status_code == 404


def test_once_met_it_stays_met(enter, ana):
    browser = enter(ana)
    try_turn(browser, QUIET, 0, good_reply(QUIET, 0))
    try_turn(browser, QUIET, 0, "Cheer up, it will all be fine soon, everything happens for a reason you know.")
    assert PracticeReply.objects.get().met_at
    assert browser.get(f"/learn/practice/{QUIET}/1/").status_code == 200


def test_a_draft_is_kept_beside_what_was_said(enter, ana):
    browser, place = enter(ana), f"/learn/practice/{QUIET}/0/"
    try_turn(browser, QUIET, 0, good_reply(QUIET, 0))
    assert browser.post(place, {"body": "Half a sentence"}, headers={"X-Draft": "1"}).status_code == 204
    page = text_of(browser.get(place))
    assert "Half a sentence" in page
    assert "The words this is about" in page
    assert browser.post(place, {"body": "Kept without scripts", "keep": "1"}).status_code == 302
    assert "Kept without scripts" in text_of(browser.get(place))


def test_an_empty_or_endless_reply_comes_back_with_the_reason(enter, ana):
    browser, place = enter(ana), f"/learn/practice/{QUIET}/0/"
    assert browser.post(place, {"body": "  "}).status_code == 422
    long = browser.post(place, {"body": "word " * 2000})
    assert long.status_code == 422
    assert "longer than fits here" in text_of(long)


def test_all_talks_done_says_so_without_a_number(enter, ana):
    practise_all(enter(ana))
    assert text_of(enter(ana).get("/learn/practice/")).count("done; you can do it again") == 3


def test_nobody_else_sees_it_and_it_leaves_with_her(enter, ana, ben):
    words = good_reply(QUIET, 0)
    try_turn(enter(ana), QUIET, 0, words)
    assert words not in text_of(enter(ben).get(f"/learn/practice/{QUIET}/0/"))
    assert words_of(ana)["training"]["practice"][0]["told"] == words
    leave(ana)
    assert not PracticeReply.objects.filter(told=words).exists()
