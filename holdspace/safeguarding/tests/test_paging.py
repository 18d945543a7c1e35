"""Somebody is rung, then the next one, until one of them takes it. Nothing is lost, no round rings twice."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
import time_machine
from django.core.mail.backends.base import BaseEmailBackend
from django.core.management import call_command
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from holdspace import worker
from holdspace.circles.tests.scene import DANGER, NOON, shared, text_of
from holdspace.notices import channels
from holdspace.notices.channels import Via
from holdspace.notices.models import Notice
from holdspace.notices.reach import Unreached
from holdspace.people import leaving
from holdspace.people.actions import take_role
from holdspace.safeguarding import actions, coverage, paging, rota_changes, sending, steady
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Alarm, Concern, Kind, Page, Pulse, Try
from holdspace.safeguarding.pager import tick
from holdspace.safeguarding.tasks import page_waiting

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock():
    """Noon, and it stands still: every minute in these stories is said."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield SimpleNamespace(after=lambda **how: traveller.shift(timedelta(**how)))


@pytest.fixture(autouse=True)
def _first_look(monkeypatch):
    monkeypatch.setattr(steady, "_last", [])


@pytest.fixture
def moss(person):
    return person("moss", "guide")


@pytest.fixture
def fern(person):
    return person("fern", "guide")


@pytest.fixture
def here(db):
    """On duty all day, every day: `here(mira)`, or `here(moss, "18:00", "22:00")`."""

    def plan(someone, starts="00:00", ends="00:00") -> None:
        for n in range(7):
            hours = {"starts": time.fromisoformat(starts), "ends": time.fromisoformat(ends), "zone": "UTC"}
            rota_changes.add_shift(person=someone, first_on=date(2026, 2, 23) + timedelta(days=n), **hours)
        coverage.forget()

    return plan


@pytest.fixture
def raised(ana):
    def put(level=Level.WORRY, about="one", person=ana, kind=Kind.READING) -> Concern:
        return actions.raise_concern(kind=kind, level=level, link=f"/stories/{about}/", person=person, reasons=["why"])

    return put


def rung(about="one") -> list[tuple[int, str]]:
    pages = Page.objects.filter(alarm__link=f"/stories/{about}/").order_by("round", "made_at", "person__name")
    return [(page.round, page.person.name) for page in pages]


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def go(minutes: float) -> None:
    """The clock comes round at this minute, and a stopwatch went along with it."""
    tick(after(minutes), passed=minutes * 60)


# --- the first round ----------------------------------------------------------------------------------------------


def test_a_story_that_means_danger_rings_a_guide_and_the_lead_within_a_moment(enter, loss, ana, mira, lena, here):
    here(mira)
    shared(enter(ana), loss, DANGER)
    worker.tasks()
    assert sorted(page.person.name for page in Page.objects.all()) == ["lena", "mira"]


def test_the_outbox_is_kept_with_the_concern_or_not_at_all(raised, mira):
    with transaction.atomic():
        raised()
        transaction.set_rollback(True)  # the power goes
    assert not Concern.objects.exists()
    assert not Alarm.objects.exists()
    raised()
    assert Alarm.objects.get().ended_at is None


@pytest.mark.parametrize(
    ("level", "who"),
    [
        (Level.HEAVY, []),
        (Level.WORRY, ["mira"]),
        (Level.DANGER, ["lena", "mira"]),
        (Level.EMERGENCY, ["lena", "mira", "moss"]),
    ],
)
def test_who_is_rung_first_depends_on_the_level(raised, here, mira, moss, fern, lena, level, who):
    here(mira)
    here(moss, "11:00", "13:00")
    raised(level)
    go(0)
    assert sorted(name for _round, name in rung()) == who


def test_who_was_rung_longest_ago_comes_first(raised, here, mira, moss):
    here(mira)
    here(moss)
    for n, about in enumerate(("one", "two", "three")):
        raised(about=about)
        go(n)
    names = [rung(about)[0][1] for about in ("one", "two", "three")]
    assert names[0] != names[1]
    assert names[0] == names[2]


