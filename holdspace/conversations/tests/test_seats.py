"""The seat is the whole permission; an alias somebody had stays theirs."""

import pytest
from django.db import IntegrityError, transaction

from holdspace.conversations import leaving
from holdspace.conversations.actions import leave, seat
from holdspace.conversations.models import Conversation, Seat
from holdspace.conversations.policy import alias_is_free, seats_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(db):
    return Conversation.objects.create()


def test_a_seat_that_was_left_opens_nothing_and_can_be_taken_again(talk, ana):
    place = seat(conversation=talk, person=ana, alias="Lark")
    assert seats_of(ana).exists()
    leave(place)
    assert not seats_of(ana).exists()
    seat(conversation=talk, person=ana, alias="Lark")
    assert Seat.objects.filter(person=ana).count() == 1
    assert seats_of(ana).exists()


@pytest.mark.parametrize("alias", ["Lark", "lark", "L a r k", "L\u0430rk"])
def test_an_alias_stays_hers_when_she_has_left(talk, ana, ben, alias):
    leave(seat(conversation=talk, person=ana, alias="Lark"))
    assert not alias_is_free(talk, alias, ben)
    assert alias_is_free(talk, alias, ana)
    assert alias_is_free(Conversation.objects.create(), alias, ben)


def test_two_who_choose_one_alias_in_the_same_moment_do_not_both_get_it(talk, ana, ben):
    seat(conversation=talk, person=ana, alias="Lark")
    with pytest.raises(IntegrityError), transaction.atomic():
        seat(conversation=talk, person=ben, alias="LARK")


def test_many_may_sit_without_an_alias(talk, ana, ben):
    seat(conversation=talk, person=ana)
    seat(conversation=talk, person=ben)
    assert Seat.objects.taken().count() == 2


def test_ana_takes_her_seats_along_and_leaves_no_row(talk, ana, ben):
    seat(conversation=talk, person=ana, alias="Lark")
    seat(conversation=talk, person=ben, alias="Wren")
    assert [row["alias"] for row in leaving.export(ana)] == ["Lark"]
    leaving.erase(ana)
    assert list(Seat.objects.values_list("alias", flat=True)) == ["Wren"]
