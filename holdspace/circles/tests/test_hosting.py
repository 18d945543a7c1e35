"""Hana keeps the door of her circle, and of no other."""

import pytest

from holdspace.circles import actions
from holdspace.circles.models import Invitation
from holdspace.circles.tests.scene import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def quiet(circle, hana, ben):
    opened = circle("quiet", hana, ben, kind="ask")
    actions.seat(conversation=opened.conversation, person=hana, is_host=True)
    return opened


def test_a_host_sees_the_door_and_a_member_does_not(enter, quiet, hana, ben):
    assert "The door" in text_of(enter(hana).get("/circles/quiet/"))
    assert "/circles/quiet/people/" not in text_of(enter(ben).get("/circles/quiet/"))
    assert enter(ben).post("/circles/quiet/people/", {"name": "cleo"}).status_code == 404


def test_the_role_alone_opens_no_other_door(enter, quiet, circle, hana):
    circle("elsewhere", hana, kind="invite")
    assert enter(hana).get("/circles/elsewhere/people/").status_code == 404


def test_those_on_duty_may_open_any_door(enter, quiet, mira, cleo):
    enter(mira).post("/circles/quiet/people/", {"name": "Cleo"})
    assert Invitation.objects.get(person=cleo).invited_at is not None


@pytest.mark.parametrize("name", ["", "x" * 31, "\x00"])
def test_a_name_that_is_none_is_refused_beside_the_field(enter, quiet, hana, name):
    refused = enter(hana).post("/circles/quiet/people/", {"name": name})
    assert refused.status_code == 422
    assert 'class="error"' in text_of(refused)
    assert not Invitation.objects.exists()
