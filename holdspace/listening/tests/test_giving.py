"""Whoever disagrees may let the text be given, without a name; and takes that back whenever they like."""

import json
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from holdspace.circles import actions as circle_actions
from holdspace.circles.models import Story
from holdspace.circles.tests.scene import DANGER, answered, shared, text_of
from holdspace.listening import actions as giving_actions
from holdspace.listening import engine, giving
from holdspace.listening.agreement import IMPROVE_READING
from holdspace.listening.models import Reading, Tier
from holdspace.people import consents
from holdspace.people.leaving import leave, words_of
from holdspace.safeguarding.actions import close
from holdspace.safeguarding.models import Concern, Entry

pytestmark = pytest.mark.django_db
BODY = "Grief again. Ring me on +44 20 7946 0958 or write to rosa@letters.example, says Moorland."
MINE = "Ana is my middle name. It was about a play."
FILE = "/setup/readings/take-along/"


@pytest.fixture
def reading(enter, loss, ana, clock):
    """Ana's story, told, with its reading."""
    shared(enter(ana), loss, BODY)
    clock.after(minutes=5)
    return Reading.objects.get()


def disagree(browser, reading, **said):
    return browser.post(f"/me/readings/{reading.pk}/disagree/", {"words": MINE, "right": "not-me"} | said)


@pytest.fixture
def ten(person, circle, clock):
    """Ten people who allow it, each with a story of their own."""
    people = [person(f"giver{n}") for n in range(10)]
    hall = circle("hall", *people)
    for one in people:
        give(one, hall)
    clock.after(minutes=5)
    return people


def give(person, circle, body="The evenings are long, and it was a song.") -> Reading:
    heard = circle_actions.Heard(allowed=True, tier=Tier.NONE, score=0.987654321, subject="self", engine="0.4.0")
    token = circle_actions.new_token()
    facts = {"body": body, "need": "listen", "face": "name", "notes": [], "token": token}
    story = circle_actions.publish_story(circle=circle, author=person, heard=heard, **facts)
    Story.objects.filter(pk=story.pk).update(heard_from=story.written_at)
    reading = Reading.objects.get(text_id=story.pk)
    giving_actions.disagree(reading=reading, words="A song.", right="not-me", allows=True)
    return reading


# --- allowing, and taking back ------------------------------------------------------------------------------------


def test_the_tick_is_empty_and_apart_and_says_what_it_means(enter, reading, ana):
    page = text_of(enter(ana).get(f"/me/readings/{reading.pk}/disagree/"))
    assert 'name="allows"' in page
    assert "checked" not in page
    assert "A text that was taken along cannot be called back" in page


def test_disagreeing_alone_gives_nothing(enter, reading, ana):
    disagree(enter(ana), reading)
    assert giving.gifts() == []
    assert not consents.has_consented(ana, IMPROVE_READING)
    assert "You said that this is not right. In your eyes: It was about somebody else" in text_of(
        enter(ana).get("/me/readings/")
    )


def test_with_the_tick_the_agreement_is_kept_with_its_version_and_day(enter, reading, ana):
    disagree(enter(ana), reading, allows="on")
    assert len(giving.gifts()) == 1
    assert consents.agreed(ana, IMPROVE_READING) == "improve-reading 1"
    assert "You allowed on 4 March 2026" in text_of(enter(ana).get("/me/readings/"))
    assert "A text of yours helps" in text_of(enter(ana).get("/me/consents/"))


def test_ana_reads_beforehand_what_would_be_given(enter, reading, ana):
    page = text_of(enter(ana).get(f"/me/readings/{reading.pk}/disagree/"))
    assert "Grief again. Ring me on [phone] or write to [email]" in page


def test_she_takes_it_back_on_the_same_page_and_it_is_kept_that_she_did(enter, reading, ana):
    browser = enter(ana)
    disagree(browser, reading, allows="on")
    assert browser.post(f"/me/readings/{reading.pk}/take-back/").status_code == 302
    assert giving.gifts() == []
    assert "You took back that this text may be given." in text_of(browser.get("/me/readings/"))
    reading.refresh_from_db()
    assert reading.allowed_at < reading.taken_back_at
    assert MINE in text_of(browser.get("/me/readings/")), "what she said stays"


def test_an_empty_tick_the_next_time_takes_it_back_and_a_new_one_gives_it_again(enter, reading, ana):
    browser = enter(ana)
    disagree(browser, reading, allows="on")
    assert "checked" in text_of(browser.get(f"/me/readings/{reading.pk}/disagree/"))
    disagree(browser, reading)
    assert giving.gifts() == []
    disagree(browser, reading, allows="on")
    assert len(giving.gifts()) == 1


