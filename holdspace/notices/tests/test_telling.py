"""Somebody is told that something waits: never what, never where, never twice, never at night."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from holdspace.circles.tests.scene import text_of
from holdspace.notices import actions, leaving
from holdspace.notices.actions import send_digests, tell, untell
from holdspace.notices.models import Kind, Notice, Wishes

pytestmark = pytest.mark.django_db
LINK = "/circles/"
MORNING = datetime(2026, 3, 4, 9, 5, tzinfo=UTC)


@pytest.fixture
def ana(ana):
    ana.email, ana.time_zone = "ana@example.org", "UTC"
    ana.save()
    return ana


def test_the_same_thing_is_said_once_until_it_is_seen(enter, ana):
    for _ in range(3):
        tell(person=ana, kind=Kind.REPLY, link=LINK)
    assert Notice.objects.count() == 1
    enter(ana).post("/me/notices/seen/")
    tell(person=ana, kind=Kind.REPLY, link=LINK)
    assert Notice.objects.count() == 2


def test_the_page_says_that_something_waits_and_never_how_much(enter, ana):
    browser = enter(ana)
    assert "Something waits for you." not in text_of(browser.get("/circles/"))
    for number in range(13):
        tell(person=ana, kind=Kind.THANKS, link=f"/stories/{number}/")
    page = text_of(browser.get("/circles/"))
    assert "Something waits for you." in page
    assert "13" not in page.split("<main")[1]


def test_looking_at_it_leads_on_and_marks_it_seen(enter, ana):
    tell(person=ana, kind=Kind.REPLY, link=LINK)
    notice = Notice.objects.get()
    assert enter(ana).get(f"/me/notices/{notice.pk}/")["Location"] == LINK
    notice.refresh_from_db()
    assert notice.seen_at is not None
    assert "New:" not in text_of(enter(ana).get("/me/notices/"))


def test_it_is_nobody_elses(enter, ana, ben, mira):
    tell(person=ana, kind=Kind.REPLY, link=LINK)
    for somebody in (ben, mira):
        assert enter(somebody).get(f"/me/notices/{Notice.objects.get().pk}/").status_code == 404
        enter(somebody).post("/me/notices/seen/")
    assert Notice.objects.get().seen_at is None


def test_what_comes_later_is_not_said_before(enter, ana, clock, mailoutbox):
    tell(person=ana, kind=Kind.REPLY, link=LINK, at=timezone.now() + timedelta(minutes=1))
    browser = enter(ana)
    assert "Somebody answered" not in text_of(browser.get("/me/notices/"))
    assert "Something waits" not in text_of(browser.get("/circles/"))
    assert browser.get(f"/me/notices/{Notice.objects.get().pk}/").status_code == 404
    browser.post("/me/notices/seen/")
    send_digests(timezone.now().replace(hour=9))
    assert mailoutbox == []
    clock.after(minutes=2)
    assert "Somebody answered" in text_of(browser.get("/me/notices/"))


def test_what_was_taken_back_is_not_said_and_what_was_said_stays(ana):
    soon = timezone.now() + timedelta(minutes=1)
    tell(person=ana, kind=Kind.REPLY, link=LINK, at=soon)
    untell(person=ana, kind=Kind.REPLY, link=LINK)
    assert not Notice.objects.exists()
    tell(person=ana, kind=Kind.REPLY, link=LINK)
    tell(person=ana, kind=Kind.REPLY, link=LINK, at=soon)
    untell(person=ana, kind=Kind.REPLY, link=LINK)
    assert Notice.objects.count() == 1


def test_a_mail_says_nothing_but_that_something_waits(ana, mailoutbox):
    tell(person=ana, kind=Kind.REPLY, link="/stories/<b>secret</b>/")
    send_digests(timezone.now().replace(hour=14))
    mail = mailoutbox[0]
    assert mail.subject == "Something waits for you"
    assert mail.to == ["ana@example.org"]
    for word in ("stories", "secret", "answered", "http", "ana"):
        assert word not in mail.body.replace("want", "")


@pytest.mark.parametrize("hour", range(24))
def test_three_times_a_day_where_she_lives_and_no_other_hour(ana, mailoutbox, hour):
    tell(person=ana, kind=Kind.REPLY, link=LINK, at=MORNING - timedelta(days=1))
    send_digests(MORNING.replace(hour=hour))
    assert len(mailoutbox) == (1 if hour in (9, 14, 20) else 0)


def test_the_hour_is_hers_not_the_servers(ana, mailoutbox):
    ana.time_zone = "America/New_York"
    ana.save()
    tell(person=ana, kind=Kind.REPLY, link=LINK, at=MORNING - timedelta(days=1))
    send_digests(MORNING)
    assert mailoutbox == []
    send_digests(MORNING.replace(hour=14))
    assert len(mailoutbox) == 1, "14 in London is 9 in New York"


def test_one_mail_a_time_and_none_about_what_was_mailed(ana, mailoutbox):
    tell(person=ana, kind=Kind.REPLY, link=LINK, at=MORNING - timedelta(days=1))
    for minute in (0, 5, 50):
        send_digests(MORNING.replace(minute=minute))
        tell(person=ana, kind=Kind.REPLY, link=f"/stories/{minute}/", at=MORNING - timedelta(hours=1))
    send_digests(MORNING.replace(hour=10))
    assert len(mailoutbox) == 1
    send_digests(MORNING.replace(hour=14))
    assert len(mailoutbox) == 2
    send_digests(MORNING.replace(hour=20))
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("why", ["no address", "no wish", "quiet then", "seen"])
def test_no_mail(enter, ana, mailoutbox, why):
    tell(person=ana, kind=Kind.REPLY, link=LINK, at=MORNING - timedelta(days=1))
    if why == "no address":
        type(ana).objects.update(email="")
    elif why == "seen":
        actions.see_all(ana)
    else:
        Wishes.objects.create(person=ana, wants_digests=why != "no wish", quiet_from=8, quiet_to=10)
    send_digests(MORNING)
    assert mailoutbox == []


def test_a_broken_address_does_not_silence_the_others(ana, ben, mailoutbox, monkeypatch, caplog):
    ben.email = "ben@example.org"
    ben.time_zone = "UTC"
    ben.save()
    for somebody in (ana, ben):
        tell(person=somebody, kind=Kind.REPLY, link=LINK, at=MORNING - timedelta(days=1))
    told = actions.send_mail

    def refuse(**mail):
        if mail["recipient_list"] == ["ana@example.org"]:
            raise SMTPRecipientsRefused({"ana@example.org": (550, b"unknown")})
        return told(**mail)

    monkeypatch.setattr(actions, "send_mail", refuse)
    send_digests(MORNING)
    assert [mail.to for mail in mailoutbox] == [["ben@example.org"]]
    assert str(ana.pk) in caplog.text
    assert "ana@example.org" not in caplog.text
    monkeypatch.setattr(actions, "send_mail", told)
    send_digests(MORNING.replace(minute=10))
    assert len(mailoutbox) == 1, "not every minute: that is how a server comes to be taken for a nuisance"
    send_digests(MORNING.replace(hour=14))
    assert len(mailoutbox) == 2, "what failed is tried again"


class NobodyThere(BaseEmailBackend):
    tries = 0

    def open(self):
        NobodyThere.tries += 1
        raise TimeoutError


def test_a_mail_server_that_is_away_is_asked_once_a_round_and_costs_no_digest(ana, ben, mailoutbox, settings):
    type(ben).objects.filter(pk=ben.pk).update(email="ben@example.org", time_zone="UTC")
    for somebody in (ana, ben):
        tell(person=somebody, kind=Kind.REPLY, link=LINK, at=MORNING - timedelta(days=1))
    usual, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, f"{__name__}.NobodyThere"
    with pytest.raises(TimeoutError):
        send_digests(MORNING)
    assert NobodyThere.tries == 1
    settings.EMAIL_BACKEND = usual
    send_digests(MORNING.replace(minute=10))
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("forged", [{"quiet_from": "24"}, {"quiet_to": "-1"}, {"quiet_from": "late"}, {"quiet_to": ""}])
def test_a_forged_hour_is_refused(enter, ana, forged):
    refused = enter(ana).post("/me/notices/wishes/", {"quiet_from": "22", "quiet_to": "8"} | forged)
    assert refused.status_code == 422
    assert 'class="error"' in text_of(refused)
    assert not Wishes.objects.exists()


def test_wishes_are_kept(enter, ana):
    assert enter(ana).post("/me/notices/wishes/", {"quiet_from": "21", "quiet_to": "9"}).status_code == 302
    wishes = Wishes.objects.get(person=ana)
    assert (wishes.wants_digests, wishes.quiet_from, wishes.quiet_to) == (False, 21, 9)


def test_she_takes_them_along_and_leaves_none(ana, ben):
    for somebody in (ana, ben):
        tell(person=somebody, kind=Kind.REPLY, link=LINK)
        Wishes.objects.create(person=somebody)
    assert leaving.export(ana)["notices"][0]["kind"] == "reply"
    leaving.erase(ana)
    assert [notice.person for notice in Notice.objects.all()] == [ben]
    assert [wishes.person for wishes in Wishes.objects.all()] == [ben]
