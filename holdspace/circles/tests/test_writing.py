"""Ana opens the box, sees who can read it, and presses Send."""

import pytest

from holdspace.circles import actions, unheard
from holdspace.circles.models import Draft, Story
from holdspace.circles.tests.scene import STORY, send, shared, text_of, token_in
from holdspace.people.faces import shown

pytestmark = pytest.mark.django_db


def test_ana_shares_with_a_need_a_note_and_a_face(enter, loss, ana):
    story = shared(enter(ana), loss, need="been-there", notes=["death-and-grief", "faith"], face="anonymous")
    assert story.body == STORY
    assert story.need == "been-there"
    assert {note.topic for note in story.notes.all()} == {"death-and-grief", "faith"}
    assert str(shown(story)) == "Anonymous"


def test_no_need_chosen_means_listen(enter, loss, ana):
    assert shared(enter(ana), loss, need="").need == "listen"


def test_who_can_read_it_stands_beside_send_and_no_other_number(enter, loss, ana):
    page = text_of(enter(ana).get("/circles/loss/write/"))
    assert "Who can read this: 2 people in Loss" in page
    assert "trained listeners" in page
    assert "could read it if law or safety requires" in page


def test_the_norms_stand_above_a_first_story_only(enter, loss, ana):
    loss.norms, loss.example = ["We do not hurry grief.", "No advice unasked.", "Names are welcome."], "I am with you."
    loss.save()
    browser = enter(ana)
    first = text_of(browser.get("/circles/loss/write/"))
    assert "We do not hurry grief." in first
    assert "I am with you." in first
    shared(browser, loss)
    assert "We do not hurry grief." not in text_of(browser.get("/circles/loss/write/"))


def test_when_more_can_read_it_she_is_asked_once(enter, loss, ana, cleo):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    actions.join(circle=loss, person=cleo)
    words = {"body": STORY, "need": "listen", "face": "name", "token": token}
    asked = browser.post("/circles/loss/write/", words)
    assert asked.status_code == 422
    assert "More people have joined" in text_of(asked)
    assert "Who can read this: 3 people" in text_of(asked)
    assert STORY in text_of(asked)
    assert not Story.objects.exists()
    assert browser.post("/circles/loss/write/", words).status_code == 302


def test_when_fewer_can_read_it_nobody_asks(enter, loss, ana, ben):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    actions.leave_circle(circle=loss, person=ben)
    sent = browser.post("/circles/loss/write/", {"body": STORY, "face": "name", "token": token})
    assert sent.status_code == 302


def test_pressing_send_twice_makes_one_story(enter, loss, ana):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    words = {"body": STORY, "need": "listen", "face": "name", "token": token}
    first, second = (browser.post("/circles/loss/write/", words) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Story.objects.count() == 1


def test_two_tabs_with_other_words_lose_neither(enter, loss, ana):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    words = {"need": "ideas", "face": "anonymous", "notes": ["faith", "illness"], "token": token}
    browser.post("/circles/loss/write/", words | {"body": "the first tab"})
    second = browser.post("/circles/loss/write/", words | {"body": "the second tab"})
    page = text_of(second)
    assert second.status_code == 422
    assert "the second tab" in page
    assert "already shared something from this page" in page
    assert page.count("checked") == 4, "need, face and both topics as they were"
    again = browser.post("/circles/loss/write/", words | {"body": "the second tab", "token": token_in(second)})
    assert again.status_code == 302
    assert set(Story.objects.values_list("body", flat=True)) == {"the first tab", "the second tab"}


def test_send_on_an_old_page_after_taking_back_shares_it_anew(enter, loss, ana):
    browser = enter(ana)
    token = token_in(browser.get("/circles/loss/write/"))
    words = {"body": STORY, "need": "listen", "face": "name", "token": token}
    story = browser.post("/circles/loss/write/", words)["Location"]
    browser.post(f"{story}take-back/")
    again = browser.post("/circles/loss/write/", words)
    assert again.status_code == 422
    assert STORY in text_of(again)
    assert browser.post("/circles/loss/write/", words | {"token": token_in(again)}).status_code == 302


def test_a_draft_is_gone_once_it_is_shared(enter, loss, ana):
    shared(enter(ana), loss)
    assert not Draft.objects.filter(author=ana).exists()


def test_only_somebody_with_a_seat_may_write(enter, loss, cleo):
    sent = enter(cleo).post("/circles/loss/write/", {"body": STORY, "face": "name", "token": "t" * 24})
    assert sent.status_code == 404
    assert not Story.objects.exists()


def test_an_anonymous_row_holds_no_alias(enter, loss, ana):
    actions.join(circle=loss, person=ana, alias="Lark")
    browser = enter(ana)
    assert shared(browser, loss, face="anonymous").alias == ""
    assert shared(browser, loss, "under my name here, some other words", face="alias").alias == "Lark"


def test_a_later_alias_changes_nothing_that_was_said(enter, loss, ana, ben, clock):
    actions.join(circle=loss, person=ana, alias="Lark")
    story = shared(enter(ana), loss, face="alias")
    actions.leave_circle(circle=loss, person=ana)
    actions.join(circle=loss, person=ana, alias="Wren")
    clock.after(minutes=2)
    page = text_of(enter(ben).get(story.address))
    assert "Lark would like to be listened to" in page
    assert "Wren" not in page


def test_little_markdown_becomes_html_and_typed_html_stays_letters(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss, "She was *kind*. <script>alert(1)</script> [here](javascript:alert(1))")
    clock.after(minutes=2)
    page = text_of(enter(ben).get(story.address))
    assert "<em>kind</em>" in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert 'href="javascript' not in page


def test_the_promise_is_remembered_as_it_was_told(enter, loss, ana, monkeypatch):
    monkeypatch.setattr(unheard, "promised_hours", lambda language: 4)
    browser = enter(ana)
    assert "within 4 hours" in text_of(browser.get("/circles/loss/write/"))
    story = shared(browser, loss)
    assert story.promised_hours == 4
    assert send(browser, loss, "").status_code == 422
