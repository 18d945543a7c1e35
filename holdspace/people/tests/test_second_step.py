"""A passphrase and something else."""

import re

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.test import Client

from holdspace.people import codes

pytestmark = pytest.mark.django_db


def is_in(browser: Client) -> bool:
    return browser.get("/me/settings/").status_code == 200


def test_mira_enters_in_two_steps_and_lands_where_she_was_going(mira, code_now, passphrase):
    browser = Client()
    first = browser.post("/enter/", {"name": "mira", "passphrase": passphrase, "next": "/professionals/"})
    assert first["Location"] == "/account/2fa/authenticate/"
    assert not is_in(browser)
    page = browser.get(first["Location"]).content.decode()
    assert "The second step" in page
    assert "<passkey-form" in page
    assert browser.post(first["Location"], {"code": code_now()})["Location"] == "/professionals/"
    assert is_in(browser)


def enters(browser: Client, passphrase: str, code: str) -> bool:
    browser.post("/enter/", {"name": "mira", "passphrase": passphrase})
    browser.post("/account/2fa/authenticate/", {"code": code})
    return is_in(browser)


def somebody_guesses_ten_times(name: str) -> None:
    for _ in range(10):
        Client().post("/enter/", {"name": name, "passphrase": "not these words at all"})


def test_nobody_keeps_mira_out_of_her_own_browser_by_typing_wrong_passphrases(mira, code_now, passphrase):
    hers = Client()
    assert enters(hers, passphrase, code_now())
    hers.post("/leave/")
    somebody_guesses_ten_times("mira")
    hers.post("/enter/", {"name": "mira", "passphrase": passphrase})
    assert hers.get("/account/2fa/authenticate/").status_code == 200
    elsewhere = Client().post("/enter/", {"name": "mira", "passphrase": passphrase})
    assert "wait five minutes" in elsewhere.content.decode()


@pytest.mark.parametrize("spoiled", ["nothing", "nothing.at-all", "{browser}.forged", "forged.{seal}"])
def test_a_made_up_browser_is_stopped_like_any_other(mira, code_now, passphrase, spoiled):
    hers = Client()
    enters(hers, passphrase, code_now())
    browser, seal = hers.cookies["holdspace_browser"].value.split(".")
    somebody_guesses_ten_times("mira")
    theirs = Client()
    theirs.cookies["holdspace_browser"] = spoiled.format(browser=browser, seal=seal)
    answer = theirs.post("/enter/", {"name": "mira", "passphrase": passphrase})
    assert "wait five minutes" in answer.content.decode()


def test_miras_browser_does_not_help_to_guess_at_ana_and_has_ten_tries_itself(mira, ana, code_now, passphrase):
    hers = Client()
    enters(hers, passphrase, code_now())
    hers.post("/leave/")
    somebody_guesses_ten_times("ana")
    assert "wait five" in hers.post("/enter/", {"name": "ana", "passphrase": passphrase}).content.decode()
    for _ in range(10):
        hers.post("/enter/", {"name": "mira", "passphrase": "not her words at all"})
    assert "wait five" in hers.post("/enter/", {"name": "mira", "passphrase": passphrase}).content.decode()


def test_ana_who_has_no_second_step_leaves_no_trace_in_a_browser(ana, passphrase):
    browser = Client()
    browser.post("/enter/", {"name": "ana", "passphrase": passphrase})
    assert is_in(browser)
    assert "holdspace_browser" not in browser.cookies


def test_a_new_passphrase_makes_every_browser_strange_again(mira, code_now, passphrase):
    hers = Client()
    enters(hers, passphrase, code_now())
    mira.set_password("pears on the window sill")
    mira.save()
    somebody_guesses_ten_times("mira")
    again = hers.post("/enter/", {"name": "mira", "passphrase": "pears on the window sill"}, follow=True)
    assert "wait five minutes" in again.content.decode()


def test_on_a_device_that_others_use_the_browser_is_known_until_it_is_closed(mira, code_now, passphrase):
    shared = Client()
    shared.post("/enter/", {"name": "mira", "passphrase": passphrase, "shared": "on"})
    shared.post("/account/2fa/authenticate/", {"code": code_now()})
    assert shared.cookies["holdspace_browser"]["max-age"] == ""


def test_a_wrong_code_lets_nobody_in(mira, passphrase):
    browser = Client()
    browser.post("/enter/", {"name": "mira", "passphrase": passphrase})
    answer = browser.post("/account/2fa/authenticate/", {"code": "000000"})
    assert "This code did not work" in answer.content.decode()
    assert not is_in(browser)


def test_a_code_cannot_be_used_twice(mira, code_now, passphrase):
    code = code_now()
    for enters in (True, False):
        browser = Client()
        browser.post("/enter/", {"name": "mira", "passphrase": passphrase})
        browser.post("/account/2fa/authenticate/", {"code": code})
        assert is_in(browser) is enters


def test_a_recovery_code_does_not_go_around_the_second_step(mira):
    browser = Client()
    form = {"name": "mira", "code": codes.make_codes(mira)[0], "passphrase": "plums on the window sill"}
    assert browser.post("/recover/", form)["Location"] == "/account/2fa/authenticate/"
    assert not is_in(browser)


def test_stopping_halfway_leads_back_out(mira, passphrase):
    browser = Client()
    browser.post("/enter/", {"name": "mira", "passphrase": passphrase})
    browser.post("/leave/")
    assert browser.get("/account/2fa/authenticate/").status_code == 302


def test_the_key_is_not_readable_in_the_database(mira, code_now):
    kept = Authenticator.objects.get(user=mira).data["secret"]
    opened = get_adapter().decrypt(kept)
    assert opened not in kept
    assert code_now(opened) == code_now()


def test_spare_codes_alone_are_no_second_step(ana):
    RecoveryCodes.activate(ana)
    assert not get_adapter().is_mfa_enabled(ana)


@pytest.mark.django_db(transaction=True)
def test_mira_sets_up_the_app(enter, mira, passphrase, code_now):
    Authenticator.objects.filter(user=mira).delete()
    browser = enter(mira)
    asked = browser.get("/account/2fa/totp/activate/")["Location"]
    browser.post(asked, {"password": passphrase})
    page = browser.get("/account/2fa/totp/activate/").content.decode()
    assert "<svg" in page
    assert "data:image" not in page
    key = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    assert browser.post("/account/2fa/totp/activate/", {"code": code_now(key)}).status_code == 302
    spare = browser.get("/account/2fa/recovery-codes/").content.decode()
    assert "Each takes the place of the second step once" in spare


def test_passkey_pages_carry_what_the_device_needs_and_no_script_of_their_own(enter, ana, passphrase):
    browser = enter(ana)
    browser.post(browser.get("/account/2fa/webauthn/add/")["Location"], {"password": passphrase})
    page = browser.get("/account/2fa/webauthn/add/").content.decode()
    assert "&quot;challenge&quot;" in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert browser.get("/account/2fa/webauthn/").status_code == 200
    assert (
        Client().get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"}).json()["request_options"]
    )
