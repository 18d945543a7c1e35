"""Somebody tells the guides about words: nobody learns who, everybody who told hears what came of it."""

import json

import pytest
from django.db import IntegrityError, transaction

from holdspace.circles import actions as circles
from holdspace.circles.tests.scene import answered, shared, text_of
from holdspace.notices.models import Notice
from holdspace.people import leaving
from holdspace.people.actions import take_role
from holdspace.safeguarding.actions import close, take, write_as_guide, write_to_guide
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Alarm, Case, Concern, Entry, Kind, Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(enter, ana, loss, clock):
    told = shared(enter(ana), loss)
    clock.after(minutes=2)
    return told


@pytest.fixture
def members(person, loss):
    def sit(n: int):
        people = [person(f"member-{number}") for number in range(n)]
        for one in people:
            circles.join(circle=loss, person=one)
        return people

    return sit


def report(browser, told, why="agreement-0", line="It laughs at her.", **how):
    return browser.post(f"{told.address}report/", {"why": why, "line": line}, **how)


def concern_about(told) -> Concern:
    return Concern.objects.get(kind=Kind.REPORT, link=told.address, closed_at=None)


def test_three_taps_and_the_guide_reads_the_agreement_and_the_line(enter, ben, mira, story):
    browser = enter(ben)
    assert f'href="{story.address}report/"' in text_of(browser.get(story.address))
    assert "Listening first" in text_of(browser.get(f"{story.address}report/"))
    done = report(browser, story, follow=True)
    assert "you will hear what came of it" in text_of(done)
    case = text_of(enter(mira).get(f"/duty/{concern_about(story).pk}/"))
    assert "Listening first" in case
    assert "It laughs at her." in case


def test_without_a_reason_nothing_is_sent_and_the_line_comes_back(enter, ben, story):
    refused = report(enter(ben), story, why="", line="Please look at this.")
    assert refused.status_code == 422
    assert "Please look at this." in text_of(refused)
    assert "Please choose what comes nearest" in text_of(refused)
    assert not Report.objects.exists()


@pytest.mark.parametrize("why", ["agreement-7", "agreement", "nonsense"])
def test_a_reason_nobody_offered_is_refused(enter, ben, story, why):
    assert report(enter(ben), story, why=why).status_code == 422
    assert not Report.objects.exists()


def test_whom_it_is_about_never_learns_that_or_who(enter, ana, ben, story):
    before = Notice.objects.filter(person=ana).count()
    report(enter(ben), story)
    close(concern=concern_about(story), by=ben, note="Looked.")
    assert Notice.objects.filter(person=ana).count() == before
    pages = [text_of(enter(ana).get(path)) for path in ("/me/", "/me/notices/", "/me/reports/", story.address)]
    taken = json.dumps(leaving.words_of(ana), default=str)
    assert [word for word in ("It laughs at her.", "reported") for text in [*pages, taken] if word in text] == []
    assert '"kind": "report"' not in taken


def test_not_even_the_guide_reads_who_told(enter, mira, person, loss, story):
    teller = person("marrowfat")
    circles.join(circle=loss, person=teller)
    report(enter(teller), story)
    told = Report.objects.get()
    for path in (f"/duty/{told.concern_id}/", f"/duty/reports/{told.pk}/", "/duty/"):
        page = text_of(enter(mira).get(path))
        assert "marrowfat" not in page
        assert str(teller.pk) not in page


def test_who_told_hears_what_came_of_that_one_thing(enter, ben, mira, story):
    report(enter(ben), story)
    assert "It waits for a guide." in text_of(enter(ben).get("/me/reports/"))
    enter(mira).post(f"/duty/{concern_about(story).pk}/", {"note": "It keeps to what we agreed.", "ended": "confirmed"})
    assert Notice.objects.filter(person=ben, kind="outcome", link="/me/reports/").exists()
    page = text_of(enter(ben).get("/me/reports/"))
    assert "A guide has looked at it. It stays as it is." in page
    assert "It keeps to what we agreed." not in page  # the note is for those on duty


def test_thirty_reports_are_one_case_and_hide_nothing(enter, ana, ben, mira, members, story):
    for one in [ben, *members(29)]:
        assert report(enter(one), story).status_code == 302
    assert Concern.objects.filter(kind=Kind.REPORT).count() == 1
    assert Report.objects.count() == 30
    assert Notice.objects.filter(person=mira, kind="duty").count() == 1
    assert enter(ben).get(story.address).status_code == 200
    story.refresh_from_db()
    assert story.held_because == ""


