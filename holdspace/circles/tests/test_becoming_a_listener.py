"""Ana has done her part; Mira talks with her and signs. Then a supervised start, a year, a rest."""

import pytest
from django.utils import timezone

from holdspace.circles import training, unheard
from holdspace.circles.models import Claim, LookOver, SignOff, Standing
from holdspace.circles.policy import listens
from holdspace.circles.tests.learners import do_everything, pass_quiz, practise_all, read_all
from holdspace.circles.tests.scene import answered, shared, text_of
from holdspace.library import lessons
from holdspace.listening import engine
from holdspace.notices.models import Kind, Notice
from holdspace.people.actions import give_role, take_role
from holdspace.people.leaving import leave, words_of
from holdspace.people.models import Person
from holdspace.safeguarding.models import Entry, What

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_engine(monkeypatch):
    monkeypatch.setattr(engine, "reply_reading_of", lambda **words: None)


@pytest.fixture
def asked(enter, cleo) -> SignOff:
    """Cleo has done everything and asks."""
    do_everything(enter(cleo))
    enter(cleo).post("/learn/sign-off/")
    return SignOff.objects.get(person=cleo)


def again(person) -> Person:
    """As the next request finds them."""
    return Person.objects.get(pk=person.pk)


def is_listening(person) -> bool:
    return listens(again(person))


def press(browser, asked, what, **words):
    return browser.post(f"/duty/listeners/{asked.pk}/{what}/", words)


# --- asking and signing -------------------------------------------------------------------------------------------


def test_cleo_asks_when_the_three_steps_are_done(enter, cleo):
    browser = enter(cleo)
    for step in (read_all, pass_quiz, practise_all):
        assert browser.post("/learn/sign-off/").status_code == 422
        assert "Ask a guide" not in text_of(browser.get("/learn/sign-off/"))
        step(browser)
    assert "Ask a guide" in text_of(browser.get("/learn/sign-off/"))
    browser.post("/learn/sign-off/")
    browser.post("/learn/sign-off/")
    assert SignOff.objects.count() == 1


def test_the_guide_sees_what_was_done_and_the_feedback_but_no_score(enter, asked, mira):
    page = text_of(enter(mira).get(f"/duty/listeners/{asked.pk}/"))
    assert page.count('<span class="done">done</span>') == 3
    assert "You take up what it is like for them." in page
    assert "cleo" in page
    assert "%" not in page.split("<main")[1]


def test_mira_signs_and_the_right_is_there_at_once(enter, asked, cleo, mira):
    assert enter(cleo).get("/unheard/").status_code == 404
    press(enter(mira), asked, "sign", note="I liked how you answered Dario.")
    assert enter(cleo).get("/unheard/").status_code == 200
    page = text_of(enter(cleo).get("/learn/sign-off/"))
    assert "mira, guide" in page
    assert "I liked how you answered Dario." in page
    told = Entry.objects.filter(by=mira.pk, person=cleo.pk).values_list("what", flat=True)
    assert set(told) == {What.LISTENER_SIGNED, What.ROLE_GIVEN}
    assert Notice.objects.filter(person=cleo, kind=Kind.TRAINING).exists()


def test_not_yet_has_a_reason_and_cleo_can_ask_again(enter, asked, cleo, mira):
    assert press(enter(mira), asked, "not-yet", missing="").status_code == 422
    press(enter(mira), asked, "not-yet", missing="Please practise the talk with Sunniva once more.")
    assert not is_listening(cleo)
    assert "Please practise the talk with Sunniva once more." in text_of(enter(cleo).get("/learn/sign-off/"))
    enter(cleo).post("/learn/sign-off/")
    assert SignOff.objects.filter(person=cleo, answered_at=None).exists()