# --- again and again ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "n"), [(Level.HEAVY, 240), (Level.WORRY, 60), (Level.DANGER, 15), (Level.EMERGENCY, 5)]
)
def test_unanswered_the_next_one_is_rung_at_n_2n_and_3n_then_the_lead_then_everybody(
    raised, here, person, lena, level, n
):
    for name in ("aster", "birch", "cedar", "dill", "elder"):
        person(name, "guide")
    here(lena)
    raised(level)
    go(0)
    begins = 1 if level == Level.HEAVY else 0
    for k in (1, 2, 3, 4, 5):
        go(k * n - 0.1)
        assert max((number for number, _name in rung()), default=-1) == k - 1 - begins
        go(k * n)
        assert max(number for number, _name in rung()) == k - begins
    by_round = {number: [name for one, name in rung() if one == number] for number in range(6)}
    assert all(len(by_round[number]) == 1 for number in (1, 2, 3))
    assert by_round[4] == ["lena"]
    if not begins:
        assert by_round[5] == ["aster", "birch", "cedar", "dill", "elder", "lena"]


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hundred_cases_each_ring_the_next_one_on_time(raised, person, lena):
    """S-15, on a clock of its own: every round of every case at its minute, none before, none twice."""
    for number in range(8):
        person(f"guide {number}", "guide")
    levels = (Level.WORRY, Level.DANGER, Level.EMERGENCY)
    began = {f"case-{number}": (levels[number % 3], 5 * (number % 10)) for number in range(200)}
    for minute in range(0, 240, 5):
        go(minute - 1)
        for about in (about for about, (_level, start) in began.items() if start == minute):
            with_now(minute, partial(raised, began[about][0], about))
        go(minute)
    assert Alarm.objects.count() == 200
    assert [row for about in began for row in rounds_off(about, *began[about])] == []


def rounds_off(about: str, level: Level, start: int) -> list[str]:
    """Rounds 1 to 3 that were not rung at their minute, or rung for anything but one person."""
    n = int(paging.pause(level) / MINUTE)
    pages = Page.objects.filter(alarm__link=f"/stories/{about}/").values_list("round", "made_at")
    found = {k: [at for number, at in pages if number == k] for k in (1, 2, 3)}
    due = {k: after(start + k * n) for k in found if start + k * n < 240}
    return [f"{about} round {k}: {found[k]}" for k, at in due.items() if found[k] != [at]]


def test_taking_it_ends_it(enter, raised, here, mira, moss):
    here(mira)
    concern = raised()
    go(0)
    enter(mira).post(f"/duty/{concern.pk}/take/")
    for minute in (60, 120, 300):
        go(minute)
    assert rung() == [(0, "mira")]
    assert Alarm.objects.get().ended_at is not None


def test_handed_back_it_rings_anew(enter, raised, here, mira):
    here(mira)
    concern = raised()
    go(0)
    enter(mira).post(f"/duty/{concern.pk}/take/")
    go(10)
    enter(mira).post(f"/duty/{concern.pk}/hand-back/")
    go(11)
    assert rung() == [(0, "mira"), (0, "mira")]
    assert Alarm.objects.ringing().count() == 1


@pytest.mark.parametrize("worse", [Level.DANGER, Level.EMERGENCY])
def test_what_grows_more_serious_rings_whoever_is_on_shift_again_and_the_lead(raised, here, mira, moss, lena, worse):
    here(mira)
    raised(Level.WORRY)
    go(0)
    Notice.objects.update(seen_at=NOON)
    raised(worse)
    assert set(Notice.objects.filter(seen_at=None).values_list("person__name", flat=True)) == {"mira", "moss", "lena"}
    go(1)
    assert rung() == [(0, "mira"), (0, "lena"), (0, "mira")]
    assert Alarm.objects.ringing().get().level == worse
    go(16)
    assert rung()[-1] == (1, "moss")


def test_what_grows_more_serious_rings_anew_though_somebody_had_taken_it(raised, here, mira, moss, lena):
    here(moss)
    actions.take(concern=raised(Level.WORRY), by=mira)
    go(60)
    assert rung() == []
    raised(Level.WORRY)
    go(61)
    assert rung() == []
    raised(Level.EMERGENCY)
    go(62)
    assert rung() == [(0, "lena"), (0, "moss")]
    assert Concern.objects.get().case.taken_by == mira


# --- who may look, who is there -----------------------------------------------------------------------------------


def test_nobody_is_rung_about_themselves(raised, here, mira, moss):
    here(mira)
    raised(Level.WORRY, person=mira)
    for minute in (0, 60, 120, 180, 240, 300):
        go(minute)
    assert {name for _round, name in rung()} == {"moss", "lena"}


