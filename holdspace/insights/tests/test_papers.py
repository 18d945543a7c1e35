"""Papers say what is true of this place; keep times are kept; what changed is told, small numbers are not."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from holdspace.insights.actions import say
from holdspace.insights.papers import PAPERS
from holdspace.kit import place
from holdspace.kit.keeping import keeps
from holdspace.listening.models import Reading
from holdspace.notices.models import Notice
from holdspace.safeguarding.actions import raise_concern
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.log import faults, record
from holdspace.safeguarding.models import Case, Entry, Kind, What

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", [paper.slug for paper in PAPERS])
def test_each_paper_is_a_page_and_a_text_and_says_that_it_is_a_draft(enter, sten, slug):
    page = enter(sten).get(f"/setup/papers/{slug}/").content.decode()
    text = enter(sten).get(f"/setup/papers/{slug}/download/").content.decode()
    assert "Draft: have it read by somebody answerable." in page
    assert text.startswith("# ")
    assert "{%" not in text
    assert "&#x27;" not in text


@pytest.mark.parametrize("path", ["/privacy/", "/safety/"])
def test_two_of_them_are_for_everybody_and_are_linked_where_people_decide(client, enter, ana, circle, path):
    assert client.get(path).status_code == 200
    assert f'href="{path}"' in client.get("/help-now/").content.decode()
    loss = circle("loss", ana)
    assert 'href="/privacy/"' in client.get("/join/").content.decode()
    assert f'href="{path}"' in enter(ana).get(f"/circles/{loss.slug}/write/").content.decode()
    assert 'href="/moderation/"' in client.get("/safety/").content.decode()


def test_the_others_are_for_the_steward_alone(client, enter, mira):
    assert client.get("/setup/papers/risks/").status_code == 302
    assert enter(mira).get("/setup/papers/risks/").status_code == 404
    assert enter(mira).get("/setup/papers/risks/download/").status_code == 404


def test_the_privacy_page_names_the_place_and_whom_to_ask(client):
    place.tell({"name": "Lighthouse", "owner": "run by a charity", "privacy_contact": "data@light.example"})
    page = client.get("/privacy/").content.decode()
    assert "Lighthouse is run by a charity." in page
    assert "write to data@light.example" in page


def test_what_a_steward_types_comes_out_as_letters(client):
    place.tell({"owner": "<script>alert(1)</script>"})
    assert "<script>alert" not in client.get("/privacy/").content.decode()


def test_measures_are_as_they_are_at_this_moment(enter, sten, settings, person):
    browser = enter(sten)

    def row(label: str) -> str:
        text = browser.get("/setup/papers/risks/download/").content.decode()
        return next(line for line in text.splitlines() if label in line)

    assert row("Somebody is a guide or a lead").endswith("| **no** |")
    person("newcomer", "guide")
    assert row("Somebody is a guide or a lead").endswith("| yes |")
    settings.ENGINE_ON = False
    assert row("A program reads stories").endswith("| **no** |")


def test_every_keep_time_of_the_code_stands_in_the_table(enter, sten):
    text = enter(sten).get("/setup/papers/retention/download/").content.decode()
    assert len(keeps()) >= 4
    assert [keep.name for keep in keeps() if f"| {keep.label} | {keep.days} days" not in text] == []


# --- keeping and forgetting ---------------------------------------------------------------------------------------


def closed_case(person, mira, days_ago: int, link: str) -> Case:
    case = raise_concern(person=person, link=link, level=Level.WORRY, kind=Kind.READING, reasons=["a test"]).case
    Case.objects.filter(pk=case.pk).update(
        closed_at=timezone.now() - timedelta(days=days_ago), state="closed", taken_by=mira, taken_at=timezone.now()
    )
    return case


@pytest.fixture
def kept(ana, mira):
    old, young = closed_case(ana, mira, 731, "/stories/1/"), closed_case(ana, mira, 729, "/stories/2/")
    now = timezone.now()
    for days, number in ((366, 3), (364, 4)):
        Notice.objects.create(person=ana, kind="reply", link=f"/{number}/", seen_at=now - timedelta(days=days))
    Notice.objects.filter(link="/duty/").delete()
    return old, young


def test_what_is_past_its_time_goes_and_the_rest_stays(kept, capsys):
    old, young = kept
    call_command("forget")
    assert "cases, older than 730 days: 1 gone" in capsys.readouterr().out
    assert list(Case.objects.values_list("pk", flat=True)) == [young.pk]
    assert list(Notice.objects.values_list("link", flat=True)) == ["/4/"]


def test_a_dry_run_counts_and_takes_nothing_away(kept, capsys):
    call_command("forget", "--dry-run")
    assert "cases, older than 730 days: 1 would go" in capsys.readouterr().out
    assert Case.objects.count() == 2
    assert Notice.objects.count() == 2


def test_forgetting_is_told_to_the_log_which_stays_whole(kept):
    call_command("forget", verbosity=0)
    told = Entry.objects.filter(what=What.FORGOTTEN).values_list("about", flat=True)
    assert "cases: 1" in set(told)
    assert list(faults()) == []


def test_an_open_case_is_never_forgotten(ana):
    case = raise_concern(person=ana, link="/stories/9/", level=Level.WORRY, kind=Kind.READING, reasons=["a"]).case
    Case.objects.update(opened_at=timezone.now() - timedelta(days=2000))
    Reading.objects.all().delete()
    call_command("forget", verbosity=0)
    assert Case.objects.filter(pk=case.pk).exists()


# --- what changed -------------------------------------------------------------------------------------------------


def test_the_steward_sees_who_changed_what_and_numbers_from_ten_on(enter, sten, mira):
    say(by=sten, step="contact", values={"contact": "post@light.example"})
    for _ in range(9):
        record(what=What.CASE_READ, by=mira)
    for _ in range(11):
        record(what=What.CASE_CLOSED, by=mira)
    page = enter(sten).get("/setup/log/").content.decode()
    assert "“Contact” was answered anew, by sten" in page
    assert "mira holds the role guide" in page
    assert "<dt>Closed a case</dt><dd>11</dd>" in page
    assert "<dt>Read a case</dt><dd>fewer than ten times</dd>" in page
    assert enter(mira).get("/setup/log/").status_code == 404


def test_the_privacy_page_does_not_say_that_people_agreed_at_joining_to_what_they_tick(enter, ana):
    page = enter(ana).get("/privacy/").content.decode()
    line = next(line for line in page.split("<li>") if line.startswith("A text of yours helps"))
    assert "Only if you tick it" in line
    assert "at joining" not in line
    assert "unless you tick that a text of yours may be given" in page
