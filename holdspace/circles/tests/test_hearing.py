"""Who reads a story, and what they learn of its writer."""

import pytest

from holdspace.circles import actions
from holdspace.circles.tests.scene import DANGER, STORY, answered, shared, text_of
from holdspace.safeguarding.models import Concern

pytestmark = pytest.mark.django_db


def test_ben_reads_it_like_a_letter(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss, notes=["death-and-grief"])
    clock.after(minutes=2)
    page = text_of(enter(ben).get(story.address))
    assert "ana would like to be listened to" in page
    assert "About: death and grief" in page
    assert STORY in page


def test_whoever_asks_only_for_the_head_of_a_page_gets_it_and_changes_nothing(enter, loss, ana, clock):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    clock.after(minutes=11)
    for page in ("/circles/", "/circles/loss/", "/circles/loss/write/", "/circles/loss/leave/", "/me/", story.address):
        assert browser.head(page).status_code == 200, page
    for place in ("step/", "withdraw/"):
        assert browser.head(f"{story.address}{place}").status_code == 200, place
    assert browser.head(f"{story.address}reply/").status_code == 302
    assert browser.get(story.address).status_code == 200, "she still sits there, and the story still stands"


@pytest.mark.parametrize("place", ["", "reply/", "coach/", "thanks/", "step/", "take-back/", "withdraw/", "release/"])
def test_a_story_of_a_closed_circle_answers_cleo_like_one_that_never_was(enter, survivors, ana, cleo, clock, place):
    story = shared(enter(ana), survivors)
    clock.after(minutes=2)
    browser = enter(cleo)
    never = "/stories/00000000-0000-4000-8000-000000000000/"
    for method in (browser.get, browser.post):
        closed, missing = method(f"{story.address}{place}"), method(f"{never}{place}")
        assert closed.status_code == missing.status_code
        assert closed.status_code in (404, 405)
        assert closed.content == missing.content


def test_a_reply_in_a_closed_circle_too(enter, survivors, ana, ben, cleo, clock):
    story = shared(enter(ana), survivors)
    clock.after(minutes=2)
    reply = answered(enter(ben), story)
    clock.after(minutes=2)
    never = "/replies/00000000-0000-4000-8000-000000000000/"
    for place in ("thanks/", "step/", "take-back/", "withdraw/", "release/"):
        closed = enter(cleo).post(f"/replies/{reply.pk}/{place}", {"kind": "hear-you"})
        missing = enter(cleo).post(f"{never}{place}", {"kind": "hear-you"})
        assert closed.status_code == missing.status_code == 404
        assert closed.content == missing.content


def test_a_practitioner_reads_where_they_sit_and_nowhere_else(enter, loss, ana, okafor, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    browser = enter(okafor)
    assert browser.get(story.address).status_code == 404
    actions.join(circle=loss, person=okafor)
    assert browser.get(story.address).status_code == 200


def test_a_steward_is_no_reader_of_stories(enter, survivors, ana, sten, clock):
    story = shared(enter(ana), survivors)
    clock.after(minutes=2)
    browser = enter(sten)
    assert browser.get(story.address).status_code == 404
    assert browser.get("/circles/survivors/").status_code == 404
    assert browser.get("/duty/").status_code == 404


def test_an_anonymous_story_says_nothing_of_ana_anywhere(enter, loss, ana, ben, mira, clock):
    actions.join(circle=loss, person=ana, alias="Lark")
    story = shared(enter(ana), loss, face="anonymous")
    clock.after(minutes=2)
    answered(enter(ana), story, "I wanted to add that the mornings are easier than I thought.", face="anonymous")
    clock.after(minutes=2)
    for somebody in (ben, mira):
        for address in (story.address, "/circles/loss/", "/circles/", "/unheard/", "/duty/"):
            page = text_of(enter(somebody).get(address))
            assert "ana" not in page.replace("manage", "")
            assert "Lark" not in page
            assert str(ana.pk) not in page


def test_nobody_who_is_signed_out_reads_anything(client, enter, loss, ana, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    for address in (story.address, "/circles/loss/", "/me/", "/unheard/", "/duty/"):
        assert client.get(address)["Location"] == f"/enter/?next={address}"


def test_pages_with_words_are_kept_by_no_browser(enter, loss, ana):
    story = shared(enter(ana), loss)
    for address in (story.address, "/circles/loss/", "/me/"):
        assert "no-store" in enter(ana).get(address)["Cache-Control"]


def test_a_language_the_program_hears_badly_is_never_no_danger(enter, loss, ana, mira):
    german = "Seit Mama gestorben ist, bin ich abends immer allein und weiß nicht, wie das alles weitergehen soll."
    story = shared(enter(ana), loss, german)
    concern = Concern.objects.get(kind="unread")
    assert concern.link == story.address
    assert "Deutsch" in concern.reasons[0]
    assert "please look" in text_of(enter(mira).get("/duty/"))


def test_english_is_not_put_before_them_for_its_language(enter, loss, ana):
    shared(enter(ana), loss)
    assert not Concern.objects.filter(kind="unread").exists()
