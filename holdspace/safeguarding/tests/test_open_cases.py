"""Open cases are held ready for the boards, and never older than the database."""

import pytest
from django.utils import timezone

from holdspace.safeguarding.actions import close, raise_concern, take
from holdspace.safeguarding.cases import hand_back_case
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Concern, Kind, SecondLook
from holdspace.safeguarding.open_cases import OpenCases
from holdspace.safeguarding.policy import case_for, cases_for

LINK = "/stories/0198c1aa-0000-7000-8000-000000000001/"


@pytest.fixture
def concern(ana) -> Concern:
    return raise_concern(kind=Kind.READING, level=Level.WORRY, link=LINK, person=ana, reasons=["a reason"])


def more_serious(concern, mira):
    raise_concern(kind=Kind.READING, level=Level.DANGER, link=LINK, person=concern.person, reasons=["another"])


def a_second_reason(concern, mira):
    raise_concern(kind=Kind.ASKED, level=Level.WORRY, link=LINK, person=concern.person, reasons=[])


def taken(concern, mira):
    take(concern=concern, by=mira)


def asked_about(concern, mira):
    SecondLook.objects.create(case=concern.case, asked_by=mira, why="shall we advise help?")


def answered_by_the_writer(concern, mira):
    Concern.objects.filter(pk=concern.pk).update(writer_wrote_at=timezone.now())


def closed(concern, mira):
    close(concern=concern, by=mira, note="talked, and well")


@pytest.mark.parametrize("change", [more_serious, a_second_reason, taken, asked_about, answered_by_the_writer, closed])
def test_what_changed_is_seen_at_the_next_look(concern, mira, change):
    held = OpenCases()
    before = held.look()
    change(concern, mira)
    assert shown(held.look()) == shown(OpenCases().look()) != shown(before)


def test_what_is_handed_back_waits_again(concern, mira):
    held = OpenCases()
    take(concern=concern, by=mira)
    taken = shown(held.look())
    hand_back_case(case=concern.case, by=mira, why="my shift ends")
    assert shown(held.look()) == shown(OpenCases().look()) != taken


def test_what_did_not_change_is_not_built_anew(concern, django_assert_num_queries):
    held = OpenCases()
    (first,) = held.look()
    with django_assert_num_queries(3):
        (second,) = held.look()
    assert second is first


def test_each_sees_what_they_may_of_what_is_held(concern, ana, mira):
    about_mira = raise_concern(kind=Kind.REPORT, level=Level.WORRY, link=LINK, person=mira, reasons=[])
    assert [case.pk for case in cases_for(mira)] == [concern.case_id]
    assert about_mira.case_id != concern.case_id
    assert cases_for(ana) == []
    assert case_for(mira, concern.case_id)


def shown(cases):
    return [
        (case.pk, case.state, case.taken_by, case.asks_for_second_look, *map(facts, case.concerns)) for case in cases
    ]


def facts(one: Concern):
    return one.kind, one.level, one.taken_by, one.closed_at, one.writer_wrote_at, *one.reasons