def test_they_write_letters_until_it_is_answered(enter, asked, cleo, mira):
    press(enter(mira), asked, "write", body="What made you want to listen?")
    assert "What made you want to listen?" in text_of(enter(cleo).get("/learn/sign-off/"))
    enter(cleo).post("/learn/sign-off/write/", {"body": "Somebody once listened to me."})
    assert "Somebody once listened to me." in text_of(enter(mira).get(f"/duty/listeners/{asked.pk}/"))
    press(enter(mira), asked, "sign")
    assert enter(mira).get(f"/duty/listeners/{asked.pk}/").status_code == 404
    assert enter(cleo).post("/learn/sign-off/write/", {"body": "One more"}).status_code == 404


@pytest.mark.parametrize("what", ["", "write/", "sign/", "not-yet/"])
def test_only_those_on_duty_find_it(enter, asked, ben, sten, okafor, cleo, what):
    for person in (ben, sten, okafor, cleo):
        place = f"/duty/listeners/{asked.pk}/{what}"
        browser = enter(person)
        assert (browser.post(place, {"missing": "x"}) if what else browser.get(place)).status_code == 404
    assert enter(ben).get("/duty/listeners/").status_code == 404
    assert not is_listening(cleo)


def test_nobody_signs_themselves(enter, mira, lena):
    do_everything(enter(mira))
    enter(mira).post("/learn/sign-off/")
    asked = SignOff.objects.get(person=mira)
    assert press(enter(mira), asked, "sign").status_code == 404
    with pytest.raises(training.NotReadyError):
        training.sign(sign_off=asked, by=mira)
    assert not is_listening(mira)
    press(enter(lena), asked, "sign")
    assert is_listening(mira)


def test_two_guides_at_once_the_first_answer_counts(enter, asked, cleo, mira, lena):
    training.say_what_is_missing(sign_off=asked, by=lena, note="Please read the lesson on danger again.")
    with pytest.raises(training.NotReadyError):
        training.sign(sign_off=asked, by=mira)
    assert not is_listening(cleo)


def test_a_quiz_alone_is_no_badge(enter, cleo):
    pass_quiz(enter(cleo))
    assert not is_listening(cleo)
    assert enter(cleo).get("/unheard/").status_code == 404


# --- the supervised start -----------------------------------------------------------------------------------------


@pytest.fixture
def started(enter, asked, cleo, mira, ana, circle, settings):
    """Cleo is a listener for a moment already, and two of her answers are to be looked over."""
    settings.LOOKED_OVER_ANSWERS = 2
    press(enter(mira), asked, "sign")
    return circle("garden", ana, cleo)


def tell_story(enter, ana, circle, clock):
    story = shared(enter(ana), circle)
    clock.after(minutes=2)
    return story


ANSWERS = (
    "I read this twice, and the evenings you tell of stay with me. What was her kitchen like?",
    "Nobody says her name, and the house goes on as if nothing were missing. Would you write it here?",
    "March is a long time to carry something so heavy alone. How do you get through until morning?",
)


def answer_as_cleo(enter, cleo, ana, circle, clock, words: str = ANSWERS[0]):
    reply = answered(enter(cleo), tell_story(enter, ana, circle, clock), words)
    clock.after(minutes=2)
    return reply


def test_the_first_answers_are_looked_over_and_sent_all_the_same(enter, started, cleo, ana, mira, clock):
    replies = [answer_as_cleo(enter, cleo, ana, started, clock, words) for words in ANSWERS]
    assert [look.reply for look in LookOver.objects.all()] == replies[:2]
    page = text_of(enter(mira).get("/duty/listeners/"))
    assert str(replies[0].story.pk) in page
    assert str(replies[2].story.pk) not in page
    assert "kitchen" in text_of(enter(ana).get(replies[0].story.address))


def test_what_mira_says_about_it_reaches_the_listener_alone(enter, started, cleo, ana, mira, lena, clock):
    look = LookOver.objects.get(reply=answer_as_cleo(enter, cleo, ana, started, clock))
    enter(mira).post(f"/duty/listeners/answers/{look.pk}/", {"note": "The question about the kitchen was lovely."})
    assert "The question about the kitchen was lovely." in text_of(enter(cleo).get("/unheard/"))
    assert "lovely" not in text_of(enter(ana).get(look.reply.story.address))
    assert enter(lena).post(f"/duty/listeners/answers/{look.pk}/").status_code == 404


