"""Roles open something only while they last, and those of staff only behind a second step."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from holdspace.people import actions, policy, second_step
from holdspace.people.models import PastRole, Role
from holdspace.safeguarding.models import Entry, What

pytestmark = pytest.mark.django_db


def status(browser: Client, path: str = "/duty/") -> int:
    return browser.get(path).status_code


# --- the second step ----------------------------------------------------------------------------------------------


def test_without_a_second_step_nothing_of_a_role_opens(enter, mira, lena):
    Authenticator.objects.filter(user=mira).delete()
    browser = enter(mira)
    assert status(browser) == 404
    page = browser.get("/me/").content.decode()
    assert "closed until you have set up a second step" in page
    assert mira not in policy.people_with_role("guide")
    assert status(enter(lena)) == 200
    assert "closed until" not in enter(lena).get("/me/").content.decode()


def test_whose_role_waits_is_led_to_the_second_step(mira, passphrase):
    Authenticator.objects.filter(user=mira).delete()
    answer = Client().post("/enter/", {"name": "mira", "passphrase": passphrase})
    assert answer["Location"] == "/account/2fa/"


def test_a_member_needs_none(enter, ana, passphrase):
    assert Client().post("/enter/", {"name": "ana", "passphrase": passphrase})["Location"] == "/circles/"
    assert "closed until" not in enter(ana).get("/me/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_setting_it_up_opens_the_role_at_once_here_and_ends_what_came_in_before(enter, mira, passphrase, code_now):
    Authenticator.objects.filter(user=mira).delete()
    thief, own = enter(mira), enter(mira)
    own.post("/account/reauthenticate/", {"password": passphrase})
    own.get("/account/2fa/totp/activate/")
    own.post("/account/2fa/totp/activate/", {"code": code_now(own.session["mfa.totp.secret"])})
    assert status(own) == 200
    assert status(own, "/account/2fa/recovery-codes/") == 200
    assert status(thief, "/me/settings/") == 302


@pytest.mark.parametrize("path", ["totp/deactivate/", "webauthn/add/", "recovery-codes/", "recovery-codes/generate/"])
def test_the_passphrase_alone_does_not_change_it(enter, mira, passphrase, code_now, path):
    browser = enter(mira)
    browser.post("/account/reauthenticate/", {"password": passphrase})
    asked = browser.get(f"/account/2fa/{path}")
    assert asked["Location"].startswith("/account/2fa/reauthenticate/")
    browser.post(asked["Location"], {"code": code_now()})
    assert not browser.get(f"/account/2fa/{path}").headers.get("Location", "").startswith("/account/2fa/reauth")


def test_the_code_of_the_demo_stands_on_the_page_and_no_other_does(ana, mira, passphrase, settings):
    second_step.set_up_for_demo(ana)
    clock = time_machine.travel(timezone.now(), tick=False)
    clock.start()
    code = second_step.public_code(ana)
    assert f'value="{code}"' in halfway("ana", passphrase)
    assert second_step.public_code(mira) == ""
    assert "somebody of the demo" not in halfway("mira", passphrase)
    clock.stop()
    settings.PRODUCTION = True
    assert second_step.public_code(ana) == ""
    with pytest.raises(ValueError, match="public"):
        second_step.set_up_for_demo(mira)


def halfway(name: str, passphrase: str) -> str:
    browser = Client()
    browser.post("/enter/", {"name": name, "passphrase": passphrase})
    return browser.get("/account/2fa/authenticate/").content.decode()


# --- until ---------------------------------------------------------------------------------------------------------


def test_a_right_that_rests_on_papers_ends_by_itself(enter, ana, mira, lena):
    browser, reader = enter(mira), enter(ana)
    last = Role.objects.get(person=mira, kind="guide").until
    assert "Mental health nurse" in reader.get("/professionals/").content.decode()
    for days, expected in ((0, 200), (1, 404)):
        with time_machine.travel(noon(last + timedelta(days=days)), tick=False):
            sign_in_again(browser, mira)
            sign_in_again(reader, ana)
            assert status(browser) == expected
            assert ("Mental health nurse" in reader.get("/professionals/").content.decode()) is (expected == 200)
    with time_machine.travel(noon(last + timedelta(days=1)), tick=False):
        assert status(enter(lena)) == 200


def noon(day):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))


def sign_in_again(browser: Client, someone) -> None:
    browser.force_login(someone)


@pytest.mark.parametrize("kind", ["guide", "practitioner"])
def test_no_such_right_is_kept_without_an_end(ana, kind):
    with pytest.raises(IntegrityError), transaction.atomic():
        Role.objects.create(person=ana, kind=kind)
    Role.objects.create(person=ana, kind="listener")


# --- given and taken ----------------------------------------------------------------------------------------------


def test_a_role_that_is_taken_is_gone_at_the_next_request(enter, mira, lena):
    browser = enter(mira)
    assert status(browser) == 200
    actions.take_role(person=mira, kind="guide", by=lena, why="Long leave.")
    assert status(browser) == 404
    assert PastRole.objects.get(person=mira).why == "Long leave."


def test_the_log_says_who_gave_and_who_took(ana, lena):
    actions.give_role(person=ana, kind="listener", by=lena)
    actions.take_role(person=ana, kind="listener", by=lena, why="She asked for it.")
    told = [(entry.what, entry.by, entry.about, entry.why) for entry in Entry.objects.filter(person=ana.pk)]
    assert told == [
        (What.ROLE_GIVEN, lena.pk, "listener", ""),
        (What.ROLE_ENDED, lena.pk, "listener", "She asked for it."),
    ]


def test_what_cannot_be_logged_does_not_happen(ana, lena, monkeypatch):
    monkeypatch.setattr("holdspace.safeguarding.credentials.record", refuse)
    with pytest.raises(OSError, match="full"):
        actions.give_role(person=ana, kind="listener", by=lena)
    assert not Role.objects.filter(person=ana, kind="listener").exists()


def refuse(**facts):
    raise OSError("the disk is full")


def test_an_app_of_somebody_else_opens_nothing(enter, mira, ana):
    Authenticator.objects.filter(user=mira).delete()
    TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
    assert status(enter(mira)) == 404
