"""Mira is on duty: most urgent first, taken by one, closed with a note."""

import re
from datetime import time, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from holdspace.circles.tests.scene import DANGER, shared, text_of
from holdspace.library import policy
from holdspace.notices.models import Notice
from holdspace.people import leaving
from holdspace.people.actions import give_role, take_role
from holdspace.safeguarding import actions, cases, desks, pager
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Alarm, Concern, Entry, Kind, Letter, Report
from holdspace.safeguarding.policy import cases_for
from holdspace.safeguarding.rota_changes import add_shift

pytestmark = pytest.mark.django_db


def test_the_most_urgent_first_then_whoever_has_waited_longest(enter, mira, raised):
    for about, level, ago in (("worry", Level.WORRY, 90), ("new", Level.DANGER, 1), ("old", Level.DANGER, 9)):
        raised(level, about=about, ago=ago)
    raised(Level.EMERGENCY, about="now")
    page = text_of(enter(mira).get("/duty/"))
    places = [page.index(f"why {about}") for about in ("now", "old", "new", "worry")]
    assert places == sorted(places)


@pytest.mark.parametrize(("level", "minutes"), [(Level.HEAVY, 240), (Level.WORRY, 60), (Level.DANGER, 15)])
def test_overdue_by_the_ladder_and_not_a_minute_before(enter, mira, raised, level, minutes):
    concern = raised(level, ago=minutes - 1)
    assert "Overdue" not in text_of(enter(mira).get("/duty/"))
    Concern.objects.filter(pk=concern.pk).update(raised_at=timezone.now() - timedelta(minutes=minutes + 1))
    assert "Overdue" in text_of(enter(mira).get("/duty/"))


def test_the_lead_sees_the_board_and_these_do_not(enter, raised, lena, ana, ben, hana, okafor, sten):
    concern = raised()
    assert enter(lena).get("/duty/").status_code == 200
    for somebody in (ana, ben, hana, okafor, sten):
        browser = enter(somebody)
        assert "/duty/" not in text_of(browser.get("/circles/"))
        assert browser.get("/duty/").status_code == 404
        for place in ("", "take/", "hand-back/", "write/"):
            assert browser.post(f"/duty/{concern.pk}/{place}", {"note": "n", "body": "b"}).status_code == 404
    concern.refresh_from_db()
    assert (concern.taken_by, concern.closed_at) == (None, None)


def test_one_takes_it_and_who_was_slower_learns_it(enter, mira, moss, raised):
    concern = raised()
    enter(mira).post(f"/duty/{concern.pk}/take/")
    slower = enter(moss).post(f"/duty/{concern.pk}/take/", follow=True)
    assert "Somebody else took this a moment ago." in text_of(slower)
    concern.refresh_from_db()
    assert concern.taken_by == mira
    assert "mira" in text_of(enter(moss).get("/duty/"))


def test_handed_back_it_waits_with_its_first_clock(enter, mira, raised):
    concern = raised(ago=20)
    enter(mira).post(f"/duty/{concern.pk}/take/")
    assert "Overdue" not in text_of(enter(mira).get("/duty/"))
    enter(mira).post(f"/duty/{concern.pk}/hand-back/")
    page = text_of(enter(mira).get("/duty/"))
    assert "Overdue" in page
    assert "nobody yet" in page


@pytest.mark.parametrize("note", ["", "  \n ", "\x00"])
def test_it_is_not_closed_without_a_note(enter, mira, raised, note):
    concern = raised()
    refused = enter(mira).post(f"/duty/{concern.pk}/", {"note": note, "ended": "confirmed"})
    assert refused.status_code == 422
    concern.refresh_from_db()
    assert concern.closed_at is None
    with pytest.raises(ValueError, match="note"):
        actions.close(concern=concern, by=mira, note=note.replace("\x00", ""))
    with pytest.raises(IntegrityError), transaction.atomic():
        Concern.objects.filter(pk=concern.pk).update(closed_at=timezone.now(), closing_note="")


def test_closed_it_leaves_the_board_and_stays_as_it_was(enter, mira, moss, raised):
    concern = raised()
    enter(mira).post(f"/duty/{concern.pk}/take/")
    enter(mira).post(f"/duty/{concern.pk}/", {"note": "We spoke for an hour.", "ended": "confirmed"})
    assert "Nothing waits" in text_of(enter(mira).get("/duty/"))
    for place, words in (("", {"note": "another story", "ended": "confirmed"}), ("take/", {}), ("hand-back/", {})):
        enter(moss).post(f"/duty/{concern.pk}/{place}", words)
    concern.refresh_from_db()
    assert (concern.closing_note, concern.closed_by, concern.taken_by) == ("We spoke for an hour.", mira, mira)
    assert "We spoke for an hour." in text_of(enter(moss).get(f"/duty/{concern.pk}/"))