def test_told_twice_is_told_once(enter, ben, story):
    for _ in range(2):
        report(enter(ben), story)
    assert Report.objects.get().line == "It laughs at her."
    page = text_of(enter(ben).get(f"{story.address}report/"))
    assert "You told the guides about this" in page
    assert "is there more to say?" in page


def test_what_is_told_later_is_kept_and_a_graver_reason_rings_anew(enter, ben, mira, story):
    report(enter(ben), story)
    concern = concern_about(story)
    take(concern=concern, by=mira)
    report(enter(ben), story, why="live", line="HE IS CUTTING NOW")
    told = Report.objects.get()
    assert (told.ground, told.line) == ("live", "It laughs at her.\nHE IS CUTTING NOW")
    concern.refresh_from_db()
    assert (concern.level, concern.taken_by) == (Level.DANGER, None)
    assert Alarm.objects.ringing().filter(link=concern.link).exists()
    report(enter(ben), story, why="else", line="It is over.")
    assert Report.objects.get().ground == "live", "what may be about minutes is not taken back by a milder word"
    assert concern_about(story).level == Level.DANGER


def test_whoever_looks_after_it_hears_that_there_is_more(enter, ben, mira, story):
    report(enter(ben), story)
    take(concern=concern_about(story), by=mira)
    enter(mira).get("/duty/")
    enter(mira).post("/me/notices/seen/")
    report(enter(ben), story, line="And it goes on.")
    assert Notice.objects.filter(person=mira, seen_at=None, link=concern_about(story).case.address).exists()


def test_a_pact_comes_before_a_broken_agreement(enter, ben, story, members):
    report(enter(ben), story)
    assert concern_about(story).level == Level.WORRY
    report(enter(members(1)[0]), story, why="pact")
    assert concern_about(story).level == Level.DANGER


@pytest.mark.parametrize("why", ["pact", "challenge", "hoax", "live", "method", "attack", "else"])
def test_pacts_dares_false_alarms_and_broadcasts_have_reasons_of_their_own(enter, ben, story, why):
    assert f'value="{why}"' in text_of(enter(ben).get(f"{story.address}report/"))
    assert report(enter(ben), story, why=why).status_code == 302


def test_whoever_may_not_read_it_finds_no_way_to_report_it(enter, ana, cleo, story):
    for somebody in (ana, cleo):
        for gesture in ("report/", "worry/"):
            assert enter(somebody).get(f"{story.address}{gesture}").status_code == 404
            assert enter(somebody).post(f"{story.address}{gesture}", {"why": "else"}).status_code == 404


def test_what_was_read_once_stays_reportable(enter, ana, ben, cleo, loss, story, clock):
    circles.leave_circle(circle=loss, person=ben)
    clock.after(minutes=5)
    later = shared(enter(ana), loss, body="Another evening, and the kettle is the only one who speaks to me here.")
    clock.after(minutes=5)
    assert enter(ben).get(story.address).status_code == 404
    assert report(enter(ben), story).status_code == 302
    assert report(enter(ben), later).status_code == 404


def test_a_reply_and_a_circle_can_be_reported_too(enter, ana, ben, mira, loss, story, clock):
    reply = answered(enter(ben), story)
    clock.after(minutes=2)
    assert report(enter(ana), reply).status_code == 302
    case = text_of(enter(mira).get(f"/duty/{Concern.objects.get(kind=Kind.REPORT).pk}/"))
    assert "What was she called at home?" in case
    sent = enter(ana).post("/circles/loss/report/", {"why": "else", "line": "The host is never here."})
    assert sent.status_code == 302
    assert Report.objects.get(thing="circle").about is None


# --- told to hurt -------------------------------------------------------------------------------------------------


def test_a_fourth_report_of_one_writer_in_a_week_waits_and_a_guide_is_told(enter, ana, ben, mira, loss, clock):
    told = []
    for number in range(4):
        told.append(shared(enter(ana), loss, body=f"Evening {number}: I set the table for two and then took one away."))
        clock.after(minutes=2)
        report(enter(ben), told[-1])
    levels = [concern_about(story).level for story in told]
    assert levels == [Level.WORRY, Level.WORRY, Level.WORRY, Level.HEAVY]
    misuse = Concern.objects.get(kind=Kind.MISUSE)
    assert misuse.person == ben
    assert "Told by one person about one voice" in text_of(enter(mira).get(misuse.link))
    assert text_of(enter(mira).get("/duty/")).count("may be meant to hurt") >= 1


