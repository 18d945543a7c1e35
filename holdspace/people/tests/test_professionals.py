"""Who guides here, who looked at their papers, and roles that begin and end."""

import pytest

from holdspace.people import actions, policy

pytestmark = pytest.mark.django_db


def test_mira_is_shown_with_who_verified_her_and_what_she_sees(enter, ana, mira, okafor):
    page = enter(ana).get("/professionals/").content.decode()
    assert "Mental health nurse" in page
    assert "Dr Okafor" in page
    assert "Verified by the steward of this place" in page
    assert "No role by itself shows who stands behind an anonymous story or an alias" in page


def test_ben_is_no_professional(enter, ana, ben, mira):
    assert policy.professional(mira).title == "Mira"
    assert policy.professional(ben) is None
    assert "ben" not in enter(ana).get("/professionals/").content.decode()


def test_when_the_role_ends_the_page_says_nothing_of_her(enter, ana, mira):
    actions.take_role(person=mira, kind="guide")
    assert policy.professional(mira) is None
    assert "Mira" not in enter(ana).get("/professionals/").content.decode()


def test_nobody_verifies_themselves(lena):
    with pytest.raises(ValueError, match="themselves"):
        actions.verify(person=lena, title="Lena", profession="Social worker", by=lena)


def test_roles_are_given_once_and_end_at_once(ana):
    actions.give_role(person=ana, kind="listener")
    actions.give_role(person=ana, kind="listener")
    assert policy.has_role(ana, "listener")
    assert list(policy.people_with_role("listener")) == [ana]
    actions.take_role(person=ana, kind="listener")
    assert not policy.has_role(ana, "listener")


def test_staff_are_the_ones_who_answer_for_others(ana, hana, mira, okafor, lena, sten):
    assert [policy.is_staff(one) for one in (mira, okafor, lena, sten)] == [True] * 4
    assert [policy.is_staff(one) for one in (ana, hana)] == [False] * 2


def test_a_role_that_does_not_exist_cannot_be_given(ana):
    with pytest.raises(ValueError, match="emperor"):
        actions.give_role(person=ana, kind="emperor")


def test_strangers_to_the_place_do_not_see_who_guides(client, mira):
    assert client.get("/professionals/")["Location"] == "/enter/?next=/professionals/"
