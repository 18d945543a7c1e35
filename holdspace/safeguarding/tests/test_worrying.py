""" "I am worried about this person": to the guides alone, with something to say, and no use as a taunt."""

import re

import pytest

from holdspace.circles import actions as circles
from holdspace.circles.tests.scene import answered, shared, text_of
from holdspace.notices.models import Notice
from holdspace.safeguarding.actions import close
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Concern, Kind, Letter, Report

pytestmark = pytest.mark.django_db
EVENINGS = "The evenings here are long, and I lay the table for two before I remember. Evening {}."


@pytest.fixture
def write(enter, ana, loss, clock):
    """Ana tells another story, and others can read it."""

    def tell(number: int = 1, who=ana):
        told = shared(enter(who), loss, body=EVENINGS.format(number))
        clock.after(minutes=2)
        return told

    return tell


def worry(browser, told, line="She said goodbye to the cat.", **how):
    return browser.post(f"{told.address}worry/", {"line": line}, **how)


def flagged(told) -> Concern:
    return Concern.objects.get(kind=Kind.WORRY_FLAG, link=told.address, closed_at=None)


def found_empty(enter, guide, told, times_judged="empty"):
    concern = flagged(told)
    enter(guide).post(f"/duty/reports/{Report.objects.get(concern=concern).pk}/judge/", {"judged": times_judged})
    close(concern=concern, by=guide, note="We spoke. All is well.")


def test_two_taps_and_the_guides_on_duty_know(enter, ben, mira, write):
    story = write()
    assert f'href="{story.address}worry/"' in text_of(enter(ben).get(story.address))
    page = text_of(worry(enter(ben), story, follow=True))
    assert "nothing was sent to the person" in page
    assert flagged(story).level == Level.WORRY
    assert Notice.objects.filter(person=mira, kind="duty").exists()
    assert "She said goodbye to the cat." in text_of(enter(mira).get(f"/duty/{flagged(story).pk}/"))


def test_a_reply_can_worry_somebody_too(enter, ana, ben, write, clock):
    reply = answered(enter(ben), write())
    clock.after(minutes=2)
    assert worry(enter(ana), reply).status_code == 302
    assert Concern.objects.get(kind=Kind.WORRY_FLAG).person == ben


def test_nothing_is_sent_to_the_person_and_no_mark_is_anywhere(enter, ana, ben, hana, loss, write):
    circles.join(circle=loss, person=hana)
    story = write()
    before = [Notice.objects.filter(person=ana).count(), Letter.objects.count()]
    pages = {who: without_tokens(enter(who).get(story.address)) for who in (ana, hana)}
    worry(enter(ben), story)
    assert [Notice.objects.filter(person=ana).count(), Letter.objects.count()] == before
    assert {who: without_tokens(enter(who).get(story.address)) for who in (ana, hana)} == pages
    assert "worried" not in text_of(enter(ana).get("/me/"))


def without_tokens(page) -> str:
    return re.sub(r'value="[A-Za-z0-9_-]{24,}"', "", text_of(page))


def test_whoever_worries_gets_lines_and_something_to_say(enter, ben, write):
    page = text_of(enter(ben).get(f"{write().address}worry/"))
    assert "Ask openly, and then listen" in page
    assert "116 123" in page
    assert [word for word in ("committed", "failed", "successful") if word in page] == []


def test_whoever_worried_learns_that_somebody_looked_and_nothing_else(enter, ben, mira, write):
    story = write()
    worry(enter(ben), story)
    enter(mira).post(f"/duty/{flagged(story).pk}/", {"note": "She is with her sister now.", "ended": "confirmed"})
    page = text_of(enter(ben).get("/me/reports/"))
    assert "stays between them and the person" in page
    assert "sister" not in page


def test_after_two_in_which_there_was_nothing_the_next_one_waits(enter, ben, mira, write):
    for number in range(2):
        story = write(number)
        worry(enter(ben), story)
        found_empty(enter, mira, story)
    story = write(2)
    worry(enter(ben), story)
    assert flagged(story).level == Level.HEAVY


def test_after_four_the_door_says_so_and_leads_elsewhere_and_the_words_come_back(enter, ben, mira, write, clock):
    for number in range(4):
        story = write(number)
        worry(enter(ben), story)
        found_empty(enter, mira, story)
        clock.after(days=2)
    story = write(4)
    refused = worry(enter(ben), story, line="She sounds odd again.")
    assert refused.status_code == 422
    assert "Guides have looked several times because of you" in text_of(refused)
    assert "She sounds odd again." in text_of(refused)
    assert not Concern.objects.filter(link=story.address).exists()
    assert enter(ben).post(f"{story.address}report/", {"why": "else", "line": ""}).status_code == 302


def test_the_door_that_stays_shut_does_not_say_whose_an_anonymous_story_is(enter, ana, ben, mira, loss, write, clock):
    for number in range(4):
        story = write(number)
        worry(enter(ben), story)
        found_empty(enter, mira, story)
    hidden = shared(enter(ana), loss, body="I counted the cups, and one of them is missing.", face="anonymous")
    clock.after(minutes=2)
    assert worry(enter(ben), hidden).status_code == 302
    assert worry(enter(ben), write(5)).status_code == 422


def test_a_true_worry_of_somebody_else_is_not_held_back_by_that(enter, ben, hana, mira, loss, write):
    circles.join(circle=loss, person=hana)
    for number in range(4):
        story = write(number)
        worry(enter(ben), story)
        found_empty(enter, mira, story)
    story = write(4)
    worry(enter(hana), story)
    assert flagged(story).level == Level.WORRY


def test_one_worry_that_was_not_judged_costs_nothing(enter, ben, mira, write):
    for number in range(3):
        story = write(number)
        worry(enter(ben), story)
        close(concern=flagged(story), by=mira, note="We spoke, and it was good that he told us.")
    assert Report.objects.filter(outcome="looked").count() == 3
    story = write(9)
    worry(enter(ben), story)
    assert Report.objects.filter(judged="").count() == 4


def test_worries_about_guides_are_noticed_as_the_taunt_they_mostly_are(enter, ben, mira, person, lena, loss, write):
    circles.join(circle=loss, person=mira)
    for number in range(2):
        story = write(number, who=mira)
        worry(enter(ben), story, line="Poor thing, get help.")
        assert enter(mira).get(f"/duty/{flagged(story).pk}/").status_code == 404
    misuse = Concern.objects.get(kind=Kind.MISUSE)
    assert misuse.person == ben
    assert enter(lena).get(f"/duty/{misuse.pk}/").status_code == 200


def test_somebody_outside_cannot_worry_about_what_they_cannot_read(enter, ana, cleo, write):
    story = write()
    for somebody in (ana, cleo):
        assert worry(enter(somebody), story).status_code == 404
    assert not Concern.objects.filter(kind=Kind.WORRY_FLAG).exists()
