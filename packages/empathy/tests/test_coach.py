"""Ben has a draft and asks for help with it. He gets small edits, tied to Ana's words, that he may take or leave."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from empathy import coach
from empathy.bank import shelf
from empathy.engine import Engine
from empathy.quotes import feeling, quotes
from empathy.readers.explorations import explorations
from empathy.readers.hazards import hazards
from empathy.readers.interpretations import interpretations
from empathy.reading import ReplyReading, Risk, Score, Suggestion
from hypothesis import given
from hypothesis import strategies as st

PAIRS = Path(__file__).parents[1] / "data" / "replies.jsonl"
ANA = "My mum died in March and I feel so lonely. Everyone keeps telling me to be strong for my brother."
QUIET = Risk("none", 0.0, None)
OPENERS = [
    "You will be fine, cheer up.",
    "ok",
    "I see",
    "Thanks for writing this, it is a lot.",
    "You should sleep more. I mean it.",
]


def reading(story: str, reply: str, need: str | None = "listen", warmth: int = 0) -> ReplyReading:
    found = hazards(reply, story, need=need, advice=None, hostility=None, risk=QUIET)
    return ReplyReading(
        version="test",
        reaction=Score(float(warmth), None, None, (0.0, 2.0), "test"),
        exploration=explorations(reply, story),
        hazards=tuple(found),
    )


def suggest(
    reply: str, story: str = ANA, need: str | None = "listen", risk: Risk = QUIET, warmth: int = 0
) -> list[Suggestion]:
    return coach.suggest(story, reply, need=need, reading=reading(story, reply, need, warmth), risk=risk)


def pairs() -> list[dict[str, Any]]:
    return [json.loads(line) for line in PAIRS.read_text(encoding="utf-8").splitlines()]


def test_a_bare_reply_is_offered_what_it_lacks_in_the_storys_own_words() -> None:
    edits = suggest("I read this twice and wanted to answer you before I go to bed.")
    assert [edit.kind for edit in edits] == ["interpretation", "exploration"]
    assert any("Everyone keeps telling me to be strong" in edit.text or "lonely" in edit.text for edit in edits)
    assert all(edit.why for edit in edits)


@pytest.mark.parametrize(
    ("reply", "warmth"),
    [
        ("I read this twice. My heart goes out to you, Ana.", 2),
        ("It sounds as if you had to be strong for everybody but yourself.", 0),
        ("I read this twice. What was she called at home?", 0),
    ],
)
def test_a_reply_that_gives_something_is_left_in_its_own_voice(reply: str, warmth: int) -> None:
    assert suggest(reply, warmth=warmth) == []


def test_what_hurts_is_still_pointed_out_beside_what_is_given() -> None:
    reply = "I'm so sorry about your mum. You will be fine, cheer up."
    assert [reply[edit.start : edit.end] for edit in suggest(reply, warmth=2)] == ["You will be fine, cheer up."]


def test_what_is_there_already_is_not_offered_again() -> None:
    reply = "I'm so sorry. It sounds lonely, having to be the strong one. What are the nights like for you?"
    assert suggest(reply, warmth=2) == []


def test_advice_becomes_a_question_when_ana_wants_to_be_heard() -> None:
    reply = "I'm sorry about your mum. You should see a counsellor."
    edit = next(one for one in suggest(reply, warmth=2) if one.kind == "advice")
    assert reply[edit.start : edit.end] == "You should see a counsellor."
    assert edit.text.endswith("?")
    assert not [one for one in suggest(reply, need="ideas", warmth=2) if one.kind == "advice"]


def test_advice_that_is_all_there_is_stays_and_is_asked_about_first() -> None:
    reply = "You should see a counsellor."
    edit = next(one for one in suggest(reply) if one.kind == "advice")
    assert coach.apply(reply, edit).endswith(reply)


def test_each_need_has_its_own_help() -> None:
    reply = "That is a hard time of the year for so many people."
    assert [edit.kind for edit in suggest(reply, need="been-there")] == ["interpretation", "exploration"]
    assert any("helped" in edit.text for edit in suggest(reply, need="ideas"))
    assert suggest("It can take a while, but they do write back.", need="information") == []
    glad = "I did it, my first whole week at work! I feel proud."
    assert any(edit.kind == "reaction" for edit in suggest("That is a whole week of work.", glad, "celebrate"))
    assert "sorry" not in " ".join(edit.text for edit in suggest("That is a whole week of work.", glad, "celebrate"))


@pytest.mark.parametrize("reply", ["", "   ", "ok", "hugs hugs", "🙂"])
def test_nothing_is_written_from_nothing(reply: str) -> None:
    assert suggest(reply) == []


def test_the_shorter_the_draft_the_fewer_the_edits() -> None:
    assert len(suggest("Thinking of you.")) == 1
    assert len(suggest("I am thinking of you tonight, Ana.")) == 2
    assert len(suggest("I am thinking of you tonight and I wanted to leave a word here.")) == 2


def test_no_words_are_polished_beside_a_danger() -> None:
    reply = "I am thinking of you tonight and I wanted to leave a word here."
    assert suggest(reply)
    assert suggest(reply, risk=Risk("worry", 0.5, "self")) == []
    assert suggest(reply, risk=Risk("watch", 0.3, "self"))


@pytest.mark.parametrize("need", ["no-replies", "applause"])
def test_where_no_replies_are_wanted_none_is_coached(need: str) -> None:
    assert suggest("I am thinking of you tonight and wanted to say so.", need=need) == []


def test_an_attack_is_not_made_prettier() -> None:
    assert suggest("You are pathetic. I am only telling you how it is, as a friend would.") == []


def test_only_english_is_coached() -> None:
    assert suggest("Ich denke an dich und es tut mir so leid, dass du nicht schlafen kannst.") == []


def test_the_same_draft_gets_the_same_words_and_other_drafts_others() -> None:
    drafts = [f"I am thinking of you on this evening number {number}." for number in "abcdefgh"]
    assert suggest(drafts[0]) == suggest(drafts[0])
    assert len({edit.text for draft in drafts for edit in suggest(draft)}) >= 8


@pytest.mark.parametrize(
    "story",
    [
        "I want to kill myself. I have the pills here.",
        "I am such a bloody idiot. I am a failure and a burden.",
        "I met Theodora Blackwood at her new house.",
        "I wrote to ana@example.org about my late mother.",
        "I called 07700 900123 again and again yesterday.",
        "Has anyone else felt like this about a parent?",
        "I hit him on the arm and I ran away.",
    ],
)
def test_danger_insults_names_numbers_and_questions_are_not_quoted_back(story: str) -> None:
    assert quotes(story) == []


def test_what_ana_says_of_herself_is_quoted_first() -> None:
    assert quotes("The bus was late again. I cry in the kitchen every night.")[0] == "I cry in the kitchen every night"
    assert feeling("I feel so lonely.") == "lonely"
    assert feeling("I am not lonely.") is None
    assert feeling("I feel proud.") is None
    assert feeling("I feel proud.", glad=True) == "proud"


def test_quotes_stand_in_the_story_word_for_word() -> None:
    for row in pairs():
        assert all(quote in row["story"] for quote in quotes(row["story"]))


def test_every_edit_on_every_pair_keeps_its_worth_and_hurts_no_more() -> None:
    for row in pairs()[::3]:
        for edit in suggest(row["reply"], row["story"], row["need"], warmth=row["reaction"]):
            after = coach.apply(row["reply"], edit)
            assert explorations(after, row["story"]).value >= explorations(row["reply"], row["story"]).value
            assert interpretations(after, row["story"]).value >= interpretations(row["reply"], row["story"]).value
            assert hurts(row, after) <= hurts(row, row["reply"])


def test_all_edits_together_leave_fewer_hurts() -> None:
    hurtful = [row for row in pairs()[::2] if hurts(row, row["reply"])]
    coached = [(row, suggest(row["reply"], row["story"], row["need"], warmth=row["reaction"])) for row in hurtful]
    changed = [(row, together(row["reply"], edits)) for row, edits in coached if edits]
    assert len(changed) > 25
    assert sum(hurts(row, after).total() == 0 for row, after in changed) / len(changed) >= 0.8


def hurts(row: dict[str, Any], reply: str) -> Counter[str]:
    found = hazards(reply, row["story"], need=row["need"], advice=None, hostility=None, risk=None)
    return Counter(span.kind for span in found)


def together(reply: str, edits: list[Suggestion]) -> str:
    for edit in reversed(edits):
        reply = coach.apply(reply, edit)
    return reply


@pytest.mark.weights
def test_with_the_trained_heads_no_edit_costs_warmth() -> None:
    engine = Engine.load()
    for row in pairs()[::16]:
        before = engine.reply(row["story"], row["reply"], row["need"])
        for edit in before.suggestions:
            after = engine.reply(row["story"], coach.apply(row["reply"], edit), row["need"])
            assert after.reaction is not None
            assert before.reaction is not None
            assert after.reaction.value >= before.reaction.value
            assert Counter(one.kind for one in after.hazards) <= Counter(one.kind for one in before.hazards)


@given(st.text(max_size=300), st.sampled_from(OPENERS), st.text(max_size=120), st.sampled_from([*coach.ORDER, None]))
def test_any_draft_can_be_coached_and_edits_lie_within(story: str, opener: str, more: str, need: str | None) -> None:
    reply = f"{opener} {more}"
    edits = suggest(reply, story, need)
    assert len(edits) <= 3
    assert all(0 <= edit.start <= edit.end <= len(reply) for edit in edits)
    assert all(left.end <= right.start for left, right in zip(edits, edits[1:], strict=False))


def test_a_very_long_draft_is_left_alone() -> None:
    assert suggest("I read this twice. " * 5_000) == []


def test_no_text_of_the_bank_hurts_and_all_can_be_filled() -> None:
    for text in texts(shelf("suggestions")):
        said = text.format(quote="I cry every night", feeling="lonely")
        assert not hazards(said, ANA, need="listen", advice=None, hostility=None, risk=None)
        assert not re.search(r"[{}!]", said)


def texts(table: dict[str, Any]) -> list[str]:
    below = [one for value in table.values() if isinstance(value, dict) for one in texts(value)]
    return [*table.get("texts", []), *below]
