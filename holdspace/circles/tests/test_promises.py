"""What Ana is told about when a person will answer: measured, or nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timezone

import pytest

from holdspace.circles.promises import Supply, Wait, hour_band, may_promise, promise, supply_of
from holdspace.circles.routing import DAY, HOUR, MINUTE, WillingListener, Window

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ENOUGH = Supply(listeners=12, by_language={"en": 12}, empty_hours=())


def waits(number, heard_after, *, language="en", band="evening", age=3 * DAY, told=None):
    begun = NOON - age
    heard = begun + heard_after if heard_after is not None else None
    return [Wait(language, band, begun, heard, told)] * number


def told(known, supply=ENOUGH, language="en", band="evening"):
    return promise(known, supply, language_group=language, band=band, now=NOON)


@pytest.mark.parametrize(("wait", "hours"), [(0.5, 1), (2, 2), (2.01, 4), (7, 8), (11, 12), (23, 24), (25, None)])
def test_the_shortest_hours_that_held_for_nine_in_ten(wait, hours):
    assert told(waits(27, wait * HOUR) + waits(3, None)) == hours


def test_eight_in_ten_is_not_nine():
    assert told(waits(26, HOUR) + waits(4, None)) is None
    assert told(waits(26, HOUR) + waits(4, 5 * HOUR)) == 8


def test_too_few_of_the_same_hours_look_at_the_language_then_at_everyone():
    evening, day = waits(29, HOUR), waits(1, 3 * HOUR, band="morning")
    assert told(evening) is None
    assert told(evening + day) == 1
    assert told(evening + waits(10, 3 * HOUR, band="morning")) == 4
    assert told(evening + waits(10, 7 * HOUR, language="es")) == 8


def test_a_slow_night_does_not_hide_behind_a_quick_evening():
    known = waits(100, HOUR) + waits(30, 10 * HOUR, band="night")
    assert told(known) == 1
    assert told(known, band="night") == 12


def test_what_is_older_than_four_weeks_or_still_to_come_is_not_counted():
    assert told(waits(30, HOUR, age=29 * DAY)) is None
    assert told(waits(30, HOUR, age=-DAY)) is None
    assert told(waits(30, HOUR, age=27 * DAY)) == 1


def test_a_story_that_waits_too_long_today_widens_the_text_today():
    good, bad_day = waits(40, 50 * MINUTE), waits(10, None, age=5 * HOUR)
    assert told(good) == 1
    assert told(good + bad_day) == 8
    assert told(good + waits(10, None, age=30 * MINUTE)) == 1, "too young to say"


def test_stories_count_towards_thirty_when_they_are_a_day_old():
    assert told(waits(30, HOUR, age=DAY)) == 1
    assert told(waits(30, HOUR, age=DAY - MINUTE)) is None


def test_hours_told_and_not_kept_are_not_told_again():
    measured = waits(60, 50 * MINUTE)
    broken = waits(24, 50 * MINUTE, band="night", told=1) + waits(6, 90 * MINUTE, band="night", told=1)
    assert told(measured) == 1
    assert told(measured + broken) == 2


def test_without_listeners_or_a_covered_hour_nothing_is_promised():
    known = waits(60, HOUR)
    assert told(known, replace(ENOUGH, listeners=10)) == 1
    assert told(known, replace(ENOUGH, listeners=9)) is None
    assert told(known, replace(ENOUGH, empty_hours=tuple(range(24)))) is None


def test_only_signed_off_listeners_count_as_supply():
    ben = WillingListener("ben", frozenset({"en", "es"}), Window(9 * 60, 18 * 60))
    fake = replace(ben, id="fake", in_good_standing=False, window=Window(0, 1440))
    supply = supply_of([ben, *[fake] * 20], NOON)
    assert (supply.listeners, supply.by_language) == (1, {"en": 1, "es": 1})
    assert supply.empty_hours == (*range(9), *range(18, 24))
    assert not may_promise(supply)


def test_uncovered_hours_are_told_in_utc_wherever_the_asker_stands():
    ben = WillingListener("ben", frozenset({"en"}), Window(9 * 60, 18 * 60))
    elsewhere = NOON.astimezone(timezone(5 * HOUR))
    assert supply_of([ben], elsewhere) == supply_of([ben], NOON)


def test_nobody_at_all_is_a_supply_too():
    assert supply_of([], NOON) == Supply(0, {}, tuple(range(24)))


def test_the_day_has_four_bands():
    assert [hour_band(NOON.replace(hour=hour)) for hour in (0, 5, 6, 12, 18, 23)] == [
        "night",
        "night",
        "morning",
        "afternoon",
        "evening",
        "evening",
    ]
