"""Is this place safe, and what may it promise? Found out for its steward, and said with what to do."""

import os
import time
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.utils import timezone

from holdspace.circles.actions import new_token
from holdspace.circles.demo import read
from holdspace.circles.models import Listening, Story
from holdspace.insights.checks import findings
from holdspace.insights.supply import supply_now
from holdspace.kit import place
from holdspace.library.phonebook import Line
from holdspace.people.actions import take_role
from holdspace.people.models import Person

pytestmark = pytest.mark.django_db
SAID = {"contact": "post@light.example", "privacy_contact": "data@light.example", "country": "IE"}


def slugs() -> set[str]:
    return {one.slug for one in findings()}


@pytest.fixture
def in_production(settings, tmp_path):
    """A server as it should be: secrets, mail, a fresh copy, https."""
    settings.PRODUCTION, settings.SECURE_SSL_REDIRECT = True, True
    settings.SECRET_KEY = "k" * 60
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "place@light.example"
    stamp = tmp_path / "copied"
    stamp.touch()
    settings.BACKUP_STAMP = str(stamp)
    return settings


@pytest.fixture
def staffed(mira, lena):
    """Both with a second step, as all of the staff in the cast."""
    place.tell(SAID)


def test_a_place_with_everything_in_order_is_not_stopped(in_production, staffed):
    said = StringIO()
    call_command("check_place", stdout=said)
    assert "Nothing stops this place." in said.getvalue()
    assert {one.slug for one in findings() if one.stops} == set()


def test_without_guide_or_lead_the_command_fails_and_says_what_to_do(in_production):
    said = StringIO()
    with pytest.raises(CommandError, match="not safe"):
        call_command("check_place", stdout=said)
    assert "STOP  nobody-on-duty" in said.getvalue()
    assert "Give somebody the role of guide or lead." in said.getvalue()


def test_an_engine_that_is_off_beside_an_empty_duty_is_said(in_production):
    in_production.ENGINE_ON = False
    assert any("The engine is off and nobody is on duty" in str(one.says) for one in findings())


@pytest.mark.parametrize(
    ("setting", "value", "slug"),
    [
        ("SECURE_SSL_REDIRECT", False, "no-https"),
        ("DEBUG", True, "debug"),
        ("SECRET_KEY", "short", "short-key"),
        ("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend", "no-mail"),
        ("DEFAULT_FROM_EMAIL", "holdspace@localhost", "no-mail"),
        ("BACKUP_STAMP", "", "no-backup"),
        ("BACKUP_STAMP", "/nowhere/copied", "no-backup"),
    ],
)
def test_each_unsafe_setting_stops_a_place_in_production(in_production, staffed, setting, value, slug):
    assert slug not in slugs()
    setattr(in_production, setting, value)
    assert [one.slug for one in findings() if one.stops] == [slug]


def test_a_copy_that_grows_old_is_found(in_production, staffed):
    three_days_ago = time.time() - 3 * 86_400
    os.utime(in_production.BACKUP_STAMP, (three_days_ago, three_days_ago))
    assert "old-backup" in slugs()


def test_the_people_of_the_demo_stop_a_place_in_production(in_production, staffed):
    assert "demo" not in slugs()
    row = read("people")["person"][0]
    Person.objects.create_person(name=row["name"], passphrase=row["passphrase"])
    assert "demo" in slugs()


def test_somebody_without_a_second_step_stops_it(in_production, staffed, person):
    newcomer = person("newcomer", "guide")
    assert "no-second-step" not in slugs()
    Authenticator.objects.filter(user=newcomer).delete()
    assert "no-second-step" in slugs()


def test_old_crisis_lines_stop_it(in_production, staffed, monkeypatch):
    monkeypatch.setattr(Line, "is_stale", property(lambda line: True))
    assert "old-lines" in slugs()


