"""Care for those on duty: off duty, a pause, a limit on heavy cases, notes for supervision; and who reads the log."""

import pytest
from django.utils import timezone

from holdspace.circles.tests.scene import text_of
from holdspace.notices.models import Notice
from holdspace.people import leaving
from holdspace.safeguarding import actions
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import Entry, Kind, What
from holdspace.safeguarding.paging import Staff

pytestmark = pytest.mark.django_db
LIMIT = 3


@pytest.fixture(autouse=True)
def _three_a_day(settings):
    settings.HEAVY_A_DAY = LIMIT


@pytest.fixture
def heavy(raised):
    """So many worries, each about something else."""

    def make(count, level=Level.WORRY, start=0):
        return [raised(level, about=f"n{start + number}").case for number in range(count)]

    return make


@pytest.fixture
def tired(enter, mira, heavy):
    """Mira has opened as many heavy cases today as one should."""
    for case in heavy(LIMIT, start=100):
        enter(mira).get(case.address)
    return enter(mira)


# --- the count and the limit --------------------------------------------------------------------------------------


def test_she_alone_sees_how_many_heavy_ones_she_opened_and_is_offered_a_pause(enter, mira, moss, heavy):
    for case in heavy(2):
        enter(mira).get(case.address)
        enter(mira).get(case.address)
    page = text_of(enter(mira).get("/duty/"))
    assert "You opened 2 heavy cases" in page
    assert "Pause for 20 minutes" in page
    assert "heavy case" not in text_of(enter(moss).get("/duty/"))


def test_what_was_heavy_yesterday_and_what_is_light_do_not_count(enter, mira, heavy, raised, clock):
    enter(mira).get(heavy(1)[0].address)
    enter(mira).get(raised(Level.HEAVY, about="light", kind=Kind.UNHEARD).case.address)
    assert "You opened 1 heavy case " in text_of(enter(mira).get("/duty/"))
    clock.after(hours=25)
    assert "heavy case" not in text_of(enter(mira).get("/duty/"))


def test_past_the_limit_the_next_heavy_one_goes_to_somebody_else(enter, tired, moss, raised):
    case = raised(Level.DANGER, about="more").case
    for place, data in (
        ("", {"note": "x", "ended": "confirmed"}),
        ("take/", {}),
        ("move/", {"to": "lead", "why": "x"}),
    ):
        answer = tired.post(f"{case.address}{place}", data)
        assert answer.status_code == 422, place
        assert "why more" not in text_of(answer)
    assert "Let somebody else take this one" in text_of(tired.get(case.address))
    assert not Entry.objects.filter(about=case.address).exists()
    case.refresh_from_db()
    assert case.taken_by is None
    assert "why more" in text_of(enter(moss).get(case.address))


def test_where_nobody_else_is_there_the_next_one_opens(enter, tired, mira, moss, lena, raised):
    for somebody in (moss, lena):
        enter(somebody).post("/duty/desk/off/")
    assert "why more" in text_of(enter(mira).get(raised(Level.DANGER, about="more").case.address))


def test_with_a_reason_she_goes_on_and_the_log_keeps_it(tired, mira, raised):
    case = raised(Level.DANGER, about="more").case
    assert tired.post(f"{case.address}go-on/", {"why": "  "}).status_code == 422
    assert "why more" not in text_of(tired.get(case.address))
    tired.post(f"{case.address}go-on/", {"why": "She has spoken with me before."})
    assert "why more" in text_of(tired.get(case.address))
    entry = Entry.objects.get(what=What.HEAVY_OPENED)
    assert (entry.by, entry.about, entry.why) == (mira.pk, case.address, "She has spoken with me before.")


def test_what_she_began_and_what_is_light_she_still_opens(tired, mira, raised):
    begun = Entry.objects.filter(by=mira.pk).first().about
    light = raised(Level.HEAVY, about="light", kind=Kind.UNHEARD).case
    assert "Let somebody else" not in text_of(tired.get(begun))
    assert "why light" in text_of(tired.get(light.address))


def test_past_her_limit_the_others_are_told_and_she_is_not(tired, mira, moss, lena, raised):
    Notice.objects.all().delete()
    raised(Level.DANGER, about="more")
    assert {notice.person for notice in Notice.objects.filter(kind="duty")} == {moss, lena}


# --- away ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("where", "said"), [("off", "You are off duty"), ("pause", "You pause until")])
def test_away_the_queue_is_hidden_and_others_are_told(enter, mira, lena, raised, where, said):
    raised(Level.DANGER, about="before")
    enter(mira).post(f"/duty/desk/{where}/")
    Notice.objects.all().delete()
    raised(Level.DANGER, about="after")
    for place in ("/duty/", "/duty/rows/"):
        assert "why before" not in text_of(enter(mira).get(place))
    assert said in text_of(enter(mira).get("/duty/"))
    assert {notice.person for notice in Notice.objects.filter(kind="duty")} == {lena}
    enter(mira).post("/duty/desk/back/")
    assert "why after" in text_of(enter(mira).get("/duty/"))


def test_a_pause_ends_by_itself(enter, mira, raised, clock):
    raised(Level.DANGER, about="one")
    enter(mira).post("/duty/desk/pause/")
    clock.after(minutes=21)
    assert "why one" in text_of(enter(mira).get("/duty/"))


def test_when_everybody_is_away_everybody_is_told_all_the_same(enter, mira, lena, raised):
    for guide in (mira, lena):
        enter(guide).post("/duty/desk/off/")
    raised(Level.DANGER)
    assert {notice.person for notice in Notice.objects.filter(kind="duty")} == {mira, lena}


