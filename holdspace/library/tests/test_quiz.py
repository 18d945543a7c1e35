"""Ana answers questions about boundaries. Twice missed leads back to the lessons, never to a badge."""

import re

import pytest
from django.utils.html import escape

from holdspace.library import learning, lessons, questions
from holdspace.library.models import Quiz

pytestmark = pytest.mark.django_db
BANK = questions.bank()


def text_of(answer) -> str:
    return answer.content.decode()


def begin(browser) -> Quiz:
    browser.post("/learn/quiz/begin/")
    return Quiz.objects.get(ended_at=None)


def answers(quiz: Quiz, *, missing: int = 0, danger: bool = False) -> dict[str, str]:
    """Right ones, but for so many; with `danger`, the first that is missed is about danger."""
    drawn = sorted(questions.drawn(quiz.questions), key=lambda one: one.is_about_danger != danger)
    wrong = {one.id for one in drawn[:missing]}
    return {one.id: next(each.id for each in one.answers if each.right != (one.id in wrong)) for one in drawn}


def sit(browser, **how) -> Quiz:
    quiz = begin(browser)
    browser.post("/learn/quiz/", answers(quiz, **how))
    quiz.refresh_from_db()
    return quiz


def test_the_bank_has_twenty_and_each_answer_says_why():
    assert len(BANK) == len({one.id for one in BANK}) == 20
    assert {one.lesson for one in BANK} <= set(lessons.slugs())
    for one in BANK:
        assert len(one.answers) == 3
        assert [each.right for each in one.answers].count(True) == 1
        assert all(len(each.why) > 20 for each in one.answers)


def test_twelve_are_drawn_and_those_about_danger_always():
    always = {one.id for one in BANK if one.is_about_danger}
    assert len(always) == 3
    draws = [learning.draw() for _ in range(50)]
    assert all(len(set(draw)) == 12 and always <= set(draw) for draw in draws)
    assert len({tuple(sorted(draw)) for draw in draws}) > 1


def test_all_right_is_passed_and_the_reasons_are_there(enter, ana):
    quiz = sit(enter(ana))
    assert quiz.passed
    page = text_of(enter(ana).get(f"/learn/quiz/{quiz.pk}/"))
    drawn = questions.drawn(quiz.questions)
    assert all(escape(each.why) in page for one in drawn for each in one.answers)
    assert page.count("(your answer)") == 12


@pytest.mark.parametrize(("missing", "danger", "passed"), [(2, False, True), (3, False, False), (1, True, False)])
def test_two_misses_are_enough_and_none_about_danger(enter, ana, missing, danger, passed):
    assert sit(enter(ana), missing=missing, danger=danger).passed is passed


def test_what_was_chosen_stays_when_an_answer_is_missing(enter, ana):
    quiz = begin(enter(ana))
    given = answers(quiz)
    left_out = given.popitem()[0]
    page = enter(ana).post("/learn/quiz/", given)
    assert page.status_code == 422
    assert text_of(page).count(" checked") == 11
    assert f'name="{left_out}"' in text_of(page)
    assert Quiz.objects.get().ended_at is None


def test_an_answer_that_does_not_exist_is_asked_for_again(enter, ana):
    quiz = begin(enter(ana))
    assert enter(ana).post("/learn/quiz/", answers(quiz) | {quiz.questions[0]: "z"}).status_code == 422


def test_leaving_in_the_middle_keeps_the_same_questions(enter, ana):
    first = begin(enter(ana))
    assert begin(enter(ana)) == first


def test_twice_missed_leads_to_the_lessons_that_hold_it_and_then_on(enter, ana):
    browser = enter(ana)
    sit(browser, missing=4)
    assert 'action="/learn/quiz/begin/"' in text_of(browser.get("/learn/quiz/"))
    second = sit(browser, missing=4)
    door = text_of(browser.get("/learn/quiz/"))
    assert 'action="/learn/quiz/begin/"' not in door
    assert all(f"/learn/lessons/{slug}/" in door for slug in second.missed)
    browser.post("/learn/quiz/begin/")
    assert not Quiz.objects.filter(ended_at=None).exists()
    for slug in re.findall(r'href="/learn/lessons/([a-z-]+)/"', door):
        browser.post(f"/learn/lessons/{slug}/read/")
    assert sit(browser).passed


def test_lessons_read_before_do_not_open_it_again(enter, ana):
    browser = enter(ana)
    for slug in lessons.slugs():
        browser.post(f"/learn/lessons/{slug}/read/")
    for _ in range(2):
        sit(browser, missing=4)
    assert 'action="/learn/quiz/begin/"' not in text_of(browser.get("/learn/quiz/"))


def test_sent_twice_the_first_answers_count(enter, ana):
    quiz = begin(enter(ana))
    learning.end_quiz(quiz=quiz, answers=answers(quiz, missing=5))
    learning.end_quiz(quiz=quiz, answers=answers(quiz))
    assert not Quiz.objects.get().passed


def test_nobody_else_finds_what_ana_answered(enter, ana, ben, mira):
    quiz = sit(enter(ana))
    assert enter(ana).get(f"/learn/quiz/{quiz.pk}/").status_code == 200
    assert enter(ben).get(f"/learn/quiz/{quiz.pk}/").status_code == 404
    assert enter(mira).get(f"/learn/quiz/{quiz.pk}/").status_code == 404


def test_no_score_is_shown(enter, ana):
    quiz = sit(enter(ana), missing=2)
    page = text_of(enter(ana).get(f"/learn/quiz/{quiz.pk}/")).split("<main")[1]
    assert re.search(r"\b1[02]\b|\d+\s*(of|/|%)|score|points|badge", page, re.I) is None