def test_nobody_to_write_to_stops_it(in_production, staffed):
    place.tell({"country": "IE"})
    assert {"no-contact", "no-privacy-contact"} <= slugs()


def test_the_page_says_the_same_and_only_to_the_steward(enter, sten, mira):
    assert "Ask the lead to fill the rota" in enter(sten).get("/setup/check/").content.decode()
    assert enter(mira).get("/setup/check/").status_code == 404


# --- an unsafe feature does not start -----------------------------------------------------------------------------


def share(enter, person, circle) -> object:
    words = {"body": "The evenings are long.", "face": "name", "need": "listen", "token": new_token()}
    return enter(person).post(f"/circles/{circle.slug}/write/", words)


def test_where_nobody_could_look_no_story_is_shared_and_the_words_stay(enter, ana, circle, settings):
    loss = circle("loss", ana)
    settings.PRODUCTION = True
    answer = share(enter, ana, loss)
    assert answer.status_code == 422
    assert "Nobody is on duty in this place yet" in answer.content.decode()
    assert "The evenings are long." in answer.content.decode()
    assert not Story.objects.exists()


def test_with_a_guide_the_same_story_is_shared(enter, ana, mira, circle, settings):
    loss = circle("loss", ana)
    settings.PRODUCTION = True
    settings.SECURE_SSL_REDIRECT = False
    assert share(enter, ana, loss).status_code in (200, 201, 302)
    assert Story.objects.count() == 1


# --- supply -------------------------------------------------------------------------------------------------------


def test_too_few_listeners_and_the_promise_stays_off_and_says_why(person, listens):
    listens(person("kwame", "member", "listener"))
    supply = supply_now(timezone.now())
    assert "It takes 10 signed-off listeners." in supply.why_silent
    assert str(supply.listeners) == "fewer than ten"


def test_listeners_nobody_signed_off_do_not_count_and_it_is_said(person, listens):
    many = [person(f"willing{n}", "member", "listener") for n in range(12)]
    for one in many:
        listens(one)
    assert supply_now(timezone.now()).listeners == "12"
    for one in many[:11]:
        take_role(person=one, kind="listener")
    supply = supply_now(timezone.now())
    assert supply.unsigned == "11"
    assert "People who were not signed off as listeners do not count." in supply.why_silent
    assert Listening.objects.count() == 12


def test_hours_with_nobody_are_named_by_language(person, listens):
    listens(person("kwame", "member", "listener", time_zone="UTC"), window_start=6 * 60, window_end=22 * 60)
    english = supply_now(timezone.now()).languages[0]
    assert english.name == "English"
    assert english.empty_hours == "0–5, 22–23"


def test_a_time_is_promised_once_it_was_measured(person, listens, circle, ana):
    for n in range(10):
        listens(person(f"listener{n}", "member", "listener"))
    loss = circle("loss", ana)
    heard = timezone.now() - timedelta(days=2)
    for n in range(31):
        Story.objects.create(
            circle=loss, author=ana, token=f"t{n}", body="x", html="x", face="name", language="en",
            heard_from=heard, heard_at=heard + timedelta(minutes=30),
        )  # fmt: skip
    supply = supply_now(timezone.now())
    assert supply.why_silent == ()
    assert supply.languages[0].promise == "within 1 hour"
    assert supply.stories_a_day == "1.1"


def test_only_the_steward_sees_the_numbers(enter, sten, mira, lena, ana):
    assert enter(sten).get("/setup/supply/").status_code == 200
    assert {enter(one).get("/setup/supply/").status_code for one in (mira, lena, ana)} == {404}


def test_no_number_under_ten_stands_on_the_page(enter, sten, person):
    for n in range(9):
        person(f"member{n}")
    page = enter(sten).get("/setup/supply/").content.decode()
    assert "<dd>fewer than ten</dd>" in page
    assert "<dd>9</dd>" not in page
    person("tenth")
    assert "<dd>10</dd>" in enter(sten).get("/setup/supply/").content.decode()