def test_members_and_the_listener_do_not_look_it_over(enter, started, cleo, ana, ben, clock):
    look = LookOver.objects.get(reply=answer_as_cleo(enter, cleo, ana, started, clock))
    for person in (ana, ben, cleo):
        assert enter(person).post(f"/duty/listeners/answers/{look.pk}/").status_code == 404


def test_whom_the_lead_makes_a_listener_starts_in_the_same_way(enter, circle, cleo, ana, lena, clock):
    garden = circle("garden", ana, cleo)
    enter(lena).post("/people/roles/", {"name": "cleo", "kind": "listener"})
    assert enter(cleo).get("/unheard/").status_code == 200
    assert Entry.objects.filter(what=What.ROLE_GIVEN, by=lena.pk, person=cleo.pk, about="listener").count() == 1
    reply = answer_as_cleo(enter, cleo, ana, garden, clock)
    assert LookOver.objects.get().reply == reply


def test_an_old_hand_is_not_looked_over(enter, ana, ben, loss, clock):
    answered(enter(ben), tell_story(enter, ana, loss, clock))
    assert not LookOver.objects.exists()


# --- how much one carries -----------------------------------------------------------------------------------------


def take(browser, story) -> str:
    return text_of(browser.post(f"{story.address}take/", follow=True))


def test_the_cap_of_open_talks_holds_when_taking_too(enter, ana, ben, loss, listens, clock):
    listens(ben, cap=2)
    stories = [tell_story(enter, ana, loss, clock) for _ in range(3)]
    assert "It is yours for now" in take(enter(ben), stories[0])
    assert "It is yours for now" in take(enter(ben), stories[1])
    assert "You hold as many talks as you said you would." in take(enter(ben), stories[2])
    enter(ben).post(f"{stories[0].address}let-go/")
    assert "It is yours for now" in take(enter(ben), stories[2])


def test_at_most_three_heavy_stories_a_week(enter, ana, ben, loss, listens, clock):
    listens(ben, cap=3)
    stories = [tell_story(enter, ana, loss, clock) for _ in range(5)]
    for story in stories[:4]:
        story.is_vulnerable = True
        story.save()
    for story in stories[:3]:
        assert "It is yours for now" in take(enter(ben), story)
        enter(ben).post(f"{story.address}let-go/")
    assert "enough heavy stories this week" in take(enter(ben), stories[3])
    assert "It is yours for now" in take(enter(ben), stories[4])
    clock.after(days=8)
    assert "It is yours for now" in take(enter(ben), stories[3])


# --- every year, resting, and a right that is taken ---------------------------------------------------------------


def stand(person, clock, **facts) -> Standing:
    return Standing.objects.create(person=person, **facts)


def test_reminded_a_month_before_once_asleep_after_a_year_and_awake_by_itself(
    enter, ben, clock, django_capture_on_commit_callbacks
):
    stand(ben, clock)
    clock.after(days=334)
    training.remind(timezone.now())
    assert not Notice.objects.filter(person=ben).exists()
    clock.after(days=2)
    training.remind(timezone.now())
    training.remind(timezone.now())
    assert Notice.objects.filter(person=ben, kind=Kind.TRAINING).count() == 1
    assert is_listening(ben)
    clock.after(days=30)
    assert not is_listening(ben)
    assert "Your listening sleeps" in text_of(enter(ben).get("/unheard/", follow=True))
    with django_capture_on_commit_callbacks(execute=True):
        pass_quiz(enter(ben))
    assert not is_listening(ben)
    for slug in lessons.slugs()[:2]:
        with django_capture_on_commit_callbacks(execute=True):
            enter(ben).post(f"/learn/lessons/{slug}/read/")
    assert is_listening(ben)
    assert enter(ben).get("/unheard/").status_code == 200