def test_withdrawn_among_the_agreements_all_are_out_and_agreeing_there_brings_none_back(enter, reading, ana, clock):
    browser = enter(ana)
    disagree(browser, reading, allows="on")
    browser.post("/me/consents/improve-reading/withdraw/")
    assert giving.gifts() == []
    clock.after(minutes=1)
    browser.post("/me/consents/improve-reading/give/")
    assert giving.gifts() == [], "each text is ticked by itself"
    disagree(browser, reading, allows="on")
    assert len(giving.gifts()) == 1


def test_under_a_new_text_of_the_agreement_nothing_old_is_given(enter, reading, ana, monkeypatch):
    disagree(enter(ana), reading, allows="on")
    newer = replace(consents.TEXTS[IMPROVE_READING], version="2")
    monkeypatch.setitem(consents.TEXTS, IMPROVE_READING, newer)
    assert giving.gifts() == []


def test_nobody_allows_it_or_takes_it_back_for_her(enter, reading, ana, ben, mira, sten):
    disagree(enter(ana), reading, allows="on")
    for somebody in (ben, mira, sten):
        assert enter(somebody).post(f"/me/readings/{reading.pk}/take-back/").status_code == 404
    assert len(giving.gifts()) == 1


def test_a_draft_that_was_not_kept_cannot_be_given(enter, ana):
    row = Reading.objects.create(person=ana, purpose="coach", consent="button", text_kind="draft", text_id=ana.pk)
    page = text_of(enter(ana).get(f"/me/readings/{row.pk}/disagree/"))
    assert 'name="allows"' not in page
    assert disagree(enter(ana), row, allows="on").status_code == 302
    row.refresh_from_db()
    assert row.allowed_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.filter(pk=row.pk).update(allowed_at=row.read_at)


def test_a_choice_that_is_none_comes_back_with_what_was_typed(enter, reading, ana):
    refused = disagree(enter(ana), reading, right="purple", words="Still here")
    assert refused.status_code == 422
    assert "Please choose one of these, or none." in text_of(refused)
    assert "Still here" in text_of(refused)


# --- what is in it ------------------------------------------------------------------------------------------------


def test_names_numbers_and_addresses_are_in_brackets(enter, loss, ana, ben, reading, circle):
    circle_actions.join(circle=loss, person=ben, alias="Moorland")
    disagree(enter(ana), reading, allows="on")
    line = giving.gifts()[0].line
    assert line["text"] == "Grief again. Ring me on [phone] or write to [email], says [name]."
    assert line["in_their_words"] == "[name] is my middle name. It was about a play."
    assert line["would_be_right"] == "not-me"
    assert (line["kind"], line["found"], line["month"], line["version"]) == (
        "story",
        "none",
        "2026-03",
        "a test's reader",
    )


def test_no_person_no_id_no_day_and_no_long_number_is_in_it(ten):
    said = "".join(json.dumps(one.line) for one in giving.gifts())
    hidden = [str(value) for row in Reading.objects.all() for value in (row.pk, row.person_id, row.text_id)]
    hidden += [person.name for person in ten] + ["2026-03-04", "0.98", "hall", "Hall"]
    assert said
    assert [word for word in hidden if word in said] == []


@pytest.mark.parametrize(
    ("text", "names", "said"),
    [
        ("Dear juniper lark, hello", ("Juniper Lark",), "Dear [name], hello"),
        ("Juniper wrote it", ("juniper lark",), "[name] wrote it"),
        ("a lark in the morning", ("Juniper Lark",), "a lark in the morning"),
        ("the annals of Ana", ("ana",), "the annals of [name]"),
        ("nothing to hide", ("",), "nothing to hide"),
        ("a (b) c", ("(b)",), "a [name] c"),
    ],
)
def test_the_names_of_a_circle_are_taken_out_however_they_are_written(text, names, said):
    assert giving.masked(text, names) == said


def test_what_could_not_be_searched_is_not_given(enter, reading, ana, monkeypatch):
    disagree(enter(ana), reading, allows="on")
    monkeypatch.setattr(engine, "details_in", lambda text: None)
    assert giving.gifts() == []


def test_a_text_longer_than_is_searched_is_not_given():
    assert giving.masked("a" * 50_001, ()) is None


# --- what is not in it --------------------------------------------------------------------------------------------


def test_a_withdrawn_text_is_not_given(enter, reading, ana):
    disagree(enter(ana), reading, allows="on")
    enter(ana).post(f"{Story.objects.get().address}withdraw/")
    assert giving.gifts() == []


def test_a_text_that_somebody_on_duty_looks_at_is_not_given_until_they_are_done(enter, reading, ana, ben, mira):
    disagree(enter(ana), reading, allows="on")
    enter(ben).post(f"{Story.objects.get().address}report/", {"why": "else", "line": "Please look."})
    assert giving.gifts() == []
    assert "At present, nothing" in text_of(enter(ana).get(f"/me/readings/{reading.pk}/disagree/"))
    close(concern=Concern.objects.open().get(), by=mira, note="Looked.")
    assert len(giving.gifts()) == 1


