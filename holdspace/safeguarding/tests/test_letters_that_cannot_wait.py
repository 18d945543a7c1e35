"""No program reads letters, so their writer says that one cannot wait; and the lines stand beside it."""

import pytest

from holdspace.circles.tests.scene import DANGER, text_of
from holdspace.listening.models import Reading
from holdspace.safeguarding import actions, cases, pager
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Alarm, Concern, Kind, Letter

pytestmark = pytest.mark.django_db


@pytest.fixture
def written_to(ana, mira, raised):
    """Mira looks after a worry about Ana, has the case open, has written to her, and nothing rings."""
    concern = raised(Level.WORRY)
    actions.write_as_guide(concern=concern, guide=mira, body="How is the evening?")
    cases.stay_with(case=concern.case, by=mira)
    pager.tick()
    assert not Alarm.objects.ringing().exists()
    return concern


def answer(enter, ana, concern, **said):
    return enter(ana).post(f"/me/letters/{concern.pk}/", {"body": DANGER, **said}, follow=True)


def test_a_letter_that_cannot_wait_rings_for_everybody_though_a_guide_has_the_case(enter, ana, written_to):
    page = text_of(answer(enter, ana, written_to, cannot_wait="on"))
    called = Concern.objects.open().get(kind=Kind.ASKED)
    assert (called.level, called.taken_by, called.case) == (Level.DANGER, None, written_to.case)
    assert Alarm.objects.ringing().filter(link=written_to.link).exists()
    assert "everybody on duty is called" in page
    assert Letter.objects.filter(body=DANGER).count() == 1


def test_any_other_letter_stays_with_the_guide_who_is_there_and_no_program_reads_it(enter, ana, mira, written_to):
    page = text_of(answer(enter, ana, written_to))
    assert Concern.objects.open().get().taken_by == mira
    assert not Alarm.objects.ringing().exists()
    assert not Reading.objects.exists()
    assert "Only those on duty read it" in page


def test_it_rings_again_where_the_guide_had_taken_up_the_first_call(enter, ana, mira, written_to, clock):
    answer(enter, ana, written_to, cannot_wait="on")
    called = Concern.objects.get(kind=Kind.ASKED)
    actions.take(concern=called, by=mira)
    pager.tick()
    assert not Alarm.objects.ringing().exists()
    clock.after(minutes=5)
    answer(enter, ana, written_to, cannot_wait="on")
    called.refresh_from_db()
    assert called.taken_by is None
    assert Alarm.objects.ringing().exists()


def test_one_that_cannot_wait_brings_a_closed_worry_back_as_a_danger(enter, ana, mira, written_to):
    actions.close(concern=Concern.objects.get(pk=written_to.pk), by=mira, note="She says that it is calmer.")
    answer(enter, ana, written_to, cannot_wait="on")
    assert Concern.objects.open().get().level == Level.DANGER


def test_an_emergency_stays_one(enter, ana, mira, raised):
    concern = raised(Level.EMERGENCY)
    actions.write_as_guide(concern=concern, guide=mira, body="Where are you now?")
    answer(enter, ana, concern, cannot_wait="on")
    assert Concern.objects.open().get(kind=Kind.ASKED).level == Level.EMERGENCY


def test_the_guide_reads_why_it_rings(enter, ana, mira, written_to):
    answer(enter, ana, written_to, cannot_wait="on")
    assert actions.CANNOT_WAIT in text_of(enter(mira).get("/duty/"))


def test_a_tick_survives_an_empty_letter(enter, ana, written_to):
    refused = enter(ana).post(f"/me/letters/{written_to.pk}/", {"body": "", "cannot_wait": "on"})
    assert refused.status_code == 422
    assert "checked" in refused.content.decode()


def test_ben_cannot_call_through_anas_letters(enter, ben, written_to):
    gone = enter(ben).post(f"/me/letters/{written_to.pk}/", {"body": "Now!", "cannot_wait": "on"})
    assert gone.status_code == 404
    assert not Alarm.objects.ringing().exists()


def test_lines_stand_beside_letters_where_somebody_is_worried_and_not_elsewhere(enter, ana, mira, raised):
    worried, calm = raised(Level.WORRY), raised(Level.HEAVY, about="two")
    pages = {}
    for concern in (worried, calm):
        actions.write_as_guide(concern=concern, guide=mira, body="May I ask something?")
        pages[concern] = text_of(enter(ana).get(f"/me/letters/{concern.pk}/"))
    assert "People who are there now" in pages[worried]
    assert "People who are there now" not in pages[calm]
