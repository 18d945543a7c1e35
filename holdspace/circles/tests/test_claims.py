"""Ben takes a story by name: one holder at a time, for a while."""

import pytest

from holdspace.circles import unheard
from holdspace.circles.models import Claim, ClaimEnd, FollowUp
from holdspace.circles.tests.scene import ANSWER, STORY, answered, shared, text_of
from holdspace.notices.policy import notices_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def dan(person):
    return person("dan", "member", "listener")


@pytest.fixture
def waits(enter, circle, ana, ben, dan, clock):
    story = shared(enter(ana), circle("garden", ana, ben, dan))
    clock.after(seconds=61)
    return story


def press(browser, story, what):
    return browser.post(f"{story.address}{what}/", follow=True)


def test_one_takes_it_and_another_may_still_write(enter, waits, ben, dan):
    assert "I will answer this one" in text_of(enter(ben).get(waits.address))
    assert "You have taken this story until" in text_of(press(enter(ben), waits, "take"))
    assert "with somebody else now" in text_of(press(enter(dan), waits, "take"))
    page = text_of(enter(dan).get(waits.address))
    assert "A listener is with this story" in page
    assert "ben" not in page.split("Replies")[0]
    assert 'name="body"' in page
    assert Claim.objects.get().listener == ben


def test_it_comes_back_after_three_quarters_of_an_hour(enter, waits, ben, dan, clock):
    press(enter(ben), waits, "take")
    clock.after(minutes=44)
    assert "with somebody else" in text_of(press(enter(dan), waits, "take"))
    clock.after(minutes=2)
    press(enter(dan), waits, "take")
    assert list(Claim.objects.order_by("taken_at").values_list("ended_how", flat=True)) == ["lapsed", ""]


def test_a_little_longer_once(enter, waits, ben, dan, clock):
    browser = enter(ben)
    press(browser, waits, "take")
    assert "I need a little longer" not in text_of(press(browser, waits, "renew"))
    clock.after(minutes=80)
    press(browser, waits, "renew")
    assert "with somebody else" in text_of(press(enter(dan), waits, "take"))
    clock.after(minutes=11)
    assert "It is yours for now" in text_of(press(enter(dan), waits, "take"))


def test_letting_go_gives_it_back_at_once_without_a_word(enter, waits, ben, dan):
    press(enter(ben), waits, "take")
    press(enter(ben), waits, "let-go")
    assert "It is yours for now" in text_of(press(enter(dan), waits, "take"))


@pytest.mark.parametrize("what", ["renew", "let-go"])
def test_only_the_holder_may(enter, waits, ben, dan, ana, what):
    press(enter(ben), waits, "take")
    for somebody in (dan, ana):
        assert enter(somebody).post(f"{waits.address}{what}/").status_code == 404


def test_nobody_takes_their_own_and_only_listeners_take(enter, circle, ben, cleo, clock):
    garden = circle("garden", ben, cleo)
    story = shared(enter(ben), garden, face="anonymous")
    clock.after(minutes=2)
    press(enter(ben), story, "take")
    assert enter(cleo).post(f"{story.address}take/").status_code == 404
    assert "I will answer this one" not in text_of(enter(cleo).get(story.address))
    assert not Claim.objects.exists()


@pytest.mark.parametrize("why", ["heard", "no-replies", "for guides"])
def test_what_does_not_wait_is_not_taken(enter, waits, ben, dan, why, clock):
    if why == "heard":
        answered(enter(dan), waits)
        clock.after(minutes=2)
    elif why == "for guides":
        type(waits).objects.update(is_for_guides=True)
    else:
        type(waits).objects.update(need="no-replies")
    assert "no longer waits" in text_of(press(enter(ben), waits, "take"))
    assert not Claim.objects.exists()


def test_whoever_leaves_the_circle_holds_nobodys_story_back(enter, waits, ben, dan):
    press(enter(ben), waits, "take")
    enter(ben).post("/circles/garden/leave/")
    assert Claim.objects.get().ended_how == ClaimEnd.LET_GO
    assert "You have taken this story until" in text_of(press(enter(dan), waits, "take"))


def test_a_listener_who_still_finds_it_without_a_seat_keeps_it(enter, waits, ben, listens):
    listens(ben)
    unheard.tick()
    press(enter(ben), waits, "take")
    enter(ben).post("/circles/garden/leave/")
    assert Claim.objects.open().get().listener == ben


def test_nothing_leads_whoever_left_to_a_door_that_is_closed(enter, waits, circle, ana, ben, clock):
    lake = shared(enter(ana), circle("lake", ana, ben))
    clock.after(seconds=61)
    for story in (waits, lake):
        answered(enter(ben), story)
    clock.after(seconds=61)
    assert {notice.link.split("#")[0] for notice in notices_for(ana)} == {waits.address, lake.address}
    enter(ana).post("/circles/garden/leave/")
    assert {notice.link.split("#")[0] for notice in notices_for(ana)} == {lake.address}


def test_an_answer_ends_the_claim_of_whoever_wrote_it(enter, waits, ben, dan):
    press(enter(ben), waits, "take")
    answered(enter(dan), waits)
    assert Claim.objects.open().exists()
    answered(
        enter(ben), waits, "When my brother went I kept his chair by the window for a year. Do you have a place too?"
    )
    assert Claim.objects.get().ended_how == "answered"


