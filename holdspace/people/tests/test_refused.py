"""Whatever form of the doors cannot be taken, it comes back the same way: 422, the reason, what was typed."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
NEW = "plums on the window sill"


@pytest.fixture
def ours(enter, ana, passphrase) -> Client:
    """Ana gave her passphrase a moment ago, so nothing asks her for it again."""
    browser = enter(ana)
    browser.post("/account/reauthenticate/", {"password": passphrase})
    return browser


def refused(browser: Client, path: str, words: dict[str, str]) -> str:
    answer = browser.post(path, words)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'class="error"' in page
    assert NEW not in page
    return page


def test_a_wrong_code_for_the_second_step(mira, passphrase):
    browser = Client()
    browser.post("/enter/", {"name": "mira", "passphrase": passphrase})
    page = refused(browser, "/account/2fa/authenticate/", {"code": "000000"})
    assert "This code did not work" in page


def test_a_new_passphrase_that_does_not_match(ours, passphrase):
    words = {"oldpassword": passphrase, "password1": NEW, "password2": NEW + "s"}
    page = refused(ours, "/account/password/change/", words)
    assert passphrase not in page
    assert ours.post("/account/password/change/", words | {"password2": NEW}).status_code == 302


def test_an_address_that_is_none_stays_in_the_box(ours):
    assert 'value="over there"' in refused(ours, "/account/email/", {"email": "over there", "action_add": ""})


def test_a_wrong_code_when_adding_an_app(ours):
    ours.get("/account/2fa/totp/activate/")
    assert 'value="000000"' in refused(ours, "/account/2fa/totp/activate/", {"code": "000000"})


def test_a_wrong_passphrase_when_asked_again(enter, ana):
    assert "This is not your passphrase" in refused(enter(ana), "/account/reauthenticate/", {"password": NEW})


def test_a_recovery_code_that_nobody_gave_out(ana):
    words = {"name": "ana", "code": "AAAA-BBBB-CCCC", "passphrase": NEW}
    assert 'value="ana"' in refused(Client(), "/recover/", words)


def test_a_page_that_was_only_opened_refuses_nothing(ours):
    for path in ("/account/password/change/", "/account/email/", "/account/2fa/totp/activate/"):
        assert ours.get(path).status_code == 200
