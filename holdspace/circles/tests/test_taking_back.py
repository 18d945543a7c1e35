"""A minute to change one's mind, and withdrawing later."""

import pytest

from holdspace.circles.models import Draft
from holdspace.circles.tests.scene import ADVICE, ANSWER, DANGER, STORY, answered, shared, text_of
from holdspace.listening.models import Reading
from holdspace.notices.policy import notices_for
from holdspace.safeguarding.models import Concern

pytestmark = pytest.mark.django_db


def test_for_sixty_seconds_nobody_else_reads_it(enter, loss, ana, ben, mira, clock):
    story = shared(enter(ana), loss)
    assert "Nobody else in the circle reads it yet" in text_of(enter(ana).get(story.address))
    for somebody in (ben, mira):
        assert enter(somebody).get(story.address).status_code == 404
        assert STORY not in text_of(enter(somebody).get("/circles/loss/"))
    clock.after(seconds=59)
    assert enter(ben).get(story.address).status_code == 404
    clock.after(seconds=2)
    assert STORY in text_of(enter(ben).get(story.address))
    assert STORY in text_of(enter(ben).get("/circles/loss/"))


def test_taking_back_gives_the_words_back_with_all_that_was_chosen(enter, loss, ana, ben):
    browser = enter(ana)
    story = shared(browser, loss, need="ideas", face="anonymous", notes=["faith"])
    box = browser.post(f"{story.address}take-back/", follow=True)
    page = text_of(box)
    assert STORY in page
    assert page.count("checked") == 3
    assert browser.get(story.address).status_code == 404
    story.refresh_from_db()
    assert (story.body, story.html) == ("", "")
    assert not Reading.objects.exists()


def test_after_the_minute_it_is_too_late_and_withdrawing_is_offered(enter, loss, ana, ben, clock):
    browser = enter(ana)
    story = shared(browser, loss)
    clock.after(seconds=61)
    said = browser.post(f"{story.address}take-back/", follow=True)
    assert "no longer be taken back unseen" in text_of(said)
    assert enter(ben).get(story.address).status_code == 200
    assert f"{story.address}withdraw/" in text_of(browser.get(story.address))


def test_once_others_may_read_it_now_it_is_no_longer_taken_back_unseen(enter, loss, ana, ben):
    browser = enter(ana)
    story = shared(browser, loss)
    browser.post(f"{story.address}tell-now/")
    assert enter(ben).get(story.address).status_code == 200
    assert "take it back" not in text_of(browser.get(story.address))
    browser.post(f"{story.address}take-back/")
    assert enter(ben).get(story.address).status_code == 200
    assert not Draft.objects.filter(author=ana).exists()


def test_withdrawn_is_found_by_nobody_and_its_words_are_gone(enter, loss, ana, ben, mira, clock):
    browser = enter(ana)
    story = shared(browser, loss)
    clock.after(minutes=2)
    answered(enter(ben), story)
    assert "Withdraw this story" in text_of(browser.get(f"{story.address}withdraw/"))
    browser.post(f"{story.address}withdraw/")
    for somebody in (ana, ben, mira):
        assert enter(somebody).get(story.address).status_code == 404
    story.refresh_from_db()
    assert story.body == ""
    assert "You withdrew this story" in text_of(browser.get("/me/"))


@pytest.mark.parametrize("what", ["take-back", "tell-now", "withdraw"])
def test_only_the_writer_may(enter, loss, ana, ben, mira, clock, what):
    story = shared(enter(ana), loss)
    clock.after(seconds=5)
    for somebody in (ben, mira):
        assert enter(somebody).post(f"{story.address}{what}/").status_code == 404
    reply = answered_after(enter(ben), story, clock)
    for somebody in (ana, mira):
        assert enter(somebody).post(f"/replies/{reply.pk}/{what}/").status_code == 404


def answered_after(browser, story, clock):
    clock.after(minutes=2)
    return answered(browser, story)


def test_what_is_held_can_be_taken_back_and_later_withdrawn(enter, loss, ana, clock):
    browser = enter(ana)
    story = shared(browser, loss, ADVICE, stance="experience")
    page = text_of(browser.get(story.address))
    assert "Not shown to others for now" in page
    assert f'action="{story.address}take-back/"' in page
    assert "tell-now" not in page, "that is for the guide to say"
    clock.after(seconds=61)
    page = text_of(browser.get(story.address))
    assert "take-back" not in page
    assert f'href="{story.address}withdraw/"' in page