def test_a_report_of_a_guide_rings_the_lead_alone_also_beside_what_is_taken(raised, here, mira, moss, fern, lena):
    here(moss)
    actions.take(concern=raised(Level.DANGER, person=fern), by=moss)
    go(0)
    raised(Level.WORRY, person=fern, kind=Kind.REPORT)
    for minute in (1, 61, 121, 181, 241, 301):
        go(minute)
    assert {name for _number, name in rung()} == {"lena"}


def test_out_of_hours_worry_waits_for_the_next_shift_and_danger_rings_the_lead(raised, here, mira, moss, lena):
    here(mira, "18:00", "22:00")
    raised(Level.WORRY, about="worry")
    raised(Level.DANGER, about="danger")
    go(0)
    assert rung("worry") == []
    assert rung("danger") == [(0, "lena")]
    go(359)
    assert rung("worry") == []
    go(360)
    assert rung("worry") == [(0, "mira")]


def test_out_of_hours_without_a_lead_everybody_is_rung_for_danger(raised, here, mira, moss, lena):
    here(mira, "18:00", "22:00")
    take_role(person=lena, kind="lead")
    raised(Level.DANGER)
    go(0)
    assert sorted(rung()) == [(0, "mira"), (0, "moss")]


def test_a_guide_whose_role_has_ended_is_rung_no_more(raised, here, mira, moss):
    here(mira)
    here(moss)
    take_role(person=mira, kind="guide")
    coverage.forget()
    raised()
    go(0)
    assert rung() == [(0, "moss")]


def test_a_shift_that_ends_in_the_middle_hands_the_ringing_on(raised, here, mira, moss):
    here(mira, "11:00", "12:30")
    here(moss, "12:30", "20:00")
    raised()
    go(0)
    go(60)
    assert rung() == [(0, "mira"), (1, "moss")]


# --- ways ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def reachable(mira):
    """Mira has a service and an address; each way can be broken."""
    type(mira).objects.filter(pk=mira.pk).update(email="mira@example.org")
    channels.Service.objects.create(person=mira, name="JSON", sealed="sealed")
    mira.refresh_from_db()
    return mira


@pytest.fixture
def service(monkeypatch):
    """What the service of a guide got; `broken` makes it fail."""
    got: dict = {"words": [], "broken": False}

    def send(one, *, title, body):
        if got["broken"]:
            raise Unreached("not taken")
        got["words"].append((title, body))

    monkeypatch.setattr(channels, "send", send)
    return got