def test_two_at_once_about_one_thing_are_one_and_the_higher_level_counts(raised):
    first = raised(Level.WORRY)
    assert raised(Level.DANGER).pk == first.pk
    assert raised(Level.WORRY).level == Level.DANGER
    assert raised(Level.WORRY, kind=Kind.ASKED).pk != first.pk


def test_after_closing_a_new_one_can_be_raised(mira, raised):
    first = raised()
    actions.close(concern=first, by=mira, note="Looked.")
    assert raised().pk != first.pk


def test_nobody_judges_a_case_about_themselves(enter, mira, moss, raised):
    concern = raised(person=mira, about="mira")
    assert "why mira" not in text_of(enter(mira).get("/duty/"))
    assert enter(mira).post(f"/duty/{concern.pk}/take/").status_code == 404
    assert "why mira" in text_of(enter(moss).get("/duty/"))


def test_a_role_that_was_taken_away_closes_the_board_with_the_next_request(enter, mira, raised):
    from holdspace.people.actions import take_role

    raised()
    browser = enter(mira)
    assert browser.get("/duty/").status_code == 200
    take_role(person=mira, kind="guide")
    assert browser.get("/duty/").status_code == 404


def test_who_takes_away_their_own_second_step_hands_back_what_they_had(enter, mira, moss, raised, clock, code_now):
    concern = raised()
    browser = enter(mira)
    browser.post(f"/duty/{concern.pk}/take/")
    pager.tick()
    browser.get("/account/2fa/totp/deactivate/")
    browser.post("/account/2fa/reauthenticate/", {"code": code_now()})
    browser.post("/account/2fa/totp/deactivate/")
    assert browser.get("/duty/").status_code == 404
    assert "nobody yet" in text_of(enter(moss).get("/duty/"))
    deeds = list(Entry.objects.filter(by=mira.pk).values_list("what", flat=True))
    assert deeds[-2:] == ["case_handed_back", "second_step_ended"]
    pager.tick()
    assert Alarm.objects.ringing().get().pages.exists()


def test_who_keeps_a_passkey_keeps_what_they_had(enter, mira, raised, code_now):
    concern = raised()
    Authenticator.objects.create(user=mira, type=Authenticator.Type.WEBAUTHN, data={})
    browser = enter(mira)
    browser.post(f"/duty/{concern.pk}/take/")
    browser.get("/account/2fa/totp/deactivate/")
    browser.post("/account/2fa/reauthenticate/", {"code": code_now()})
    browser.post("/account/2fa/totp/deactivate/")
    concern.refresh_from_db()
    assert concern.taken_by == mira
    assert Authenticator.objects.filter(user=mira).count() == 1


def test_mira_writes_without_learning_the_name_and_ana_answers(enter, mira, ana, ben, raised):
    concern = raised()
    guide, ours = enter(mira), enter(ana)
    letters = f"/me/letters/{concern.pk}/"
    assert ours.get(letters).status_code == 404, "nobody has written yet"
    assert guide.post(f"/duty/{concern.pk}/write/", {"body": "I read what you wrote. May we talk?"}).status_code == 302
    assert "A guide would like to reach you." in text_of(ours.get("/me/notices/"))
    assert "May we talk?" in text_of(ours.get(letters))
    ours.post(letters, {"body": "Yes, tonight."})
    page = text_of(guide.get(f"/duty/{concern.pk}/"))
    assert "Yes, tonight." in page
    assert "ana" not in page.replace("manage", "")
    assert enter(ben).get(letters).status_code == 404


def test_an_answer_after_closing_comes_back_to_the_board(enter, mira, ana, raised):
    concern = raised()
    enter(mira).post(f"/duty/{concern.pk}/write/", {"body": "May we talk?"})
    actions.close(concern=concern, by=mira, note="Wrote to them.")
    enter(ana).post(f"/me/letters/{concern.pk}/", {"body": "I would like to, now."})
    assert "The writer asks for a guide" in text_of(enter(mira).get("/duty/"))


