"""Doors: who comes in, under which name, and what somebody outside learns."""

from datetime import timedelta

import pytest
from django.utils import timezone

from holdspace.circles import actions
from holdspace.circles.models import Acceptance, Agreement, Invitation
from holdspace.circles.policy import seat_of
from holdspace.circles.tests.scene import shared, text_of

pytestmark = pytest.mark.django_db
UNSEEN = [
    *("\u200b", "\u200c", "\u200d", "\u00ad", "\u2060", "\u061c", "\ufe0f", "\U000e0061"),  # format signs and selectors
    *("\u3164", "\u115f", "\u1160", "\uffa0", "\u2800", "\u180e", "\u17b4", "\u034f"),  # letters and signs without ink
]


def take_seat(browser, circle, **fields):
    return browser.post(f"/circles/{circle.slug}/join/", {"alias": "Lark", "agree": "on"} | fields)


def test_cleo_reads_the_agreements_before_she_sits_down(enter, loss, cleo):
    browser = enter(cleo)
    assert "Hear before you advise." in text_of(browser.get("/circles/loss/join/"))
    assert take_seat(browser, loss)["Location"] == "/circles/loss/"
    assert seat_of(cleo, loss).alias == "Lark"
    assert Acceptance.objects.get(seat__person=cleo).agreement.version == 1


def test_without_agreeing_there_is_no_seat_and_the_alias_stays_in_the_box(enter, loss, cleo):
    answer = take_seat(enter(cleo), loss, agree="")
    assert answer.status_code == 422
    assert 'value="Lark"' in text_of(answer)
    assert seat_of(cleo, loss) is None


def test_a_new_version_is_the_one_that_is_accepted(enter, loss, cleo):
    Agreement.objects.create(circle=loss, version=2, lines=[{"name": "Kindness", "text": "Be gentle."}])
    browser = enter(cleo)
    assert "Be gentle." in text_of(browser.get("/circles/loss/join/"))
    take_seat(browser, loss)
    assert Acceptance.objects.get(seat__person=cleo).agreement.version == 2


@pytest.mark.parametrize("alias", ["x", "--", "7", "2468", "me@example.org", "07700900123", "a" * 31])
def test_an_alias_that_says_too_little_or_too_much_is_refused(enter, loss, cleo, alias):
    answer = take_seat(enter(cleo), loss, alias=alias)
    assert answer.status_code == 422
    assert "aria-invalid" in text_of(answer)
    assert seat_of(cleo, loss) is None


@pytest.mark.parametrize("alias", ["Wren", "wREN", "W\u0433en", "ben", "B e n"])
def test_nobody_takes_the_name_of_another_here(enter, loss, cleo, person, alias):
    actions.join(circle=loss, person=person("dan"), alias="Wren")
    assert take_seat(enter(cleo), loss, alias=alias).status_code == 422
    assert take_seat(enter(cleo), loss, alias="Robin").status_code == 302


@pytest.mark.parametrize(
    "alias",
    ["guide", "A guide", "Host", "H o s t", "Anonymous", "anonym\u043eus", "Somebody who left", "[left]", "l\u00adeft"],
)
def test_nobody_is_called_as_the_house_calls_people(enter, loss, cleo, alias):
    browser = enter(cleo)
    refused = take_seat(browser, loss, alias=alias)
    assert refused.status_code == 422
    assert "aria-invalid" in text_of(refused)
    assert seat_of(cleo, loss) is None
    assert take_seat(browser, loss, alias="Ghost of a Guillemot").status_code == 302


@pytest.mark.parametrize("unseen", UNSEEN)
def test_an_unseen_sign_in_it_does_not_make_it_another_name(enter, loss, cleo, person, unseen):
    actions.join(circle=loss, person=person("dan"), alias="Wren")
    for name in ("Wren", "Ana"):
        refused = take_seat(enter(cleo), loss, alias=name[0] + unseen + name[1:] + unseen)
        assert refused.status_code == 422
        assert "Somebody here has that name" in text_of(refused)
    assert seat_of(cleo, loss) is None
    assert take_seat(enter(cleo), loss, alias=f"Ro{unseen}bin").status_code == 302
    assert seat_of(cleo, loss).alias == "Robin"


def test_a_name_somebody_once_had_stays_theirs(enter, circle, cleo, ben):
    garden = circle("garden")
    actions.join(circle=garden, person=ben, alias="Wren")
    shared(enter(ben), garden, face="alias")
    actions.leave_circle(circle=garden, person=ben)
    actions.join(circle=garden, person=ben, alias="Finch")
    assert take_seat(enter(cleo), garden, alias="wren").status_code == 422
    actions.leave_circle(circle=garden, person=ben)
    assert take_seat(enter(ben), garden, alias="Wren").status_code == 302


def test_no_alias_is_fine_and_gives_no_alias_to_speak_under(enter, loss, cleo):
    browser = enter(cleo)
    take_seat(browser, loss, alias="")
    page = text_of(browser.get("/circles/loss/write/"))
    assert 'value="anonymous"' in page
    assert 'value="alias"' not in page


