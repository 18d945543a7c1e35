"""What the program read in Ana's words stands in her own history, with why; nobody else opens that page."""

import pytest

from holdspace.circles.tests.scene import DANGER, STORY, answered, shared, text_of
from holdspace.listening import actions, engine, leaving
from holdspace.listening.models import Reading
from holdspace.people import consents

pytestmark = pytest.mark.django_db


def test_ana_sees_each_reading_with_its_reasons_and_the_words_it_was_about(enter, loss, ana):
    story = shared(enter(ana), loss, f"{STORY} {DANGER}")
    page = text_of(enter(ana).get("/me/readings/"))
    assert "It points to danger. Somebody on duty was asked to look soon." in page
    assert f"<mark>{DANGER}</mark>" in page
    assert "Why: the writer speaks of a plan" in page
    assert story.address in page
    assert "It can be wrong" in page


def test_nobody_else_sees_them(enter, loss, ana, ben, mira):
    shared(enter(ana), loss, DANGER)
    for somebody in (ben, mira):
        assert "speaks of a plan" not in text_of(enter(somebody).get("/me/readings/"))


def test_a_reading_holds_places_and_never_the_words(enter, loss, ana):
    shared(enter(ana), loss, f"{STORY} {DANGER}")
    reading = Reading.objects.get()
    assert DANGER not in str(vars(reading))
    assert [(STORY + " " + DANGER)[cue["start"] : cue["end"]] for cue in reading.cues] == [DANGER]
    assert reading.consent == "safety-reading 1"
    assert reading.engine == "a test's reader"


def test_a_reply_is_read_too_in_the_name_of_who_wrote_it(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    answered(enter(ben), story)
    assert set(Reading.objects.values_list("person__name", "text_kind")) == {("ana", "story"), ("ben", "reply")}


def test_turned_off_nothing_is_read_and_the_page_says_so(enter, loss, ana):
    consents.withdraw(person=ana, purpose=consents.SAFETY_READING)
    shared(enter(ana), loss, DANGER)
    assert not Reading.objects.exists()
    assert "You have turned this reading off" in text_of(enter(ana).get("/me/readings/"))
    consents.give(person=ana, purpose=consents.SAFETY_READING)
    shared(enter(ana), loss, "read again from now on")
    assert Reading.objects.get().tier == "none"


def test_the_engine_is_not_even_asked_without_consent(enter, loss, ana, monkeypatch):
    consents.withdraw(person=ana, purpose=consents.SAFETY_READING)
    asked = []
    monkeypatch.setattr(engine, "safety_of", asked.append)
    shared(enter(ana), loss, DANGER)
    assert asked == []


def test_she_takes_her_readings_along_and_leaves_none(enter, loss, ana, ben):
    shared(enter(ana), loss, DANGER)
    shared(enter(ben), loss)
    assert [row["tier"] for row in leaving.export(ana)] == ["danger"]
    leaving.erase(ana)
    assert [reading.person for reading in Reading.objects.all()] == [ben]


def test_when_a_story_is_gone_readings_of_others_drafts_stay_theirs(ana, ben):
    heard = actions.Heard(allowed=True)
    told = {"text_kind": "story", "text_id": ana.pk, "link": ""}
    actions.keep_reading(person=ana, heard=heard, **told)
    Reading.objects.create(person=ben, purpose="coach", consent="button", **told | {"text_kind": "draft"})
    actions.forget_text(ana.pk)
    assert [(reading.person, reading.purpose) for reading in Reading.objects.all()] == [(ben, "coach")]
