"""Cleo reads about listening; Ana says what she has read; nobody is counted."""

import re

import pytest
from django.test import Client
from django.utils import translation

from holdspace.library import lessons
from holdspace.library.models import LessonRead
from holdspace.people.leaving import leave, words_of

pytestmark = pytest.mark.django_db
ALL = lessons.lessons("en")


def text_of(answer) -> str:
    return answer.content.decode()


def test_ten_lessons_are_open_to_everybody_in_one_list():
    assert len(ALL) == 10
    page = text_of(Client().get("/learn/"))
    assert all(f'href="/learn/lessons/{lesson.slug}/"' in page for lesson in ALL)


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.slug)
def test_a_lesson_is_a_few_minutes_with_an_example_something_to_try_and_sources(lesson):
    assert 3 <= lesson.minutes <= 6
    headings = [part.heading for part in lesson.parts]
    assert "An example" in headings
    assert headings[-1] == "One thing to try"
    assert any("<blockquote>" in part.html for part in lesson.parts)
    assert lesson.sources
    assert all(re.search(r"\b(19|20)\d\d\b", source.name) and source.says for source in lesson.sources)


@pytest.mark.parametrize("lesson", ALL, ids=lambda lesson: lesson.slug)
def test_its_page_shows_all_of_it(lesson):
    page = text_of(Client().get(f"/learn/lessons/{lesson.slug}/"))
    assert all(part.html in page for part in lesson.parts)
    assert f"{lesson.slug}/read/" not in page


def test_the_lesson_on_danger_asks_plainly_and_names_help_a_guide_and_no_method():
    words = " ".join(part.html for part in lessons.lesson("danger").parts)
    for needed in ("Are you thinking about suicide?", "Help now", "emergency number", "I am worried about this person"):
        assert needed in words
    assert re.search(r"committed suicide|suicide epidemic|overdose|hang(ed|ing)\b", words) is None


def test_a_lesson_that_is_not_there_is_not_found(enter, ana):
    assert Client().get("/learn/lessons/how-to-fly/").status_code == 404
    assert enter(ana).post("/learn/lessons/how-to-fly/read/").status_code == 404
    assert not LessonRead.objects.exists()


def test_another_language_falls_back_to_the_one_that_is_there():
    with translation.override("fr"):
        assert {lesson.language for lesson in lessons.lessons()} == {"en"}


def test_ana_notes_what_she_has_read_in_her_own_order(enter, ana):
    browser = enter(ana)
    for slug in ("danger", "asking-gently"):
        browser.post(f"/learn/lessons/{slug}/read/")
    assert text_of(browser.get("/learn/")).count("you have read this") == 2
    assert "You said before that you have read it." in text_of(browser.get("/learn/lessons/danger/"))
    assert "You said before" not in text_of(browser.get("/learn/lessons/difference/"))


def test_on_to_the_next_leads_to_the_next_one(enter, ana):
    after = enter(ana).post("/learn/lessons/asking-gently/read/", {"next": "1"})
    assert after["Location"] == "/learn/lessons/need-before-advice/"


def test_nobody_else_sees_what_ana_has_read(enter, ana, ben):
    enter(ana).post("/learn/lessons/danger/read/")
    assert "you have read this" not in text_of(enter(ben).get("/learn/"))


def test_reading_twice_is_one_row(enter, ana):
    for _ in range(2):
        enter(ana).post("/learn/lessons/danger/read/")
    assert LessonRead.objects.count() == 1


def test_there_are_no_numbers_to_collect(enter, ana):
    """Nothing says how many are read or left, and nothing praises."""
    browser = enter(ana)
    for lesson in ALL:
        browser.post(f"/learn/lessons/{lesson.slug}/read/")
    page = re.sub(r"About \d minutes?", "", text_of(browser.get("/learn/")))
    assert re.search(r"\b\d+\s*(of|/)\s*\d+\b|%|streak|score|well done|badge\b", page.split("<main")[1], re.I) is None


def test_it_leaves_with_her(enter, ana):
    enter(ana).post("/learn/lessons/danger/read/")
    assert words_of(ana)["lessons"]["lessons read"][0]["lesson"] == "danger"
    leave(ana)
    assert not LessonRead.objects.exists()
