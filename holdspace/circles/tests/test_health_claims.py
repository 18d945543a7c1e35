"""Claims about health: the writer says what they are, what can harm waits, and a correction finds its readers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from holdspace.circles import actions, unheard
from holdspace.circles.models import Correction, Draft, Opening, Reply, Story
from holdspace.circles.tests.scene import ADVICE, DANGER, STORY, answer, answered, send, shared, text_of, token_in
from holdspace.circles.treatments import speaks_of_treatment
from holdspace.listening import engine
from holdspace.listening.models import Reading
from holdspace.notices.models import Notice
from holdspace.people import consents
from holdspace.people.leaving import leave, words_of
from holdspace.safeguarding.models import Concern, Entry

pytestmark = pytest.mark.django_db

TRIED = "The first weeks were hard. Sertraline helped me to get up again."
NICE = "https://www.nice.org.uk/guidance/ng215"
NOTE = {"body": "Lithium is lowered slowly, with whoever prescribes it.", "source": "NICE guideline CG185"}


@pytest.fixture
def advised(enter, loss, ana, ben, mira, clock):
    """Ana's advice about lithium, let through by Mira and opened by Ben."""
    story = shared(enter(ana), loss, ADVICE, stance="experience")
    enter(mira).post(f"{story.address}release/")
    clock.after(minutes=2)
    assert enter(ben).get(story.address).status_code == 200
    return story


# --- what is it? --------------------------------------------------------------------------------------------------


def test_who_writes_of_a_medicine_is_asked_what_it_is_and_loses_no_word(enter, loss, ana):
    browser = enter(ana)
    asked = send(browser, loss, TRIED, need="ideas")
    assert asked.status_code == 422
    page = text_of(asked)
    assert "You say something of a treatment or a medicine. What is it?" in page
    assert "helped me to get up again" in page
    assert not Story.objects.exists()
    assert Draft.objects.get(author=ana).body == TRIED


def test_who_writes_of_other_things_is_not_asked(enter, loss, ana):
    assert "What is it?" not in text_of(enter(ana).get("/circles/loss/write/"))
    assert shared(enter(ana), loss).stance == ""


def test_my_experience_stands_beside_the_words_for_every_reader(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss, TRIED, stance="experience")
    clock.after(minutes=2)
    for path in (story.address, "/circles/loss/"):
        assert "My experience: it may be different for you." in text_of(enter(ben).get(path))


def test_information_stands_with_its_source(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss, TRIED, stance="information", source=NICE)
    clock.after(minutes=2)
    page = text_of(enter(ben).get(story.address))
    assert "Information. Source:" in page
    assert f'href="{NICE}"' in page


@pytest.mark.parametrize("source", ["", "trust me", "google", "https://", "javascript:alert(1)"])
def test_information_without_a_source_is_refused_kindly(enter, loss, ana, source):
    refused = send(enter(ana), loss, TRIED, stance="information", source=source)
    assert refused.status_code == 422
    assert "needs a source that others can look up" in text_of(refused)
    assert "helped me to get up again" in text_of(refused)
    assert not Story.objects.exists()


def test_a_book_is_a_source_and_becomes_no_link(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss, TRIED, stance="information", source="The leaflet <b>in the box</b>")
    clock.after(minutes=2)
    page = text_of(enter(ben).get(story.address))
    assert "The leaflet &lt;b&gt;in the box" in page


def test_who_only_mentions_it_says_so_and_no_mark_is_shown(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss, TRIED, stance="mention", source=NICE)
    clock.after(minutes=2)
    page = text_of(enter(ben).get(story.address))
    assert "My experience" not in page
    assert NICE not in page


@pytest.mark.parametrize("stance", ["found", "wisdom"])
def test_nobody_gives_a_stance_that_is_not_on_the_page(enter, loss, ana, stance):
    assert send(enter(ana), loss, TRIED, stance=stance).status_code == 422
    assert not Story.objects.exists()


