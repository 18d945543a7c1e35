"""From the last lesson to a guide's name under it, with the keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from holdspace.circles import talks, training
from holdspace.circles.models import PracticeReply, SignOff
from holdspace.circles.policy import listens
from holdspace.circles.tests.learners import good_reply
from holdspace.library import learning, lessons, questions
from holdspace.library.policy_learning import open_quiz
from holdspace.listening import engine
from holdspace.people.models import Person
from holdspace.tests.test_browser_stories import enter as follow
from holdspace.tests.test_browser_stories import press, reach, type_into

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
LAST = "everything-in-order"


@pytest.fixture(autouse=True)
def no_engine(monkeypatch):
    monkeypatch.setattr(engine, "reply_reading_of", lambda **words: None)


@pytest.fixture
def nearly_there(cleo):
    """Cleo has one lesson, the quiz and one turn of a practice talk before her."""
    for slug in lessons.slugs()[:-1]:
        learning.note_read(person=cleo, lesson=slug)
    for slug, turn in talks.every_turn() - {(LAST, 2)}:
        PracticeReply.objects.create(
            person=cleo, talk=slug, turn=turn, told=good_reply(slug, turn), met_at=cleo.joined_at
        )
    return cleo


@pytest.fixture
def walks_in(tab, enter, live_server):
    def walk(person, address: str) -> Page:
        page = tab("/blank/")
        page.context.add_cookies([
            {"name": name, "value": morsel.value, "url": live_server.url}
            for name, morsel in enter(person).cookies.items()
        ])
        page.goto(address)
        return page

    return walk


def choose(page: Page, question: questions.Question) -> None:
    """Tab to the group, then down to the answer, as a screen reader's user does."""
    place = [one.right for one in question.answers].index(True)
    reach(page, page.locator(f"input[name={question.id}]").first)
    page.keyboard.press("Space")
    for _ in range(place):
        page.keyboard.press("ArrowDown")


def test_from_the_last_lesson_to_a_guides_name_by_keyboard_alone(walks_in, nearly_there, mira):
    page = walks_in(nearly_there, "/learn/")
    follow(page, page.get_by_role("link", name="Caring for yourself"))
    follow(page, page.get_by_role("button", name="I have read this"))
    follow(page, page.get_by_role("link", name="Practice talks"))
    follow(page, page.get_by_role("link", name="Everything in order"))
    type_into(page, page.get_by_label("Your reply"), "I am glad that you told me, and I am staying with you tonight.")
    follow(page, page.get_by_role("button", name="See what it does"))
    expect(page.get_by_text("would leave the two of you alone with it")).to_be_visible()
    type_into(page, page.get_by_label("Your reply"), " " + good_reply(LAST, 2))
    follow(page, page.get_by_role("button", name="See what it does"))
    expect(page.get_by_text("This talk is done. Take a breath.")).to_be_visible()
    page.goto("/learn/")
    follow(page, page.get_by_role("link", name="Questions about boundaries"))
    follow(page, page.get_by_role("button", name="Begin"))
    for question in questions.drawn(open_quiz(nearly_there).questions):
        choose(page, question)
    follow(page, page.get_by_role("button", name="See what each answer means"))
    expect(page.get_by_text("Passed. You know where the edges are.")).to_be_visible()
    page.goto("/learn/")
    follow(page, page.get_by_role("link", name="Somebody signs"))
    follow(page, page.get_by_role("button", name="Ask a guide"))
    expect(page.get_by_label("Your letter")).to_be_visible()

    duty = walks_in(mira, "/duty/")
    follow(duty, duty.get_by_role("link", name="New listeners"))
    follow(duty, duty.get_by_role("link", name=nearly_there.name))
    press(duty, duty.locator("summary", has_text="Everything in order"), "Enter")
    expect(duty.get_by_text("You point to people who can be there.").first).to_be_visible()
    type_into(duty, duty.get_by_label("A few words to them, if you like"), "Welcome, and rest well.")
    follow(duty, duty.get_by_role("button", name="Sign", exact=True))
    page.reload()
    expect(page.get_by_text("Welcome, and rest well.")).to_be_visible()
    assert SignOff.objects.get().by == mira
    assert listens(Person.objects.get(pk=nearly_there.pk))
    assert training.standing_of(nearly_there).to_look_over
