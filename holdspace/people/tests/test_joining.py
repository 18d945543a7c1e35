"""Somebody new comes in."""

import re

import pytest
from django.test import Client

from holdspace.people import consents
from holdspace.people.models import Person, RecoveryCode

pytestmark = pytest.mark.django_db

GOOD = {
    "name": "quiet heron",
    "passphrase": "tea on the back step",
    "country": "IE",
    "adult": "on",
    "consent": "on",
}


@pytest.fixture
def browser():
    return Client()


def heron() -> Person:
    return Person.objects.get(name="quiet heron")


def test_a_newcomer_joins_without_an_address_and_is_in(browser):
    answer = browser.post("/join/", GOOD)
    assert answer.status_code == 302
    assert answer["Location"] == "/me/codes/"
    person = heron()
    assert (person.email, person.country, person.time_zone) == ("", "IE", "Europe/Dublin")
    assert person.roles == {"member"}
    assert consents.has_consented(person, consents.SAFETY_READING)


def test_codes_are_shown_until_kept_and_never_after(browser):
    browser.post("/join/?next=/help-now/", GOOD)
    page = browser.get("/me/codes/?next=/help-now/")
    shown = re.findall(r"<code>([a-z2-9-]+)</code>", page.content.decode())
    assert len(shown) == len(set(shown)) == 8
    file = browser.get("/me/codes/download/")
    assert all(code in file.content.decode() for code in shown)
    assert browser.post("/me/codes/keep/", {"next": "/help-now/"})["Location"] == "/help-now/"
    assert shown[0] not in browser.get("/me/codes/").content.decode()
    assert browser.get("/me/codes/download/").status_code == 404


def test_no_code_lies_readable_in_the_database(browser):
    from django.contrib.sessions.models import Session

    browser.post("/join/", GOOD)
    shown = re.findall(r"<code>([a-z2-9-]+)</code>", browser.get("/me/codes/").content.decode())
    kept = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    session = str(Session.objects.get().get_decoded())
    assert not any(code in kept + session for code in shown)


@pytest.mark.parametrize("missing", ["name", "passphrase", "country", "adult", "consent"])
def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(browser, missing):
    answer = browser.post("/join/", {key: value for key, value in GOOD.items() if key != missing})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{missing}_error"' in page
    assert missing == "name" or 'value="quiet heron"' in page
    assert GOOD["passphrase"] not in page
    assert "Only the passphrase is empty again" in page
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("x", "at least 2"),
        ("a" * 31, "at most 30"),
        ("me@mail.example", "looks like an address"),
        ("+44 7700 900123", "looks like a phone number"),
        ("Anonymous", "meaning of its own"),
        ("G U I D E", "meaning of its own"),
        ("<b>ana</b>", "letters, digits"),
        ("ana\u202e", "looks like it"),
        ("АNА", "looks like it"),
        ("a_n-a", "looks like it"),
        ("an\u200ba", "looks like it"),
        ("ana\u3164", "looks like it"),
        ("\u3164\u115f\u2800", "Please choose a name"),
    ],
)
def test_some_names_cannot_be(browser, ana, name, reason):
    answer = browser.post("/join/", GOOD | {"name": name})
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    assert Person.objects.count() == 1


@pytest.mark.parametrize("name", ["गीता", "José María", "lin-7", "Ólafur"])
def test_names_from_many_places_can_be(browser, name):
    assert browser.post("/join/", GOOD | {"name": name}).status_code == 302
    assert Person.objects.get().name == name


@pytest.mark.parametrize(
    "passphrase",
    ["too short", "aaaaaaaaaaaaaaaaaa", "1234567890123456", "manchesterunited", "x y z q r " * 51],
)
def test_a_passphrase_anyone_could_guess_is_not_taken(browser, passphrase):
    answer = browser.post("/join/", GOOD | {"passphrase": passphrase})
    assert answer.status_code == 422
    assert "id_passphrase_error" in answer.content.decode()


def test_a_double_click_lets_the_same_person_in_once(browser):
    assert Client().post("/join/", GOOD).status_code == 302
    assert browser.post("/join/", GOOD).status_code == 302
    assert Person.objects.count() == 1


def test_the_same_name_with_another_passphrase_does_not_open_the_account(browser):
    Client().post("/join/", GOOD)
    answer = browser.post("/join/", GOOD | {"passphrase": "another one altogether"})
    assert answer.status_code == 422
    assert browser.get("/me/settings/").status_code == 302


def test_the_place_for_the_next_step_is_only_here(browser):
    assert "elsewhere" not in browser.post("/join/?next=https://elsewhere.example/", GOOD)["Location"]


def test_two_names_that_look_alike_cannot_both_be_kept(person):
    from django.db import IntegrityError

    person("ana")
    with pytest.raises(IntegrityError):
        Person.objects.bulk_create([Person(name="АNА")])