def test_a_reply_is_asked_like_a_story(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    browser = enter(ben)
    asked = answer(browser, story, TRIED)
    assert asked.status_code == 422
    assert "What is it?" in text_of(asked)
    assert "helped me to get up again" in text_of(asked)
    reply = answered(browser, story, TRIED, stance="experience")
    clock.after(minutes=2)
    assert reply.stance == "experience"
    assert "My experience" in text_of(enter(ana).get(story.address))


def test_guides_are_asked_and_kept_back_like_everybody(enter, loss, ana, ben, mira, lena, clock):
    actions.join(circle=loss, person=mira)
    guide = enter(mira)
    assert send(guide, loss, TRIED).status_code == 422
    story = shared(guide, loss, ADVICE, stance="information", source=NICE)
    clock.after(hours=1)
    assert enter(ben).get(story.address).status_code == 404
    assert guide.post(f"{story.address}release/").status_code == 404
    assert enter(lena).post(f"{story.address}release/").status_code == 302


def test_in_danger_nobody_is_asked_about_sources(enter, loss, ana):
    sent = send(enter(ana), loss, f"{DANGER}. I stopped taking my pills.")
    assert sent.status_code == 302
    assert sent["Location"].endswith("/step/")


def test_where_danger_could_not_be_read_nobody_is_asked_and_it_goes_through(enter, loss, ana, monkeypatch):
    monkeypatch.setattr(engine, "safety_of", lambda text: None)
    assert send(enter(ana), loss, TRIED).status_code == 302
    assert Concern.objects.get().kind == "unread"


def test_a_plain_rule_asks_also_whom_no_program_reads(enter, loss, ana):
    consents.withdraw(person=ana, purpose=consents.SAFETY_READING)
    assert send(enter(ana), loss, TRIED).status_code == 422
    story = shared(enter(ana), loss, ADVICE, stance="experience")
    assert story.held_because == ""
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Just stop taking your meds.", True),
        ("EMDR helped me more than anything.", True),
        ("Take 50 mg in the morning.", False),
        ("You don't need antidepressants.", True),
        ("St John's wort is better than all of it.", True),
        ("He kept his pills in the kitchen.", False),
        ("Should I ask about sertraline?", False),
        ("My therapist has a green chair.", False),
        (STORY, False),
        ("", False),
    ],
)
def test_the_rule_that_asks(text, asks):
    assert speaks_of_treatment(text) is asks


