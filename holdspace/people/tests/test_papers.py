"""Applying, two people who check, and what follows from yes, from no and from the calendar."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import TOTP
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from holdspace.notices.models import Notice
from holdspace.people import actions, papers, policy
from holdspace.people.evidence import Examined
from holdspace.people.models import Application, Opinion, PastRole, Role, Sight, Standing, Verification, today
from holdspace.people.tests.bad_files import PDF
from holdspace.people.tests.test_evidence import TYPED
from holdspace.safeguarding.models import Entry, What

pytestmark = pytest.mark.django_db
YES = {"agrees": "yes", "note": "I called the register."}
NO = {"agrees": "no", "note": "The number belongs to somebody else.", "reason": "The number is not yours."}
FACTS = {"title": "Ana Lopes", "profession": "Psychologist", "country": "PT"}


@pytest.fixture
def applied(ana):
    return papers.apply(person=ana, papers=[Examined("pdf", PDF)], kind="practitioner", **FACTS)


@pytest.fixture
def checked(applied, lena, sten):
    """Lena checks it, together with Sten."""
    papers.check(application=applied, by=lena, second=sten)
    return applied


def at(application) -> str:
    return f"/people/applications/{application.pk}/"


def paper_of(application) -> str:
    return f"/people/papers/{application.papers.get().pk}/"


def told(kind: What) -> list:
    return [entry.by for entry in Entry.objects.filter(what=kind)]


# --- the whole way -------------------------------------------------------------------------------------------------


def test_from_the_form_to_the_badge(enter, ana, lena, sten):
    sent = enter(ana).post("/me/profession/", TYPED | {"papers": SimpleUploadedFile("diploma.pdf", PDF)}, follow=True)
    assert "waits for a lead" in sent.content.decode()
    application = Application.objects.get(person=ana)
    assert Notice.objects.filter(person=lena, link=at(application)).exists()
    first, second = enter(lena), enter(sten)
    assert second.get(at(application)).status_code == 404
    first.post(f"{at(application)}check/", {"second": sten.pk})
    assert Notice.objects.filter(person=sten, link=at(application)).exists()
    first.post(at(application), YES)
    assert not policy.has_role(fresh(ana), "practitioner")
    second.post(at(application), YES)
    assert policy.professional(ana) is None
    TOTP.activate(ana, "JBSWY3DPEHPK3PXP")
    assert policy.professional(ana).title == "Ana Lopes"
    page = enter(ana).get("/me/profession/").content.decode()
    assert "You are shown as Ana Lopes" in page
    assert "given by lena" in page
    assert "Verified by the steward of this place and sten" in enter(lena).get("/professionals/").content.decode()
    assert told(What.PAPERS_SENT) == [ana.pk]
    assert told(What.PAPERS_AGREED) == [lena.pk, sten.pk]
    assert told(What.ROLE_GIVEN)[-1] == lena.pk


def fresh(person):
    return type(person).objects.get(pk=person.pk)


def test_a_no_says_why_and_can_be_answered(enter, ana, checked, lena):
    enter(lena).post(at(checked), NO)
    page = enter(ana).get("/me/profession/").content.decode()
    assert "The number is not yours." in page
    assert "The number belongs to somebody else." not in page
    assert Notice.objects.filter(person=ana, link="/me/profession/").exists()
    again = enter(ana).post("/me/profession/", TYPED | {"papers": SimpleUploadedFile("diploma.pdf", PDF)})
    assert again.status_code == 302
    assert not policy.has_role(fresh(ana), "practitioner")


@pytest.mark.parametrize(
    ("left_out", "asked"), [("note", "what you looked at"), ("reason", "A no needs a reason"), ("agrees", "choose one")]
)
def test_an_opinion_without_its_reasons_comes_back(enter, checked, lena, left_out, asked):
    answer = enter(lena).post(at(checked), NO | {left_out: ""})
    assert answer.status_code == 422
    assert asked in answer.content.decode()
    assert not Opinion.objects.exists()


# --- may not -------------------------------------------------------------------------------------------------------


def test_one_person_alone_decides_nothing(enter, ana, checked, lena):
    browser = enter(lena)
    browser.post(at(checked), YES)
    assert browser.post(at(checked), YES).status_code == 404
    assert not policy.has_role(fresh(ana), "practitioner")


def test_nobody_checks_their_own_papers(enter, person, lena, mira):
    own = papers.apply(person=mira, papers=[], kind="guide", title="Mira", profession="Nurse", country="IE")
    other = person("orla", "lead")
    assert enter(mira).get(at(own)).status_code == 404
    papers.check(application=own, by=lena, second=other)
    assert enter(mira).post(at(own), YES).status_code == 404
    page = enter(lena).get(at(own)).content.decode()
    assert f'value="{mira.pk}"' not in page
    for two in ({"first": mira, "second": lena}, {"first": lena, "second": mira}, {"first": lena, "second": lena}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=own.pk).update(**two)


def test_who_is_neither_lead_nor_asked_finds_nothing(enter, checked, ben, okafor, mira, ana):
    for somebody in (ben, okafor, mira, ana):
        assert enter(somebody).get(at(checked)).status_code == 404
        assert enter(somebody).get(paper_of(checked)).status_code == 404
    assert enter(mira).get("/people/applications/").status_code == 200
    assert enter(ana).get("/people/applications/").status_code == 404


def test_a_second_lead_sees_that_it_is_checked_and_not_the_files(enter, person, checked):
    other = enter(person("orla", "lead"))
    assert other.get(at(checked)).status_code == 200
    assert other.get(paper_of(checked)).status_code == 404


def test_whose_role_ended_opens_no_file_at_the_next_request(enter, checked, lena, sten):
    browser = enter(sten)
    assert browser.get(paper_of(checked)).status_code == 200
    actions.take_role(person=sten, kind="steward", by=lena, why="A new steward came.")
    assert browser.get(paper_of(checked)).status_code == 404


def test_the_other_ones_opinion_is_read_after_ones_own(enter, checked, lena, sten):
    enter(lena).post(at(checked), YES)
    second = enter(sten)
    assert "I called the register." not in second.get(at(checked)).content.decode()
    second.post(at(checked), YES | {"note": "I saw the diploma."})
    assert "I called the register." in second.get(at(checked)).content.decode()


def test_a_decision_that_came_a_moment_ago_stands(checked, lena, sten):
    papers.give_opinion(application=checked, by=sten, agrees=False, note="No.", reason="The year is missing.")
    with pytest.raises(papers.TooLate):
        papers.give_opinion(application=checked, by=lena, agrees=True, note="Yes.")
    checked.refresh_from_db()
    assert checked.standing == Standing.REFUSED


# --- the files -----------------------------------------------------------------------------------------------------


def test_a_paper_is_a_download_and_nothing_a_browser_would_run(enter, checked, lena):
    answer = enter(lena).get(paper_of(checked))
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]


def test_each_time_somebody_opens_one_it_is_noted(enter, checked, lena):
    browser = enter(lena)
    browser.get(paper_of(checked))
    browser.get(paper_of(checked))
    assert told(What.PAPER_SEEN) == [lena.pk, lena.pk]
    assert "seen by lena on" in browser.get(at(checked)).content.decode()


def test_without_the_key_it_says_so_and_nothing_breaks(enter, checked, lena, settings):
    settings.VAULT_KEYS = ["another key"]
    answer = enter(lena).get(paper_of(checked))
    assert answer.status_code == 503
    assert "cannot be opened" in answer.content.decode()
    assert not Sight.objects.exists()


def test_some_weeks_after_the_decision_only_who_saw_it_is_left(enter, checked, lena, sten, settings):
    enter(lena).get(paper_of(checked))
    for who in (lena, sten):
        papers.give_opinion(application=checked, by=who, agrees=True, note="Seen.")
    almost = timezone.now() + timedelta(days=settings.PAPERS_KEPT_DAYS) - timedelta(hours=1)
    papers.look_after(almost)
    assert bytes(checked.papers.get().sealed)
    papers.look_after(almost + timedelta(hours=2))
    assert not bytes(checked.papers.get().sealed)
    page = enter(lena).get(at(checked)).content.decode()
    assert "seen by lena on" in page
    assert "deleted on" in page
    assert enter(lena).get(f"/people/papers/{checked.papers.get().pk}/").status_code == 404


def test_what_is_taken_back_is_gone_at_once(enter, ana, checked):
    enter(ana).post("/me/profession/withdraw/")
    assert not bytes(checked.papers.get().sealed)
    assert "You took it back." in enter(ana).get("/me/profession/").content.decode()


def test_two_clicks_make_one_application(enter, ana):
    browser = enter(ana)
    for expected in (302, 422):
        form = TYPED | {"papers": SimpleUploadedFile("diploma.pdf", PDF)}
        assert browser.post("/me/profession/", form).status_code == expected
    assert Application.objects.filter(person=ana).count() == 1


# --- the calendar --------------------------------------------------------------------------------------------------


def test_thirty_days_before_the_end_somebody_is_told_once(mira):
    end = Verification.objects.get(person=mira).valid_until
    Notice.objects.all().delete()
    for days, expected in ((31, 0), (30, 1), (29, 1)):
        with time_machine.travel(end - timedelta(days=days), tick=False):
            papers.look_after(timezone.now())
        assert Notice.objects.filter(person=mira, link="/me/profession/").count() == expected


def test_after_the_last_day_rows_and_log_follow(mira):
    end = Verification.objects.get(person=mira).valid_until
    with time_machine.travel(end, tick=False):
        papers.look_after(timezone.now())
        assert policy.professional(mira)
    with time_machine.travel(end + timedelta(days=1), tick=False):
        assert policy.professional(mira) is None
        papers.look_after(timezone.now())
        papers.look_after(timezone.now())
    assert not Role.objects.filter(person=mira, kind="guide").exists()
    assert PastRole.objects.get(person=mira).why
    assert told(What.ROLE_ENDED) == [None]
    assert told(What.PAPERS_ENDED) == [None]


def test_papers_looked_at_again_go_on_for_another_year(mira, lena, sten, settings):
    end = Verification.objects.get(person=mira).valid_until
    with time_machine.travel(end - timedelta(days=10), tick=False):
        again = papers.apply(person=mira, papers=[], kind="guide", title="Mira", profession="Nurse", country="IE")
        papers.check(application=again, by=lena, second=sten)
        for who in (lena, sten):
            papers.give_opinion(application=again, by=who, agrees=True, note="Seen.")
        expected = today() + timedelta(days=settings.PAPERS_DAYS)
    assert Role.objects.get(person=mira, kind="guide").until == expected
    assert Verification.objects.get(person=mira).valid_until == expected
