"""Who wrote something is found nowhere: on no page, in no header, notice, mail, export or log of others (C-01)."""

import json
import logging
from datetime import UTC, datetime

import pytest
from django.core import mail

from holdspace.circles.models import Thanks
from holdspace.notices.actions import send_digests
from holdspace.notices.models import Notice
from holdspace.people.leaving import words_of
from holdspace.people.models import Person
from holdspace.tests.house import CLOSED_WORDS, OPEN_WORDS, VISITORS, House
from holdspace.tests.walk import WAYS, Way, ask

pytestmark = pytest.mark.django_db
OTHERS = [visitor for visitor in VISITORS if visitor != "ana"]


@pytest.mark.parametrize("visitor", OTHERS)
def test_no_answer_names_a_writer_who_did_not_say_their_name(house: House, visitor):
    answers = [(str(way), everything_in(house, way, visitor)) for way in WAYS]
    assert [(way, word) for way, said in answers for word in house.secrets if word in said] == []


def everything_in(house: House, way: Way, visitor: str) -> str:
    """Status line to last byte, cookies and redirects too. A POST is followed to the page it leads to."""
    answer = ask(house, way, visitor)
    browser = house.browser(visitor)
    led_to = browser.get(answer.headers["Location"]).content if may_follow(answer) else b""
    return f"{answer.headers}{answer.cookies}{answer.content.decode(errors='replace')}{led_to.decode(errors='replace')}"


def may_follow(answer) -> bool:
    return answer.headers.get("Location", "").startswith(("/stories/", "/circles/", "/duty/", "/unheard/", "/me/"))


def test_a_name_that_slipped_through_would_be_found(house: House):
    """The walk reads what people see: an alias and an account name that were chosen as faces are there."""
    assert any("Juniper Lark" in everything_in(house, way, "ben") for way in WAYS)
    assert any("Tansywren" in everything_in(house, way, "ana") for way in WAYS)
    assert any(house.ana.name in everything_in(house, way, "ana") for way in WAYS)


@pytest.mark.parametrize("visitor", [visitor for visitor in OTHERS if visitor != "nobody"])
def test_what_somebody_takes_along_holds_nobody_else(house: House, visitor):
    taken = json.dumps(words_of(house.people[visitor]), default=str)
    assert [word for word in house.secrets if word in taken] == []
    others = [str(person.pk) for person in Person.objects.exclude(pk=house.people[visitor].pk)]
    assert [pk for pk in others if pk in taken] == []


def test_ana_takes_all_her_words_along_and_not_her_listeners_names(house: House):
    taken = json.dumps(words_of(house.ana), default=str)
    assert [word for word in (CLOSED_WORDS, OPEN_WORDS) if word not in taken] == []
    assert house.rosa.name not in taken


def test_notices_and_thanks_say_that_something_waits_and_never_who(house: House):
    told = [f"{notice.kind} {notice.link}" for notice in Notice.objects.exclude(person=house.ana)]
    told += list(Thanks.objects.values_list("signed", flat=True))
    assert told
    assert [word for word in [*house.secrets, OPEN_WORDS, CLOSED_WORDS] for line in told if word in line] == []


def test_a_digest_says_that_something_waits_and_not_who_where_or_what(house: House):
    Person.objects.filter(email="").update(email="somebody@letters.example")
    Person.objects.update(time_zone="UTC")
    Notice.objects.update(made_at=datetime(2026, 3, 4, 8, tzinfo=UTC))
    send_digests(datetime(2026, 3, 4, 9, 30, tzinfo=UTC))
    assert len(mail.outbox) > 2
    said = [f"{letter.subject} {letter.body} {letter.extra_headers}" for letter in mail.outbox]
    hidden = [*house.secrets, OPEN_WORDS, CLOSED_WORDS, "Loss", "harbour", "anonymous"]
    assert [(word, line) for word in hidden for line in said if word in line] == []


def test_no_log_holds_a_word_or_a_name(house: House, caplog):
    caplog.set_level(logging.DEBUG)
    for way in WAYS:
        ask(house, way, "ana")
    kept = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert kept
    words = [CLOSED_WORDS, OPEN_WORDS, "for a long while", *house.secrets]
    assert [word for word in words if word in kept] == []