def test_a_source_belongs_to_information_and_to_nothing_else(enter, loss, ana):
    story = shared(enter(ana), loss)
    for wrong in ({"stance": "information"}, {"stance": "experience", "source": NICE}, {"source": NICE}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Story.objects.filter(pk=story.pk).update(**wrong)


# --- what can harm waits ------------------------------------------------------------------------------------------


def test_advice_that_can_harm_is_kept_back_with_the_reason_and_what_to_change(enter, loss, ana, ben, mira, clock):
    browser = enter(ana)
    story = shared(browser, loss, ADVICE, stance="experience")
    page = text_of(browser.get(story.address))
    assert "It reads as advice to stop a medicine, which can harm." in page
    assert "say what happened to you instead" in page
    clock.after(hours=1)
    assert enter(ben).get(story.address).status_code == 404
    assert ADVICE not in text_of(enter(ben).get("/circles/loss/"))
    concern = Concern.objects.get()
    assert concern.kind == "claim"
    assert "A health claim is kept back" in text_of(enter(mira).get("/duty/"))
    case = text_of(enter(mira).get(f"/duty/{concern.pk}/"))
    assert "It reads as advice to stop a medicine" in case
    assert "What the library knows:" in case
    assert ADVICE not in " ".join(concern.reasons)


def test_a_source_does_not_let_it_through(enter, loss, ana):
    assert shared(enter(ana), loss, ADVICE, stance="information", source=NICE).held_because


def test_a_guide_decides_and_the_case_is_done_with(enter, loss, ana, ben, mira, clock):
    story = shared(enter(ana), loss, ADVICE, stance="experience")
    clock.after(minutes=2)
    for somebody in (ana, ben):
        assert enter(somebody).post(f"{story.address}release/").status_code == 404
    enter(mira).post(f"{story.address}release/")
    assert enter(ben).get(story.address).status_code == 200
    assert not Concern.objects.filter(closed_at=None).exists()


def test_a_held_reply_waits_as_well(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    answered(enter(ben), story, f"I was where you are. {ADVICE}", stance="experience")
    clock.after(hours=1)
    assert ADVICE not in text_of(enter(ana).get(story.address))
    assert Concern.objects.get().kind == "claim"


def test_she_finds_it_in_her_own_history_and_can_say_that_it_is_not_right(enter, loss, ana):
    browser = enter(ana)
    shared(browser, loss, ADVICE, stance="experience")
    page = text_of(browser.get("/me/readings/"))
    assert "It reads as advice to stop a medicine" in page
    assert f"/me/readings/{Reading.objects.get().pk}/" in page


def test_when_it_stayed_unread_it_is_kept_back_once_it_can_be_read(enter, loss, ana, ben, clock, monkeypatch):
    from holdspace.circles.waiting_words import read_waiting

    with monkeypatch.context() as broken:
        broken.setattr(engine, "safety_of", lambda text: None)
        story = shared(enter(ana), loss, ADVICE)
    read_waiting()
    story.refresh_from_db()
    assert story.held_because
    assert {"unread", "claim"} == set(Concern.objects.values_list("kind", flat=True))


# --- a correction -------------------------------------------------------------------------------------------------


def test_a_note_stands_in_the_talk_and_whoever_read_it_is_led_there(enter, advised, ben, ana, cleo, mira):
    sent = enter(mira).post(f"{advised.address}note/", NOTE)
    assert sent["Location"] == advised.address
    page = text_of(enter(ben).get(advised.address))
    assert NOTE["body"] in page
    assert NOTE["source"] in page
    assert "A note by mira, guide" in page
    assert NOTE["body"] in text_of(enter(ben).get("/circles/loss/"))
    told = {notice.person: notice.link for notice in Notice.objects.filter(kind="note")}
    assert told == {ben: advised.address, ana: advised.address}
    waits = text_of(enter(ben).get("/me/notices/"))
    assert "The guides have put a note under something you read." in waits
    assert "ithium" not in waits
    assert Entry.objects.filter(what="claim_corrected", by=mira.pk).exists()


def test_who_has_not_opened_it_and_who_may_no_longer_read_it_hear_nothing(enter, loss, person, advised, ben, mira):
    actions.join(circle=loss, person=person("zoe"))
    actions.leave_circle(circle=loss, person=ben)
    enter(mira).post(f"{advised.address}note/", NOTE)
    assert set(Notice.objects.filter(kind="note").values_list("person__name", flat=True)) == {"ana"}


def test_only_those_on_duty_put_notes_and_nobody_under_their_own_words(enter, loss, advised, ana, ben, mira, clock):
    for somebody in (ana, ben):
        assert enter(somebody).get(f"{advised.address}note/").status_code == 404
        assert enter(somebody).post(f"{advised.address}note/", NOTE).status_code == 404
    actions.join(circle=loss, person=mira)
    hers = shared(enter(mira), loss)
    clock.after(minutes=2)
    assert enter(mira).post(f"{hers.address}note/", NOTE).status_code == 404
    assert not Correction.objects.exists()


@pytest.mark.parametrize("wrong", [{"source": ""}, {"source": "google"}, {"body": " "}])
def test_a_guide_needs_a_source_as_everybody_does(enter, advised, mira, wrong):
    refused = enter(mira).post(f"{advised.address}note/", NOTE | wrong)
    assert refused.status_code == 422
    assert not Correction.objects.exists()
    assert not Notice.objects.filter(kind="note").exists()


def test_the_guide_finds_what_the_library_knows_beside_the_box(enter, advised, mira):
    assert "What the library knows:" in text_of(enter(mira).get(f"{advised.address}note/"))


def test_a_claim_nobody_noticed_can_be_corrected_and_those_in_the_talk_are_told(enter, loss, ana, ben, mira, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    reply = answered(enter(ben), story, "Nobody in my family ever needed a doctor for that, and neither will you.")
    clock.after(minutes=2)
    enter(mira).post(f"/replies/{reply.pk}/note/", NOTE)
    assert NOTE["body"] in text_of(enter(ana).get(story.address))
    told = set(Notice.objects.filter(kind="note").values_list("person__name", "link"))
    assert told == {(name, actions.link_to(reply)) for name in ("ana", "ben")}


def test_openings_are_kept_for_texts_with_claims_alone_and_for_thirty_days(enter, loss, ana, ben, advised, clock):
    plain = shared(enter(ana), loss)
    clock.after(minutes=2)
    enter(ben).get(plain.address)
    enter(ben).get(advised.address)
    opening = Opening.objects.get()
    assert (opening.person, opening.story) == (ben, advised)
    unheard.tick(opening.opened_at + timedelta(days=30))
    assert Opening.objects.exists()
    unheard.tick(opening.opened_at + timedelta(days=30, minutes=1))
    assert not Opening.objects.exists()


def test_ben_takes_his_openings_along_and_they_go_with_him(enter, advised, ben):
    assert words_of(ben)["circles"]["claims opened"][0]["story_id"] == advised.pk
    leave(ben)
    assert not Opening.objects.exists()


def test_when_the_guide_leaves_the_note_stays_without_a_name(enter, advised, ben, mira):
    enter(mira).post(f"{advised.address}note/", NOTE)
    leave(mira)
    page = text_of(enter(ben).get(advised.address))
    assert NOTE["body"] in page
    assert "A note by a guide" in page
    assert "mira" not in page


def test_words_taken_back_take_their_source_along(enter, loss, ana):
    browser = enter(ana)
    story = shared(browser, loss, TRIED, stance="information", source=NICE)
    browser.post(f"{story.address}take-back/")
    story.refresh_from_db()
    assert (story.body, story.stance, story.source) == ("", "", "")
    assert TRIED in text_of(browser.get("/circles/loss/write/"))
    assert token_in(browser.get("/circles/loss/write/"))
    assert not Reply.objects.exists()
    assert timezone.now() > story.written_at
