"""What becomes of Ana's words once somebody has looked: nothing buried, nothing lost, nothing kept for ever."""

import pytest

from holdspace.circles import unheard, waiting_words
from holdspace.circles.echoes import settle_missed
from holdspace.circles.models import Offer, Reply, Story
from holdspace.circles.moderation import about
from holdspace.circles.tests.scene import ANSWER, DANGER, METHOD, STORY, answered, found_in, shared
from holdspace.circles.waiting_words import read_waiting
from holdspace.listening import engine
from holdspace.listening.actions import listen_for_danger
from holdspace.listening.models import Reading
from holdspace.notices.models import Notice
from holdspace.people import leaving
from holdspace.safeguarding import actions as duty
from holdspace.safeguarding.models import Concern, Kind, Measure
from holdspace.safeguarding.moderation import rule
from holdspace.safeguarding.signals import concern_closed

pytestmark = pytest.mark.django_db(transaction=True)


def closed(concern, by):
    duty.close(concern=concern, by=by, note="Looked at it.")


def test_a_false_alarm_goes_back_to_those_who_listen(enter, loss, ana, ben, mira, listens, clock):
    listens(ben)
    story = shared(enter(ana), loss, f"In the song he sings {DANGER}")
    clock.after(minutes=11)
    unheard.tick()
    assert not Offer.objects.filter(story=story).exists()
    closed(Concern.objects.get(kind=Kind.READING), mira)
    unheard.tick()
    assert Offer.objects.filter(story=story, listener=ben).exists()


def killed_after_closing(monkeypatch, concern, by):
    """The server stops after the commit, before anybody hears that the concern was closed."""
    with monkeypatch.context() as stopped:
        stopped.setattr(concern_closed, "send", lambda *sender, **facts: None)
        closed(concern, by)


def test_a_server_that_stops_while_mira_closes_sets_no_story_aside_for_ever(
    enter, loss, ana, ben, mira, listens, clock, monkeypatch
):
    listens(ben)
    story = shared(enter(ana), loss, f"In the song he sings {DANGER}")
    clock.after(minutes=11)
    settle_missed()
    assert Story.objects.get().is_for_guides, "nobody has looked yet"
    killed_after_closing(monkeypatch, Concern.objects.get(kind=Kind.READING), mira)
    settle_missed()
    unheard.tick()
    assert Offer.objects.filter(story=story, listener=ben).exists()


def test_nor_does_it_keep_words_that_were_taken_back(enter, loss, ana, mira, monkeypatch):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    browser.post(f"{story.address}withdraw/")
    settle_missed()
    assert Story.objects.get().body == DANGER, "nobody has looked yet"
    killed_after_closing(monkeypatch, Concern.objects.get(kind=Kind.READING), mira)
    settle_missed()
    assert Story.objects.get().body == ""


def test_its_clock_begins_when_the_guide_has_looked(enter, loss, ana, mira, clock):
    story = shared(enter(ana), loss, f"In the song he sings {DANGER}")
    clock.after(hours=30)
    closed(Concern.objects.get(kind=Kind.READING), mira)
    unheard.tick()
    assert not Concern.objects.open().filter(kind=Kind.UNHEARD, raised_at__lt=story.written_at).exists()
    clock.after(hours=3, minutes=1)
    unheard.tick()
    assert Concern.objects.open().filter(kind=Kind.UNHEARD).exists()


def test_what_a_guide_closed_without_an_answer_comes_back_the_next_day(enter, loss, ana, mira, clock):
    shared(enter(ana), loss)
    clock.after(hours=4)
    unheard.tick()
    closed(Concern.objects.get(kind=Kind.UNHEARD), mira)
    unheard.tick()
    assert not Concern.objects.open().filter(kind=Kind.UNHEARD).exists()
    clock.after(hours=25)
    unheard.tick()
    assert Concern.objects.open().filter(kind=Kind.UNHEARD).exists()


def test_late_found_danger_and_its_reading_stand_or_fall_together(enter, loss, ana, monkeypatch):
    monkeypatch.setattr(engine, "safety_of", lambda text: None)
    shared(enter(ana), loss, DANGER)
    monkeypatch.setattr(engine, "safety_of", found_in)
    with monkeypatch.context() as broken:
        broken.setattr("holdspace.circles.waiting_words.look_after_again", _breaks)
        with pytest.raises(OSError, match="disk"):
            read_waiting()
    assert Reading.objects.get().tier is None
    read_waiting()
    assert Reading.objects.get().tier == "danger"
    assert Concern.objects.filter(kind=Kind.READING).exists()


def _breaks(*args):
    raise OSError("disk full")


