"""Coming in, going out, and finding the way back."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from holdspace.people import codes
from holdspace.people.models import Person, RecoveryCode

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser():
    return Client()


def is_in(browser: Client) -> bool:
    return browser.get("/me/settings/").status_code == 200


def test_ana_enters_with_her_name_however_she_writes_it(browser, ana, passphrase):
    answer = browser.post("/enter/", {"name": " ANA ", "passphrase": passphrase, "next": "/help-now/"})
    assert answer["Location"] == "/help-now/"
    assert is_in(browser)


def test_a_wrong_passphrase_and_an_unknown_name_get_the_same_answer(browser, ana):
    wrong = browser.post("/enter/", {"name": "ana", "passphrase": "not her words at all"})
    nobody = browser.post("/enter/", {"name": "nan", "passphrase": "not her words at all"})
    assert wrong.status_code == nobody.status_code == 422
    assert _without_token(wrong).replace('"ana"', '"nan"') == _without_token(nobody)
    assert "do not belong together" in wrong.content.decode()
    assert not is_in(browser)


def test_an_unknown_name_costs_the_same_hashing(browser, ana, monkeypatch):
    from django.contrib.auth.hashers import Argon2PasswordHasher

    hashed = []
    monkeypatch.setattr(Argon2PasswordHasher, "encode", _counted(Argon2PasswordHasher.encode, hashed))
    monkeypatch.setattr(Argon2PasswordHasher, "verify", _counted(Argon2PasswordHasher.verify, hashed))
    browser.post("/enter/", {"name": "ana", "passphrase": "not her words at all"})
    browser.post("/enter/", {"name": "nan", "passphrase": "not her words at all"})
    assert len(hashed) == 2


def test_guessing_is_stopped_and_says_so(browser, ana, passphrase):
    for _ in range(10):
        browser.post("/enter/", {"name": "ana", "passphrase": "not her words at all"})
    answer = browser.post("/enter/", {"name": "ana", "passphrase": passphrase})
    assert answer.status_code == 422
    assert "wait five minutes" in answer.content.decode()
    assert not is_in(browser)


def test_next_never_leads_away(browser, ana, passphrase):
    form = {"name": "ana", "passphrase": passphrase, "next": "//elsewhere.example/"}
    assert "elsewhere" not in browser.post("/enter/", form)["Location"]


def test_on_a_shared_device_the_door_closes_with_the_browser(browser, ana, passphrase):
    browser.post("/enter/", {"name": "ana", "passphrase": passphrase, "shared": "on"})
    assert browser.session.get_expire_at_browser_close()


def test_on_her_own_device_it_stays_open(browser, ana, passphrase):
    browser.post("/enter/", {"name": "ana", "passphrase": passphrase})
    assert not browser.session.get_expire_at_browser_close()


def test_leaving_asks_first_and_then_closes(enter, ana):
    browser = enter(ana)
    assert browser.get("/leave/").status_code == 200
    assert is_in(browser)
    assert browser.post("/leave/").status_code == 302
    assert not is_in(browser)


def test_somebody_signed_out_is_sent_to_the_door_and_back(browser):
    assert browser.get("/me/settings/")["Location"] == "/enter/?next=/me/settings/"


@pytest.mark.parametrize(
    ("closed", "ours"),
    [
        ("/account/login/", "/enter/"),
        ("/account/signup/", "/join/"),
        ("/account/logout/", "/leave/"),
        ("/account/password/reset/", "/recover/"),
        ("/account/password/reset/key/3-abc-def/", "/recover/"),
        ("/account/password/set/", "/recover/"),
        ("/account/login/code/confirm/", "/enter/"),
    ],
)
def test_there_is_one_door_of_each_kind(browser, closed, ours):
    assert browser.get(closed)["Location"] == ours
    assert browser.post(closed, {"username": "x", "password1": "y"})["Location"] == ours


def test_a_code_opens_the_account_once(browser, ana):
    code, *_others = codes.make_codes(ana)
    form = {"name": "ana", "code": code.upper().replace("-", " "), "passphrase": "plums on the window sill"}
    assert browser.post("/recover/", form).status_code == 302
    assert is_in(browser)
    again = Client().post("/recover/", form)
    assert again.status_code == 422
    assert "used before" in again.content.decode()


def test_of_two_tabs_with_the_same_code_one_is_let_in(ana):
    codes.make_codes(ana)
    seen_by_both = RecoveryCode.objects.filter(person=ana).first()
    assert [codes._claim(seen_by_both), codes._claim(seen_by_both)] == [True, False]


def test_whoever_else_was_in_is_out_after_that(browser, enter, ana):
    elsewhere = enter(ana)
    code = codes.make_codes(ana)[0]
    browser.post("/recover/", {"name": "ana", "code": code, "passphrase": "plums on the window sill"})
    assert not is_in(elsewhere)


def test_cleos_code_does_not_open_anas_account(browser, ana, cleo):
    form = {"name": "ana", "code": codes.make_codes(cleo)[0], "passphrase": "plums on the window sill"}
    wrong, nobody = browser.post("/recover/", form), browser.post("/recover/", form | {"name": "nan"})
    assert wrong.status_code == nobody.status_code == 422
    assert _without_token(wrong).replace('"ana"', '"nan"') == _without_token(nobody)
    assert not is_in(browser)


def test_trying_codes_is_stopped(browser, ana):
    form = {"name": "ana", "code": "aaaa-bbbb-cccc-dddd", "passphrase": "plums on the window sill"}
    for _ in range(5):
        browser.post("/recover/", form)
    answer = browser.post("/recover/", form | {"code": codes.make_codes(ana)[0]})
    assert answer.status_code == 422
    assert "wait five minutes" in answer.content.decode()


def test_new_codes_end_the_old_ones(enter, ana, passphrase):
    old = codes.make_codes(ana)[0]
    browser = enter(ana)
    asked = browser.post("/me/codes/renew/")["Location"]
    assert browser.post(asked, {"password": passphrase})["Location"] == "/me/codes/"
    assert browser.get("/me/codes/").content.decode().count("<code>") == 8
    assert not codes.use_code(ana, old)


def test_new_codes_are_not_made_for_somebody_who_found_an_open_browser(enter, ana):
    browser = enter(ana)
    assert "/account/reauthenticate/" in browser.post("/me/codes/renew/")["Location"]
    assert browser.get("/me/codes/").content.decode().count("<code>") == 0


def _counted(method, calls):
    def counting(*args, **kwargs):
        calls.append(method.__name__)
        return method(*args, **kwargs)

    return counting


def _without_token(answer) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())


def its_time_ran_out():
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))


def its_person_left():
    Person.objects.all().delete()


@pytest.mark.parametrize("ended_by", [its_time_ran_out, its_person_left])
def test_a_session_opens_doors_until_it_or_its_person_ends(browser, ana, ended_by):
    browser.force_login(ana)
    assert is_in(browser)
    ended_by()
    assert not is_in(browser)
    assert browser.get("/me/settings/")["Location"].startswith("/enter/")
