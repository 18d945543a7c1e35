"""What a practice reply does: good ones pass, those that hurt do not, and danger has to be answered with help."""

import tomllib
from pathlib import Path

import pytest

from holdspace.circles import talks
from holdspace.circles.rubric import Read, feedback
from holdspace.circles.rubric_words import HURTS, MET, TRY, in_words

QUIET, ORDER = "the-flat-is-quiet", "everything-in-order"


def rows() -> list[tuple[str, int, str, str]]:
    with open(Path(__file__).parent / "practice_replies.toml", "rb") as file:
        told = tomllib.load(file)["reply"]
    return [(row["talk"], row["turn"], row["says"], row.get("stopped_by", "")) for row in told]


GOOD = [row[:3] for row in rows() if not row[3]]
POOR = [row for row in rows() if row[3]]


def look(slug: str, turn: int, reply: str, read: Read | None = None):
    return feedback(reply, talks.talk(slug).turns[turn], read)


@pytest.mark.parametrize(("slug", "turn", "reply"), GOOD)
def test_what_somebody_who_listens_would_write_is_enough(slug, turn, reply):
    told = look(slug, turn, reply)
    assert ([one.asked for one in told.findings if not one.is_met], told.hurts) == ([], ())


@pytest.mark.parametrize(("slug", "turn", "reply", "stopped_by"), POOR)
def test_what_is_written_in_a_hurry_is_not(slug, turn, reply, stopped_by):
    told = look(slug, turn, reply)
    missing = {one.asked for one in told.findings if not one.is_met}
    assert not told.is_met
    assert stopped_by in missing | {hurt.kind for hurt in told.hurts}


def test_feedback_quotes_the_learners_own_words():
    told = look(*GOOD[0])
    quotes = [one.quote for one in told.findings if one.quote]
    assert quotes
    assert all(quote in GOOD[0][2] for quote in quotes)
    assert all(hurt.quote in POOR[1][2] for hurt in look(*POOR[1][:3]).hurts)


def test_a_sentence_that_hurts_hears_nobody():
    told = look(QUIET, 0, "You should visit her more often, then the flat is not so quiet. What do you do at night?")
    assert "heard" in {one.asked for one in told.findings if not one.is_met}
    assert "heard" not in {one.asked for one in look(*GOOD[0]).findings if not one.is_met}


def test_in_danger_help_is_the_first_thing_to_try():
    turn = talks.talk(ORDER).turns[1]
    told = in_words(feedback("Ok.", turn, None), turn)
    assert told.try_next in (TRY["help"], TRY["plain"])


def test_the_engine_can_hear_what_the_rules_do_not():
    words = "You gave her away with both hands and now the whole place echoes with it, day after day. What stays?"
    assert not look(QUIET, 0, words).is_met
    assert look(QUIET, 0, words, Read("test 1", interpretation=1.4)).is_met


def test_what_the_engine_finds_hurtful_counts_in_its_own_words():
    read = Read("test 1", hazards=(("preaching", "God gives", "Faith that is handed over can feel like a verdict."),))
    told = look(*GOOD[0], read)
    assert not told.is_met
    assert in_words(told, talks.talk(QUIET).turns[0]).hurts[0].says.startswith("Faith that is handed over")


def test_a_risk_the_engine_suspects_where_none_is_written_does_not_stop_anybody():
    read = Read("test 1", hazards=(("ignoring-a-risk", "all", "It passes by a danger."),))
    assert look(*GOOD[0], read).is_met
    assert not look(*GOOD[10], read).is_met


def test_the_engine_alone_never_stands_in_for_pointing_to_help():
    strong = Read("test 1", reaction=2.0, interpretation=2.0, exploration=2.0)
    words = "I am so glad you told me that you put your papers in order and are calm today."
    assert not look(ORDER, 1, words, strong).is_met


def test_there_are_three_talks_of_three_turns_and_words_for_everything():
    assert [len(talk.turns) for talk in talks.talks()] == [3, 3, 3]
    asked = {one for talk in talks.talks() for turn in talk.turns for one in turn.asks_for}
    assert asked <= set(MET) & set(TRY)
    assert {stopped for *_, stopped in POOR} <= set(TRY) | set(HURTS)