def test_what_was_learned_before_the_refresh_opens_does_not_count(
    enter, ben, clock, django_capture_on_commit_callbacks
):
    stand(ben, clock)
    clock.after(days=300)
    with django_capture_on_commit_callbacks(execute=True):
        read_all(enter(ben))
        pass_quiz(enter(ben))
    clock.after(days=70)
    assert not is_listening(ben)


def test_whoever_sleeps_is_not_asked(ben, listens, clock):
    listens(ben)
    assert unheard.willing_listeners().exists()
    standing = stand(ben, clock)
    clock.after(days=366)
    assert not unheard.willing_listeners().exists()
    assert standing.to_look_over == 0


def test_ben_steps_back_and_nothing_is_lost(enter, ana, ben, loss, listens, clock):
    listens(ben, budget=3)
    story = tell_story(enter, ana, loss, clock)
    take(enter(ben), story)
    enter(ben).post("/me/listening/step-back/")
    assert not Claim.objects.open().exists()
    assert not is_listening(ben)
    assert not unheard.willing_listeners().exists()
    assert "You are resting" in text_of(enter(ben).get("/me/listening/"))
    enter(ben).post("/me/listening/come-back/")
    assert is_listening(ben)
    assert unheard.willing_listeners().get().budget == 3


def test_a_story_waits_again_when_the_right_of_whoever_took_it_ends(enter, ana, ben, loss, listens, clock):
    listens(ben, budget=3)
    story = tell_story(enter, ana, loss, clock)
    take(enter(ben), story)
    take_role(person=ben, kind="listener", why="moved away")
    assert not Claim.objects.open().exists()
    assert enter(ben).post(f"{story.address}renew/").status_code == 404


def test_only_listeners_step_back(enter, ana):
    assert enter(ana).post("/me/listening/step-back/").status_code == 404
    assert enter(ana).post("/me/listening/come-back/").status_code == 404
    assert not Standing.objects.exists()


def test_coming_back_does_not_wake_what_is_overdue(enter, ben, clock):
    stand(ben, clock)
    clock.after(days=400)
    enter(ben).post("/me/listening/step-back/")
    enter(ben).post("/me/listening/come-back/")
    assert not is_listening(ben)


def test_a_right_that_is_taken_ends_in_open_talks_at_once(enter, ana, cleo, circle, clock):
    give_role(person=cleo, kind="listener")
    story = tell_story(enter, ana, circle("garden", ana), clock)
    unheard.send(story, 1, [str(cleo.pk)], story.heard_from)
    browser = enter(cleo)
    take(browser, story)
    assert browser.get(story.address).status_code == 200
    take_role(person=cleo, kind="listener")
    assert browser.get(story.address).status_code == 404
    assert browser.post(f"{story.address}reply/", {"body": "Still here."}).status_code == 404
    unheard.tick()
    assert not Claim.objects.open().exists()


def test_somebody_with_the_right_and_no_standing_begins_a_year_now(ben, clock):
    training.remind(timezone.now())
    clock.after(days=364)
    assert is_listening(ben)
    clock.after(days=2)
    assert not is_listening(ben)
    assert Standing.objects.get(person=ben).to_look_over == 0


# --- leaving ------------------------------------------------------------------------------------------------------


def test_it_leaves_with_cleo_and_what_mira_signed_stays_without_mira(enter, asked, cleo, mira, ben):
    press(enter(mira), asked, "write", body="Welcome.")
    press(enter(mira), asked, "sign", note="With pleasure.")
    taken = words_of(cleo)["training"]
    assert taken["sign-off"][0]["answer"] == "With pleasure."
    assert taken["letters"][0]["body"] == "Welcome."
    leave(mira)
    assert SignOff.objects.get(person=cleo).is_signed
    assert is_listening(cleo)
    leave(again(cleo))
    assert not SignOff.objects.exists()
    assert not Standing.objects.exists()
