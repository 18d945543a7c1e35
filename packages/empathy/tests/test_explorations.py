"""Does Ben ask Ana about what she has not said, and does he show that he understood?"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from empathy.readers.explorations import explorations
from empathy.readers.interpretations import interpretations
from hypothesis import given
from hypothesis import strategies as st

PAIRS = Path(__file__).parents[1] / "data" / "replies.jsonl"
ANA = "My son moved in with his father. He took the drawing off the fridge and I keep looking at the magnet."


def asked(reply: str) -> float:
    return explorations(reply, ANA).value


def understood(reply: str) -> float:
    return interpretations(reply, ANA).value


def test_nothing_asked_is_zero() -> None:
    assert asked("") == 0
    assert asked("I'm so sorry.") == 0
    assert explorations("I'm so sorry.", ANA).level == 0


def test_a_question_about_the_story_asks_more_than_a_general_one() -> None:
    assert asked("What was on the drawing?") > asked("How are you?") > asked("Nice, right?")
    assert explorations("What was on the drawing?", ANA).level == 2
    assert explorations("How are you?", ANA).level == 1
    assert explorations("Nice, right?", ANA).level == 0


@given(st.floats(0, 2), st.floats(0, 2))
def test_what_is_heard_moves_a_reply_within_its_step_and_never_out_of_it(heard: float, other: float) -> None:
    for reply in ("I'm so sorry.", "How are you?", "What was on the drawing?"):
        low, high = (explorations(reply, ANA, one) for one in sorted((heard, other)))
        assert low.value <= high.value <= 2
        assert low.level == high.level == explorations(reply, ANA).level


@pytest.mark.parametrize(
    "reply",
    ["Have you tried therapy?", "Why don't you call him?", "How could you let him go?", "Who cares?", "A magnet?"],
)
def test_advice_and_reproach_in_the_form_of_a_question_explore_nothing(reply: str) -> None:
    assert explorations(reply, ANA).level == 0


def test_a_question_may_lack_its_mark() -> None:
    assert explorations("I wonder how the evenings feel for you now.", ANA).level >= 1
    assert explorations("I wonder about the weather.", ANA).level == 0


def test_naming_what_she_feels_shows_more_than_saying_i_understand() -> None:
    shown = understood("It sounds like the whole kitchen misses him.")
    assert shown > understood("I understand.") > understood("Nice weather.") == 0
    assert interpretations("I understand.", ANA).level == 1


def test_the_like_of_it_from_ones_own_life_counts_as_understanding() -> None:
    assert interpretations("When my daughter left I kept her mug on the sill.", ANA).level >= 1
    assert interpretations("I can leave soup at the door.", ANA).level == 0


def test_a_reproach_is_no_understanding() -> None:
    assert understood("It sounds like you brought this on yourself.") == 0


@pytest.mark.parametrize("read", [explorations, interpretations])
def test_one_more_sentence_never_shows_less(read) -> None:
    before = "That must hurt. What was on the drawing?"
    for more in ("I'm so sorry. ", "How are you? ", "You should sleep. "):
        assert read(more + before, ANA).value >= read(before, ANA).value


@pytest.mark.parametrize(
    ("read", "label", "least"), [(explorations, "exploration", 0.85), (interpretations, "interpretation", 0.7)]
)
def test_levels_of_the_test_half_agree_with_the_labels(read, label: str, least: float) -> None:
    rows = [row for row in map(json.loads, PAIRS.read_text(encoding="utf-8").splitlines()) if row["split"] == "test"]
    agree = [read(row["reply"], row["story"]).level == row[label] for row in rows]
    assert sum(agree) / len(rows) >= least


@given(st.text(max_size=400), st.text(max_size=200))
def test_any_two_texts_have_a_value_on_the_scale(reply: str, story: str) -> None:
    for score in (explorations(reply, story), interpretations(reply, story)):
        low, high = score.scale
        assert low <= score.value <= high


@pytest.mark.parametrize("piece", ["how are you ", "? ", "i was i ", "it sounds like, "])
def test_a_very_long_reply_is_read_in_time(piece: str) -> None:
    begun = time.perf_counter()
    explorations(piece * 100_000, ANA)
    interpretations(piece * 100_000, ANA)
    assert time.perf_counter() - begun < 2.0
