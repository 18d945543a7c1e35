"""Who is on duty when: by the clock on the wall, less days away, with turns that change hands."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from holdspace.circles.tests.scene import NOON, text_of
from holdspace.circles.unheard import is_covered
from holdspace.notices.models import Notice
from holdspace.people import leaving
from holdspace.people.actions import take_role
from holdspace.safeguarding import coverage, rota, rota_changes
from holdspace.safeguarding.models import Absence, Entry, Shift, Swap, What

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 3, 4)  # the day of the clock in these stories, at noon
DUBLIN = "Europe/Dublin"


@pytest.fixture
def moss(person):
    return person("moss", "guide", country="GB", time_zone="Europe/London")


@pytest.fixture
def works(db):
    """A shift: `works(mira, "09:00", "17:00", last_on=WEDNESDAY)`; every Wednesday unless told otherwise."""

    def plan(person, starts="09:00", ends="17:00", zone="UTC", first_on=WEDNESDAY, last_on=None) -> Shift:
        hours = {"starts": time.fromisoformat(starts), "ends": time.fromisoformat(ends)}
        shift = rota_changes.add_shift(person=person, zone=zone, first_on=first_on, last_on=last_on, **hours)
        coverage.forget()
        return shift

    return plan


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# --- turns --------------------------------------------------------------------------------------------------------


def test_a_weekly_shift_comes_back_every_week_and_on_no_other_day(works, mira):
    works(mira)
    assert rota.on_shift(at("2026-03-04 09:00")) == [mira]
    assert rota.on_shift(at("2026-03-11 16:59")) == [mira]
    for nobody in ("2026-03-04 08:59", "2026-03-04 17:00", "2026-03-05 10:00", "2026-02-25 10:00"):
        assert rota.on_shift(at(nobody)) == []


def test_once_is_once(works, mira):
    works(mira, last_on=WEDNESDAY)
    assert rota.on_shift(at("2026-03-04 10:00")) == [mira]
    assert rota.on_shift(at("2026-03-11 10:00")) == []


def test_a_night_goes_on_after_midnight(works, mira):
    works(mira, "22:00", "06:00")
    assert rota.on_shift(at("2026-03-05 05:59")) == [mira]
    assert rota.on_shift(at("2026-03-05 06:00")) == []


@pytest.mark.parametrize(("day", "hour"), [("2026-03-25", 9), ("2026-04-01", 8)])
def test_nine_on_the_wall_is_nine_on_the_wall_before_and_after_summer_time(works, mira, day, hour):
    works(mira, zone=DUBLIN)
    assert rota.on_shift(at(f"{day} {hour:02d}:00")) == [mira]
    assert rota.on_shift(at(f"{day} {hour - 1:02d}:59")) == []


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)], ids=["skipped", "twice"])
@pytest.mark.parametrize("handover", ["01:00", "01:30", "02:00"])
def test_a_night_in_which_the_clock_changes_has_no_hole(works, mira, moss, sunday, handover):
    before = sunday - timedelta(days=1)
    works(mira, "20:00", handover, DUBLIN, before, before)
    works(moss, handover, "08:00", DUBLIN, sunday, sunday)
    start = datetime.combine(before, time(21), ZoneInfo(DUBLIN)).astimezone(UTC)
    assert rota.gaps(start, start + timedelta(hours=9)) == []


def test_a_shift_inside_the_hour_that_is_skipped_or_shown_twice_is_whole(works, mira):
    works(mira, "01:30", "02:00", DUBLIN, date(2026, 3, 29), date(2026, 3, 29))
    works(mira, "00:00", "01:30", DUBLIN, date(2026, 10, 25), date(2026, 10, 25))
    spring, autumn = rota.turns(at("2026-03-28 00:00"), at("2026-10-27 00:00"))
    assert spring.starts_at < spring.ends_at
    assert autumn.ends_at == at("2026-10-25 01:30"), "the second time that a clock in Dublin shows half past one"


def test_the_next_one_is_who_begins_soonest(works, mira, moss, lena):
    works(moss, "18:00", "22:00")
    works(lena, "14:00", "15:00")
    works(mira, "08:00", "13:00")
    assert rota.on_shift(NOON) == [mira]
    assert rota.next_after(NOON) == [lena, moss, mira]


def test_who_is_no_longer_a_guide_has_no_turn(works, mira):
    works(mira)
    take_role(person=mira, kind="guide")
    assert rota.on_shift(NOON) == []


def test_who_is_away_has_no_turn_and_the_night_before_is_still_theirs(works, mira, moss):
    works(mira, "22:00", "06:00", first_on=WEDNESDAY - timedelta(days=1))
    works(mira)
    works(moss)
    rota_changes.be_away(person=mira, first_on=WEDNESDAY, last_on=WEDNESDAY)
    assert rota.on_shift(at("2026-03-04 05:00")) == [mira]
    assert rota.on_shift(NOON) == [moss]


def test_on_a_holiday_nobody_begins(works, mira, moss):
    works(mira)
    works(moss)
    rota_changes.be_away(person=None, first_on=WEDNESDAY, last_on=WEDNESDAY)
    assert rota.on_shift(NOON) == []
    assert len(rota.on_shift(at("2026-03-11 12:00"))) == 2


# --- what members are told ----------------------------------------------------------------------------------------


def test_a_writer_hears_that_a_guide_is_there_or_when_one_looks_next(enter, works, ana, mira, loss, clock):
    browser = enter(ana)
    works(mira, "09:00", "17:00")
    assert "A guide is on duty now, until Wednesday, 17:00." in text_of(browser.get("/circles/loss/"))
    clock.after(hours=6)
    said = "Nobody is on duty right now. A guide looks next on Wednesday, 11 March, 09:00."
    for page in ("/circles/loss/", "/circles/loss/write/"):
        assert said in text_of(browser.get(page))


def test_without_a_rota_the_hours_of_the_place_are_told(enter, ana, loss):
    assert "A guide looks every day at 09:00." in text_of(enter(ana).get("/circles/loss/"))


def test_a_rota_that_says_nothing_of_the_future_promises_nothing(enter, works, ana, mira, loss):
    yesterday = WEDNESDAY - timedelta(days=1)
    works(mira, first_on=yesterday, last_on=yesterday)
    assert "we cannot say yet when a guide looks next" in text_of(enter(ana).get("/circles/loss/"))


def test_coverage_comes_from_the_rota_where_there_is_one(works, mira, settings):
    settings.COVERED_FROM_HOUR, settings.COVERED_TO_HOUR = 0, 24
    assert is_covered(NOON)
    works(mira, "18:00", "22:00")
    assert not is_covered(NOON)
    assert is_covered(at("2026-03-04 19:00"))


def test_day_and_night_is_said_so(enter, works, ana, mira, loss):
    for n in range(7):
        works(mira, "00:00", "00:00", first_on=WEDNESDAY - timedelta(days=n))
    assert "A guide is on duty, day and night." in text_of(enter(ana).get("/circles/loss/"))


# --- the page -----------------------------------------------------------------------------------------------------


def test_the_rota_is_for_those_on_duty(enter, works, mira, lena, ana, okafor, sten):
    works(mira)
    assert "Wed 09:00 – Wed 17:00" in text_of(enter(mira).get("/duty/rota/"))
    assert "Wed 10:00 – Wed 18:00" in text_of(enter(lena).get("/duty/rota/")), "by her own clock, in Berlin"
    for other in (ana, okafor, sten):
        assert enter(other).get("/duty/rota/").status_code == 404


def test_gaps_are_said_plainly(enter, works, mira, lena):
    for n in range(7):
        works(mira, "07:00", "02:00", first_on=WEDNESDAY - timedelta(days=n))
    page = text_of(enter(lena).get("/duty/rota/"))
    assert "Nobody from Saturday, 03:00 to Saturday, 08:00." in page, "by Lena's clock in Berlin"
    assert "Nobody from Wednesday" not in page, "what is over is no gap"


SHIFT = {"first_on": "2026-03-05", "starts": "09:00", "ends": "17:00", "zone": "Europe/Dublin", "every_week": "on"}


def test_the_lead_adds_a_shift_and_ends_it(enter, lena, mira):
    browser = enter(lena)
    assert browser.post("/duty/rota/shifts/", SHIFT | {"person": str(mira.pk)}).status_code == 302
    shift = Shift.objects.get()
    assert (shift.person, shift.zone, shift.last_on) == (mira, DUBLIN, None)
    assert "every Thursday" in text_of(browser.get("/duty/rota/"))
    browser.post(f"/duty/rota/shifts/{shift.pk}/end/")
    assert not Shift.objects.exists()


def test_ending_a_shift_keeps_what_was(enter, works, lena, mira):
    shift = works(mira, first_on=WEDNESDAY - timedelta(days=14))
    enter(lena).post(f"/duty/rota/shifts/{shift.pk}/end/")
    assert rota.on_shift(NOON - timedelta(days=7)) == [mira]
    assert rota.on_shift(NOON) == []


def test_a_guide_changes_no_shifts(enter, works, mira, moss):
    shift = works(moss)
    assert enter(mira).post("/duty/rota/shifts/", SHIFT | {"person": str(mira.pk)}).status_code == 404
    assert enter(mira).post(f"/duty/rota/shifts/{shift.pk}/end/").status_code == 404
    assert "Add a shift" not in text_of(enter(mira).get("/duty/rota/"))
    assert Shift.objects.count() == 1


@pytest.mark.parametrize(
    ("forged", "why"),
    [
        ({"starts": "25:99"}, "write the time like this"),
        ({"first_on": "soon"}, "write the day like this"),
        ({"first_on": "9999-12-31"}, "more than three years away"),
        ({"last_on": "2026-03-01"}, "comes before the first one"),
        ({"zone": "Mars/Olympus"}, 'class="error"'),
        ({"person": "nobody"}, 'class="error"'),
        ({"starts": ""}, "Please choose a time"),
    ],
)
def test_a_shift_that_cannot_be_comes_back_with_the_reason(enter, lena, mira, forged, why):
    refused = enter(lena).post("/duty/rota/shifts/", SHIFT | {"person": str(mira.pk)} | forged)
    assert refused.status_code == 422
    assert why in text_of(refused)
    assert 'value="17:00"' in text_of(refused), "what was typed stays"
    assert not Shift.objects.exists()


def test_a_member_gets_no_shift(enter, lena, ana):
    assert enter(lena).post("/duty/rota/shifts/", SHIFT | {"person": str(ana.pk)}).status_code == 422


AWAY = {"first_on": "2026-03-04", "last_on": "2026-03-06"}


def test_a_guide_is_away_and_comes_back(enter, works, mira):
    works(mira)
    browser = enter(mira)
    browser.post("/duty/rota/away/", AWAY)
    assert rota.on_shift(NOON) == []
    browser.post(f"/duty/rota/away/{Absence.objects.get().pk}/back/")
    assert rota.on_shift(NOON) == [mira]


def test_nobody_sends_another_away_but_the_lead(enter, works, mira, moss, lena, ana):
    works(moss)
    enter(mira).post("/duty/rota/away/", AWAY | {"person": str(moss.pk)})
    assert Absence.objects.get().person == mira, "whatever a form says, a guide speaks for themselves"
    assert enter(ana).post("/duty/rota/away/", AWAY).status_code == 404
    enter(lena).post("/duty/rota/away/", AWAY | {"person": str(moss.pk)})
    absence = Absence.objects.get(person=moss)
    assert enter(mira).post(f"/duty/rota/away/{absence.pk}/back/").status_code == 404
    enter(lena).post(f"/duty/rota/away/{absence.pk}/back/")
    assert rota.on_shift(NOON) == [moss]


def test_the_lead_keeps_a_holiday(enter, works, mira, lena):
    works(mira)
    enter(lena).post("/duty/rota/away/", AWAY | {"person": "everybody"})
    assert rota.on_shift(NOON) == []
    assert "Everybody: a holiday" in text_of(enter(mira).get("/duty/rota/"))


def test_a_last_day_before_the_first_is_refused(enter, mira):
    refused = enter(mira).post("/duty/rota/away/", {"first_on": "2026-03-06", "last_on": "2026-03-04"})
    assert refused.status_code == 422
    assert not Absence.objects.exists()


# --- turns change hands -------------------------------------------------------------------------------------------


@pytest.fixture
def asked(enter, works, mira, moss):
    """Mira has asked Moss to take her turn of next Wednesday."""
    shift = works(mira)
    enter(mira).post(f"/duty/rota/shifts/{shift.pk}/2026-03-11/ask/", {"taker": moss.name})
    return Swap.objects.get()


NEXT = NOON + timedelta(days=7)


def test_a_turn_changes_hands_when_the_other_takes_it(enter, asked, mira, moss):
    assert rota.on_shift(NEXT) == [mira]
    page = text_of(enter(moss).get("/duty/rota/"))
    assert "mira asks you to take the turn of Wednesday, 11 March" in page
    enter(moss).post(f"/duty/rota/swaps/{asked.pk}/take/")
    assert rota.on_shift(NEXT) == [moss]
    assert rota.on_shift(NOON) == [mira], "this one turn and no other"
    assert rota.on_shift(NEXT + timedelta(days=7)) == [mira]


def test_declined_or_withdrawn_leaves_it_where_it_was(enter, asked, mira, moss):
    enter(moss).post(f"/duty/rota/swaps/{asked.pk}/decline/")
    assert rota.on_shift(NEXT) == [mira]
    assert enter(moss).post(f"/duty/rota/swaps/{asked.pk}/take/").status_code == 404


def test_only_the_one_who_was_asked_answers_and_only_the_giver_or_the_lead_withdraws(
    enter, asked, mira, moss, lena, person, ana
):
    other = person("fern", "guide")
    for one in (mira, lena, other, ana):
        for answer in ("take", "decline"):
            assert enter(one).post(f"/duty/rota/swaps/{asked.pk}/{answer}/").status_code == 404
    for one in (moss, other, ana):
        assert enter(one).post(f"/duty/rota/swaps/{asked.pk}/withdraw/").status_code == 404
    enter(mira).post(f"/duty/rota/swaps/{asked.pk}/withdraw/")
    assert not Swap.objects.open().exists()


def test_nobody_gives_away_a_turn_of_another_but_the_lead(enter, works, mira, moss, lena):
    shift = works(moss)
    path = f"/duty/rota/shifts/{shift.pk}/2026-03-11/ask/"
    assert enter(mira).post(path, {"taker": mira.name}).status_code == 404
    enter(lena).post(path, {"taker": mira.name})
    assert (Swap.objects.get().giver, Swap.objects.get().taker) == (moss, mira)


@pytest.mark.parametrize("day", ["2026-03-12", "2026-02-25", "never", "2199-01-01"])
def test_a_turn_that_is_not_there_is_not_found(enter, works, mira, moss, day):
    shift = works(mira)
    assert enter(mira).post(f"/duty/rota/shifts/{shift.pk}/{day}/ask/", {"taker": moss.name}).status_code == 404


def test_no_member_and_not_oneself_is_asked(enter, works, mira, ana):
    shift = works(mira)
    for nobody in (ana.name, mira.name, "somebody", "\0"):
        path = f"/duty/rota/shifts/{shift.pk}/2026-03-11/ask/"
        assert enter(mira).post(path, {"taker": nobody}).status_code == 404


def test_whoever_is_away_that_day_is_not_asked(enter, works, mira, moss, lena):
    shift = works(mira)
    rota_changes.be_away(person=moss, first_on=NEXT.date(), last_on=NEXT.date())
    page = text_of(enter(mira).get("/duty/rota/?week=2026-03-11"))
    assert "lena</option>" in page
    assert "moss</option>" not in page
    path = f"/duty/rota/shifts/{shift.pk}/2026-03-11/ask/"
    assert enter(mira).post(path, {"taker": moss.name}).status_code == 404
    assert enter(mira).post(path.replace("03-11", "03-18"), {"taker": moss.name}).status_code == 302


@pytest.mark.parametrize("whose", ["his own", "a holiday"])
def test_whoever_is_away_by_then_takes_no_turn_and_it_stays_where_it_was(enter, asked, mira, moss, whose):
    person = moss if whose == "his own" else None
    absence = rota_changes.be_away(person=person, first_on=NEXT.date(), last_on=NEXT.date())
    answered = enter(moss).post(f"/duty/rota/swaps/{asked.pk}/take/", follow=True)
    assert "You are away that day." in text_of(answered)
    assert Swap.objects.open().get() == asked, "the question stays open"
    rota_changes.be_back(absence=absence)
    assert rota.on_shift(NEXT) == [mira]


def test_who_is_away_after_taking_a_turn_leaves_a_gap_that_shows(enter, asked, mira, moss):
    enter(moss).post(f"/duty/rota/swaps/{asked.pk}/take/")
    rota_changes.be_away(person=moss, first_on=NEXT.date(), last_on=NEXT.date())
    assert rota.on_shift(NEXT) == []
    assert rota.gaps(NEXT, NEXT + timedelta(hours=1))


def test_a_turn_taken_can_be_given_on(enter, asked, moss, lena):
    enter(moss).post(f"/duty/rota/swaps/{asked.pk}/take/")
    path = f"/duty/rota/shifts/{asked.shift_id}/2026-03-11/ask/"
    enter(moss).post(path, {"taker": lena.name})
    enter(lena).post(f"/duty/rota/swaps/{Swap.objects.open().get().pk}/take/")
    assert rota.on_shift(NEXT) == [lena]


def test_whoever_changes_who_is_on_duty_stands_in_the_log(enter, asked, mira, moss, lena):
    enter(lena).post("/duty/rota/shifts/", SHIFT | {"person": str(mira.pk)})
    enter(mira).post("/duty/rota/away/", AWAY)
    enter(mira).post(f"/duty/rota/away/{Absence.objects.get().pk}/back/")
    enter(moss).post(f"/duty/rota/swaps/{asked.pk}/take/")
    enter(lena).post(f"/duty/rota/shifts/{asked.shift_id}/end/")
    told = [(entry.what, entry.by, entry.person) for entry in Entry.objects.order_by("number")]
    assert told == [
        (What.SHIFT_PLANNED, lena.pk, mira.pk),
        (What.AWAY, mira.pk, mira.pk),
        (What.BACK, mira.pk, mira.pk),
        (What.TURN_TAKEN, moss.pk, mira.pk),
        (What.SHIFT_ENDED, lena.pk, mira.pk),
    ]
    page = text_of(enter(lena).get("/duty/log/"))
    assert "Took over a turn on duty" in page
    assert "09:00 – 17:00, UTC" in page
    assert "/duty/rota/?week=2026-03-11" in page


def test_what_changes_nothing_leaves_no_row(enter, asked, mira, moss):
    enter(moss).post(f"/duty/rota/swaps/{asked.pk}/decline/")
    enter(mira).post("/duty/rota/shifts/", SHIFT | {"person": str(mira.pk)})
    assert not Entry.objects.exists()


def test_a_question_withdrawn_a_moment_ago_takes_nothing(asked, mira):
    rota_changes.withdraw(swap=asked)
    assert not rota_changes.take_turn(swap=asked)
    assert rota.on_shift(NEXT) == [mira]


# --- odd weeks, leaving -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("week", ["2026-03-11", "9999-12-31", "0001-01-01", "soon", ""])
def test_any_week_can_be_asked_for(enter, works, mira, week):
    works(mira)
    assert enter(mira).get(f"/duty/rota/?week={week}").status_code == 200


def test_who_leaves_takes_their_hours_along_and_leaves_none(works, mira, moss):
    for one in (mira, moss):
        works(one)
        rota_changes.be_away(person=one, first_on=WEDNESDAY, last_on=WEDNESDAY)
    assert leaving.words_of(mira)["rota"]["shifts"][0]["zone"] == "UTC"
    leaving.leave(person=mira)
    assert [shift.person for shift in Shift.objects.all()] == [moss]
    assert [absence.person for absence in Absence.objects.all()] == [moss]


def handed(*people) -> Swap:
    """The turn of this Wednesday goes from one to the next."""
    for taker in people:
        turn = rota.turns(at("2026-03-04 09:00"), at("2026-03-04 17:00"))[0]
        rota_changes.take_turn(swap=rota_changes.ask_to_take(turn=turn, taker=taker))


def who_works() -> list[str]:
    return [person.name for person in rota.on_shift(at("2026-03-04 12:00"))]


@pytest.mark.parametrize("stays", [False, True])
def test_a_turn_stays_with_whoever_took_it_when_somebody_on_its_way_leaves(works, mira, moss, person, clock, stays):
    gus = person("gus", "guide")
    works(mira)
    handed(gus, moss)
    leaving.leave(person=gus if stays else mira)
    assert who_works() == ["moss"]
    assert rota.on_shift(at("2026-03-11 12:00")) == ([mira] if stays else [])


def test_a_turn_goes_back_to_whoever_gave_it_and_they_hear_of_it(works, mira, moss, lena, person, clock):
    gus = person("gus", "guide")
    works(mira)
    works(gus, first_on=date(2026, 3, 5))
    handed(moss, gus)
    Notice.objects.all().delete()
    leaving.leave(person=gus)
    assert who_works() == ["moss"]
    assert {(one.person, one.kind) for one in Notice.objects.all()} == {(moss, "swap"), (lena, "swap")}


def test_a_turn_that_came_back_to_its_owner_goes_with_them(works, mira, moss, clock):
    works(mira)
    handed(moss, mira)
    leaving.leave(person=mira)
    assert who_works() == []


def test_the_page_asks_as_much_for_many_shifts_as_for_few(
    enter, works, mira, lena, moss, django_assert_max_num_queries
):
    works(mira)
    browser = enter(lena)
    for n in range(20):
        works(moss if n % 2 else mira, f"{n:02d}:00", "23:00")
    with django_assert_max_num_queries(60):
        browser.get("/duty/rota/")


def test_the_lead_sees_whom_nothing_reaches_and_a_guide_sees_only_themselves(enter, mira, moss, lena):
    type(lena).objects.filter(pk=lena.pk).update(email="lena@example.org")
    said = "Nothing reaches these people outside this page:"
    assert f"{said} mira, moss." in text_of(enter(lena).get("/duty/rota/"))
    assert f"{said} mira." in text_of(enter(mira).get("/duty/rota/"))
    type(mira).objects.filter(pk=mira.pk).update(email="mira@example.org")
    assert said not in text_of(enter(mira).get("/duty/rota/"))