class NobodyThere(BaseEmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def tries() -> list[tuple[str, str]]:
    return list(Try.objects.order_by("pk").values_list("via", "failed"))


def test_the_first_way_that_works_is_enough(raised, here, reachable, service, mailoutbox):
    here(reachable)
    raised()
    go(0)
    assert service["words"] == [("Holdspace: something waits for you", "Something waits for you at Holdspace.")]
    assert mailoutbox == []
    assert tries() == [(Via.SERVICE, "")]


def test_a_way_that_is_down_gives_way_to_the_next(raised, here, reachable, service, mailoutbox):
    here(reachable)
    service["broken"] = True
    raised()
    go(0)
    assert len(mailoutbox) == 1
    assert tries() == [(Via.SERVICE, "not taken"), (Via.MAIL, "")]


def test_all_ways_down_are_tried_again_with_longer_pauses_and_nothing_is_lost(
    raised, here, reachable, service, settings
):
    here(reachable)
    service["broken"], settings.EMAIL_BACKEND = True, f"{__name__}.NobodyThere"
    raised()
    at = []
    for minute in range(0, 50):
        before = Try.objects.count()
        go(minute)
        at += [minute] if Try.objects.count() > before else []
    assert at == [0, 1, 3, 7, 15, 30, 45]
    service["broken"] = False
    go(60)
    page = Page.objects.get(round=0)
    assert page.reached_at == after(60)
    go(61)
    assert len(service["words"]) == 1 + Page.objects.filter(round__gt=0, person=reachable).count()


def test_many_things_at_once_ring_once(raised, here, reachable, service):
    here(reachable)
    for number in range(20):
        raised(about=f"case-{number}")
    go(0)
    assert len(service["words"]) == 1
    assert Page.objects.filter(reached_at__isnull=False).count() == 20


def test_without_any_way_it_stands_in_the_page(enter, raised, here, mira):
    here(mira)
    concern = raised()
    go(0)
    assert tries() == [(Via.PAGE, "")]
    assert "Something waits for you." in text_of(enter(mira).get("/circles/"))
    assert "in the page" in text_of(enter(mira).get(f"/duty/{concern.pk}/"))


def test_a_broken_service_of_one_does_not_silence_the_others(raised, here, reachable, moss, lena, monkeypatch):
    def broken(one, *, title, body):
        raise KeyError("surprise")

    monkeypatch.setattr(channels, "send", broken)
    here(reachable)
    raised(Level.DANGER)
    go(0)
    assert (Via.SERVICE, "KeyError") in tries()
    assert Page.objects.filter(reached_at=None).count() == 0, "by mail, and in the page of the lead"


def test_the_board_shows_it_once_however_often_it_rang(enter, raised, here, mira, moss):
    here(mira)
    raised()
    for minute in (0, 60, 120):
        go(minute)
    assert text_of(enter(mira).get("/duty/")).count('<tr class="level-') == 1


def test_the_case_tells_the_lead_who_was_rung_and_a_guide_when_and_how(enter, raised, here, reachable, lena, service):
    service["broken"] = True
    here(reachable)
    concern = raised()
    go(0)
    page = text_of(enter(lena).get(f"/duty/{concern.pk}/"))
    for words in ("Who was rung", "mira", "another service (did not arrive: not taken)", "e-mail"):
        assert words in page
    page = text_of(enter(reachable).get(f"/duty/{concern.pk}/"))
    assert re.search(r"When it rang.*4 March, 12:00: e-mail", page, re.DOTALL)


def test_whoever_is_missing_where_everybody_was_rung_is_told_to_no_guide(enter, raised, here, mira, moss, fern):
    here(mira)
    concern = raised(person=moss)
    for minute in (0, 60, 120, 180, 240, 300):
        go(minute)
    assert "moss" not in {name for _number, name in rung()}
    told = text_of(enter(mira).get(f"/duty/{concern.pk}/")).partition("When it rang")[2].partition("</section>")[0]
    assert told.count("<li>") == 6
    assert [name for name in ("mira", "moss", "fern", "lena") if name in told] == []


def test_two_workers_at_once_ring_once(raised, here, mira, moss):
    here(mira)
    raised()
    staff = paging.Staff.at(NOON)
    pk = Alarm.objects.get().pk
    for _worker in range(2):
        paging.ring_round(pk, staff, NOON)
    assert rung() == [(0, "mira")]


def test_what_another_worker_is_sending_is_left_alone(raised, here, reachable, service):
    here(reachable)
    raised()
    paging.ring_due(NOON)
    assert len(sending.claimed(reachable, NOON)) == 1
    sending.send_due(NOON)
    assert service["words"] == []
    sending.send_due(NOON + sending.LEASE)
    assert len(service["words"]) == 1, "the other one died on the way"


def test_a_burst_queues_one_round_and_what_comes_later_another(raised):
    queued = DBTaskResult.objects.filter(task_path=page_waiting.module_path)
    for about in ("one", "two", "three"):
        raised(about=about)
    assert queued.count() == 1, "the round that has not begun sees all three"
    queued.get().claim("a worker")
    raised(about="four")
    assert queued.count() == 2, "the round that has begun may have looked before the fourth was kept"


def test_the_command_for_a_place_without_workers_does_the_same(raised, here, mira):
    here(mira)
    raised()
    call_command("page_waiting")
    assert rung() == [(0, "mira")]


# --- saying that one is looking -----------------------------------------------------------------------------------


def link_to(person, at=NOON) -> str:
    return f"/duty/looking/{sending.token_for(person, at)}/"


def test_saying_that_one_looks_gives_one_more_pause_and_no_more(enter, raised, here, mira, moss):
    here(mira)
    raised()
    go(0)
    browser = enter(mira)
    assert "I am looking" in text_of(browser.get(link_to(mira)))
    with_now(50, lambda: browser.post(link_to(mira)))
    go(60)
    assert rung() == [(0, "mira")]
    with_now(100, lambda: browser.post(link_to(mira)))
    go(110)
    assert rung() == [(0, "mira"), (1, "moss")], "the link counts once, and only taking it ends it"


def with_now(minute, do):
    with time_machine.travel(after(minute), tick=False):
        do()


def test_a_link_that_was_forged_or_sent_to_somebody_else_is_not_found(enter, raised, here, mira, moss, ana, client):
    here(mira)
    raised()
    go(0)
    real = link_to(mira)
    for other in (moss, ana):
        assert enter(other).post(real).status_code == 404
    for forged in (real[:-4] + "abc/", "/duty/looking/anything/", link_to(mira).replace(":", ";")):
        assert enter(mira).post(forged).status_code == 404
    assert client.get(real).status_code == 302
    assert client.post(real).status_code == 403
    assert Page.objects.get().looked_at is None


def test_a_link_of_somebody_who_is_no_guide_any_more_opens_nothing(enter, raised, here, mira):
    here(mira)
    raised()
    go(0)
    take_role(person=mira, kind="guide")
    assert enter(mira).post(link_to(mira)).status_code == 404


def test_the_message_says_nothing_and_leads_home(raised, here, reachable, service, settings):
    settings.ADDRESS = "https://holdspace.example.org"
    here(reachable)
    raised()
    go(0)
    title, body = service["words"][0]
    assert re.search(r"https://holdspace.example.org/duty/looking/\S+/$", body)
    for word in ("stories", "one", "ana", "why", "worry", "Loss"):
        assert word not in re.sub(r"https\S+|someone|something", "", f"{title} {body}")


# --- clocks that jump ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [1, -1])
def test_a_clock_that_jumps_a_day_loses_no_round_and_doubles_none(raised, here, mira, moss, fern, days):
    for one in (mira, moss, fern):
        here(one)
    raised()
    go(0)
    go(30)
    jump = timedelta(days=days)

    def go_on(minutes):
        tick(after(minutes) + jump, passed=minutes * 60)

    go_on(31)
    assert len(rung()) == 1, "half an hour has passed, not a day"
    go_on(59)
    assert len(rung()) == 1
    go_on(60)
    assert len(rung()) == 2, "the hour is over"
    go(61)
    assert len(rung()) == 2, "the clock was put right again"
    go(119)
    assert len(rung()) == 2
    go(120)
    assert len(rung()) == 3
    assert len(set(rung())) == 3


@pytest.mark.parametrize("days", [1, -1])
def test_what_comes_in_right_after_a_jump_is_rung_at_once_and_on_time(raised, here, mira, moss, days, clock):
    here(mira)
    here(moss)
    tick(NOON, passed=0)
    jump = timedelta(days=days)
    clock.after(days=days, seconds=30)
    raised()
    tick(NOON + jump + MINUTE, passed=60)
    assert len(rung()) == 1
    tick(NOON + jump + 62 * MINUTE, passed=62 * 60)
    assert len(rung()) == 2


def test_two_workers_move_an_alarm_once(raised, here, mira, moss):
    here(mira)
    raised()
    go(0)
    other = list(steady._last)
    tick(after(1) + timedelta(days=1), passed=60)
    steady._last[:] = other
    tick(after(2) + timedelta(days=1), passed=120)
    assert Pulse.objects.get().shifted == timedelta(days=1)
    assert Alarm.objects.get().next_at == after(60) + timedelta(days=1)


def test_after_a_start_a_clock_that_was_put_back_is_noticed(raised, here, mira, moss):
    here(mira)
    raised()
    go(0)
    steady._last.clear()
    tick(after(1) - timedelta(days=1), passed=5)
    assert Alarm.objects.get().next_at == after(61) - timedelta(days=1), (
        "an hour from then, by the clock as it goes now"
    )


def test_after_hours_of_standstill_people_get_time_to_answer(raised, here, mira, moss, fern, lena):
    here(mira)
    raised(Level.DANGER)
    go(0)
    steady._last.clear()
    tick(after(180), passed=1)
    tick(after(181), passed=61)
    assert max(number for number, _name in rung()) == 1, "one round, not all that were missed"
    tick(after(186), passed=361)
    assert max(number for number, _name in rung()) == 2


def test_summer_time_moves_no_round(raised, here, mira, moss):
    here(mira)
    here(moss)
    night = datetime(2026, 3, 29, 0, 45, tzinfo=UTC)  # a quarter of an hour before the clocks of Europe go forward
    raised()
    Alarm.objects.update(next_at=night, began_at=night)
    for minute in (0, 59, 60):
        tick(night + minute * MINUTE, passed=minute * 60.0)
        assert len(rung()) == (2 if minute == 60 else 1)


# --- leaving ------------------------------------------------------------------------------------------------------


def test_who_leaves_takes_the_times_along_and_the_record_stays_without_them(enter, raised, here, mira, lena):
    here(mira)
    concern = raised()
    go(0)
    assert json.dumps(leaving.words_of(mira)["pages"], default=str).count("2026-03-04") == 2
    leaving.leave(person=mira)
    assert Page.objects.get().person is None
    assert "somebody who has left" in text_of(enter(lena).get(f"/duty/{concern.pk}/"))
