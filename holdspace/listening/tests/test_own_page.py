"""Ana's page of readings: found, why, in which of her words, for whose eyes, by which version; and it ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from holdspace.circles.tests.scene import ADVICE, DANGER, METHOD, STORY, send, shared, text_of
from holdspace.listening.history import after, before
from holdspace.listening.models import Purpose, Reading, Tier
from holdspace.people import consents

pytestmark = pytest.mark.django_db
PAGE = "/me/readings/"


def past(person, count: int, **facts) -> None:
    now = timezone.now()
    usual = {"person": person, "purpose": Purpose.SAFETY, "text_kind": "story", "text_id": person.pk, "tier": Tier.NONE}
    Reading.objects.bulk_create(
        Reading(**usual | facts, engine=f"0.{n}.9", read_at=now - timedelta(hours=n)) for n in range(count)
    )


def test_the_words_it_pointed_at_stand_in_their_place_each_with_its_reason(enter, loss, ana):
    shared(enter(ana), loss, f"{STORY} {DANGER} by {METHOD}.")
    page = text_of(enter(ana).get(PAGE))
    assert f"Nobody says her name any more. <mark>{DANGER}</mark> by {METHOD}." in page
    assert f"by <mark>{METHOD}</mark>." in page
    assert "Why: the writer speaks of a plan" in page
    assert "Why: the writer speaks of a method detail" in page


def test_advice_that_can_harm_is_marked_too(enter, loss, ana):
    send(enter(ana), loss, ADVICE, stance="experience")
    page = text_of(enter(ana).get(PAGE))
    assert f"<mark>{ADVICE}</mark>" in page
    assert "advice to stop a medicine" in page
    assert "those on duty" in page


def test_what_she_typed_as_code_stays_words(enter, loss, ana):
    shared(enter(ana), loss, f"<script>alert(1)</script> {DANGER}")
    page = text_of(enter(ana).get(PAGE))
    assert f"&lt;script&gt;alert(1)&lt;/script&gt; <mark>{DANGER}" in page
    assert "<script>alert" not in page


def test_a_long_text_is_shown_around_the_place_alone():
    body = "one two three four five six seven eight nine ten eleven twelve thirteen HERE " + "after " * 30
    start = body.index("HERE")
    assert before(body, start) == "…four five six seven eight nine ten eleven twelve thirteen "
    assert after(body, start + 4).endswith("after…")
    assert before("字" * 99, 80) == "…" + "字" * 60
    assert (before("ab HERE", 3), after("HERE ab", 4)) == ("ab ", " ab")


def test_words_she_took_back_meanwhile_are_not_there(enter, loss, ana, clock):
    story = shared(enter(ana), loss, DANGER)
    assert "<mark>" in text_of(enter(ana).get(PAGE))
    enter(ana).post(f"{story.address}take-back/")
    type(story).objects.filter(pk=story.pk).update(body="")
    page = text_of(enter(ana).get(PAGE))
    assert "<mark>" not in page
    assert "Why: the writer speaks of a plan" in page, "the reasons still stand, without her words"


def test_nobody_reads_another_ones_words_through_a_reading(enter, loss, ana, ben):
    """Not even with a row in which a text of somebody else is named."""
    story = shared(enter(ana), loss, DANGER)
    Reading.objects.filter(text_id=story.pk).update(person=ben)
    page = text_of(enter(ben).get(PAGE))
    assert "It points to danger" in page
    assert DANGER not in page


@pytest.mark.parametrize(
    ("body", "who"),
    [(STORY, "You. Guides and leads see the reasons"), (DANGER, "You, and those on duty: they were shown")],
)
def test_it_says_who_sees_it_by_what_and_when(enter, loss, ana, body, who):
    shared(enter(ana), loss, body)
    page = text_of(enter(ana).get(PAGE))
    assert who in page
    assert "version a test&#x27;s reader of the program, on 4 March 2026, 12:00" in page


def test_a_heavy_time_calls_nobody_and_the_page_says_what_follows(enter, ana):
    past(ana, 1, tier=Tier.WATCH)
    assert "listeners are asked a little sooner" in text_of(enter(ana).get(PAGE))
    Reading.objects.update(text_kind="reply")
    page = text_of(enter(ana).get(PAGE))
    assert "Nobody was called because of it." in page
    assert "asked a little sooner" not in page


def test_what_was_read_in_a_draft_is_told_in_words(enter, ana):
    scores = {"reaction": {"value": 1.6}, "interpretation": {"value": 0.2}, "exploration": None}
    past(ana, 1, purpose=Purpose.COACH, text_kind="draft", tier=None, details=scores)
    page = text_of(enter(ana).get(PAGE))
    assert "<dt>Warmth that can be felt</dt><dd>clearly</dd>" in page
    assert "<dt>Saying back what it may be like</dt><dd>not yet</dd>" in page
    assert "<dt>Asking about what is not said yet</dt><dd>could not be read</dd>" in page
    assert "You alone." in page
    assert "<details class=\"fold\" open>" not in page, "nobody was called"


def test_the_list_has_pages_and_an_end(enter, ana):
    past(ana, 41)
    browser = enter(ana)
    first, last = text_of(browser.get(PAGE)), text_of(browser.get(f"{PAGE}?page=5"))
    assert "0.9.9" in first
    assert "0.10.9" not in first
    assert "Earlier readings" in first
    assert "That is all that was read." not in first
    assert "0.40.9" in last
    assert "Earlier readings" not in last
    assert "That is all that was read." in last


@pytest.mark.parametrize("page", ["0", "-1", "nonsense", "99999999999999999999", "%00"])
def test_a_page_that_never_was_leads_to_one_that_is(enter, ana, page):
    past(ana, 21)
    assert enter(ana).get(f"{PAGE}?page={page}").status_code == 200


def test_nothing_read_yet_is_said_kindly(enter, ana):
    page = text_of(enter(ana).get(PAGE))
    assert "Nothing has been read yet." in page
    assert "That is all that was read." not in page


def test_many_readings_cost_no_more_questions_than_few(enter, ana, django_assert_max_num_queries):
    past(ana, 10)
    browser = enter(ana)
    browser.get(PAGE)
    with django_assert_max_num_queries(12):
        browser.get(PAGE)


def test_it_says_when_reading_is_off(enter, ana):
    consents.withdraw(person=ana, purpose=consents.SAFETY_READING)
    assert "You have turned this reading off" in text_of(enter(ana).get(PAGE))