def test_a_report_found_hurtful_lowers_the_next_one_and_the_teller_does_not_learn_it(
    enter, ana, ben, mira, loss, story, clock
):
    report(enter(ben), story)
    enter(mira).post(f"/duty/reports/{Report.objects.get().pk}/judge/", {"judged": "hurtful"})
    assert Concern.objects.filter(kind=Kind.MISUSE, person=ben).exists()
    assert Entry.objects.filter(what="report_judged", by=mira.pk, person=ben.pk).exists()
    other = shared(enter(ana), loss, body="The clock in the hall has stopped, and I have not wound it since then.")
    clock.after(minutes=2)
    report(enter(ben), other, why="attack")
    assert concern_about(other).level == Level.HEAVY
    assert "mock somebody" not in text_of(enter(ben).get("/me/reports/"))


@pytest.mark.parametrize("why", ["pact", "live"])
def test_where_a_life_may_depend_on_it_no_report_waits_whoever_tells(enter, ana, ben, mira, loss, story, clock, why):
    report(enter(ben), story)
    enter(mira).post(f"/duty/reports/{Report.objects.get().pk}/judge/", {"judged": "hurtful"})
    other = shared(enter(ana), loss, body="The clock in the hall has stopped, and I have not wound it since then.")
    clock.after(minutes=2)
    report(enter(ben), other, why=why)
    assert concern_about(other).level == Level.DANGER


def test_worries_do_not_make_a_report_wait(enter, ana, ben, loss, clock):
    for number in range(4):
        told = shared(enter(ana), loss, body=f"Evening {number}: I set the table for two and then took one away.")
        clock.after(minutes=2)
        enter(ben).post(f"{told.address}worry/", {"line": "She is my friend."})
    assert set(Concern.objects.filter(kind=Kind.WORRY_FLAG).values_list("level", flat=True)) == {Level.WORRY}
    report(enter(ben), told, why="attack")
    assert concern_about(told).level == Level.WORRY


def test_side_by_side_stands_what_was_told_of_one_voice_and_nothing_anonymous(enter, ana, ben, mira, loss, clock):
    told = []
    for number, face in enumerate(("name", "name", "anonymous")):
        body = f"Evening {number}: I set the table for two and then took one away."
        told.append(shared(enter(ana), loss, body=body, face=face))
        clock.after(minutes=2)
        report(enter(ben), told[-1])
    named, again, hidden = (Report.objects.get(link=one.link) for one in told)
    page = text_of(enter(mira).get(f"/duty/reports/{named.pk}/"))
    assert [f"/duty/{one.concern_id}/" in page for one in (named, again, hidden)] == [True, True, False]
    page = text_of(enter(mira).get(f"/duty/reports/{hidden.pk}/"))
    assert [f"/duty/{one.concern_id}/" in page for one in (named, again, hidden)] == [False, False, True]


def test_only_those_on_duty_judge_a_report(enter, ana, ben, cleo, story):
    report(enter(ben), story)
    told = Report.objects.get()
    for somebody in (ana, ben, cleo):
        assert enter(somebody).get(f"/duty/reports/{told.pk}/").status_code == 404
        assert enter(somebody).post(f"/duty/reports/{told.pk}/judge/", {"judged": "empty"}).status_code == 404
    told.refresh_from_db()
    assert told.judged == ""


# --- those on duty are reported too -------------------------------------------------------------------------------


@pytest.fixture
def moss(person):
    return person("moss", "guide")


def test_a_report_of_a_guide_goes_to_the_lead_alone(enter, ana, mira, moss, lena, loss, clock):
    circles.join(circle=loss, person=mira)
    told = shared(enter(mira), loss, body="I say this as a member: my own evenings have been long since the spring.")
    clock.after(minutes=2)
    report(enter(ana), told)
    concern = Concern.objects.get(kind=Kind.REPORT)
    assert enter(lena).get(f"/duty/{concern.pk}/").status_code == 200
    for guide in (mira, moss):
        assert enter(guide).get(f"/duty/{concern.pk}/").status_code == 404
        assert not Notice.objects.filter(person=guide, kind="duty").exists()
    assert Notice.objects.filter(person=lena, kind="duty").exists()


def test_where_nobody_leads_another_guide_looks(enter, ana, mira, moss, lena, loss, clock):
    take_role(person=lena, kind="lead")
    circles.join(circle=loss, person=mira)
    told = shared(enter(mira), loss, body="I say this as a member: my own evenings have been long since the spring.")
    clock.after(minutes=2)
    report(enter(ana), told)
    concern = Concern.objects.get(kind=Kind.REPORT)
    assert [enter(one).get(f"/duty/{concern.pk}/").status_code for one in (mira, moss)] == [404, 200]


