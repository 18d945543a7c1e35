"""Mira opens a case: the words with what the program pointed at, and not who wrote them."""

import re

import pytest

from holdspace.circles.for_duty import passages
from holdspace.circles.tests.scene import DANGER, METHOD, answered, shared, text_of
from holdspace.safeguarding.models import Concern

pytestmark = pytest.mark.django_db
WORDS = f"The house is quiet.\n\n{DANGER}, I think.\n<b>Nobody</b> knows."


def case_of(browser, **which) -> str:
    return text_of(browser.get(f"/duty/{Concern.objects.get(**which).pk}/"))


def test_the_words_are_folded_as_typed_and_marked_where_the_program_pointed(enter, loss, ana, mira):
    shared(enter(ana), loss, WORDS, face="anonymous")
    page = case_of(enter(mira))
    fold = re.search(r"<details class=\"fold\"><summary>Open the words here.*?</details>", page, re.DOTALL)[0]
    assert f"<mark>{DANGER}<span" in fold
    assert "The house is quiet.\n\n<mark>" in fold
    assert "&lt;b&gt;Nobody&lt;/b&gt; knows." in fold
    assert "<dd>Loss</dd>" in page
    assert ana.name not in page.replace("manage", "")


def test_whoever_is_not_on_duty_finds_no_such_page(enter, loss, ana, ben):
    shared(enter(ana), loss, WORDS)
    for somebody in (ana, ben):
        assert enter(somebody).get(f"/duty/{Concern.objects.get().pk}/").status_code == 404


def test_a_reply_is_shown_by_itself_and_not_the_story_it_answers(enter, clock, loss, ana, ben, mira):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    answered(enter(ben), story, f"I sat there too. {DANGER}.")
    page = case_of(enter(mira))
    assert "<dd>A reply" in page
    assert "I sat there too." in page
    assert story.body not in page


def test_what_is_kept_back_says_so_and_where_to_decide(enter, loss, ana, mira):
    story = shared(enter(ana), loss, f"I keep thinking of {METHOD}.")
    page = case_of(enter(mira), kind="held")
    assert "Kept back from the others:" in page
    assert f'href="{story.address}">Read what was written in its place, and decide whether others may' in page
    assert text_of(enter(mira).get("/duty/")).count("<tr class=") == 1, "read and kept back: one case"


def test_words_that_were_taken_back_stay_until_somebody_has_looked(enter, loss, ana, mira):
    story = shared(enter(ana), loss, WORDS)
    enter(ana).post(f"{story.address}take-back/")
    browser, concern = enter(mira), Concern.objects.get()
    page = text_of(browser.get(f"/duty/{concern.pk}/"))
    assert "The writer has taken this back." in page
    assert "could not be sent" not in page
    browser.post(f"/duty/{concern.pk}/", {"note": "Looked; wrote to them.", "ended": "confirmed"})
    page = text_of(browser.get(f"/duty/{concern.pk}/"))
    assert "Looked; wrote to them." in page
    assert DANGER not in page


@pytest.mark.parametrize(
    ("cues", "pieces"),
    [
        ((), ["one two three"]),
        (((4, 7),), ["one ", "*two", " three"]),
        (((8, 13), (0, 3)), ["", "*one", " two ", "*three", ""]),
        (((0, 7), (4, 13)), ["", "*one two", "", "* three", ""]),
        (((4, 99), (50, 60)), ["one ", "*two three", ""]),
    ],
)
def test_a_text_is_cut_at_its_cues_and_nothing_of_it_is_lost(cues, pieces):
    found = list(passages("one two three", [{"start": a, "end": b} for a, b in cues]))
    assert [("*" if one.is_marked else "") + one.text for one in found] == pieces
    assert "".join(one.text for one in found) == "one two three"
