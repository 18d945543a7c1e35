"""A private sentence: the writer sees it, nobody else, and nothing counts it."""

import re

import pytest

from holdspace.circles import actions
from holdspace.circles.models import Thanks
from holdspace.circles.tests.scene import answered, shared, text_of
from holdspace.notices.policy import notices_for

pytestmark = pytest.mark.django_db
NUMBERS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"]
NUMBERS += ["twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"]
SENTENCE = "Holding you in mind"


@pytest.fixture
def story(enter, loss, ana, clock):
    told = shared(enter(ana), loss, face="anonymous")
    clock.after(minutes=2)
    return told


def send(browser, address, kind="holding"):
    return browser.post(f"{address}thanks/", {"kind": kind})


def test_only_ana_sees_what_ben_sent(enter, story, loss, ana, ben, cleo, mira):
    actions.join(circle=loss, person=cleo)
    assert SENTENCE in text_of(enter(ben).get(f"{story.address}thanks/"))
    assert send(enter(ben), story.address)["Location"] == story.address
    assert SENTENCE in text_of(enter(ana).get(story.address))
    assert SENTENCE in text_of(enter(ana).get("/me/"))
    for somebody in (ben, cleo, mira):
        for address in (story.address, "/circles/loss/", "/me/"):
            assert SENTENCE not in text_of(enter(somebody).get(address))
    assert notices_for(ana).get().kind == "thanks"


def test_only_ben_sees_what_ana_sent_for_his_reply(enter, story, ana, ben, mira, clock):
    reply = answered(enter(ben), story)
    clock.after(minutes=2)
    send(enter(ana), f"/replies/{reply.pk}/")
    assert f"Anonymous: {SENTENCE}" in text_of(enter(ben).get(story.address))
    assert "ana" not in text_of(enter(ben).get("/me/")).replace("manage", "")
    for somebody in (ana, mira):
        assert SENTENCE not in text_of(enter(somebody).get(story.address))


def test_the_writer_signs_with_the_face_of_the_story_never_with_her_alias(enter, story, loss, ana, ben, clock):
    actions.join(circle=loss, person=ana, alias="Lark")
    reply = answered(enter(ben), story)
    clock.after(minutes=2)
    send(enter(ana), f"/replies/{reply.pk}/")
    assert Thanks.objects.get().signed == "Anonymous"


def test_ben_signs_with_his_alias_here_or_not_at_all(enter, story, loss, ben, cleo):
    actions.join(circle=loss, person=ben, alias="Wren")
    actions.join(circle=loss, person=cleo)
    send(enter(ben), story.address)
    send(enter(cleo), story.address)
    assert set(Thanks.objects.values_list("signed", flat=True)) == {"Wren", "Somebody who read this"}


def test_sending_again_changes_the_sentence_and_not_the_number(enter, story, ana, ben):
    send(enter(ben), story.address)
    send(enter(ben), story.address, "thank-you")
    page = text_of(enter(ana).get(story.address))
    assert page.count('class="thanks"') == 1
    assert "Thank you" in page


def test_nobody_thanks_themselves_nor_what_they_cannot_read(enter, story, ana, cleo, ben, clock):
    assert send(enter(ana), story.address).status_code == 404
    assert send(enter(cleo), story.address).status_code == 404
    reply = answered(enter(ben), story)
    assert send(enter(ana), f"/replies/{reply.pk}/").status_code == 404, "it is still in its undo"
    assert not Thanks.objects.exists()


def test_no_number_stands_anywhere(enter, story, loss, ana, person, clock):
    for n in range(17):
        friend = person(f"{NUMBERS[n]} friend")
        actions.join(circle=loss, person=friend)
        actions.thank(person=friend, told=story, kind="hear-you")
        answered(enter(friend), story, f"I have been there and you are not alone, says the {NUMBERS[n]} friend")
    clock.after(minutes=2)
    for somebody in (ana, friend):
        for address in (story.address, "/circles/loss/", "/circles/", "/me/", "/me/notices/"):
            page = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", text_of(enter(somebody).get(address)))
            assert not re.search(r"\b1[679]\b", page), address


@pytest.mark.parametrize("word", ["like", "view", "follower", "score", "streak", "rank", "badge", "most popular"])
def test_no_such_word_in_an_attribute_or_on_a_button(enter, story, ben, word):
    main = text_of(enter(ben).get(story.address)).split("<main")[1]
    main = re.sub(r'data-[a-z]+="[A-Z][^"]*"', "", main)  # whole sentences for scripts to say
    spoken = re.findall(r"<[^>]*>|(?<=<button class=.button-quiet.>)[^<]*", main)
    assert not re.search(rf"\b{word}s?\b", " ".join(spoken).replace("badge-role", ""), re.IGNORECASE)
