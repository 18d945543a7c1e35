"""In what order Ben finds the stories of his circle."""

from dataclasses import fields
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from holdspace.circles.feed import OVERDUE, RECENT, WAITING, FeedPlace, FeedStory, feed_order
from holdspace.circles.routing import HOUR, MINUTE

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def story(name, hours, *, author=None, unheard=False, circle="loss", language="en"):
    author = author or f"author of {name}"
    return FeedStory(name, author, circle, language, NOON - int(hours * 60) * MINUTE, unheard)


def order(*stories):
    return [place.id for place in feed_order(stories, NOON)]


def test_the_unheard_come_first_then_the_newest():
    heard = [story("new", 0.1), story("old", 3)]
    assert order(*heard, story("waits", 2, unheard=True)) == ["waits", "new", "old"]


def test_each_place_says_why_it_is_there():
    places = feed_order([story("heard", 1), story("ana", 1, unheard=True), story("cleo", 9, unheard=True)], NOON)
    assert places == [FeedPlace("ana", WAITING), FeedPlace("cleo", OVERDUE), FeedPlace("heard", RECENT)]


def test_of_those_who_wait_the_longest_waiting_is_first_and_the_promise_before_what_is_past_it():
    rows = [story("two", 2, unheard=True), story("three", 3, unheard=True), story("nine", 9, unheard=True)]
    assert order(*rows) == ["three", "two", "nine"]


def test_something_recent_stands_near_the_top_however_many_wait():
    rows = [story(f"waits {n}", 3 - n / 10, unheard=True) for n in range(20)]
    assert order(*rows, story("recent", 0.01)).index("recent") == 7


def test_nine_places_at_most_go_before_the_recent_and_the_promise_is_four_hours():
    rows = [story(f"late {n}", 5 + n, unheard=True) for n in range(20)]
    assert order(*rows, story("recent", 0.01)).index("recent") == 9
    waits = [story(f"waits {n}", 1 + n, unheard=True) for n in range(3)]
    assert order(*rows, *waits, story("recent", 0.01)).index("recent") == 9
    whys = [place.why for place in feed_order([story("a", 4, unheard=True), story("b", 4.1, unheard=True)], NOON)]
    assert whys == [WAITING, OVERDUE]


def test_one_author_does_not_fill_the_feed():
    flood = [story(f"flood {n}", n / 10, author="loud") for n in range(6)]
    ids = order(*flood, story("ana", 2), story("cleo", 3))
    assert ids[:4] == ["flood 0", "flood 1", "ana", "cleo"]
    assert set(ids) == {row.id for row in flood} | {"ana", "cleo"}, "nothing is hidden"


def test_one_author_does_not_fill_the_waiting_places_either():
    flood = [story(f"flood {n}", 3.9 - n / 10, author="loud", unheard=True) for n in range(6)]
    assert order(*flood, story("ana", 1, unheard=True))[:3] == ["flood 0", "flood 1", "ana"]


def test_a_folded_story_looks_like_any_other():
    flood = [story(f"flood {n}", n / 10, author="loud") for n in range(3)]
    assert {place.why for place in feed_order(flood, NOON)} == {RECENT}
    assert [field.name for field in fields(FeedPlace)] == ["id", "why"]


def test_circles_and_languages_take_turns():
    many = [story(f"loss {n}", n / 10) for n in range(4)]
    others = [
        story("carers", 1, circle="carers"),
        story("es", 2, language="es"),
    ]
    assert order(*many, *others)[:3] == ["loss 0", "carers", "es"]


def test_a_story_of_yesterday_takes_no_turn_before_todays():
    assert order(story("a", 1), story("b", 2), story("old", 30, circle="carers")) == ["a", "b", "old"]


@given(st.lists(st.tuples(st.integers(0, 90), st.sampled_from("abc"), st.booleans()), max_size=40))
def test_every_story_once_whatever_the_order_of_the_rows(rows):
    stories = [story(f"{n:03}", h, author=a, unheard=u) for n, (h, a, u) in enumerate(rows)]
    ids = order(*stories)
    assert sorted(ids) == [row.id for row in stories]
    assert ids == order(*reversed(stories))


def test_the_feed_of_a_quiet_circle_is_empty():
    assert feed_order([], NOON + HOUR) == []