def test_three_texts_that_cannot_be_read_do_not_keep_bens_danger_from_being_read(enter, loss, ana, ben, monkeypatch):
    monkeypatch.setattr(engine, "safety_of", lambda text: None)
    for evening in range(3):
        shared(enter(ana), loss, f"{STORY} An evening that breaks it, {evening}.")
    story = shared(enter(ben), loss, DANGER)
    monkeypatch.setattr(engine, "safety_of", lambda text: None if "breaks it" in text else found_in(text))
    for _ in range(2):
        read_waiting()
    assert Concern.objects.filter(kind=Kind.READING, link=story.link).exists()


def test_a_method_that_is_read_late_is_kept_back_from_then_on(enter, loss, ana, ben, clock, monkeypatch):
    monkeypatch.setattr(engine, "safety_of", lambda text: None)
    story = shared(enter(ana), loss, f"It is always {METHOD} that I think of")
    monkeypatch.setattr(engine, "safety_of", found_in)
    clock.after(minutes=2)
    assert enter(ben).get(story.address).status_code == 200
    read_waiting()
    assert enter(ben).get(story.address).status_code == 404
    assert Concern.objects.open().filter(kind=Kind.HELD).exists()
    assert Notice.objects.get(kind="held").person == ana


@pytest.mark.parametrize("words", [STORY, f"It is always {METHOD} that I think of"])
def test_what_ana_takes_back_while_it_is_read_late_stays_taken_back(enter, loss, ana, mira, clock, monkeypatch, words):
    monkeypatch.setattr(engine, "safety_of", lambda text: None)
    story = shared(enter(ana), loss, words)
    clock.after(minutes=2)
    closed(Concern.objects.get(), mira)

    def taken_back_meanwhile(**asked):
        enter(ana).post(f"{story.address}withdraw/")
        return listen_for_danger(**asked)

    monkeypatch.setattr(engine, "safety_of", found_in)
    monkeypatch.setattr(waiting_words, "listen_for_danger", taken_back_meanwhile)
    read_waiting()
    assert Story.objects.get().withdrawn_at
    assert Story.objects.get().body == ""
    assert not Notice.objects.filter(kind="held").exists()


def test_what_mira_removes_while_it_is_read_late_stays_removed(enter, loss, ana, ben, mira, clock, monkeypatch):
    monkeypatch.setattr(engine, "safety_of", lambda text: None)
    story = shared(enter(ana), loss)
    clock.after(minutes=2)

    def removed_meanwhile(**asked):
        rule(by=mira, about=about(story), measure=Measure.REMOVE, place="loss", agreement="a", sentence="It")
        return listen_for_danger(**asked)

    monkeypatch.setattr(engine, "safety_of", found_in)
    monkeypatch.setattr(waiting_words, "listen_for_danger", removed_meanwhile)
    read_waiting()
    assert Reading.objects.get().tier == "none"
    assert enter(ben).get(story.address).status_code == 404


def test_words_stay_while_a_guide_was_asked_for_and_go_afterwards(enter, loss, ana, mira):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    browser.post(f"{story.address}step/", {"end": "done", "wants_guide": "on"})
    closed(Concern.objects.get(kind=Kind.READING), mira)
    browser.post(f"{story.address}withdraw/")
    assert Story.objects.get(pk=story.pk).body == DANGER
    assert enter(mira).get(story.address).status_code == 200
    closed(Concern.objects.get(kind=Kind.ASKED), mira)
    assert Story.objects.get(pk=story.pk).body == ""


def test_she_can_ask_for_a_guide_after_she_took_the_story_back(enter, loss, ana):
    browser = enter(ana)
    story = shared(browser, loss, DANGER)
    browser.post(f"{story.address}take-back/")
    asked = browser.post(f"{story.address}step/", {"end": "done", "hardest": "the nights", "wants_guide": "on"})
    assert asked.status_code == 302
    assert Concern.objects.open().filter(kind=Kind.ASKED).exists()


def test_when_the_only_answer_goes_with_its_writer_the_story_waits_again(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    answered(enter(ben), story, ANSWER)
    assert Story.objects.get(pk=story.pk).heard_at is not None
    leaving.leave(ben)
    assert Story.objects.get(pk=story.pk).heard_at is None
    assert not Reply.objects.filter(is_answer=True).exists()


def test_withdrawn_words_cannot_be_let_through(enter, loss, ana, mira, clock):
    browser = enter(ana)
    story = shared(browser, loss, f"It is always {METHOD} that I think of")
    browser.post(f"{story.address}withdraw/")
    assert enter(mira).post(f"{story.address}release/").status_code == 404
    for concern in Concern.objects.open():
        closed(concern, mira)
    assert Story.objects.get(pk=story.pk).body == ""