@pytest.mark.parametrize("body", ["", " \x00", "n" * 100_000])
def test_an_empty_or_endless_letter_comes_back(enter, mira, ana, raised, body):
    concern = raised()
    assert enter(mira).post(f"/duty/{concern.pk}/write/", {"body": body}).status_code == 422
    enter(mira).post(f"/duty/{concern.pk}/write/", {"body": "May we talk?"})
    refused = enter(ana).post(f"/me/letters/{concern.pk}/", {"body": body})
    assert refused.status_code == 422
    assert Letter.objects.count() == 1


def test_when_ana_leaves_the_record_stays_without_her(mira, ana, raised):
    concern = raised()
    actions.step_of(concern, ana)
    actions.write_as_guide(concern=concern, guide=mira, body="May we talk?")
    leaving.leave(ana)
    concern.refresh_from_db()
    assert concern.person is None
    assert not Letter.objects.exists()
    assert not hasattr(Concern.objects.get(), "step")


def test_those_on_duty_are_told_once_that_somebody_may_need_them(ana, ben, mira, lena):
    for link in ("/stories/1/", "/stories/2/"):
        actions.raise_concern(kind=Kind.READING, level=Level.WORRY, link=link, person=ana, reasons=[])
    told = Notice.objects.filter(kind="duty")
    assert {notice.person for notice in told} == {mira, lena}
    assert [notice.link for notice in told] == ["/duty/", "/duty/"]


def test_who_has_looked_at_the_board_is_told_anew_of_the_next(enter, mira, lena, raised):
    raised(Level.WORRY)
    enter(mira).get("/duty/")
    raised(Level.WORRY, about="another")
    assert Notice.objects.filter(kind="duty", person=mira).count() == 2
    assert Notice.objects.filter(kind="duty", person=lena).count() == 1, "she has not looked yet"


def test_a_story_nobody_answered_yet_disturbs_nobody(ana, mira):
    actions.raise_concern(kind=Kind.UNHEARD, level=Level.HEAVY, link="/stories/1/", person=ana, reasons=[])
    assert not Notice.objects.filter(kind="duty").exists()


def test_who_asks_for_a_guide_comes_before_what_a_program_noticed(ana, ben, mira):
    noticed = actions.raise_concern(kind=Kind.READING, level=Level.WORRY, link="/stories/1/", person=ana, reasons=[])
    asked = actions.raise_concern(kind=Kind.ASKED, level=Level.WORRY, link="/stories/2/", person=ben, reasons=[])
    assert [case.first for case in cases_for(mira)] == [asked, noticed]


def test_an_answer_to_a_closed_concern_stands_on_one_open_row_of_the_same_guide(ana, mira):
    concern = actions.raise_concern(kind=Kind.READING, level=Level.WORRY, link="/stories/1/", person=ana, reasons=[])
    actions.write_as_guide(concern=concern, guide=mira, body="How is the evening?")
    concern.refresh_from_db()
    actions.close(concern=concern, by=mira, note="She says that it is calmer.")
    actions.write_to_guide(concern=concern, person=ana, body="It is not, please come back.")
    actions.write_to_guide(concern=concern, person=ana, body="Are you there?")
    waits = Concern.objects.open().get()
    assert waits.taken_by == mira
    assert waits.writer_wrote_at is not None


@pytest.fixture
def answered_by_mira(ana, mira, raised):
    """Mira has written to Ana about something dangerous, and closed it."""
    concern = raised()
    actions.write_as_guide(concern=concern, guide=mira, body="How is the evening?")
    actions.close(concern=Concern.objects.get(pk=concern.pk), by=mira, note="She says that it is calmer.")
    return concern


def has_gone_off_duty(mira):
    desks.go_off(person=mira)


def is_no_guide_any_more(mira):
    take_role(person=mira, kind="guide")


def has_no_turn_now(mira):
    tomorrow = timezone.localdate() + timedelta(days=1)
    add_shift(person=mira, starts=time(9), ends=time(17), zone="UTC", first_on=tomorrow)


@pytest.mark.parametrize("gone", [has_gone_off_duty, is_no_guide_any_more, has_no_turn_now])
def test_an_answer_to_a_guide_who_is_not_there_rings_somebody_as_serious_as_it_was(answered_by_mira, ana, mira, gone):
    gone(mira)
    actions.write_to_guide(concern=answered_by_mira, person=ana, body="I am doing it now.")
    waits = Concern.objects.open().get()
    assert (waits.taken_by, waits.level) == (None, Level.DANGER)
    assert Alarm.objects.ringing().filter(link=waits.link).exists()


