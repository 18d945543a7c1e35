"""A steward says whose place this is; everybody else finds no such page."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction

from holdspace.insights import actions
from holdspace.insights.models import FirstKey, Said
from holdspace.kit import place
from holdspace.people.leaving import leave
from holdspace.people.models import Person
from holdspace.safeguarding.models import Entry, What

pytestmark = pytest.mark.django_db
NAME = {"name": "Lighthouse", "owner": "run by the Lighthouse charity"}
CONTACT = {"contact": "post@light.example", "privacy_contact": "data@light.example"}
PHRASE = "grey herons over the marsh"


def first_link() -> str:
    return f"/setup/first/{actions.make_first_key()}/"


# --- the first steward --------------------------------------------------------------------------------------------


def test_the_first_link_makes_a_steward_who_is_led_to_a_second_step_and_then_sets_up(client):
    link = first_link()
    answer = client.post(link, {"name": "stella", "passphrase": PHRASE})
    assert answer.headers["Location"] == "/me/codes/?next=%2Faccount%2F2fa%2F"
    assert client.get("/setup/").status_code == 404
    assert actions.make_first_key() is None
    TOTP.activate(Person.objects.get(name="stella"), "JBSWY3DPEHPK3PXP")
    assert client.get("/setup/").status_code == 200
    assert Entry.objects.filter(what=What.STEWARD_BEGAN).count() == 1


def test_the_first_link_opens_once_and_never_beside_a_steward(client, sten):
    assert actions.make_first_key() is None
    Person.objects.all().delete()
    link = first_link()
    client.post(link, {"name": "stella", "passphrase": PHRASE})
    assert client.get(link).status_code == 404
    assert client.post(link, {"name": "mallory", "passphrase": PHRASE}).status_code == 404
    assert not Person.objects.filter(name="mallory").exists()


def test_of_two_who_come_in_the_same_moment_one_becomes_steward():
    word = actions.make_first_key()
    assert actions.become_first_steward(word=word, name="stella", passphrase=PHRASE) is not None
    assert actions.become_first_steward(word=word, name="mallory", passphrase=PHRASE) is None
    assert not Person.objects.filter(name="mallory").exists()


def test_a_guessed_link_and_one_from_an_earlier_start_open_nothing(client):
    earlier = first_link()
    later = first_link()
    assert client.get("/setup/first/guessed/").status_code == 404
    assert client.get(earlier).status_code == 404
    assert client.get(later).status_code == 200


def test_a_weak_passphrase_is_refused_and_the_link_still_works(client):
    link = first_link()
    answer = client.post(link, {"name": "stella", "passphrase": "short"})
    assert answer.status_code == 422
    assert "stella" in answer.content.decode()
    assert client.get(link).status_code == 200


def test_the_word_of_the_link_is_not_kept():
    link = first_link()
    assert FirstKey.objects.get().digest not in link


# --- the questions ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["ana", "mira", "lena", "hana"])
def test_nobody_but_the_steward_finds_these_pages(enter, request, who):
    browser = enter(request.getfixturevalue(who))
    assert browser.get("/setup/").status_code == 404
    assert browser.post("/setup/step/name/", NAME).status_code == 404
    assert not Said.objects.exists()


def test_what_the_steward_says_stands_on_every_page(enter, client, sten, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        answer = enter(sten).post("/setup/step/name/", NAME)
    assert answer.headers["Location"] == "/setup/step/country/"
    said = client.get("/").content.decode()
    assert "Lighthouse is run by the Lighthouse charity." in said


def test_the_last_question_leads_to_the_summary_and_earlier_answers_stay(
    enter, sten, django_capture_on_commit_callbacks
):
    browser = enter(sten)
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/setup/step/name/", NAME)
        answer = browser.post("/setup/step/contact/", CONTACT)
    assert answer.headers["Location"] == "/setup/"
    page = browser.get("/setup/").content.decode()
    assert [word for word in (*NAME.values(), *CONTACT.values()) if word not in page] == []
    assert "Go on with: Country and languages" in page


def test_each_change_is_a_new_row_and_a_line_in_the_log(enter, sten):
    browser = enter(sten)
    browser.post("/setup/step/name/", NAME)
    browser.post("/setup/step/name/", NAME | {"name": "Harbour"})
    assert list(Said.objects.values_list("name", "by")) == [("Harbour", sten.pk), ("Lighthouse", sten.pk)]
    assert list(Entry.objects.filter(what=What.PLACE_CHANGED).values_list("by", "about")) == [
        (sten.pk, "setup:name"),
        (sten.pk, "setup:name"),
    ]


def test_what_is_refused_comes_back_with_the_reason_beside_it(enter, sten):
    answer = enter(sten).post("/setup/step/contact/", CONTACT | {"contact": ""})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "data@light.example" in page
    assert "Somebody has to be in reach." in page
    assert not Said.objects.exists()


def test_what_the_server_fixes_cannot_be_typed_over(enter, client, sten, settings, django_capture_on_commit_callbacks):
    settings.SET_OUTSIDE, settings.PLACE_NAME = {"PLACE_NAME"}, "The Quiet Room"
    browser = enter(sten)
    assert "This is set on the server" in browser.get("/setup/step/name/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        browser.post("/setup/step/name/", NAME)
    assert "The Quiet Room is run by the Lighthouse charity." in client.get("/").content.decode()
    assert Said.objects.get().name == ""


def test_younger_people_are_not_let_in_and_the_page_says_why(enter, sten):
    answer = enter(sten).post("/setup/step/ages/", {"youngest": "13"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Nobody is a guide or a lead here yet." in page
    assert "looked at before others read it" in page
    assert not Said.objects.exists()
    assert enter(sten).post("/setup/step/ages/", {"youngest": "18"}).status_code == 302


def test_the_database_refuses_younger_people_as_well(sten):
    with pytest.raises(IntegrityError, match="people_here_are_adults"), transaction.atomic():
        Said.objects.create(by=sten, step="ages", youngest=17)


def test_duty_that_ends_before_it_begins_is_refused(enter, sten):
    answer = enter(sten).post("/setup/step/duty/", {"covered_from": "20", "covered_to": "8"})
    assert answer.status_code == 422
    assert "This is before the beginning." in answer.content.decode()


def test_the_duty_page_says_who_has_no_second_step(enter, sten, mira):
    assert "has no second step yet" not in enter(sten).get("/setup/step/duty/").content.decode()
    Authenticator.objects.filter(user=mira).delete()
    page = enter(sten).get("/setup/step/duty/").content.decode()
    assert "mira" in page
    assert "has no second step yet" in page


def test_help_now_shows_the_lines_of_the_country_and_asks_no_database(
    enter, client, sten, django_capture_on_commit_callbacks, django_assert_num_queries
):
    with django_capture_on_commit_callbacks(execute=True):
        enter(sten).post("/setup/step/country/", {"country": "IE", "languages": ["en"]})
    with django_assert_num_queries(0):
        page = client.get("/help-now/").content.decode()
    assert '<option value="IE" selected' in page


def test_a_house_that_starts_anew_knows_what_was_said(enter, sten):
    enter(sten).post("/setup/step/name/", NAME)
    place.tell({})
    actions.tell_the_house()
    assert place.here().name == "Lighthouse"


def test_when_the_steward_leaves_the_place_keeps_its_name(enter, sten):
    enter(sten).post("/setup/step/name/", NAME)
    leave(sten)
    assert list(Said.objects.values_list("name", "by")) == [("Lighthouse", None)]
