"""What new people write first: read by others at once, and looked at quietly by somebody on duty."""

import pytest

from holdspace.circles.models import Story
from holdspace.circles.policy_for_duty import early_story
from holdspace.circles.tests.scene import answered, shared, text_of
from holdspace.notices.models import Notice
from holdspace.safeguarding.models import Concern, Entry

pytestmark = pytest.mark.django_db
EVENING = "Evening {}: I set the table for two, and then I took one of the plates away again."
PAGE = "/duty/newcomers/"


@pytest.fixture
def write(enter, ana, loss, clock):
    def tell(number: int = 1, **fields):
        told = shared(enter(ana), loss, body=EVENING.format(number), **fields)
        clock.after(minutes=2)
        return told

    return tell


def test_the_first_three_are_on_the_list_whatever_the_face_and_the_fourth_is_not(enter, mira, write):
    for number, face in enumerate(("name", "anonymous", "name", "name")):
        write(number, face=face)
    page = text_of(enter(mira).get(PAGE))
    assert [f"Evening {number}" in page for number in range(4)] == [True, True, True, False]


def test_replies_count_among_them(enter, ana, ben, mira, write, clock):
    story = write()
    answered(enter(ben), story)
    clock.after(minutes=2)
    assert "What was she called at home?" in text_of(enter(mira).get(PAGE))


def test_others_read_it_meanwhile_and_nobody_is_told_or_paged(enter, ana, ben, mira, write):
    story = write()
    assert "Evening 1" in text_of(enter(ben).get(story.address))
    assert not Concern.objects.exists()
    assert not Notice.objects.filter(person__in=[ana, mira]).exists()
    assert "duty/newcomers" in text_of(enter(mira).get("/duty/"))


def test_seen_it_leaves_the_list_and_the_writer_notices_nothing(enter, ana, mira, write):
    story = write()
    before = text_of(enter(ana).get("/me/"))
    assert enter(mira).post(f"{story.address}seen/").status_code == 302
    assert "Evening 1" not in text_of(enter(mira).get(PAGE))
    assert text_of(enter(ana).get("/me/")) == before
    assert Entry.objects.filter(what="first_words_seen", by=mira.pk, about=story.link).count() == 1
    assert enter(mira).post(f"{story.address}seen/").status_code == 404


def test_seen_in_the_moment_in_which_it_is_taken_back_it_stays_taken_back(enter, ana, ben, mira, write, monkeypatch):
    story = write()

    def found_and_then_taken_back(person, pk):
        found = early_story(person, pk)
        enter(ana).post(f"{story.address}withdraw/")
        return found

    monkeypatch.setattr("holdspace.circles.views.newcomers.early_story", found_and_then_taken_back)
    enter(mira).post(f"{story.address}seen/")
    assert enter(ben).get(story.address).status_code == 404
    assert Story.objects.get().body == ""


def test_not_before_others_can_read_it_and_not_after_it_was_taken_back(enter, ana, mira, loss, clock):
    told = shared(enter(ana), loss, body=EVENING.format(1))
    assert "Evening 1" not in text_of(enter(mira).get(PAGE))
    enter(ana).post(f"{told.address}take-back/")
    clock.after(minutes=2)
    assert "Evening 1" not in text_of(enter(mira).get(PAGE))


def test_only_those_on_duty_see_the_list_and_nobody_their_own_words(enter, ana, ben, cleo, hana, okafor, sten, write):
    story = write()
    for somebody in (ana, ben, cleo, hana, okafor, sten):
        assert enter(somebody).get(PAGE).status_code == 404
        assert enter(somebody).post(f"{story.address}seen/").status_code == 404


def test_a_guide_who_is_new_does_not_look_at_herself(enter, mira, lena, loss, clock):
    from holdspace.circles import actions

    actions.join(circle=loss, person=mira)
    told = shared(enter(mira), loss, body=EVENING.format(1))
    clock.after(minutes=2)
    assert enter(mira).post(f"{told.address}seen/").status_code == 404
    assert enter(lena).post(f"{told.address}seen/").status_code == 302