def test_whoever_comes_on_duty_or_goes_between_two_reports_leaves_one_case(enter, ben, mira, lena, person, loss, clock):
    gus, zoe = person("gus", "guide"), person("zoe")
    for one in (gus, zoe):
        circles.join(circle=loss, person=one)
    told = shared(enter(gus), loss)
    clock.after(minutes=2)
    report(enter(ben), told)
    take_role(person=gus, kind="guide")
    report(enter(zoe), told, why="live")
    (case,) = Case.objects.all()
    assert (case.level, len(case.concerns), Report.objects.count()) == (Level.DANGER, 1, 2)
    for guide in (mira, lena):
        assert case.address in text_of(enter(guide).get("/duty/"))


def test_a_case_without_a_concern_leaves_the_board_to_the_others(enter, mira, ben, story, caplog):
    report(enter(ben), story)
    empty = Case.objects.create(link="/stories/nowhere/", level=Level.WORRY)
    page = text_of(enter(mira).get("/duty/"))
    assert concern_about(story).case.address in page
    assert empty.address not in page
    assert str(empty.pk) in caplog.text


def test_a_letter_from_a_guide_can_be_reported_and_she_never_sees_it(enter, ana, cleo, mira, lena):
    from holdspace.safeguarding.actions import raise_concern

    concern = raise_concern(kind=Kind.ASKED, level=Level.WORRY, link="/stories/x/", person=ana, reasons=[])
    write_to_guide(concern=concern, person=ana, body="I cannot.")
    write_as_guide(concern=concern, guide=mira, body="You should really pull yourself together now.")
    way = f"/me/letters/{concern.pk}/report/2/"
    assert f'href="{way}"' in text_of(enter(ana).get(f"/me/letters/{concern.pk}/"))
    assert enter(cleo).get(way).status_code == 404
    for other in (1, 3, 0):
        assert enter(ana).get(f"/me/letters/{concern.pk}/report/{other}/").status_code == 404
    assert enter(ana).post(way, {"why": "attack", "line": ""}).status_code == 302
    raised = Concern.objects.get(kind=Kind.REPORT)
    assert enter(mira).get(f"/duty/{raised.pk}/").status_code == 404
    assert enter(lena).get(f"/duty/{raised.pk}/").status_code == 200
    assert "pull yourself together" in text_of(enter(lena).get(raised.link))


# --- what may be stored, and leaving ------------------------------------------------------------------------------


def test_a_report_without_a_reason_cannot_be_stored(ana, story):
    case = Case.objects.create(link=story.address, level=2)
    concern = Concern.objects.create(case=case, kind=Kind.REPORT, level=2, link=story.address)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.create(tells="report", concern=concern, link=story.address, thing="story", reporter=ana)


def test_whoever_told_and_leaves_takes_their_words_along_and_the_case_stays(enter, ben, story, clock):
    report(enter(ben), story)
    assert "It laughs at her." in json.dumps(leaving.words_of(ben), default=str)
    clock.after(hours=1)
    leaving.leave(ben)
    told = Report.objects.get()
    assert (told.reporter, told.line) == (None, "")
    assert concern_about(story).closed_at is None


def test_weeks_apart_is_not_too_often(enter, ana, ben, loss, clock):
    for number in range(5):
        told = shared(enter(ana), loss, body=f"Week {number}: I set the table for two and then took one away.")
        clock.after(minutes=2)
        report(enter(ben), told)
        assert concern_about(told).level == Level.WORRY
        clock.after(days=8)


def test_who_was_shut_out_still_reports_what_was_said_to_them(enter, ana, ben, mira, loss, story, clock):
    reply = answered(enter(ben), story)
    clock.after(minutes=2)
    enter(ana).post(f"{reply.address}block/", {"kind": "block"})
    assert enter(ben).get(story.address).status_code == 404
    page = text_of(enter(ben).get("/me/past/"))
    assert f'href="{story.address}report/"' in page
    assert report(enter(ben), story).status_code == 302
    assert "Listening first" in text_of(enter(mira).get(f"/duty/{concern_about(story).pk}/"))


def test_the_list_of_past_words_is_the_same_before_and_after_a_block(enter, ana, ben, cleo, loss, story, clock):
    reply = answered(enter(ben), story)
    clock.after(minutes=2)
    before = text_of(enter(ben).get("/me/past/"))
    enter(ana).post(f"{reply.address}block/", {"kind": "block"})
    assert text_of(enter(ben).get("/me/past/")) == before
    assert story.address not in text_of(enter(cleo).get("/me/past/"))
    assert f'href="{reply.address}report/"' in text_of(enter(ana).get("/me/past/"))