def test_an_answer_in_a_case_whose_guide_went_off_duty_rings_anew(ana, mira, raised):
    concern = raised()
    actions.write_as_guide(concern=concern, guide=mira, body="How is the evening?")
    pager.tick()
    assert not Alarm.objects.ringing().exists()
    desks.go_off(person=mira)
    actions.write_to_guide(concern=concern, person=ana, body="It is worse.")
    assert Concern.objects.open().get().taken_by is None
    assert Alarm.objects.ringing().exists()


def test_who_has_the_case_open_this_minute_is_there_whatever_the_rota_says(ana, mira, raised):
    concern = raised()
    actions.write_as_guide(concern=concern, guide=mira, body="How is the evening?")
    has_no_turn_now(mira)
    cases.stay_with(case=concern.case, by=mira)
    actions.write_to_guide(concern=concern, person=ana, body="It is worse.")
    assert Concern.objects.open().get().taken_by == mira


def test_when_a_guides_role_ends_their_cases_wait_again_and_ring(mira, lena, raised):
    concern = raised()
    actions.take(concern=concern, by=mira)
    take_role(person=mira, kind="guide", by=lena, why="She moved.")
    concern.refresh_from_db()
    case = concern.case
    case.refresh_from_db()
    assert (concern.taken_by, case.taken_by, case.state) == (None, None, "detected")
    pager.tick()
    assert Alarm.objects.ringing().filter(link=concern.link).exists()


def test_a_lead_who_is_a_guide_no_more_keeps_her_cases(lena, raised):
    give_role(person=lena, kind="guide")
    concern = raised()
    actions.take(concern=concern, by=lena)
    take_role(person=lena, kind="guide")
    assert Concern.objects.get(pk=concern.pk).taken_by == lena


# --- a case -------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_about_one(raised):
    """The program noticed something in Ana's words, and Ana asks for a guide."""
    return raised(Level.WORRY), raised(Level.WORRY, kind=Kind.ASKED)


def test_two_concerns_about_one_text_are_one_row_with_all_its_reasons(enter, mira, raised, two_about_one):
    raised(Level.WORRY, about="another")
    page = text_of(enter(mira).get("/duty/"))
    assert page.count("<tr class=") == 2
    row = next(row for row in page.split("<tr class=") if "why one" in row)
    assert "The writer asks for a guide; The program noticed something" in row


def test_who_takes_the_case_takes_and_hands_back_all_of_it(enter, mira, two_about_one):
    browser = enter(mira)
    browser.post(f"/duty/{two_about_one[0].pk}/take/")
    assert set(Concern.objects.values_list("taken_by", flat=True)) == {mira.pk}
    browser.post(f"/duty/{two_about_one[1].pk}/hand-back/")
    assert set(Concern.objects.values_list("taken_by", flat=True)) == {None}


def marks(browser, concern):
    """What the page of its case says of itself with each form."""
    page = text_of(browser.get(f"/duty/{concern.case_id}/"))
    return list(dict.fromkeys(re.findall(r'name="seen" value="([^"]+)"', page)))


def test_one_note_closes_all_that_the_guide_had_before_her(enter, mira, two_about_one):
    browser = enter(mira)
    seen = marks(browser, two_about_one[0])
    assert {mark.partition(".")[0] for mark in seen} == {str(concern.pk) for concern in two_about_one}
    browser.post(f"/duty/{two_about_one[0].pk}/", {"note": "We spoke for an hour.", "ended": "confirmed", "seen": seen})
    assert list(Concern.objects.values_list("closing_note", flat=True)) == ["We spoke for an hour."] * 2
    assert "Nothing waits" in text_of(browser.get("/duty/"))


def test_what_came_in_after_she_opened_the_page_is_not_closed_with_it(enter, mira, raised):
    first = raised(Level.WORRY)
    browser = enter(mira)
    browser.post(f"/duty/{first.pk}/take/")
    before = marks(browser, first)
    new = raised(Level.DANGER, kind=Kind.ASKED)
    assert "Something new since" in text_of(browser.get("/duty/"))
    answer = browser.post(f"/duty/{first.pk}/", {"note": "Read it.", "ended": "confirmed", "seen": before})
    new.refresh_from_db()
    assert answer["Location"] == new.case.address
    assert new.case != first.case
    assert list(Concern.objects.open()) == [new]
    assert "mira closed this" in text_of(browser.get(f"/duty/{new.pk}/"))


def answers_her(concern, ana):
    actions.write_to_guide(concern=concern, person=ana, body="It got worse since.")


def grows_worse(concern, ana):
    actions.raise_concern(kind=Kind.READING, level=Level.DANGER, link=concern.link, person=ana, reasons=["why now"])