def test_a_text_that_is_kept_back_or_not_yet_told_is_not_given(enter, reading, ana, loss):
    disagree(enter(ana), reading, allows="on")
    Story.objects.update(held_because="A guide looks at it.")
    assert giving.gifts() == []
    fresh = shared(enter(ana), loss, "Just sent, and still mine to take back.")
    disagree(enter(ana), Reading.objects.get(text_id=fresh.pk), allows="on")
    assert giving.gifts() == []


def test_a_reply_is_given_like_a_story_and_goes_when_its_writer_leaves(enter, reading, ana, ben, clock):
    reply = answered(enter(ben), Story.objects.get())
    clock.after(minutes=5)
    disagree(enter(ben), Reading.objects.get(text_id=reply.pk), allows="on")
    assert [one.line["kind"] for one in giving.gifts()] == ["reply"]
    leave(ben)
    assert giving.gifts() == []


def test_what_she_said_and_allowed_goes_along_with_her_words(enter, reading, ana):
    disagree(enter(ana), reading, allows="on")
    row = words_of(ana)["readings"][0]
    assert row["would_be_right"] == "not-me"
    assert row["allowed_at"]


# --- the steward --------------------------------------------------------------------------------------------------


@pytest.fixture
def steward(enter, sten, passphrase, ten):
    """Sten, who has just typed his passphrase once more."""
    browser = enter(sten)
    browser.post("/account/reauthenticate/", {"password": passphrase})
    return browser


def test_the_steward_takes_along_a_file_and_the_log_says_so(steward, sten, ten):
    answer = steward.post(FILE)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    lines = [json.loads(line) for line in answer.content.decode().splitlines()]
    assert len(lines) == 10
    assert {line["found"] for line in lines} == {"none"}
    entry = Entry.objects.get(what="readings_taken")
    assert (entry.by, entry.about) == (sten.pk, "texts: 10")


def test_writers_see_that_it_happened(steward, enter, ten):
    assert "It was taken along" not in text_of(enter(ten[0]).get("/me/readings/"))
    steward.post(FILE)
    assert "It was taken along in March 2026." in text_of(enter(ten[0]).get("/me/readings/"))


def test_under_ten_people_nothing_is_taken_and_no_number_is_shown(steward, ten):
    assert "<dd>10</dd>" in text_of(steward.get("/setup/readings/"))
    consents.withdraw(person=ten[0], purpose=IMPROVE_READING)
    page = text_of(steward.get("/setup/readings/"))
    assert "fewer than ten" in page
    assert "Take them along" not in page
    assert steward.post(FILE).status_code == 302
    assert not Entry.objects.filter(what="readings_taken").exists()


def test_ten_texts_by_one_person_are_one_person(steward, ten, circle):
    for person in ten[1:]:
        consents.withdraw(person=person, purpose=IMPROVE_READING)
    hall = Story.objects.first().circle
    for n in range(10):
        give(ten[0], hall, body=f"The {n}th evening, and it was a song again.")
    Story.objects.update(heard_from="2026-03-04T12:00Z")
    assert len(giving.gifts()) == 11
    assert steward.post(FILE).status_code == 302


def test_a_steward_who_did_not_type_the_passphrase_again_is_asked_for_it(enter, sten, ten):
    answer = enter(sten).post(FILE)
    assert answer.status_code == 302
    assert "reauthenticate" in answer["Location"]
    assert not Entry.objects.filter(what="readings_taken").exists()


def test_without_a_second_step_nobody_is_steward(enter, ten, person, passphrase):
    newer = person("newer", "steward")
    Authenticator.objects.filter(user=newer).delete()
    assert enter(newer).get("/setup/readings/").status_code == 404
    assert enter(newer).post(FILE).status_code == 404


def test_for_everybody_else_there_is_no_such_page(enter, ten, ben, hana, mira, lena, okafor):
    for somebody in (ben, hana, mira, lena, okafor):
        assert enter(somebody).get("/setup/readings/").status_code == 404
        assert enter(somebody).post(FILE).status_code == 404


def test_the_order_of_the_file_says_nothing(ten):
    orders = {tuple(str(one.reading.pk) for one in giving.gifts()) for _ in range(20)}
    assert len(orders) > 1


def test_danger_is_danger_whatever_she_allows(enter, loss, ana, mira):
    story = shared(enter(ana), loss, DANGER)
    disagree(enter(ana), Reading.objects.get(text_id=story.pk), allows="on")
    assert Concern.objects.open().filter(link=story.link).exists()
    assert "The writer says that this is not right." in text_of(enter(mira).get(story.address))
