"""A prepared question finds what the same question finds when it is put anew."""

import threading

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import CharField, DateTimeField, Q, UUIDField
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from holdspace.kit.prepared import Given, Prepared

pytestmark = pytest.mark.django_db
people = get_user_model().objects
NAME, PERSON, NOW = Given("name", CharField()), Given("person", UUIDField()), Given("now", DateTimeField())
here = Prepared(lambda: people.filter(Q(name=NAME) | Q(pk=PERSON), joined_at__lte=NOW).order_by("name"))


def test_each_asking_has_its_own_values(ana, ben, cleo):
    now = timezone.now()
    assert here(name="ana", person=cleo.pk, now=now) == [ana, cleo]
    assert here(name="ben", person=ben.pk, now=now) == [ben]
    assert here(name="ana", person=ana.pk, now=ana.joined_at - timezone.timedelta(seconds=1)) == []


def test_but_for_brackets_the_sql_is_what_would_be_asked_anew(ana):
    values = {"name": "ana", "person": ana.pk, "now": timezone.now()}
    with CaptureQueriesContext(connection) as asked:
        here(**values)
        list(people.filter(Q(name="ana") | Q(pk=ana.pk), joined_at__lte=values["now"]).order_by("name"))
    prepared, anew = (one["sql"].replace("(", "").replace(")", "") for one in asked)
    assert prepared == anew


def test_no_value_writes_into_the_question(ana):
    assert here(name="' OR 1=1 --", person="0" * 32, now=timezone.now()) == []


def test_a_value_that_is_missing_is_not_guessed(ana):
    with pytest.raises(KeyError):
        here(name="ana")


def test_what_was_found_is_asked_again_next_time():
    groups = Prepared(lambda: Group.objects.filter(name=NAME))
    assert groups(name="kettle") == []
    Group.objects.create(name="kettle")
    assert len(groups(name="kettle")) == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_do_not_get_each_others_answers(ana, ben):
    found = {"ana": set(), "ben": set()}

    def ask(name):
        for _ in range(50):
            found[name].add(tuple(row.name for row in here(name=name, person="0" * 32, now=timezone.now())))

    threads = [threading.Thread(target=ask, args=[name]) for name in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {"ana": {("ana",)}, "ben": {("ben",)}}
