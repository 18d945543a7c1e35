"""A circle's page: some that wait, then the newest, and an end."""

import pytest

from holdspace.circles.models import Story
from holdspace.circles.tests.scene import answered, shared, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(loss, person, clock):
    """Fifty stories of one each hour, the last one an hour ago; all heard."""
    people = [person(f"writer {letter}") for letter in "abcde"]
    clock.after(hours=60)

    def tell(hours_ago):
        story = Story(
            circle=loss,
            author=people[hours_ago % 5],
            face="name",
            token=f"token-{hours_ago}",
            body="b",
            html=f"<p>told {hours_ago}</p>",
            language="en",
        )
        story.heard_from = story.heard_at = story.written_at = moment(hours_ago)
        return story

    return Story.objects.bulk_create(tell(n) for n in range(1, 51))


def moment(hours_ago):
    from datetime import timedelta

    from django.utils import timezone

    return timezone.now() - timedelta(hours=hours_ago)


def told_on(page):
    import re

    return [int(number) for number in re.findall(r"<p>told (\d+)</p>", text_of(page))]


def test_page_after_page_and_then_it_ends(enter, many, ben):
    import re

    browser, address, seen, pages = enter(ben), "/circles/loss/", [], 0
    while address:
        page = browser.get(address)
        seen += told_on(page)
        pages += 1
        more = re.search(r'href="(\?before=[^"]*)"', text_of(page))
        assert ("You are up to date." in text_of(page)) is (more is None)
        address = f"/circles/loss/{more[1]}" if more else ""
    assert pages == 3
    assert sorted(seen) == list(range(1, 51)), "each once"


def test_what_nobody_answered_comes_first_and_says_why(enter, loss, ana, ben, cleo, person, clock):
    from holdspace.circles import actions

    actions.join(circle=loss, person=cleo)
    waits = shared(enter(ana), loss, "nobody answered this one")
    clock.after(minutes=30)
    heard = shared(enter(cleo), loss, "this one was answered")
    clock.after(minutes=2)
    answered(enter(ben), heard)
    page = text_of(enter(ben).get("/circles/loss/"))
    assert page.index(waits.address) < page.index(heard.address)
    assert "Here because nobody has answered yet." in page
    assert "Here because it is recent." in page


def test_an_empty_circle_says_something_kind(enter, circle, ana):
    circle("empty", ana)
    assert "The first story can be short" in text_of(enter(ana).get("/circles/empty/"))


def test_a_page_of_the_feed_asks_the_database_little(enter, many, ben, django_assert_max_num_queries):
    browser = enter(ben)
    browser.get("/circles/loss/")
    for address in ("/circles/loss/", f"/circles/loss/?before={moment(20).isoformat().replace('+', '%2B')}"):
        with django_assert_max_num_queries(16):
            assert len(told_on(browser.get(address))) == 20