def test_a_full_circle_waits_until_somebody_leaves(enter, circle, ana, ben, cleo):
    small = circle("small", ana, ben, most_people=2)
    browser = enter(cleo)
    assert "This circle is full" in text_of(browser.get("/circles/small/join/"))
    assert take_seat(browser, small).status_code == 422
    actions.leave_circle(circle=small, person=ben)
    assert take_seat(browser, small).status_code == 302


def test_an_ended_circle_takes_nobody_in_and_can_still_be_read(enter, loss, ana, cleo):
    story = shared(enter(ana), loss)
    loss.ends_on = timezone.localdate()
    loss.save()
    assert take_seat(enter(cleo), loss).status_code == 302, "its last day is a day"
    loss.ends_on -= timedelta(days=1)
    loss.save()
    other = enter(cleo)
    other.post("/circles/loss/leave/")
    assert take_seat(other, loss).status_code == 422
    page = enter(ana).get("/circles/loss/")
    assert "This circle has ended" in text_of(page)
    assert story.need_sentence in text_of(page)


def test_what_was_typed_for_a_circle_that_just_ended_comes_back(enter, loss, ana):
    loss.ends_on = timezone.localdate() - timedelta(days=1)
    loss.save()
    answer = enter(ana).post("/circles/loss/write/", {"body": "too late by a day", "token": "t" * 24})
    assert answer.status_code == 422
    assert "This circle has ended" in text_of(answer)
    assert "too late by a day" in text_of(answer)


def test_asking_opens_no_door_until_the_host_does(enter, circle, hana, ben, cleo):
    quiet = circle("quiet", hana, ben, kind="ask")
    actions.seat(conversation=quiet.conversation, person=hana, is_host=True)
    browser, host = enter(cleo), enter(hana)
    assert take_seat(browser, quiet).status_code == 422
    browser.post("/circles/quiet/ask/")
    browser.post("/circles/quiet/ask/")
    assert Invitation.objects.filter(person=cleo).count() == 1
    assert "You have asked to join" in text_of(browser.get("/circles/quiet/"))
    assert "cleo" in text_of(host.get("/circles/quiet/people/"))
    assert enter(ben).get("/circles/quiet/people/").status_code == 404
    host.post("/circles/quiet/people/", {"name": "cleo"})
    assert take_seat(browser, quiet).status_code == 302


PLACES = ["", "join/", "leave/", "people/", "write/"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("who", ["cleo", "ex-member"])
def test_a_closed_circle_answers_like_one_that_never_was(enter, survivors, cleo, ben, place, who):
    if who == "ex-member":
        actions.leave_circle(circle=survivors, person=ben)
    browser = enter(cleo if who == "cleo" else ben)
    closed, missing = browser.get(f"/circles/survivors/{place}"), browser.get(f"/circles/never-was/{place}")
    assert closed.status_code == missing.status_code == 404
    assert closed.content == missing.content
    sent = [browser.post(f"/circles/{slug}/{place}", {"body": "words"}) for slug in ("survivors", "never-was")]
    assert [one.content for one in sent] == [sent[1].content] * 2


def test_a_closed_circle_stands_in_no_list_until_one_is_invited(enter, survivors, hana, cleo):
    actions.join(circle=survivors, person=hana)
    actions.seat(conversation=survivors.conversation, person=hana, is_host=True)
    browser = enter(cleo)
    assert "Survivors" not in text_of(browser.get("/circles/"))
    assert enter(cleo).post("/circles/survivors/people/", {"name": "cleo"}).status_code == 404
    enter(hana).post("/circles/survivors/people/", {"name": "cleo"})
    assert "Survivors" in text_of(browser.get("/circles/"))
    assert take_seat(browser, survivors).status_code == 302


def test_an_invitation_says_nothing_about_who_has_an_account(enter, survivors, hana, cleo):
    actions.join(circle=survivors, person=hana)
    actions.seat(conversation=survivors.conversation, person=hana, is_host=True)
    host = enter(hana)
    pages = [host.post("/circles/survivors/people/", {"name": name}, follow=True) for name in ("cleo", "nobody at all")]
    assert text_of(pages[0]) == text_of(pages[1])


def test_who_leaves_finds_no_story_from_the_next_moment_on(enter, loss, ana, ben, clock):
    story = shared(enter(ana), loss)
    clock.after(minutes=2)
    browser = enter(ben)
    assert browser.get(story.address).status_code == 200
    browser.post("/circles/loss/leave/")
    assert browser.get(story.address).status_code == 404
    assert "evenings" not in text_of(browser.get("/circles/loss/"))


def test_a_host_who_left_comes_back_without_the_keys(enter, loss, ben):
    actions.seat(conversation=loss.conversation, person=ben, is_host=True)
    assert enter(ben).get("/circles/loss/people/").status_code == 200
    actions.leave_circle(circle=loss, person=ben)
    actions.join(circle=loss, person=ben)
    assert enter(ben).get("/circles/loss/people/").status_code == 404


def test_guides_are_introduced_at_the_door(enter, loss, cleo, mira):
    loss.guides.add(mira)
    assert "Mira, Mental health nurse" in text_of(enter(cleo).get("/circles/loss/"))