def test_not_for_me_takes_it_from_the_list(enter, waits, ben, listens, clock):
    listens(ben)
    unheard.tick()
    browser = enter(ben)
    assert "Not for me" in text_of(browser.get(waits.address))
    assert waits.address in text_of(browser.get("/unheard/"))
    assert waits.address not in text_of(press(browser, waits, "not-for-me"))
    clock.after(minutes=40)
    unheard.tick()
    assert waits.address not in text_of(browser.get("/unheard/"))
    assert waits.offers.get().declined_at is not None


def test_with_no_offer_there_is_nothing_to_decline(enter, waits, ben):
    assert "Not for me" not in text_of(enter(ben).get(waits.address))


NOT_AN_ANSWER = {
    "too short": "So sorry, Ana.",
    "pasted": STORY,
    "stock": "Thanks for sharing! Sorry to hear that. Stay strong. Sending you hugs! Take care. It gets better.",
}


@pytest.mark.parametrize("name", NOT_AN_ANSWER)
def test_what_does_not_clear_the_clock(enter, waits, ben, name):
    answered(enter(ben), waits, NOT_AN_ANSWER[name])
    waits.refresh_from_db()
    assert waits.heard_at is None


def test_her_own_second_face_clears_nothing(enter, waits, ana):
    answered(enter(ana), waits, ANSWER, face="anonymous")
    waits.refresh_from_db()
    assert waits.heard_at is None


def test_the_same_kind_words_to_two_people_count_once(enter, waits, circle, cleo, ben, clock):
    other = shared(enter(cleo), circle("roses", cleo, ben))
    clock.after(seconds=61)
    for story in (waits, other):
        answered(enter(ben), story)
        story.refresh_from_db()
    assert waits.heard_at is not None
    assert other.heard_at is None


def test_an_answer_withdrawn_later_sends_it_back_to_waiting(enter, waits, ben, clock):
    reply = answered(enter(ben), waits)
    clock.after(hours=1)
    enter(ben).post(f"/replies/{reply.pk}/withdraw/")
    waits.refresh_from_db()
    assert waits.heard_at is None
    assert waits.address in text_of(enter(ben).get("/unheard/"))


def test_a_day_later_ana_is_asked_once_and_privately(enter, waits, ana, ben, clock):
    answered(enter(ben), waits)
    clock.after(hours=23)
    unheard.tick()
    assert not FollowUp.objects.exists()
    clock.after(hours=2)
    for _ in range(2):
        unheard.tick()
    assert notices_for(ana).filter(kind="follow-up").count() == 1
    assert "Did you feel heard?" in text_of(enter(ana).get(waits.address))
    assert "Did you feel heard?" not in text_of(enter(ben).get(waits.address))
    assert enter(ben).post(f"{waits.address}felt-heard/", {"felt_heard": "yes"}).status_code == 404
    press_yes = enter(ana).post(f"{waits.address}felt-heard/", {"felt_heard": "yes"}, follow=True)
    assert "Did you feel heard?" not in text_of(press_yes)
    waits.refresh_from_db()
    assert waits.heard_at is not None


def test_if_she_is_still_alone_with_it_one_more_is_asked(enter, waits, ana, ben, dan, clock):
    answered(enter(ben), waits)
    clock.after(hours=26)
    unheard.tick()
    enter(ana).post(f"{waits.address}felt-heard/", {"felt_heard": "no"})
    assert waits.address in text_of(enter(dan).get("/unheard/"))
    answered(enter(dan), waits, "I walked round the block each night that winter. The evenings did get softer, slowly.")
    assert waits.address not in text_of(enter(ben).get("/unheard/"))


def test_a_story_that_wanted_no_replies_is_not_followed_up(enter, circle, ana, clock):
    shared(enter(ana), circle("quiet", ana), need="no-replies")
    clock.after(hours=30)
    unheard.tick()
    assert not FollowUp.objects.exists()


# --- from the list ------------------------------------------------------------------------------------------------


def listed(browser) -> str:
    return text_of(browser.get("/unheard/"))


def test_the_list_says_where_in_which_language_and_since_when(enter, waits, ben):
    assert "Garden · English · waits since 4 March, 12:01" in listed(enter(ben))
    type(waits).objects.update(language="es")
    assert "Garden · Español · waits" in listed(enter(ben)), "the story's own, not the circle's"


def test_a_story_is_taken_from_the_list_and_given_back_there(enter, waits, ben, dan):
    browser = enter(ben)
    assert f'action="{waits.address}take/"' in listed(browser)
    press(browser, waits, "take")
    mine, others = listed(browser), listed(enter(dan))
    assert "Yours until" in mine
    assert f'action="{waits.address}let-go/"' in mine
    assert "A listener is with this story" in others
    assert f'action="{waits.address}take/"' not in mine + others
    assert f'action="{waits.address}take/"' in text_of(press(browser, waits, "let-go"))


def test_the_list_offers_a_no_only_for_what_was_asked(enter, waits, ben, listens):
    listens(ben)
    assert "not-for-me" not in listed(enter(ben))
    unheard.tick()
    assert f'action="{waits.address}not-for-me/"' in listed(enter(ben))
