"""Ben answers Ana. Some answers hurt, and the reader says which words and why; most do not, and it stays quiet."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from empathy.bank import shelf
from empathy.readers.hazards import hazards
from empathy.reading import Risk, Span
from hypothesis import given
from hypothesis import strategies as st

PAIRS = Path(__file__).parents[1] / "data" / "replies.jsonl"
ANA = "My mum died in March and I can't sleep in our house any more."
HAZARDS = {name: table for name, table in shelf("hazards").items() if "must" in table}
QUIET = Risk("none", 0.0, None)
DANGER = Risk("danger", 0.8, "self")


def read(reply: str, story: str = ANA, need: str | None = "listen", **heard: Any) -> list[Span]:
    known = {"advice": None, "hostility": None, "risk": QUIET, **heard}
    return hazards(reply, story, need=need, **known)


def kinds(reply: str, story: str = ANA, need: str | None = "listen", **heard: Any) -> set[str]:
    return {span.kind for span in read(reply, story, need, **heard)}


def pairs(split: str) -> list[dict[str, Any]]:
    rows = (json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row["split"] == split]


@pytest.mark.parametrize("name", HAZARDS)
def test_each_hazard_finds_its_own_examples_and_leaves_the_others(name: str) -> None:
    assert len(HAZARDS[name]["must"]) >= 2
    assert len(HAZARDS[name]["must_not"]) >= 2
    assert all(name in kinds(example) for example in HAZARDS[name]["must"])
    assert not [example for example in HAZARDS[name]["must_not"] if kinds(example)]


def test_the_words_that_hurt_are_named_with_a_kinder_way() -> None:
    reply = "Oh dear. You should see a doctor about it."
    (span,) = read(reply)
    assert reply[span.start : span.end].startswith("You should")
    assert "Ask first" in span.why


def test_advice_is_unasked_where_ana_wants_to_be_heard_and_welcome_where_she_wants_ideas() -> None:
    advice = "You should try a lamp with a timer."
    assert kinds(advice, need="listen") == {"unasked-advice"}
    assert kinds(advice, need="been there") == {"unasked-advice"}
    assert not kinds(advice, need="ideas")
    assert not kinds(advice, need="practical")


def test_without_a_need_the_story_itself_may_ask() -> None:
    advice = "You should try a lamp with a timer."
    assert kinds(advice, need=None) == {"unasked-advice"}
    assert not kinds(advice, f"{ANA} Any ideas?", need=None)


def test_asked_first_an_idea_is_no_longer_unasked() -> None:
    assert kinds("You could try a lamp with a timer.") == {"unasked-advice"}
    assert not kinds("Would it help if I shared an idea? You could try a lamp with a timer.")


def test_beside_a_danger_pointing_to_help_is_welcome_and_other_advice_is_not() -> None:
    assert kinds("You should call the crisis line now.", risk=QUIET) == {"unasked-advice"}
    assert not kinds("You should call the crisis line now.", risk=DANGER)
    assert kinds("Take a walk, that hurts less.", risk=DANGER) == {"unasked-advice"}


def test_a_danger_answered_without_a_word_of_heed_is_passed_by() -> None:
    story = "I have made up my mind about tonight."
    assert kinds("lol nice weather over there today", story, risk=DANGER) == {"ignoring-a-risk"}
    assert not kinds("I'm so worried about you. Are you safe right now?", story, risk=DANGER)
    assert not kinds("lol nice weather over there today", story, risk=QUIET)
    assert not kinds("lol nice weather over there today", story, risk=Risk("danger", 0.8, "fiction/media"))


def test_a_trained_head_backs_words_that_alone_say_too_little() -> None:
    advice = "Shave it all off at once."
    assert not kinds(advice)
    assert not kinds(advice, advice=0.3)
    assert kinds(advice, advice=0.8) == {"unasked-advice"}


def test_no_head_makes_a_hazard_of_kind_words() -> None:
    assert not kinds("I'm so sorry about your mum.", advice=1.0, hostility=1.0)


@pytest.mark.parametrize(
    "reply",
    [
        "I hate my own stupid fucking brain for that too.",
        "I felt like a worthless piece of shit for months.",
        "Fuck, that is so much. I can't imagine.",
        "There is no hope left in me either some days.",
        "My head tells me “you are an idiot” every morning.",
        "People kept telling me to look on the bright side.",
        "Nobody here will tell you to get over it.",
        "It was not your fault.",
    ],
)
def test_own_pain_quotation_and_denial_are_never_flagged(reply: str) -> None:
    assert not kinds(reply)


def test_said_to_her_the_same_words_are_flagged() -> None:
    assert "hostility" in kinds("You are an idiot.")
    assert "toxic-positivity" in kinds("Look on the bright side.")
    assert "judgement" in kinds("It was your own fault.")


def test_an_illness_ana_named_herself_is_no_diagnosis() -> None:
    reply = "You have depression and two kids, that is a lot."
    assert kinds(reply) == {"diagnosis"}
    assert not kinds(reply, "The doctor says it is depression. I have two kids.")


def test_help_lines_are_no_contact_swap() -> None:
    assert "contact-swap" in kinds("Ring 07700 900123 if you like.", need="ideas")
    assert not kinds("You can ring Samaritans on 116 123, 07700 900123 is their text line.", need="ideas")


def test_kind_replies_of_the_test_half_stay_unmarked() -> None:
    kind = [row for row in pairs("test") if not row["hazards"]]
    flagged = [row["id"] for row in kind if kinds(row["reply"], row["story"], row["need"])]
    assert len(kind) >= 30
    assert len(flagged) / len(kind) <= 0.05


def test_hurtful_replies_of_the_development_pairs_are_found() -> None:
    hurtful = [row for row in pairs("train") + pairs("dev") if row["hazards"]]
    missed = [row["id"] for row in hurtful if not kinds(row["reply"], row["story"], row["need"]) & set(row["hazards"])]
    assert len(hurtful) >= 100
    assert len(missed) / len(hurtful) <= 0.05


@given(st.text(max_size=400), st.text(max_size=200))
def test_any_two_texts_can_be_read_and_spans_lie_within(reply: str, story: str) -> None:
    for span in read(reply, story, risk=DANGER, advice=1.0, hostility=1.0):
        assert 0 <= span.start < span.end <= len(reply)


@pytest.mark.parametrize(
    "piece", ["you should ", "'\"", "a@", "1 ", "(", "you're just so ", "at least, ", "\u202e", "\ud800"]
)
def test_reading_a_text_ten_times_as_long_takes_no_more_than_its_share(piece: str) -> None:
    short, long = seconds(piece * 200), seconds(piece * 2_000)
    assert long < 20 * short + 0.2
    assert seconds(piece * 200_000) < 2.0


def seconds(reply: str) -> float:
    begun = time.perf_counter()
    read(reply)
    return time.perf_counter() - begun
