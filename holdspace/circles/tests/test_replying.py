"""Ben answers under the face he chooses; the box repeats what Ana asked for."""

import pytest

from holdspace.circles import actions
from holdspace.circles.models import Reply
from holdspace.circles.tests.scene import ANSWER, answer, answered, shared, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(enter, loss, ana, clock):
    told = shared(enter(ana), loss, need="ideas", face="anonymous")
    clock.after(minutes=2)
    return told


def test_the_box_repeats_the_need(enter, story, ben):
    page = text_of(enter(ben).get(story.address))
    assert "Anonymous is open to ideas" in page.split('id="reply"')[1]


def test_an_answer_ends_the_wait_and_is_read_after_its_undo(enter, story, ana, ben, clock):
    answered(enter(ben), story)
    story.refresh_from_db()
    assert story.heard_at is not None
    assert ANSWER not in text_of(enter(ana).get(story.address))
    clock.after(seconds=61)
    assert ANSWER in text_of(enter(ana).get(story.address))


def test_pressing_send_twice_makes_one_reply(enter, story, ben):
    browser = enter(ben)
    first = answered(browser, story)
    again = answer(browser, story, token=first.token)
    assert again.status_code == 302
    assert Reply.objects.count() == 1


@pytest.mark.parametrize("face", ["name", "alias", "anonymous"])
def test_each_face_shows_what_it_says_and_no_more(enter, story, loss, ana, ben, clock, face):
    actions.join(circle=loss, person=ben, alias="Wren")
    answered(enter(ben), story, face=face)
    clock.after(minutes=2)
    page = text_of(enter(ana).get(story.address)).split('id="replies"')[1].split('id="reply"')[0]
    labels = {"name": "ben", "alias": "Wren", "anonymous": "Anonymous"}
    assert labels[face] in page
    assert not any(label in page for other, label in labels.items() if other != face)


def test_no_replies_closes_the_box_for_everybody_and_keeps_thanks(enter, loss, ana, ben, clock):
    quiet = shared(enter(ana), loss, need="no-replies")
    clock.after(minutes=2)
    browser = enter(ben)
    page = text_of(browser.get(quiet.address))
    assert 'name="body"' not in page
    assert f"{quiet.address}thanks/" in page
    assert answer_to(browser, quiet).status_code == 422
    assert browser.post(f"{quiet.address}thanks/", {"kind": "hear-you"}).status_code == 302


def answer_to(browser, story):
    return browser.post(f"{story.address}reply/", {"body": ANSWER, "face": "name", "token": "t" * 24})


def test_who_cannot_read_it_cannot_answer_it(enter, story, cleo):
    assert answer_to(enter(cleo), story).status_code == 404
    assert not Reply.objects.exists()


def test_not_even_the_writer_answers_before_it_is_told(enter, loss, ana):
    fresh = shared(enter(ana), loss)
    assert answer_to(enter(ana), fresh).status_code == 422


def test_the_writer_is_known_by_the_same_face_only(enter, story, ana, ben, clock):
    answered(enter(ana), story, "Thank you for asking, I will try the radio.", face="anonymous")
    type(story).objects.filter(pk=story.pk).update(face="name")
    clock.after(minutes=2)
    assert "(who wrote the story)" not in text_of(enter(ben).get(story.address))


def test_one_careless_press_does_not_show_whose_anonymous_story_it_is(enter, story, ana, clock):
    page = text_of(enter(ana).get(story.address))
    assert 'value="anonymous" id="id_face_0" required checked' in page
    assert page.count('name="face"') == 1, "what would be refused is not offered"
    refused = answer(enter(ana), story, "To add: it is worse at night.", face="name")
    assert refused.status_code == 422
    assert "everybody would learn that it is yours" in text_of(refused)
    assert "To add: it is worse at night." in text_of(refused)


def test_a_page_of_twenty_replies_asks_the_database_little(
    enter, story, person, ben, clock, django_assert_max_num_queries
):
    type(story).objects.update(heard_at=story.heard_from)
    for n in range(20):
        Reply.objects.create(
            story=story,
            author=person(f"friend {n}"),
            face="name",
            token=f"token-{n:03}",
            body=ANSWER,
            html=ANSWER,
            heard_from=story.heard_from,
        )
    browser = enter(ben)
    browser.get(story.address)
    with django_assert_max_num_queries(12):
        assert text_of(browser.get(story.address)).count(ANSWER) == 20
