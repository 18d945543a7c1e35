"""Danger in words that could not be sent: Ana gets her quiet minute, Mira reads them, and nobody else does."""

from datetime import timedelta

import pytest
from django.utils import timezone

from holdspace.circles import actions
from holdspace.circles.models import Circle, Draft, Reply, Story
from holdspace.circles.tests.scene import ANSWER, DANGER, STORY, answer, send, shared, text_of, token_in
from holdspace.library.policy import lines_for
from holdspace.listening.models import Reading
from holdspace.notices.models import Notice
from holdspace.safeguarding import actions as duty
from holdspace.safeguarding.models import Concern, Kind

pytestmark = pytest.mark.django_db
GOODBYE = f"{DANGER}, and these are my goodbyes"


def quiet_minute(browser, sent):
    """The page that somebody meets in place of a refusal."""
    assert sent.status_code == 302, text_of(sent)
    assert sent["Location"].endswith("/step/")
    return text_of(browser.get(sent["Location"]))


def assert_helped_and_heard_by_the_guides_alone(browser, sent, country, guide, others):
    page = quiet_minute(browser, sent)
    assert all(line.name in page for line in lines_for(country))
    assert "Ask a guide to reach me" in page
    assert "could not be sent" in page
    concern = Concern.objects.get(kind=Kind.READING)
    case = text_of(guide.get(f"/duty/{concern.case_id}/"))
    assert "these are my goodbyes" in case
    assert "nobody in the circle has read it" in case
    assert "taken this back" not in case
    assert Draft.objects.get(body__contains=GOODBYE)
    assert GOODBYE in text_of(browser.get("/me/"))
    for other in others:
        assert GOODBYE not in text_of(other.get(concern.link.split("#")[0]))
        assert GOODBYE not in text_of(other.get("/circles/loss/"))


@pytest.fixture
def story(loss, ana, enter, clock):
    told = shared(enter(ana), loss)
    clock.after(minutes=3)
    return told


def end(circle):
    Circle.objects.filter(pk=circle.pk).update(ends_on=(timezone.now() - timedelta(days=1)).date())


def blocks(browser, name):
    assert browser.post("/me/blocks/", {"name": name}).status_code == 302


def test_other_words_from_a_page_that_was_sent_and_taken_back(enter, loss, ana, ben, mira):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    story = shared(browser, loss, token=token)
    browser.post(f"{story.address}take-back/")
    sent = send(browser, loss, GOODBYE, token=token)
    assert_helped_and_heard_by_the_guides_alone(browser, sent, "PT", enter(mira), [enter(ben)])
    assert STORY in Draft.objects.get().body


def test_a_circle_that_has_ended(enter, loss, ana, ben, mira):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    end(loss)
    words = {"body": GOODBYE, "need": "listen", "face": "anonymous", "token": token}
    sent = browser.post("/circles/loss/write/", words)
    assert_helped_and_heard_by_the_guides_alone(browser, sent, "PT", enter(mira), [enter(ben)])
    assert browser.post("/circles/loss/write/", words | {"body": "Calm."}).status_code == 422


def test_a_story_that_wants_no_replies(enter, loss, ana, ben, mira, clock):
    story = shared(enter(ana), loss, need="no-replies")
    clock.after(minutes=3)
    browser = enter(ben)
    sent = browser.post(f"{story.address}reply/", {"body": GOODBYE, "face": "name", "token": "t" * 24})
    assert_helped_and_heard_by_the_guides_alone(browser, sent, "GB", enter(mira), [enter(ana)])


def test_two_tabs_of_one_reply(enter, story, ana, ben, mira):
    browser = enter(ben)
    token = token_in(browser.get(story.address))
    assert answer(browser, story, token=token).status_code == 302
    sent = answer(browser, story, GOODBYE, token=token)
    assert_helped_and_heard_by_the_guides_alone(browser, sent, "GB", enter(mira), [enter(ana)])


