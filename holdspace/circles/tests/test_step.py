"""Danger: the story and the concern are kept together, and a quiet minute follows. Mira sees it at once."""

import pytest

from holdspace.circles import actions
from holdspace.circles.models import Story, StoryConcern
from holdspace.circles.tests.scene import DANGER, METHOD, STORY, answered, send, shared, text_of
from holdspace.library.policy import international, lines_for
from holdspace.listening.models import Reading
from holdspace.people import consents
from holdspace.safeguarding.models import Concern, Step

pytestmark = pytest.mark.django_db


def test_danger_leads_to_one_quiet_minute_with_the_lines_of_her_country(enter, loss, ana):
    browser = enter(ana)
    sent = send(browser, loss, DANGER)
    story = Story.objects.get()
    assert sent["Location"] == f"{story.address}step/"
    page = text_of(browser.get(sent["Location"]))
    assert all(line.name in page for line in lines_for("PT"))
    assert "112" in page
    assert "Ask a guide to reach me" in page
    assert "Skip this" in page


def test_a_calm_story_leads_to_itself(enter, loss, ana):
    browser = enter(ana)
    story = shared(browser, loss)
    assert not Concern.objects.exists()
    assert browser.get(f"{story.address}step/")["Location"] == story.address


def test_an_unknown_country_gets_the_international_finder(enter, circle, person):
    zoe = person("zoe", country="")
    browser = enter(zoe)
    sent = send(browser, circle("garden", zoe), DANGER)
    assert international()[0].name in text_of(browser.get(sent["Location"]))


@pytest.mark.parametrize("end", ["done", "skip"])
def test_others_read_it_when_the_minute_is_over_and_the_undo_too(enter, loss, ana, ben, clock, end):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    clock.after(seconds=90)
    assert enter(ben).get(story.address).status_code == 404
    browser.post(f"{story.address}step/", {"end": end, "hardest": "the nights"})
    assert DANGER in text_of(enter(ben).get(story.address))


def test_who_ends_the_minute_at_once_still_has_the_undo(enter, loss, ana, ben, clock):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    browser.post(f"{story.address}step/", {"end": "skip"})
    assert enter(ben).get(story.address).status_code == 404
    clock.after(seconds=61)
    assert enter(ben).get(story.address).status_code == 200


def test_a_closed_tab_loses_neither_story_nor_concern(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss, DANGER)
    clock.after(minutes=9, seconds=50)
    assert enter(ben).get(story.address).status_code == 404
    clock.after(seconds=15)
    assert DANGER in text_of(enter(ben).get(story.address))
    assert Concern.objects.get().closed_at is None


def test_too_many_words_in_the_minute_are_refused_kindly_and_skipping_works_all_the_same(enter, loss, ana):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    long = {"hardest": "n" * 2001}
    refused = browser.post(f"{story.address}step/", long | {"end": "done"})
    assert refused.status_code == 422
    assert "n" * 2001 in text_of(refused)
    assert browser.post(f"{story.address}step/", long | {"end": "skip"}).status_code == 302


def test_mira_sees_it_at_once_with_the_reasons_and_never_the_words_on_the_board(enter, loss, ana, mira):
    story = shared(enter(ana), loss, f"{DANGER}, nobody will miss me", face="anonymous")
    guide = enter(mira)
    board = text_of(guide.get("/duty/"))
    assert "Danger" in board
    assert "the writer speaks of a plan" in board
    assert DANGER not in board
    assert "ana" not in board
    page = text_of(guide.get(story.address))
    assert DANGER in page
    assert "the writer speaks of a plan" in page
    assert "It can be wrong" in page


def test_ben_sees_neither_reasons_nor_board(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss, DANGER)
    clock.after(minutes=11)
    browser = enter(ben)
    assert "speaks of a plan" not in text_of(browser.get(story.address))
    assert browser.get("/duty/").status_code == 404


def test_what_she_is_told_of_others_is_true_at_every_hour(enter, loss, ana, clock):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    page = text_of(browser.get(story.address))
    assert "Nobody else in the circle reads it yet" in page
    assert "A guide looks at this story first. Others in the circle read it once" in page
    assert "meanwhile" not in page
    browser.post(f"{story.address}step/", {"end": "skip"})
    clock.after(seconds=61)
    assert "Others in the circle can read and answer it meanwhile." in text_of(browser.get(story.address))


def test_of_a_story_without_replies_nobody_says_that_it_can_be_answered(enter, loss, ana, clock):
    browser = enter(ana)
    story = shared(browser, loss, DANGER, need="no-replies")
    clock.after(minutes=11)
    assert "first. Others in the circle can read it meanwhile." in text_of(browser.get(story.address))


def test_of_a_held_story_nobody_says_that_the_circle_reads_it(enter, loss, ana, clock):
    browser = enter(ana)
    story = shared(browser, loss, f"{DANGER}, {METHOD}")
    step = text_of(browser.get(f"{story.address}step/"))
    assert "Not shown to others for now. It names how a life could be ended." in step
    assert "The circle reads your story" not in step
    for _ in range(2):
        page = text_of(browser.get(story.address))
        assert "Not shown to others for now" in page
        assert "A guide looks at this story first" in page
        assert "Others in the circle" not in page
        clock.after(minutes=11)


def test_the_minute_is_hers_alone(enter, loss, ana, ben, mira):
    story = shared(enter(ana), loss, DANGER)
    for somebody in (ben, mira):
        assert enter(somebody).get(f"{story.address}step/").status_code == 404