def test_who_is_away_is_not_rung_while_somebody_else_is_there(enter, mira, moss, lena, clock):
    enter(mira).post("/duty/desk/off/")
    assert set(Staff.at(timezone.now()).here) == {moss, lena}
    for guide in (moss, lena):
        enter(guide).post("/duty/desk/pause/")
    assert set(Staff.at(timezone.now()).here) == {mira, moss, lena}


def test_who_goes_off_duty_is_reminded_of_what_they_still_have(enter, mira, raised):
    concern = raised(Level.DANGER)
    enter(mira).post(f"/duty/{concern.case_id}/take/")
    enter(mira).post("/duty/desk/off/")
    page = text_of(enter(mira).get("/duty/"))
    assert "You still look after what stands below." in page
    assert "why one" in page


def test_nobody_else_has_a_desk(enter, ana, sten):
    for somebody in (ana, sten):
        for place in ("off", "pause", "back"):
            assert enter(somebody).post(f"/duty/desk/{place}/").status_code == 404


def test_a_shift_that_ends_in_the_middle_of_a_case_keeps_it_and_asks_to_hand_it_on(
    enter, mira, moss, raised, monkeypatch
):
    concern = raised(Level.DANGER)
    enter(mira).post(f"/duty/{concern.case_id}/take/")
    monkeypatch.setattr("holdspace.safeguarding.policy_desks.has_rota", lambda now: True)
    monkeypatch.setattr("holdspace.safeguarding.policy_desks.on_shift", lambda now: [moss])
    assert "Your shift is over, and you still look after something." in text_of(enter(mira).get("/duty/"))
    page = text_of(enter(moss).get("/duty/"))
    assert "not on shift now" in page
    assert "Your shift is over" not in page
    concern.refresh_from_db()
    assert concern.case.taken_by == mira


# --- the board renews itself --------------------------------------------------------------------------------------


def test_the_rows_come_again_only_when_something_changed(enter, mira, raised):
    browser = enter(mira)
    first = browser.get("/duty/rows/")
    mark = first.context["mark"]
    assert browser.get(f"/duty/rows/?mark={mark}").status_code == 204
    concern = raised(Level.DANGER)
    second = browser.get(f"/duty/rows/?mark={mark}")
    assert "why one" in text_of(second)
    mark = second.context["mark"]
    actions.take(concern=concern, by=mira)
    assert browser.get(f"/duty/rows/?mark={mark}").status_code == 200


# --- notes --------------------------------------------------------------------------------------------------------


def test_a_supervision_note_is_read_by_its_writer_and_the_lead(enter, mira, moss, lena, ana):
    assert enter(mira).post("/duty/notes/", {"note": " "}).status_code == 422
    enter(mira).post("/duty/notes/", {"note": "I sleep badly after Tuesday."})
    for reader in (mira, lena):
        assert "I sleep badly after Tuesday." in text_of(enter(reader).get("/duty/notes/"))
    assert "I sleep badly" not in text_of(enter(moss).get("/duty/notes/"))
    assert enter(ana).get("/duty/notes/").status_code == 404
    assert "I sleep badly" in str(leaving.words_of(mira)["concerns"])
    leaving.leave(mira)
    assert "I sleep badly" not in text_of(enter(lena).get("/duty/notes/"))


# --- the log ------------------------------------------------------------------------------------------------------


def test_the_lead_reads_who_read_what_and_a_guide_only_their_own_deeds(enter, mira, moss, lena, heavy):
    one, two = heavy(2)
    enter(mira).get(one.address)
    enter(moss).get(two.address)
    assert one.address in text_of(enter(lena).get("/duty/log/"))
    assert two.address in text_of(enter(lena).get("/duty/log/"))
    page = text_of(enter(mira).get("/duty/log/"))
    assert one.address in page
    assert two.address not in page
    assert two.address not in text_of(enter(mira).get("/duty/log/?who=moss"))


def test_the_lead_asks_by_person_and_by_case(enter, mira, moss, lena, heavy):
    one, two = heavy(2)
    enter(mira).get(one.address)
    enter(moss).get(two.address)
    by_person = text_of(enter(lena).get("/duty/log/?who=moss"))
    assert two.address in by_person
    assert one.address not in by_person
    by_case = text_of(enter(lena).get(f"/duty/log/?case={one.pk}"))
    assert one.address in by_case
    assert two.address not in by_case
    assert enter(lena).get("/duty/log/?who=nobody-here").status_code == 422


def test_a_case_about_the_lead_stays_out_of_her_log(enter, mira, lena, raised):
    hers = raised(Level.WORRY, person=lena, about="lena").case
    enter(mira).get(hers.address)
    assert hers.address not in text_of(enter(lena).get("/duty/log/"))
    assert hers.address in text_of(enter(mira).get("/duty/log/"))


def test_older_rows_are_a_page_further(enter, mira, lena):
    for number in range(101):
        record(what=What.CASE_READ, by=mira, about=f"/stories/n{number}/")
    first = text_of(enter(lena).get("/duty/log/"))
    assert "/stories/n1/" in first
    assert "/stories/n0/" not in first
    assert "/stories/n0/" in text_of(enter(lena).get("/duty/log/?before=2"))


def test_the_log_keeps_the_deeds_of_whoever_has_left(enter, mira, lena, heavy):
    case = heavy(1)[0]
    enter(mira).get(case.address)
    leaving.leave(mira)
    assert "somebody who has left" in text_of(enter(lena).get("/duty/log/"))


def test_nobody_else_reads_the_log(enter, ana, sten, okafor):
    for somebody in (ana, sten, okafor):
        assert enter(somebody).get("/duty/log/").status_code == 404
