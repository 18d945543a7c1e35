"""Ana's story waits; Ben listens. Whom the house asks, in what order, and when."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import count, islice
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from holdspace.circles.routing import (
    DAY,
    HOUR,
    MINUTE,
    REASONS,
    WEEK,
    Rules,
    WaitingStory,
    WillingListener,
    Window,
    anyone_left,
    choose,
    claim_ends,
    due_wave,
    first_due,
    fit,
    follow_up_due,
    guide_due,
    may_be_asked,
    most_overdue_first,
    rarity_of,
    recent,
    score,
    speakers_now,
    why_not,
)

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
ANA = WaitingStory("a-story", "ana", "en", NOON - 30 * MINUTE, frozenset({"loss", "carer"}))
BEN = WillingListener("ben", frozenset({"en"}), Window(9 * 60, 18 * 60), frozenset({"loss"}))


def listeners(number: int) -> list[WillingListener]:
    return [replace(BEN, id=f"listener-{n}") for n in range(number)]


# --- who is asked ------------------------------------------------------------------------------------


def test_ben_may_be_asked():
    assert may_be_asked(ANA, BEN, NOON)
    assert why_not(ANA, BEN, NOON) is None


ONE_FLAW = {
    "not-in-good-standing": (ANA, replace(BEN, in_good_standing=False)),
    "author": (replace(ANA, author="ben"), BEN),
    "blocked": (ANA, replace(BEN, blocked=frozenset({"ana"}))),
    "language": (replace(ANA, language="es"), BEN),
    "asked-before": (replace(ANA, asked=frozenset({"ben"})), BEN),
    "budget": (ANA, replace(BEN, notices=(NOON - HOUR, NOON - 2 * HOUR, NOON - 23 * HOUR))),
    "cap": (ANA, replace(BEN, open_talks=2)),
    "outside-window": (ANA, replace(BEN, window=Window(13 * 60, 18 * 60))),
    "free-day": (
        ANA,
        replace(BEN, nights=Window(22 * 60, 7 * 60), notices=(datetime(2026, 3, 4, 2, tzinfo=UTC),)),
    ),
    "distance": (ANA, replace(BEN, distant_from=frozenset({"ana"}))),
    "not-now": (ANA, replace(BEN, not_now=frozenset({"loss"}))),
    "vulnerable-cap": (replace(ANA, is_vulnerable=True), replace(BEN, vulnerable_this_week=3)),
}


@pytest.mark.parametrize("reason", REASONS)
def test_each_reason_alone_is_enough_not_to_ask(reason):
    story, ben = ONE_FLAW[reason]
    assert why_not(story, ben, NOON) == reason
    assert choose(story, [ben, *listeners(1)], now=NOON) in ([], ["listener-0"])


def test_a_content_note_on_the_not_now_list_counts_like_a_facet():
    story = replace(ANA, topics=frozenset({"death-and-grief"}))
    assert why_not(story, replace(BEN, not_now=frozenset({"death-and-grief"})), NOON) == "not-now"


def test_a_first_story_may_use_the_reserve_and_never_more_than_the_budget():
    three = replace(BEN, notices=tuple(NOON - n * HOUR for n in range(1, 4)))
    first = replace(ANA, is_first=True)
    assert not may_be_asked(ANA, three, NOON)
    assert may_be_asked(first, three, NOON)
    assert not may_be_asked(first, replace(three, notices=(*three.notices, NOON)), NOON)


def test_a_day_old_notice_gives_its_place_back_to_the_minute():
    ben = replace(BEN, budget=2, notices=(NOON - DAY,))
    assert may_be_asked(ANA, ben, NOON)
    assert not may_be_asked(ANA, ben, NOON - MINUTE)


def test_a_new_listener_has_a_budget_of_two_and_no_row_reaches_past_the_house_limits():
    first = replace(ANA, is_first=True)
    asked_twice = replace(BEN, budget=8, notices=(NOON, NOON))
    assert may_be_asked(first, asked_twice, NOON)
    assert not may_be_asked(first, replace(asked_twice, is_new=True), NOON)
    assert not may_be_asked(first, replace(BEN, budget=50, notices=(NOON,) * 8), NOON)
    assert not may_be_asked(first, replace(BEN, cap=50, open_talks=3), NOON)


def test_who_let_two_claims_lapse_gets_no_vulnerable_story_for_a_week():
    vulnerable = replace(ANA, is_vulnerable=True)
    sat = replace(BEN, lapses=(NOON - DAY, NOON - 6 * DAY))
    assert not may_be_asked(vulnerable, sat, NOON)
    assert may_be_asked(ANA, sat, NOON)
    assert may_be_asked(vulnerable, sat, NOON + DAY)


@pytest.mark.parametrize(
    ("window", "held", "not_held"),
    [
        (Window(22 * 60, 7 * 60), ["22:00", "23:59", "00:00", "06:59"], ["07:00", "12:00", "21:59"]),
        (Window(9 * 60, 18 * 60), ["09:00", "17:59"], ["18:00", "08:59"]),
        (Window(17 * 60, 1440), ["17:00", "23:59"], ["00:00"]),
        (Window(9 * 60, 18 * 60, offset=330), ["03:30", "12:29"], ["12:30", "03:29"]),
        (Window(20 * 60, 2 * 60, offset=-300), ["01:00", "06:59"], ["00:59", "07:00"]),
    ],
)
def test_a_window_is_the_listeners_own_local_time(window, held, not_held):
    assert all(window.holds(at(clock)) for clock in held)
    assert not any(window.holds(at(clock)) for clock in not_held)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-04T{clock}:00+00:00")


def test_the_same_moment_in_another_time_zone_is_the_same_moment():
    window = Window(22 * 60, 7 * 60, offset=60)
    for clock in ("21:00", "05:59", "06:00", "20:59"):
        elsewhere = at(clock).astimezone(timezone(-8 * HOUR))
        assert window.holds(elsewhere) == window.holds(at(clock))


def test_a_night_ends_when_its_window_closes():
    nights = Window(22 * 60, 7 * 60, offset=60)
    assert nights.end_after(at("03:30")) == at("06:00")
    assert nights.end_after(at("21:15")) == at("06:00") + DAY


def test_a_window_of_nothing_or_of_no_minute_is_refused():
    for start, end in [(540, 540), (-1, 60), (0, 1441), (1440, 60)]:
        with pytest.raises(ValueError, match="window"):
            Window(start, end)


def test_the_day_after_a_night_with_a_notice_is_free_and_the_next_is_not():
    ben = replace(BEN, nights=Window(22 * 60, 7 * 60), notices=(NOON - 10 * HOUR,))
    assert why_not(ANA, ben, NOON) == "free-day"
    assert may_be_asked(ANA, ben, NOON - 9 * HOUR), "the same night goes on"
    assert may_be_asked(ANA, ben, NOON + DAY)


def test_who_chose_nights_and_was_not_asked_keeps_the_day():
    assert may_be_asked(ANA, replace(BEN, nights=Window(22 * 60, 7 * 60)), NOON)


# --- in what order -----------------------------------------------------------------------------------


def test_shared_rare_experience_comes_before_shared_common_experience():
    rarity = rarity_of({"loss": 2, "carer": 60}, people=100)
    rare = replace(BEN, id="rare", facets=frozenset({"loss"}))
    common = replace(BEN, id="common", facets=frozenset({"carer"}))
    assert choose(ANA, [common, rare], now=NOON, rarity=rarity) == ["rare"]


def test_fit_is_the_cosine_of_what_both_hold():
    assert fit(frozenset("ab"), frozenset("ab"), {"a": 2, "b": 1}) == pytest.approx(1)
    assert fit(frozenset("ab"), frozenset("a"), {"a": 2, "b": 1}) == pytest.approx(4 / (5 * 4) ** 0.5)
    assert fit(frozenset("a"), frozenset("b"), {}) == fit(frozenset(), frozenset("b"), {}) == 0
    assert fit(frozenset("a"), frozenset("a"), rarity_of({"a": 100}, 100)) == 0


def test_old_notices_and_replies_fade():
    assert recent([NOON, NOON - DAY], NOON, DAY) == pytest.approx(1.3679, abs=1e-4)
    assert recent([NOON + HOUR], NOON, DAY) == 1, "a clock set back makes nothing heavier than now"
    assert score(ANA, replace(BEN, notices=(NOON,)), NOON, {}) < score(ANA, BEN, NOON, {})
    assert score(ANA, replace(BEN, replies=(NOON,)), NOON, {}) < score(ANA, BEN, NOON, {})
    assert score(ANA, replace(BEN, open_talks=1), NOON, {}) == pytest.approx(score(ANA, BEN, NOON, {}) - 0.1)


def test_among_equals_goes_first_who_waited_longest_for_an_offer():
    never, long, lately = (
        replace(BEN, id="z", last_offer_at=None),
        replace(BEN, id="y", last_offer_at=NOON - WEEK),
        replace(BEN, id="x", last_offer_at=NOON - DAY),
    )
    third = replace(ANA, waves_sent=2)
    assert choose(third, [lately, long, never], now=NOON) == ["z", "y", "x"]


def test_the_order_of_the_rows_changes_nothing():
    rows = scene(Random(3))[1]
    story = replace(ANA, waves_sent=4)
    assert choose(story, rows, now=NOON) == choose(story, rows[::-1], now=NOON)


# --- when --------------------------------------------------------------------------------------------


def test_ana_is_heard_of_after_twenty_minutes_and_a_first_story_at_once():
    assert first_due(ANA, 5) == ANA.heard_from + 20 * MINUTE
    assert first_due(replace(ANA, is_first=True), 5) == ANA.heard_from
    assert first_due(replace(ANA, is_vulnerable=True), 5) == ANA.heard_from
    assert first_due(ANA, 4) == ANA.heard_from, "a small language does not wait"
    assert due_wave(ANA, 5, ANA.heard_from + 19 * MINUTE) is None


def test_waves_grow_and_keep_their_distance():
    story, now, sizes = ANA, ANA.heard_from, []
    for _ in range(200):
        now += MINUTE
        if wave := due_wave(story, 50, now):
            sizes.append((wave.number, wave.size, (now - ANA.heard_from) // MINUTE))
            story = replace(story, waves_sent=wave.number, last_wave_at=now)
    assert sizes == [(1, 1, 20), (2, 2, 50), (3, 3, 80), (4, 5, 110), (5, 8, 140), (6, 8, 170), (7, 8, 200)]


def test_a_wave_reaches_no_more_than_its_size():
    assert len(choose(ANA, listeners(40), now=NOON)) == 1
    assert len(choose(replace(ANA, waves_sent=9), listeners(40), now=NOON)) == 8


def test_a_clock_set_back_or_a_second_worker_sends_no_second_wave():
    sent = replace(ANA, waves_sent=1, last_wave_at=NOON)
    for now in (NOON - 5 * HOUR, NOON - MINUTE, NOON, NOON + 29 * MINUTE):
        assert due_wave(sent, 50, now) is None
    assert due_wave(sent, 50, NOON + 30 * MINUTE).number == 2


def test_a_worker_that_was_down_sends_one_wave_not_all_it_missed():
    story, sent = ANA, 0
    for now in (NOON + 5 * HOUR, NOON + 5 * HOUR + MINUTE):
        if wave := due_wave(story, 50, now):
            story, sent = replace(story, waves_sent=wave.number, last_wave_at=now), sent + 1
    assert sent == 1


def test_speakers_are_those_signed_off_in_their_window_now():
    rows = [BEN, replace(BEN, in_good_standing=False), replace(BEN, window=Window(0, 60))]
    assert speakers_now("en", rows, NOON) == 1
    assert speakers_now("es", rows, NOON) == 0


def test_a_guide_takes_it_after_three_hours_or_at_once_when_nobody_is_left():
    old = ANA.heard_from + 3 * HOUR
    assert guide_due(ANA, old, anyone_left=True, guide_on_duty=False)
    assert not guide_due(ANA, old - MINUTE, anyone_left=True, guide_on_duty=True)
    assert guide_due(ANA, NOON, anyone_left=False, guide_on_duty=True)
    assert not guide_due(ANA, NOON, anyone_left=False, guide_on_duty=False)
    assert not guide_due(ANA, ANA.heard_from - MINUTE, anyone_left=False, guide_on_duty=True), "still hers to undo"


def test_nobody_is_left_once_ben_was_asked():
    assert anyone_left(ANA, [BEN], NOON)
    assert not anyone_left(replace(ANA, asked=frozenset({"ben"})), [BEN], NOON)


def test_guides_see_the_most_overdue_first():
    young, old = replace(ANA, id="young"), replace(ANA, id="old", heard_from=NOON - DAY)
    assert [story.id for story in most_overdue_first([young, old])] == ["old", "young"]


def test_a_claim_ends_after_45_minutes_and_may_be_renewed_once():
    assert claim_ends(NOON) == NOON + 45 * MINUTE
    assert claim_ends(NOON, renewed=True) == NOON + 90 * MINUTE


def test_a_day_after_being_heard_ana_is_asked_how_it_is():
    assert follow_up_due(NOON - DAY, NOON)
    assert not follow_up_due(NOON - DAY + MINUTE, NOON)


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [
        ("start", 0, 60),
        ("small_language", 0, 50),
        ("wave_gap", 15, 60),
        ("reserve", 0, 2),
        ("guide_after", 60, 240),
        ("claim", 15, 90),
        ("follow_up", 720, 2880),
    ],
)
def test_a_steward_may_set_each_clock_within_its_range_and_not_outside(name, low, high):
    assert [getattr(Rules(**{name: value}), name) for value in (low, high)] == [low, high]
    for value in (low - 1, high + 1):
        with pytest.raises(ValueError, match=name):
            Rules(**{name: value})


def test_waves_have_one_to_eight_seats():
    assert Rules(wave_sizes=(1, 8)).wave_sizes == (1, 8)
    for sizes in ((), (1, 9), (0,)):
        with pytest.raises(ValueError, match="wave_sizes"):
            Rules(wave_sizes=sizes)


def test_nobody_gets_more_than_three_vulnerable_stories_a_week_whatever_their_row_says():
    vulnerable = replace(ANA, is_vulnerable=True)
    assert may_be_asked(vulnerable, replace(BEN, vulnerable_cap=9, vulnerable_this_week=2), NOON)
    assert not may_be_asked(vulnerable, replace(BEN, vulnerable_cap=9, vulnerable_this_week=3), NOON)


# --- no offer outside the rules, whatever the rows say -----------------------------------------------


@settings(max_examples=2000, deadline=None)
@given(st.integers(0, 2**63))
def test_nobody_is_asked_outside_their_limits(seed):
    list(offers(Random(seed)))


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_nobody_is_asked_outside_their_limits_in_a_hundred_thousand_offers():
    made = (offer for seed in count() for offer in offers(Random(seed)))
    assert sum(1 for _ in islice(made, 100_000)) == 100_000


def offers(rng: Random) -> Iterator[WillingListener]:
    """The offers of one wave, each held against the limits once more, in other words than the product's."""
    story, rows = scene(rng)
    chosen = choose(story, rows, now=NOON, rules=Rules(reserve=rng.randint(0, 2)))
    assert len(chosen) == len(set(chosen)) <= 8
    by_id = {row.id: row for row in rows}
    for name in chosen:
        assert not breaches(story, by_id[name]), (story, by_id[name])
        yield by_id[name]


