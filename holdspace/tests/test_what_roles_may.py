"""Each sentence on /roles/ is true at a door: whoever has the role gets in there, whoever has not finds nothing."""

import pytest
from django.test import Client

from holdspace.people import capabilities
from holdspace.tests.house import House
from holdspace.tests.walk import (
    NOT_ENOUGH,
    Way,
    application,
    ask,
    concern,
    guides_role,
    new_lock,
    paper,
    story,
)

pytestmark = pytest.mark.django_db
WHO = ("cleo", "kwame", "okafor", "sten", "mira", "lena")  # a member, a listener, and one of each staff role
DOORS = {
    "give roles": Way("people:role", "", where=guides_role),
    "check papers": Way("people:roles", ""),
    "second papers": Way("people:applications", ""),
    "new second step": Way("people:new_locks", ""),
    "look after concerns": Way("safeguarding:duty", ""),
    "write to writers": Way("safeguarding:write", "", "POST", where=concern, data={"body": "I am here."}),
    "read step answers": Way("safeguarding:concern", "", where=concern),
    "answer the unheard": Way("circles:unheard", ""),
    "read all": Way("circles:story", "", where=story("closed")),
    "set up": Way("insights:setup", ""),
    "take readings along": Way("insights:take_readings", "", "POST"),
    "keep back": Way("circles:rule_story", "", where=story("closed")),
    "look up": Way("safeguarding:reveals", ""),
    "sign off": Way("circles:new_listeners", ""),
    "open circles": Way("circles:open_circle", ""),
    "plan duty": Way("safeguarding:add_shift", "", "POST", data={"starts": "late"}),
    "release": Way("circles:release", "", "POST", where=story("held")),
}


def test_every_sentence_has_its_door():
    assert {one.name for one in capabilities.all_of_them()} == set(DOORS)


@pytest.mark.parametrize("visitor", WHO)
def test_every_sentence_is_true_at_its_door(house: House, visitor):
    someone = house.people[visitor]
    told = {one.name: one.may(someone) for one in capabilities.all_of_them()}
    found = {name: ask(house, way, visitor).status_code in (200, 302, 422) for name, way in DOORS.items()}
    assert found == told
    assert visitor == "cleo" or any(told.values()) or visitor == "okafor"


def test_the_page_tells_a_role_what_its_holder_may(house: House):
    for visitor, kind in (("mira", "guide"), ("lena", "lead"), ("sten", "steward"), ("kwame", "listener")):
        may = {one.sentence for one in capabilities.all_of_them() if one.may(house.people[visitor])}
        [told] = [one for one in capabilities.by_role() if one.kind == kind]
        assert set(told.may) == may
        assert may.isdisjoint(told.may_not)


def test_it_changes_when_the_rule_does(client: Client, monkeypatch):
    sentence = "Gives and ends the roles of others"
    assert client.get("/roles/").content.decode().count(sentence) > 1
    monkeypatch.setattr("holdspace.people.policy_papers.has_role", lambda person, kind: False)
    [lead] = [one for one in capabilities.by_role() if one.kind == "lead"]
    assert not any(str(one).startswith(sentence) for one in lead.may)


def test_the_two_who_check_get_to_the_facts_and_the_files(house: House):
    file = Way("people:paper", "", where=paper)
    assert [ask(house, file, who).status_code for who in ("lena", "mira", "sten")] == [200, 200, 404]
    opinion = Way("people:application", "", "POST", where=application, data=NOT_ENOUGH)
    assert [ask(house, opinion, who).status_code for who in ("lena", "mira", "sten")] == [302, 302, 404]
    assert ask(house, Way("people:agree_new_lock", "", "POST", where=new_lock), "lena").status_code == 404