def test_she_blocks_him_in_the_moment_in_which_he_sends(enter, story, ana, ben, mira, monkeypatch):
    post = actions.post_reply

    def blocked_meanwhile(**words):
        blocks(enter(ana), "ben")
        return post(**words)

    monkeypatch.setattr(actions, "post_reply", blocked_meanwhile)
    browser = enter(ben)
    sent = answer(browser, story, GOODBYE)
    assert_helped_and_heard_by_the_guides_alone(browser, sent, "GB", enter(mira), [enter(ana)])
    assert not Notice.objects.filter(person=ana).exists()
    story.refresh_from_db()
    assert story.heard_at is None


@pytest.mark.parametrize("gone", ["blocked", "withdrawn"])
def test_gone_for_him_since_he_opened_the_page_both_ways_look_the_same(enter, story, ana, ben, mira, gone):
    browser = enter(ben)
    words = {"face": "name", "token": token_in(browser.get(story.address))}
    if gone == "blocked":
        blocks(enter(ana), "ben")
    else:
        enter(ana).post(f"{story.address}withdraw/")
    calm = browser.post(f"{story.address}reply/", words | {"body": ANSWER})
    never = browser.post(f"/stories/{'0' * 8}-0000-0000-0000-{'0' * 12}/reply/", words | {"body": ANSWER})
    assert (calm.status_code, text_of(calm)) == (404, text_of(never))
    assert not Reading.objects.filter(person=ben).exists()
    sent = browser.post(f"{story.address}reply/", words | {"body": GOODBYE})
    assert_helped_and_heard_by_the_guides_alone(browser, sent, "GB", enter(mira), [enter(ana)])
    ended = browser.post(sent["Location"], {"end": "done", "wants_guide": "on"})
    assert ended["Location"] == "/me/"
    assert Concern.objects.open().filter(kind=Kind.ASKED).exists()


def test_who_never_sat_there_brings_nothing_under_a_story(enter, survivors, ana, cleo, clock):
    story = shared(enter(ana), survivors)
    clock.after(minutes=3)
    words = {"body": GOODBYE, "face": "name", "token": "t" * 24}
    assert enter(cleo).post(f"{story.address}reply/", words).status_code == 404
    assert not Reply.objects.exists()


def test_a_draft_is_not_sent_and_so_not_read(enter, story, loss, ana, ben):
    blocks(enter(ana), "ben")
    words = {"body": GOODBYE, "face": "name", "token": "t" * 24}
    assert enter(ben).post(f"{story.address}reply/", words, headers={"X-Draft": "1"}).status_code == 404
    end(loss)
    enter(ana).post("/circles/loss/write/", words, headers={"X-Draft": "1"})
    assert not Concern.objects.exists()


def test_pressed_twice_it_is_one_concern_and_one_draft(enter, loss, ana):
    end(loss)
    words = {"body": GOODBYE, "need": "listen", "face": "name", "token": "t" * 24}
    first, second = (enter(ana).post("/circles/loss/write/", words) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Concern.objects.count() == 1
    assert Draft.objects.get().body == GOODBYE


def test_it_stands_among_the_drafts_and_not_among_what_was_sent(enter, loss, ana):
    end(loss)
    words = {"body": GOODBYE, "need": "listen", "face": "name", "token": "t" * 24}
    enter(ana).post("/circles/loss/write/", words)
    page = text_of(enter(ana).get("/me/"))
    assert page.count(GOODBYE) == 1
    assert "You withdrew" not in page


def test_when_the_guide_has_looked_the_kept_words_go_and_the_draft_stays(
    enter, loss, ana, mira, django_capture_on_commit_callbacks
):
    end(loss)
    words = {"body": GOODBYE, "need": "listen", "face": "name", "token": "t" * 24}
    enter(ana).post("/circles/loss/write/", words)
    with django_capture_on_commit_callbacks(execute=True):
        duty.close(concern=Concern.objects.get(), by=mira, note="We spoke.")
    assert Story.objects.get().body == ""
    assert Draft.objects.get().body == GOODBYE
