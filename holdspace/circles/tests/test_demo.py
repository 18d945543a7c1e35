"""The demo comes in whole or not at all."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from holdspace.circles import demo
from holdspace.circles.demo import Demo
from holdspace.circles.models import Story
from holdspace.circles.policy import is_empty_place
from holdspace.conversations.models import Conversation
from holdspace.people.models import Person
from holdspace.people.names import check_name
from holdspace.people.policy import person_called
from holdspace.safeguarding.models import Appeal, Report, Ruling

pytestmark = pytest.mark.django_db


@pytest.fixture
def short(monkeypatch, settings):
    """The demo with its first three stories, and locks that take no time to make."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    read = demo.read
    monkeypatch.setattr(
        demo, "read", lambda name: {key: rows[:3] if name == "stories" else rows for key, rows in read(name).items()}
    )


@pytest.mark.usefixtures("short")
def test_a_first_start_that_is_interrupted_leaves_nothing_and_the_next_one_loads_it(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(Demo, "tend_older_concerns", interrupted)
        with pytest.raises(KeyboardInterrupt):
            Demo(timezone.now()).load()
    assert is_empty_place()
    assert not Conversation.objects.exists()
    call_command("load_demo", verbosity=0)
    assert Story.objects.count() == 4  # three, and one that a guide keeps back
    assert Person.objects.filter(name="ana").exists()


def test_where_people_are_it_stays_out(ana):
    with pytest.raises(CommandError, match="empty place"):
        call_command("load_demo")
    assert Person.objects.count() == 1


def test_everybody_in_the_demo_goes_by_a_name_that_the_door_would_take():
    for circle in demo.read("circles")["circle"]:
        for alias in filter(None, circle["members"].values()):
            check_name(alias)


def interrupted(self):
    raise KeyboardInterrupt


@pytest.mark.usefixtures("short")
def test_those_on_duty_find_a_report_a_text_kept_back_and_an_appeal():
    call_command("load_demo", verbosity=0)
    assert Report.objects.get().agreement == "No comparing"
    assert list(Ruling.objects.order_by("made_at").values_list("thing", flat=True)) == ["reply", "story"]
    appeal = Appeal.objects.get()
    noor = Client()
    noor.force_login(person_called("noor"))
    assert "I only said what helped me." in noor.get(appeal.link).content.decode()
    mira = Client()
    mira.force_login(person_called("mira"))
    assert mira.get(appeal.link).status_code == 404


def test_the_talk_about_tablets_shows_what_claims_are_and_what_a_guide_put_beside_one(monkeypatch, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    read = demo.read
    talk = [row for row in read("stories")["story"] if row["key"] == "box-in-the-drawer"]
    monkeypatch.setattr(demo, "read", lambda name: {"story": talk} if name == "stories" else read(name))
    monkeypatch.setattr(Demo, "bring_before_guides", lambda self, row: None)  # about other talks
    Demo(timezone.now()).load()
    story = Story.objects.get()
    assert story.corrections.get().guide.name == "mira"
    assert [reply.stance for reply in story.replies.order_by("written_at")] == ["experience", "experience"]


def test_ana_has_said_of_a_reading_that_it_is_not_right_and_lets_it_be_given(monkeypatch, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    read = demo.read
    duck = [row for row in read("stories")["story"] if row["key"] == "the-duck"]
    monkeypatch.setattr(demo, "read", lambda name: {"story": duck} if name == "stories" else read(name))
    monkeypatch.setattr(Demo, "bring_before_guides", lambda self, row: None)
    call_command("load_demo", verbosity=0)
    ana = Client()
    ana.force_login(person_called("ana"))
    page = ana.get("/me/readings/").content.decode()
    assert "I was speaking of a duck." in page
    assert "You allowed on" in page
