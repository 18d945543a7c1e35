"""What people agreed to, and how they take it back."""

from dataclasses import replace

import pytest

from holdspace.people import consents
from holdspace.people.models import Consent

pytestmark = pytest.mark.django_db
SAFETY = consents.SAFETY_READING


def test_ana_withdraws_and_it_holds_at_once(enter, ana):
    browser = enter(ana)
    assert "What follows" in browser.get("/me/consents/").content.decode()
    assert consents.has_consented(ana, SAFETY)
    browser.post(f"/me/consents/{SAFETY}/withdraw/")
    assert not consents.has_consented(ana, SAFETY)
    assert consents.agreed(ana, SAFETY) == ""
    page = browser.get("/me/consents/").content.decode()
    assert "You do not agree to this at present" in page
    assert "guides can read in every circle" in page


def test_she_can_agree_again_and_the_history_keeps_both(enter, ana):
    browser = enter(ana)
    browser.post(f"/me/consents/{SAFETY}/withdraw/")
    browser.post(f"/me/consents/{SAFETY}/give/")
    browser.post(f"/me/consents/{SAFETY}/give/")
    assert consents.agreed(ana, SAFETY) == "safety-reading 1"
    assert [one.withdrawn_at is None for one in Consent.objects.filter(person=ana)] == [True, False]


def test_bens_choice_is_not_anas(enter, ana, ben):
    enter(ben).post(f"/me/consents/{SAFETY}/withdraw/")
    assert consents.has_consented(ana, SAFETY)
    assert not consents.has_consented(ben, SAFETY)


def test_a_new_text_is_asked_anew(enter, ana, monkeypatch):
    changed = replace(consents.TEXTS[SAFETY], version="2")
    monkeypatch.setitem(consents.TEXTS, SAFETY, changed)
    assert not consents.has_consented(ana, SAFETY)
    enter(ana).post(f"/me/consents/{SAFETY}/give/")
    assert consents.agreed(ana, SAFETY) == "safety-reading 2"


def test_nobody_agrees_by_following_a_link(enter, ana):
    assert enter(ana).get(f"/me/consents/{SAFETY}/give/").status_code == 405
    assert enter(ana).post("/me/consents/everything/give/").status_code == 404


def test_facts_are_told_after_commit(ana, django_capture_on_commit_callbacks):
    from holdspace.people.signals import consent_withdrawn

    heard = []

    def hear(sender, person, purpose, **rest):
        heard.append((person, purpose))

    consent_withdrawn.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        consents.withdraw(person=ana, purpose=SAFETY)
        assert heard == []
    assert heard == [(ana, SAFETY)]