@pytest.mark.parametrize("lets", [True, False])
def test_the_guide_reads_her_answers_only_if_she_lets_them(enter, loss, ana, mira, lets):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    fields = {"end": "done", "hardest": "the empty kitchen"} | ({"lets_guide_see": "on"} if lets else {})
    browser.post(f"{story.address}step/", fields)
    page = text_of(enter(mira).get(f"/duty/{Concern.objects.get().pk}/"))
    assert ("the empty kitchen" in page) is lets


def test_asking_for_a_guide_is_a_concern_of_its_own_and_once(enter, loss, ana, mira):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    for _ in range(2):
        browser.post(f"{story.address}step/", {"end": "done", "wants_guide": "on"})
    assert sorted(Concern.objects.values_list("kind", flat=True)) == ["asked", "reading"]
    assert "The writer asks for a guide" in text_of(enter(mira).get("/duty/"))
    assert Step.objects.count() == 1


@pytest.mark.parametrize("broken", ["keep_reading", "raise_concern", "level_of"])
def test_when_it_breaks_in_the_middle_there_is_neither_and_the_words_are_kept(enter, loss, ana, monkeypatch, broken):
    browser = enter(ana)
    browser.raise_request_exception = False
    browser.get("/circles/loss/write/")
    browser.post("/circles/loss/write/", {"body": DANGER}, headers={"X-Draft": "1"})
    with monkeypatch.context() as patched:
        patched.setattr(actions, broken, fall)
        assert send(browser, loss, DANGER).status_code == 500
    assert not Story.objects.exists()
    assert not Concern.objects.exists()
    assert not Reading.objects.exists()
    assert DANGER in text_of(browser.get("/circles/loss/write/"))


def fall(*args, **kwargs):
    raise RuntimeError("the power went")


def test_details_of_a_method_are_kept_back_and_she_is_told_why(enter, loss, ana, ben, mira, clock):
    browser = enter(ana)
    story = shared(browser, loss, f"I keep thinking of {METHOD}")
    assert "It names how a life could be ended" in text_of(browser.get(story.address))
    clock.after(hours=1)
    assert enter(ben).get(story.address).status_code == 404
    assert METHOD not in text_of(enter(ben).get("/circles/loss/"))
    assert METHOD in text_of(enter(mira).get(story.address))
    assert {"held", "reading"} == set(Concern.objects.values_list("kind", flat=True))
    enter(mira).post(f"{story.address}release/")
    assert enter(ben).get(story.address).status_code == 200
    assert not Concern.objects.filter(kind="held", closed_at=None).exists()


def test_only_those_on_duty_let_it_through_and_nobody_their_own(enter, loss, ana, ben, mira):
    story = shared(enter(ana), loss, f"I keep thinking of {METHOD}")
    for somebody in (ana, ben):
        assert enter(somebody).post(f"{story.address}release/").status_code == 404
    actions.join(circle=loss, person=mira)
    hers = shared(enter(mira), loss, f"I too think of {METHOD}")
    assert enter(mira).post(f"{hers.address}release/").status_code == 404


def test_a_held_reply_neither_hears_the_story_nor_is_announced(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    answered(enter(ben), story, f"I know those evenings, and once I thought of {METHOD}, and then I called a friend.")
    clock.after(hours=1)
    story.refresh_from_db()
    assert story.heard_at is None
    assert METHOD not in text_of(enter(ana).get(story.address))
    assert "Somebody answered" not in text_of(enter(ana).get("/me/notices/"))


def test_a_reply_has_its_minute_too_and_the_time_it_was_heard_follows(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    browser = enter(ben)
    reply = answered(
        browser, story, f"I lost my dad too and the evenings were long. {DANGER} is what I wrote back then."
    )
    assert "/help-now/" in text_of(browser.get(f"/replies/{reply.pk}/step/"))
    clock.after(minutes=2)
    browser.post(f"/replies/{reply.pk}/step/", {"end": "skip"})
    story.refresh_from_db()
    reply.refresh_from_db()
    assert story.heard_at == reply.heard_from
    assert DANGER in text_of(enter(ana).get(story.address))


def test_the_minute_after_a_reply_never_ends_at_a_closed_door(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    reply = answered(enter(ben), story, DANGER)
    enter(ana).post(f"{story.address}withdraw/")
    page = enter(ben).post(f"/replies/{reply.pk}/step/", {"end": "done", "wants_guide": "on"}, follow=True)
    assert page.status_code == 200
    assert "A guide has been asked to reach you" in text_of(page)


def test_nor_after_a_story_in_a_circle_that_was_left(enter, loss, ana):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    browser.post("/circles/loss/leave/")
    page = browser.post(f"{story.address}step/", {"end": "done", "wants_guide": "on"}, follow=True)
    assert page.status_code == 200
    assert "A guide has been asked to reach you" in text_of(page)


def test_without_consent_nothing_is_read_and_no_row_says_so(enter, loss, ana, mira):
    consents.withdraw(person=ana, purpose=consents.SAFETY_READING)
    story = shared(enter(ana), loss, DANGER)
    assert not Reading.objects.exists()
    assert not Concern.objects.exists()
    assert story.is_for_guides is False
    assert "Nothing waits" in text_of(enter(mira).get("/duty/"))


def test_the_row_that_joins_words_and_concern_stands_in_circles_alone(enter, loss, ana):
    story = shared(enter(ana), loss, f"{STORY} {DANGER}")
    concern = Concern.objects.get()
    assert StoryConcern.objects.get(concern=concern).story == story
    said = " ".join(str(value) for value in vars(concern).values())
    assert DANGER not in said
    assert STORY not in said
