"""Somebody on the way to becoming a listener, through the pages they use."""

from holdspace.circles import talks
from holdspace.circles.tests.test_rubric import GOOD
from holdspace.library import lessons, questions
from holdspace.library.models import Quiz


def read_all(browser) -> None:
    for slug in lessons.slugs():
        browser.post(f"/learn/lessons/{slug}/read/")


def pass_quiz(browser) -> None:
    browser.post("/learn/quiz/begin/")
    drawn = questions.drawn(Quiz.objects.get(ended_at=None).questions)
    browser.post("/learn/quiz/", {one.id: next(each.id for each in one.answers if each.right) for one in drawn})


def practise_all(browser) -> None:
    for talk in talks.talks():
        for turn in range(len(talk.turns)):
            try_turn(browser, talk.slug, turn, good_reply(talk.slug, turn))


def good_reply(slug: str, turn: int) -> str:
    return next(says for talk, place, says in GOOD if (talk, place) == (slug, turn))


def try_turn(browser, slug: str, turn: int, body: str):
    return browser.post(f"/learn/practice/{slug}/{turn}/", {"body": body}, follow=True)


def do_everything(browser) -> None:
    read_all(browser)
    pass_quiz(browser)
    practise_all(browser)