def breaches(story: WaitingStory, who: WillingListener) -> list[str]:
    last_day = [sent for sent in who.notices if NOON - sent < timedelta(hours=24)]
    local = (NOON + timedelta(minutes=who.window.offset)).time()
    minute, start, end = local.hour * 60 + local.minute, who.window.start, who.window.end
    inside = minute in range(start, end) or (end < start and minute not in range(end, start))
    found = {
        "budget": len(last_day) >= min(who.budget, 8),
        "window": not inside,
        "cap": who.open_talks >= who.cap or who.open_talks >= 3,
        "not now": bool(who.not_now & (story.facets | story.topics)),
        "block": story.author in who.blocked,
        "self": story.author == who.id,
        "again": who.id in story.asked,
        "language": story.language not in who.languages,
        "standing": not who.in_good_standing,
        "distance": story.author in who.distant_from,
        "vulnerable": story.is_vulnerable and who.vulnerable_this_week >= who.vulnerable_cap,
    }
    return [name for name, broken in found.items() if broken]


def scene(rng: Random) -> tuple[WaitingStory, list[WillingListener]]:
    facets = ["loss", "carer", "birth", "illness", "moving"]
    rows = [some_listener(rng, f"listener-{n}", facets) for n in range(rng.randint(0, 16))]
    story = replace(
        ANA,
        author=rng.choice(["ana", "listener-0"]),
        facets=some(rng, facets),
        topics=some(rng, ["death-and-grief"]),
        is_first=rng.random() < 0.3,
        is_vulnerable=rng.random() < 0.3,
        waves_sent=rng.randint(0, 9),
        asked=some(rng, [row.id for row in rows], 0.2),
    )
    return story, rows


def some_listener(rng: Random, name: str, facets: list[str]) -> WillingListener:
    start = rng.randrange(1440)
    return WillingListener(
        id=name,
        languages=some(rng, ["en", "es"], 0.8),
        window=Window(start, (start + rng.randint(1, 1200)) % 1440 or 1440, rng.choice([-480, 0, 330])),
        facets=some(rng, facets),
        notices=tuple(NOON - rng.randint(0, 3000) * MINUTE for _ in range(rng.randint(0, 5))),
        replies=tuple(NOON - rng.randint(0, 9000) * MINUTE for _ in range(rng.randint(0, 5))),
        open_talks=rng.choice([0, 0, 0, 1, 2, 3]),
        cap=rng.randint(0, 4),
        budget=rng.randint(0, 9),
        not_now=some(rng, [*facets, "death-and-grief"], 0.1),
        vulnerable_this_week=rng.randint(0, 3),
        vulnerable_cap=rng.randint(0, 3),
        in_good_standing=rng.random() < 0.9,
        blocked=some(rng, ["ana"], 0.1),
        distant_from=some(rng, ["ana"], 0.1),
    )


def some(rng: Random, names: list[str], share: float = 0.5) -> frozenset[str]:
    return frozenset(name for name in names if rng.random() < share)
