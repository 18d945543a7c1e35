"""Whatever is sent, the answer is the same page, the words in place and a reason beside the field."""

from urllib.parse import urlencode

import pytest

from holdspace.circles.models import Reply, Story
from holdspace.circles.tests.scene import STORY, answer, send, shared, text_of, token_in

pytestmark = pytest.mark.django_db

NOTHING = {"empty": "", "spaces": " \n\t ", "only unseen": "\x00\u202e\ufeff", "only blank": "\u2800\u3164 \u00ad"}
STRANGE = {
    "NUL": "tea\x00 and rain",
    "right to left": "\u202eevenings\u202c שלום مرحبا",
    "towers": "e\u0301\u0302\u0303\u0304\u0305\u0306 evening",
    "html": "<img src=x onerror=alert(1)><style>*{display:none}</style>",
    "js": "javascript:alert(1) {{ 7|add:7 }} ${7*7}",
    "nested": ">" * 3000 + " deep",
    "emoji": "🫖" * 3000,
    "one heart": "\u2764\ufe0f",
    "lone surrogate": b"caf\xed\xa0\x80".decode("utf-8", "replace"),
}
FORGED = {
    "face": {"face": "guide"},
    "alias without one": {"face": "alias"},
    "no face": {"face": ""},
    "need": {"need": "everything"},
    "note": {"notes": ["faith", "'; drop table"]},
    "short token": {"token": "x"},
    "long token": {"token": "x" * 65},
    "token with a tag": {"token": "<b>" * 8},
    "no token": {"token": ""},
}


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_no_story(enter, loss, ana, name):
    refused = send(enter(ana), loss, NOTHING[name])
    assert refused.status_code == 422
    assert "There is nothing here yet" in text_of(refused)
    assert 'aria-invalid="true"' in text_of(refused)
    assert not Story.objects.exists()


@pytest.mark.parametrize("letter", ["a", "é", "🫖"])
def test_a_hundred_thousand_letters_come_back_whole(enter, loss, ana, letter):
    long = letter * 100_000
    refused = send(enter(ana), loss, long)
    assert refused.status_code == 422
    assert "longer than fits here" in text_of(refused)
    assert long in text_of(refused)
    assert not Story.objects.exists()


def test_the_heaviest_hundred_thousand_letters_come_back_as_browsers_send_them(enter, loss, ana):
    long = "🫖" * 100_000
    body = urlencode({"body": long, "face": "name", "token": "t" * 24})
    refused = enter(ana).post("/circles/loss/write/", body, content_type="application/x-www-form-urlencoded")
    assert refused.status_code == 422
    assert long in text_of(refused)


def test_twenty_thousand_fit_and_one_more_does_not(enter, loss, ana):
    browser = enter(ana)
    assert send(browser, loss, "ab " * 6666 + "ab").status_code == 302
    assert send(browser, loss, "a" * 20_001).status_code == 422


@pytest.mark.parametrize("name", STRANGE)
def test_strange_words_are_shared_and_can_be_read(enter, loss, ana, ben, clock, name):
    story = shared(enter(ana), loss, STRANGE[name])
    clock.after(minutes=2)
    for page in (enter(ben).get(story.address), enter(ben).get("/circles/loss/"), enter(ana).get("/me/")):
        body = text_of(page)
        assert page.status_code == 200
        assert "\x00" not in body
        assert "\u202e" not in body
        assert "<img" not in body
        assert "<style>" not in body


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_choice_is_refused_with_the_words_in_place(enter, loss, ana, name):
    refused = send(enter(ana), loss, **FORGED[name])
    assert refused.status_code == 422
    assert STORY in text_of(refused)
    assert 'class="error"' in text_of(refused)
    assert not Story.objects.exists()


def test_after_a_page_was_out_of_date_the_next_press_sends(enter, loss, ana, ben, clock):
    browser = enter(ana)
    refused = send(browser, loss, token="x")
    story = shared(browser, loss, token=token_in(refused))
    clock.after(minutes=2)
    refused = answer(enter(ben), story, token="")
    assert refused.status_code == 422
    assert answer(enter(ben), story, token=token_in(refused)).status_code == 302


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_no_reply_either(enter, loss, ana, ben, clock, name):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    refused = answer(enter(ben), story, NOTHING[name])
    assert refused.status_code == 422
    assert "There is nothing here yet" in text_of(refused)
    assert not Reply.objects.exists()


def test_the_token_of_another_writer_is_of_no_use(enter, loss, ana, ben):
    story = shared(enter(ana), loss)
    shared(enter(ben), loss, "quite other words", token=story.token)
    assert Story.objects.count() == 2


@pytest.mark.parametrize("slug", ["never-was", "LOSS", "loss%00", "..", "l" * 300])
def test_a_forged_slug_is_not_found(enter, loss, ana, slug):
    browser = enter(ana)
    assert browser.get(f"/circles/{slug}/").status_code == 404
    assert browser.post(f"/circles/{slug}/write/", {"body": STORY}).status_code == 404


@pytest.mark.parametrize(
    "before",
    ["x", "2026-13-45T00:00:00", "2026-03-04T12:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"],
)
def test_a_page_from_nowhere_is_the_first_or_an_empty_one(enter, loss, ana, before):
    assert enter(ana).get("/circles/loss/", {"before": before}).status_code == 200


@pytest.mark.parametrize(
    "fields", [{"body": "x" * 300_000}, {"need": "n" * 9000, "face": "zzz", "notes": ["?"] * 60}, {}]
)
def test_any_draft_is_kept_and_the_box_opens_with_it(enter, loss, ana, fields):
    browser = enter(ana)
    assert browser.post("/circles/loss/write/", fields, headers={"X-Draft": "1"}).status_code == 204
    assert browser.get("/circles/loss/write/").status_code == 200


@pytest.mark.parametrize("kind", ["", "like", "hear-you' or 1=1"])
def test_only_the_five_sentences_can_be_sent(enter, loss, ana, ben, clock, kind):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    refused = enter(ben).post(f"{story.address}thanks/", {"kind": kind})
    assert refused.status_code == 422
    assert not story.thanks.exists()