def is_told_of_by_others(concern, ana):
    Report.objects.create(tells="worry", concern=concern, link=concern.link, thing="story", line="She gave it away.")


@pytest.mark.parametrize("change", [answers_her, grows_worse, is_told_of_by_others])
def test_what_changed_after_she_opened_the_page_is_not_closed_with_it(enter, mira, ana, raised, change):
    concern = raised(Level.WORRY)
    browser = enter(mira)
    browser.post(f"/duty/{concern.pk}/write/", {"body": "How is the evening?"})
    before = marks(browser, concern)
    change(concern, ana)
    answer = browser.post(f"/duty/{concern.pk}/", {"note": "Read it.", "ended": "confirmed", "seen": before})
    (still_open,) = Concern.objects.open()
    assert answer["Location"] == still_open.case.address
    browser.post(f"/duty/{concern.pk}/", {"note": "Now.", "ended": "confirmed", "seen": marks(browser, still_open)})
    assert not Concern.objects.open().exists()


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("take/", {}),
        ("write/", {"body": "How is the evening?"}),
        ("move/", {"to": "contact", "why": "We speak."}),
        ("second-look/", {"why": "Shall we?"}),
    ],
)
def test_danger_that_came_after_she_opened_the_page_is_not_taken_with_it(enter, mira, ana, raised, place, words):
    concern = raised(Level.WORRY)
    browser = enter(mira)
    browser.post(f"/duty/{concern.pk}/take/")
    before = marks(browser, concern)
    grows_worse(concern, ana)
    browser.post(f"/duty/{concern.pk}/{place}", {**words, "seen": before})
    concern.refresh_from_db()
    assert (concern.taken_by, concern.level) == (None, Level.DANGER)
    assert "I have seen what is new" in text_of(browser.get(f"/duty/{concern.case_id}/"))
    browser.post(f"/duty/{concern.pk}/take/", {"seen": marks(browser, concern)})
    concern.refresh_from_db()
    assert concern.taken_by == mira


def test_what_is_new_in_a_case_that_somebody_has_runs_on_its_own_clock(enter, mira, raised):
    first = raised(Level.DANGER, ago=20)
    enter(mira).post(f"/duty/{first.pk}/take/")
    assert "Overdue" not in text_of(enter(mira).get("/duty/"))
    raised(Level.DANGER, kind=Kind.ASKED, ago=16)
    assert "Overdue" in text_of(enter(mira).get("/duty/"))


def test_a_note_that_is_too_long_comes_back_as_it_was_typed(enter, mira, raised):
    concern = raised()
    refused = enter(mira).post(f"/duty/{concern.pk}/", {"note": "She is safe. " * 400, "ended": "confirmed"})
    assert refused.status_code == 422
    assert "She is safe. " * 400 in text_of(refused)
    assert Concern.objects.open().exists()


def test_the_page_has_the_clock_and_the_lines_of_the_writer_s_country(enter, mira, raised):
    concern = raised(Level.WORRY)
    page = text_of(enter(mira).get(f"/duty/{concern.pk}/"))
    concern.refresh_from_db()
    with timezone.override(mira.time_zone or "UTC"):
        assert date_format(timezone.localtime(concern.due_at), "j F, H:i") in page
    assert "Lines where the writer lives: Portugal" in page
    assert "Emergency number there: 112" in page
    assert policy.lines_for("PT")[0].name in page


def test_without_a_writer_there_is_no_country_to_tell(enter, mira, ana, raised):
    concern = raised()
    leaving.leave(ana)
    page = text_of(enter(mira).get(f"/duty/{concern.pk}/"))
    assert "Lines you can pass on" in page
    assert "Portugal" not in page


def test_a_letter_sent_twice_in_a_moment_is_one_and_later_it_is_two(enter, ana, mira, raised, clock):
    concern = raised(person=ana)
    for who, place in ((mira, f"{concern.case.address}write/"), (ana, f"/me/letters/{concern.pk}/")):
        before = Letter.objects.count()
        for _ in range(2):
            enter(who).post(place, {"body": "Are you there?"})
        assert Letter.objects.count() == before + 1
        clock.after(minutes=2)
        enter(who).post(place, {"body": "Are you there?"})
        assert Letter.objects.count() == before + 2


def test_where_the_writer_has_left_no_way_leads_to_what_is_gone(enter, ana, mira, loss):
    story = shared(enter(ana), loss, DANGER)
    leaving.leave(ana)
    page = text_of(enter(mira).get(Concern.objects.get(link=story.address).case.address))
    assert "Nobody known stands behind this" in page
    assert f'href="{story.address}"' not in page
