"""Who gives and ends roles, and a second step that was lost."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from holdspace.people import actions, locks, policy
from holdspace.people.models import NewLock, Role, Verification, today
from holdspace.safeguarding.models import Entry, What

pytestmark = pytest.mark.django_db


def role_of(person, kind: str) -> str:
    return f"/people/roles/{person.pk}/{kind}/"


def test_lena_gives_and_ends_a_role_by_name_and_with_a_reason(enter, ana, ben, lena):
    browser = enter(lena)
    browser.post("/people/roles/", {"name": "ANA", "kind": "listener"})
    assert Role.objects.get(person=ana, kind="listener").given_by == lena
    assert enter(ana).get("/unheard/").status_code == 200
    assert browser.post(role_of(ana, "listener"), {"why": ""}).status_code == 422
    assert enter(ana).get("/unheard/").status_code == 200
    browser.post(role_of(ana, "listener"), {"why": "She wants a rest."})
    assert enter(ana).get("/unheard/").status_code == 404
    assert "She wants a rest." in enter(ana).get("/me/profession/").content.decode()


@pytest.mark.parametrize(
    ("name", "kind", "why"),
    [
        ("lena", "host", "Nobody gives themselves a role"),
        ("nan", "host", "Nobody here has this name"),
        ("ben", "guide", "papers are checked first"),
        ("ben", "lead", "Select a valid choice"),
        ("ben", "steward", "Select a valid choice"),
    ],
)
def test_what_cannot_be_given_comes_back_with_the_reason(enter, ben, lena, name, kind, why):
    answer = enter(lena).post("/people/roles/", {"name": name, "kind": kind})
    assert answer.status_code == 422
    assert why in answer.content.decode()
    assert f'value="{name}"' in answer.content.decode()


def test_only_a_lead_does_any_of_this(enter, ana, ben, mira, sten, okafor):
    for somebody in (ana, mira, sten, okafor):
        browser = enter(somebody)
        assert browser.get("/people/roles/").status_code == 404
        assert browser.post("/people/roles/", {"name": "ana", "kind": "guide"}).status_code == 404
        assert browser.post(role_of(ben, "listener"), {"why": "No."}).status_code == 404
    assert policy.has_role(ben, "listener")


def test_the_last_lead_stays(enter, lena, person):
    browser = enter(lena)
    assert browser.post(role_of(lena, "lead"), {"why": "I am tired."}).status_code == 404
    person("orla", "lead")
    assert browser.post(role_of(lena, "lead"), {"why": "I am tired."}).status_code == 302
    assert browser.get("/people/roles/").status_code == 404


def test_a_lead_without_a_second_step_is_no_second_lead(enter, lena, person):
    orla = person("orla", "lead")
    Authenticator.objects.filter(user=orla).delete()
    assert enter(lena).post(role_of(lena, "lead"), {"why": "I am tired."}).status_code == 404


def test_the_first_lead_comes_from_the_server_and_stands_in_the_log(ana):
    call_command("appoint", "ana", "lead", verbosity=0)
    assert Role.objects.filter(person=ana, kind="lead").exists()
    assert not policy.has_role(ana, "lead")
    assert Entry.objects.get(person=ana.pk, what=What.ROLE_GIVEN).by is None
    with pytest.raises(CommandError, match="join first"):
        call_command("appoint", "nan", "lead")


# --- a second step that was lost -----------------------------------------------------------------------------------


def test_two_others_agree_and_it_is_set_up_anew(enter, mira, lena, sten, passphrase):
    RecoveryCodes.activate(mira)
    was_in = enter(mira)
    enter(lena).post(f"{role_of(mira, 'guide')}second-step/", {"why": "Her phone broke; I met her."})
    lock = NewLock.objects.get(person=mira)
    assert was_in.get("/duty/").status_code == 200
    enter(sten).post(f"/people/second-steps/{lock.pk}/")
    assert was_in.get("/duty/").status_code == 302
    browser = Client()
    entered = browser.post("/enter/", {"name": "mira", "passphrase": passphrase})
    assert entered["Location"] == "/account/2fa/"
    assert browser.get("/duty/").status_code == 404
    told = Entry.objects.filter(person=mira.pk, what__startswith="new_lock").values_list("what", "by")
    assert list(told) == [(What.NEW_LOCK_ASKED, lena.pk), (What.NEW_LOCK_AGREED, sten.pk)]


def test_one_lead_alone_changes_nothing(enter, mira, lena):
    lock = locks.ask_for_new_lock(person=mira, by=lena, why="She says so.")
    assert enter(lena).post(f"/people/second-steps/{lock.pk}/").status_code == 404
    assert enter(mira).post(f"/people/second-steps/{lock.pk}/").status_code == 404
    assert Authenticator.objects.filter(user=mira).exists()
    for who in (lena, mira):
        with pytest.raises(IntegrityError), transaction.atomic():
            NewLock.objects.filter(pk=lock.pk).update(agreed_by=who)


def test_it_is_not_asked_without_a_reason_nor_for_a_member_nor_for_oneself(enter, ben, mira, lena):
    browser = enter(lena)
    assert browser.post(f"{role_of(mira, 'guide')}second-step/", {"why": " "}).status_code == 422
    assert browser.post(f"{role_of(ben, 'listener')}second-step/", {"why": "Lost."}).status_code == 404
    assert browser.post(f"{role_of(lena, 'lead')}second-step/", {"why": "Lost."}).status_code == 404
    assert not NewLock.objects.exists()


def test_a_role_given_twice_is_told_once(ana, lena):
    for _ in range(2):
        actions.give_role(person=ana, kind="host", by=lena)
    assert Entry.objects.filter(person=ana.pk, what=What.ROLE_GIVEN).count() == 1


def test_a_right_given_again_lasts_no_longer_than_the_papers(enter, ben, lena, mira):
    ends = today() + timedelta(days=30)
    actions.verify(person=ben, title="Ben", profession="Nurse", by=lena, second=mira)
    Verification.objects.filter(person=ben).update(valid_until=ends)
    for _ in range(2):
        assert enter(lena).post("/people/roles/", {"name": "ben", "kind": "guide"}).status_code == 302
    assert Role.objects.get(person=ben, kind="guide").until == ends
