"""The small language in which phrases are written."""

from __future__ import annotations

import pytest
from empathy.bank import shelf
from empathy.phrases import compile_one, sentences
from hypothesis import given
from hypothesis import strategies as st


def holds(written: str, text: str) -> bool:
    return any(compile_one(written).holds(one) for one in sentences(text))


@pytest.mark.parametrize(
    ("written", "text", "other"),
    [
        ("get over (it|this)", "Just get over it.", "The overit shop."),
        ("get over it", "Get over, it says.", "Get him over it."),
        ("(really )?happy", "I am happy.", "I am unhappy."),
        ("you ~ yourself", "You never give yourself time.", "You and I went far beyond that year by yourself."),
        ("think*", "Thinking of you.", "I rethink it."),
        ("^try", "Well, try tea.", "I did try tea."),
        ("that's life$", "That's life.", "That's life in a village."),
        ("don't", "Do not go.", "Do go."),
        ("don't", "dont go", "donation"),
        ("you're late", "u r late", "your late aunt"),
        ("get (up|out of (bed|here))", "Get out of here.", "Get out of it."),
    ],
)
def test_a_phrase_finds_its_own_and_leaves_its_neighbour(written: str, text: str, other: str) -> None:
    assert holds(written, text)
    assert not holds(written, other)


def test_a_phrase_does_not_cross_from_one_sentence_into_the_next() -> None:
    assert holds("you should go", "You should go.")
    assert not holds("you should go", "You should. Go.")


@pytest.mark.parametrize("written", ["(a", "a)", "a (b (c)"])
def test_brackets_that_do_not_match_are_refused(written: str) -> None:
    with pytest.raises(ValueError, match="not a phrase"):
        compile_one(written)


def test_no_phrase_of_the_bank_is_found_in_any_sentence() -> None:
    written = [one for table in shelf("hazards").values() for one in table.get("phrases", [])]
    assert len(written) > 500
    assert not [one for one in written if holds(one, "Zyx and zyx, zyx.")]


@given(st.text())
def test_sentences_stand_where_they_say(text: str) -> None:
    for one in sentences(text):
        assert 0 <= one.start < one.end <= len(text)
        assert len(one.plain) <= 404


def test_a_phrase_is_looked_for_where_all_its_words_stand():
    assert compile_one("the (dsm|the icd) is").needs == ({"the"}, {"dsm", "icd"}, {"is"})


SLEEPLESS = ("I cannot sleep", "I can not sleep", "I can't sleep", "one of those I-can't sleep-much nights")


@pytest.mark.parametrize("text", SLEEPLESS)
def test_words_beside_hyphens_and_apostrophes_are_found(text):
    assert compile_one("can't sleep").holds(sentences(text)[0])
