"""Show, fold or hide: the reader decides; the writer never learns."""

import pytest

from holdspace.circles import actions
from holdspace.circles.tests.scene import STORY, shared, text_of
from holdspace.circles.topics import Topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(enter, loss, ana, clock):
    told = shared(enter(ana), loss, notes=["death-and-grief", "faith"])
    clock.after(minutes=2)
    return told


def is_folded(page):
    return "<note-fold>" in text_of(page)


def choose(browser, **settings):
    chosen = {topic.value: "fold" for topic in Topic} | settings
    return browser.post("/me/notes/", chosen)


def test_a_topic_nobody_chose_for_is_folded_with_its_name_on_the_outside(enter, story, ben):
    page = enter(ben).get(story.address)
    assert is_folded(page)
    assert "Open the story (about: death and grief, faith and religion)" in text_of(page)


def test_it_opens_for_who_shows_all_its_topics_and_not_for_some(enter, story, ben):
    browser = enter(ben)
    choose(browser, faith="show")
    assert is_folded(browser.get(story.address))
    choose(browser, faith="show", **{"death-and-grief": "show"})
    assert not is_folded(browser.get(story.address))


def test_hidden_is_not_in_the_circle_and_still_folded_by_its_address(enter, story, ben, cleo, loss):
    browser = enter(ben)
    choose(browser, faith="hide")
    assert STORY not in text_of(browser.get("/circles/loss/"))
    assert is_folded(browser.get(story.address))
    actions.join(circle=loss, person=cleo)
    assert STORY in text_of(enter(cleo).get("/circles/loss/"))


def test_who_hides_a_topic_still_finds_their_own(enter, story, ana):
    choose(enter(ana), faith="hide")
    assert STORY in text_of(enter(ana).get("/circles/loss/"))


def test_the_writer_never_learns(enter, story, ana, ben):
    before = text_of(enter(ana).get("/me/")).split("<main")[1]
    choose(enter(ben), faith="hide")
    assert text_of(enter(ana).get("/me/")).split("<main")[1] == before


def test_a_low_energy_day_folds_everything_but_ones_own(enter, loss, ana, ben, clock):
    plain = shared(enter(ana), loss, "no notes at all here")
    clock.after(minutes=2)
    assert not is_folded(enter(ben).get(plain.address))
    for person in (ana, ben):
        person.low_energy = True
        person.save()
    assert is_folded(enter(ben).get(plain.address))
    assert not is_folded(enter(ana).get(plain.address))


def test_what_a_circle_is_about_is_shown_there_unless_one_chose_otherwise(enter, circle, ana, ben, clock):
    grief = circle("grief", ana, ben, topics=["death-and-grief"])
    told = shared(enter(ana), grief, notes=["death-and-grief"])
    clock.after(minutes=2)
    assert not is_folded(enter(ben).get(told.address))
    choose(enter(ben))
    assert is_folded(enter(ben).get(told.address))


@pytest.mark.parametrize("forged", ["show all", "delete"])
def test_a_forged_setting_is_refused_and_nothing_changes(enter, story, ben, forged):
    refused = choose(enter(ben), faith=forged)
    assert refused.status_code == 422
    assert 'class="error"' in text_of(refused)
    assert is_folded(enter(ben).get(story.address))
