"""My space: what I wrote, what came back, how I read and listen."""

import pytest

from holdspace.circles import actions
from holdspace.circles.models import Listening
from holdspace.circles.tests.scene import ANSWER, STORY, answered, shared, text_of

pytestmark = pytest.mark.django_db
WISHES = {
    "languages": ["en", "pt"],
    "facets": ["loss"],
    "not_now": ["faith"],
    "window_start": "1320",
    "window_end": "420",
    "takes_nights": "on",
    "budget": "3",
    "cap": "2",
    "vulnerable_cap": "1",
}


def test_ana_finds_what_she_wrote_and_how_others_see_her(enter, loss, ana, ben, clock):
    shared(enter(ana), loss, face="anonymous")
    clock.after(minutes=2)
    page = text_of(enter(ana).get("/me/"))
    assert STORY in page
    assert "others see: Anonymous" in page
    assert STORY not in text_of(enter(ben).get("/me/"))


def test_ben_finds_his_replies(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    answered(enter(ben), story)
    assert ANSWER in text_of(enter(ben).get("/me/"))


def test_words_in_a_circle_one_left_can_still_be_withdrawn_and_lead_to_no_dead_end(enter, loss, ana):
    browser = enter(ana)
    story = shared(browser, loss)
    browser.post("/circles/loss/leave/")
    page = text_of(browser.get("/me/"))
    assert STORY in page
    assert f'href="{story.address}"' not in page
    browser.post(f"{story.address}withdraw/")
    assert STORY not in text_of(browser.get("/me/"))


def test_what_was_said_under_a_story_that_has_gone_leads_to_no_closed_door(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    reply = answered(enter(ben), story)
    clock.after(minutes=2)
    enter(ana).post(f"/replies/{reply.pk}/thanks/", {"kind": "helped"})
    assert text_of(enter(ben).get("/me/")).count(f'{story.address}#reply-{reply.pk}"') == 2
    enter(ana).post(f"{story.address}withdraw/")
    page = text_of(enter(ben).get("/me/"))
    assert ANSWER in page
    assert story.address not in page


def test_a_reply_taken_back_after_its_story_has_gone_is_found_in_my_space(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    reply = answered(enter(ben), story)
    enter(ana).post(f"{story.address}withdraw/")
    page = enter(ben).post(f"/replies/{reply.pk}/take-back/", follow=True)
    assert page.status_code == 200
    assert ANSWER in text_of(page)


def test_an_alias_stands_beside_its_circle(enter, loss, ana):
    actions.join(circle=loss, person=ana, alias="Lark")
    assert "In Loss you are also Lark." in text_of(enter(ana).get("/me/"))


def test_ben_says_how_he_wants_to_be_asked(enter, ben):
    browser = enter(ben)
    assert browser.post("/me/listening/", WISHES).status_code == 302
    wishes = Listening.objects.get(person=ben)
    assert (wishes.languages, wishes.window_start, wishes.budget, wishes.takes_nights) == (["en", "pt"], 1320, 3, True)
    assert browser.post("/me/listening/", WISHES | {"facets": [], "not_now": []}).status_code == 302


FORGED = {
    "no language": {"languages": []},
    "a language nobody speaks": {"languages": ["xx"]},
    "more than the house allows": {"budget": "9"},
    "a fourth open talk": {"cap": "4"},
    "a fourth heavy story": {"vulnerable_cap": "4"},
    "a window of nothing": {"window_start": "420", "window_end": "420"},
    "a minute that is not": {"window_start": "1441"},
    "words for a number": {"budget": "many"},
}


@pytest.mark.parametrize("name", FORGED)
def test_a_listener_cannot_carry_more_than_the_house_allows(enter, ben, name):
    refused = enter(ben).post("/me/listening/", WISHES | FORGED[name])
    assert refused.status_code == 422
    assert 'class="error"' in text_of(refused)
    assert not Listening.objects.exists()


def test_only_listeners_have_that_page(enter, ana):
    assert enter(ana).get("/me/listening/").status_code == 404
    assert enter(ana).post("/me/listening/", WISHES).status_code == 404
    assert "/me/listening/" not in text_of(enter(ana).get("/me/"))