def test_a_held_reply_too(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    browser = enter(ben)
    clock.after(minutes=2)
    reply = answered(browser, story, f"I was where you are. {ADVICE}", stance="experience")
    assert f'action="/replies/{reply.pk}/take-back/"' in text_of(browser.get(story.address))
    clock.after(seconds=61)
    assert f'href="/replies/{reply.pk}/withdraw/"' in text_of(browser.get(story.address))


def test_a_reply_can_be_taken_back_and_the_story_waits_again(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    browser = enter(ben)
    reply = answered_after(browser, story, clock)
    story.refresh_from_db()
    assert story.heard_at is not None
    assert ANSWER not in text_of(enter(ana).get(story.address))
    box = browser.post(f"/replies/{reply.pk}/take-back/", follow=True)
    assert ANSWER in text_of(box)
    story.refresh_from_db()
    assert story.heard_at is None
    assert not notices_for(ana).exists(), "what never came is not announced"


def test_ana_is_told_of_a_reply_when_she_can_read_it(enter, loss, ana, ben, person, clock):
    story = shared(enter(ana), loss)
    reply = answered_after(enter(ben), story, clock)
    assert not notices_for(ana).exists()
    clock.after(seconds=61)
    assert notices_for(ana).get().kind == "reply"
    assert ANSWER in text_of(enter(ana).get(story.address))
    notices_for(ana).get().delete()
    other = answered_after(enter(ben), story, clock)
    enter(ben).post(f"/replies/{other.pk}/tell-now/")
    assert notices_for(ana).exists()
    assert reply.pk != other.pk


def test_of_two_replies_in_flight_the_one_that_stays_is_announced(enter, circle, ana, ben, cleo, clock):
    story = shared(enter(ana), circle("garden", ana, ben, cleo))
    first = answered_after(enter(ben), story, clock)
    clock.after(seconds=30)
    answered(enter(cleo), story, "My aunt was ill for years and I know those evenings well. I am glad you wrote.")
    enter(ben).post(f"/replies/{first.pk}/take-back/")
    assert not notices_for(ana).exists()
    clock.after(seconds=61)
    assert notices_for(ana).get().kind == "reply"


def test_an_answer_to_a_withdrawn_story_is_not_announced(enter, loss, ana, ben, clock):
    browser = enter(ana)
    story = shared(browser, loss)
    clock.after(seconds=61)
    answered(enter(ben), story)
    clock.after(seconds=61)
    told = notices_for(ana).filter(link=story.address, seen_at=None)
    assert told.exists()
    browser.post(f"{story.address}withdraw/")
    assert not told.exists(), "it leads nowhere"


def test_a_concern_survives_taking_back_and_the_words_go_when_it_is_closed(
    enter, loss, ana, ben, mira, django_capture_on_commit_callbacks
):
    browser = enter(ana)
    story = shared(browser, loss, f"The evenings. {DANGER}")
    browser.post(f"{story.address}take-back/")
    concern = Concern.objects.get(kind="reading")
    guide = enter(mira)
    assert concern.closed_at is None
    assert DANGER in text_of(guide.get(story.address))
    assert enter(ben).get(story.address).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        guide.post(f"/duty/{concern.pk}/", {"note": "We wrote to each other.", "ended": "confirmed"})
    story.refresh_from_db()
    assert story.body == ""
    assert guide.get(story.address).status_code == 404


def test_a_reply_with_a_concern_is_still_found_by_the_guide(enter, loss, ana, ben, mira, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    reply = answered(enter(ben), story, f"You are not alone. {DANGER}")
    enter(ben).post(f"/replies/{reply.pk}/take-back/")
    assert DANGER in text_of(enter(mira).get(story.address))
    assert DANGER not in text_of(enter(ana).get(story.address))


def test_ana_withdraws_though_a_reply_of_another_is_before_the_guide(enter, loss, ana, ben, clock):
    browser = enter(ana)
    story = shared(browser, loss)
    clock.after(minutes=2)
    answered(enter(ben), story, f"You are not alone. {DANGER}")
    browser.post(f"{story.address}withdraw/")
    story.refresh_from_db()
    assert story.body == "", "the concern is about his words, not hers"


def test_send_on_an_old_page_after_taking_back_danger_leads_to_its_quiet_minute(enter, loss, ana):
    browser = enter(ana)
    first = shared(browser, loss, DANGER)
    browser.post(f"{first.address}take-back/")
    again = browser.post("/circles/loss/write/", {"body": DANGER, "face": "name", "token": first.token})
    assert again["Location"] == f"{first.address}step/"
    assert Draft.objects.get().body == DANGER
    assert Concern.objects.count() == 1
