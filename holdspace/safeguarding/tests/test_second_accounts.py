"""Somebody who was blocked comes back under another account."""

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_added
from django.db import transaction

from holdspace.networks.actions import block_by_name
from holdspace.people import leaving
from holdspace.people.actions import join
from holdspace.safeguarding.models import Concern, Kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """What is announced after commit is heard at once: a test is one long transaction."""
    monkeypatch.setattr(transaction, "on_commit", lambda announce, **how: announce())


@pytest.fixture
def gareth(person):
    return person("gareth", email="gareth@letters.example")


def alike():
    return [concern.person.name for concern in Concern.objects.filter(kind=Kind.ALIKE)]


def joins(name):
    return join(name=name, passphrase="a few ordinary words", country="GB")


def test_a_name_that_goes_on_where_a_blocked_one_ends_goes_before_the_guides(ana, gareth):
    block_by_name(person=ana, name="gareth")
    joins("Gareth-22")
    assert alike() == ["Gareth-22"]


def test_so_does_an_account_that_was_there_before(ana, gareth, person):
    person("gareth77")
    block_by_name(person=ana, name="gareth")
    assert alike() == ["gareth77"]


def test_so_does_one_that_gives_the_same_address_later(ana, gareth):
    block_by_name(person=ana, name="gareth")
    other = joins("somebody else")
    assert alike() == []
    given = EmailAddress.objects.create(user=other, email="gareth@letters.example")
    email_added.send(EmailAddress, request=None, user=other, email_address=given)
    assert alike() == ["somebody else"]


def test_without_a_block_or_a_strong_sign_nothing_is_said(ana, ben, gareth):
    joins("gareth2")
    joins("benn")
    block_by_name(person=ana, name="ben")
    joins("ben2")
    assert alike() == []


def test_guides_see_no_name_and_whoever_blocked_learns_nothing(ana, gareth, mira, enter):
    block_by_name(person=ana, name="gareth")
    joins("gareth2")
    concern = Concern.objects.get(kind=Kind.ALIKE)
    pages = [enter(mira).get(path).content.decode() for path in ("/duty/", concern.case.address)]
    assert "Perhaps a second account" in pages[0]
    assert [name for name in ("gareth", "ana") for page in pages if name in page.lower().partition("<h1")[2]] == []
    hers = [enter(ana).get(path).content.decode() for path in ("/me/", "/me/blocks/", "/me/notices/")]
    assert [page for page in hers if "gareth2" in page or "second account" in page] == []


def test_what_they_take_along_does_not_say_that_somebody_blocked_them(ana, gareth):
    block_by_name(person=ana, name="gareth")
    second = joins("gareth22")
    assert alike() == ["gareth22"]
    assert leaving.words_of(second)["concerns"]["concerns"] == []
