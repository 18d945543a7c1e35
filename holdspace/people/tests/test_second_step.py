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
