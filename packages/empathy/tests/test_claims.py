"""What Ben passes on about health is read with its source; what Ana asks, denies or lives through is left to her."""

import re
from datetime import date

import pytest
from empathy import claimtable
from empathy.bank.claims import KINDS, NOT_CHECKED, VERDICTS, by_name, entries
from empathy.readers.claims import claims
from empathy.weights import expected
from hypothesis import given
from hypothesis import strategies as st


def kinds(text):
    return [claim.kind for claim in claims(text)]


@pytest.mark.parametrize(
    ("stated", "kind", "quiet"),
    [
        ("Just stop taking your lithium.", "stop-medication", "I stopped taking my lithium and regret it."),
        ("Just stop taking your lithium.", "stop-medication", "Please don't stop taking your lithium."),
        ("You can quit xanax cold turkey.", "stop-medication", "Is it true that you can quit xanax cold turkey?"),
        ("Flush the pills.", "stop-medication", "I'm tempted to flush the pills."),
        ("Throw the pills away.", "stop-medication", "He told her to throw the pills away."),
        ("Drop the sertraline.", "stop-medication", "Ask your doctor before you drop the sertraline."),
        ("Double your dose when it gets worse.", "dosing", "Never double your dose when it gets worse."),
        ("Running cures depression.", "cure", "Running does not cure depression."),
        ("Running cures depression.", "cure", "Does running cure depression?"),
        ("Wine with diazepam is fine.", "contraindicated-mix", "Wine with diazepam is dangerous."),
        ("Vaccines cause autism.", "anti-treatment", "There is no evidence that vaccines cause autism."),
        ("Vaccines cause autism.", "anti-treatment", "Vaccines cause autism. That's a myth."),
        ("Therapy is a scam.", "anti-treatment", "My brother says therapy is a scam."),
        ("Therapy is a scam.", "anti-treatment", 'She wrote: "therapy is a scam".'),
        ("Cutting is just another coping skill.", "pro-disorder", "I used to think cutting is just a coping skill."),
        ("Only soldiers get PTSD.", "myth", "It's a myth that only soldiers get PTSD."),
        ("Suicide is selfish.", "myth", "People say suicide is selfish, but they don't know."),
    ],
)
def test_what_is_stated_is_a_claim_and_its_twin_is_not(stated, kind, quiet):
    assert kinds(stated) == [kind]
    assert kinds(quiet) == []


def test_own_experience_becomes_advice_when_others_should_do_the_same():
    assert kinds("I quit my meds last year.") == []
    assert kinds("I quit my meds last year and you should too.") == ["stop-medication"]


def test_a_claim_stands_where_it_was_written_and_names_its_source():
    text = "I'm sorry.  Honestly, antidepressants are just placebo, dear."
    (claim,) = claims(text)
    assert text[claim.start : claim.end] == "antidepressants are just placebo"
    assert claim.entry == "antidepressants-do-nothing"
    assert "https://" in claim.source


def test_the_particular_entry_wins_over_the_general_one():
    assert [claim.entry for claim in claims("You don't need lithium.")] == ["stop-lithium"]
    assert [claim.entry for claim in claims("You don't need medication.")] == ["stop-any-medicine"]


def test_several_claims_in_one_text_are_each_read():
    text = "Depression is just laziness. Stop taking your Prozac! Vaccines cause autism."
    assert kinds(text) == ["myth", "stop-medication", "anti-treatment"]


@pytest.mark.parametrize("text", ["", "   ", "\0", "?" * 5000, "stop taking " * 5000, "drop the " * 9000 + "lithium"])
def test_odd_and_long_texts_are_read(text):
    assert all(0 <= claim.start < claim.end <= len(text) for claim in claims(text))


@given(st.text(max_size=300))
def test_places_lie_within_any_text(text):
    assert all(0 <= claim.start < claim.end <= len(text) for claim in claims(text))


class TestTheBank:
    def test_it_is_large_and_each_name_stands_once(self):
        assert len(entries()) >= 120
        assert len(by_name()) == len(entries())
        assert {entry.kind for entry in entries()} == set(KINDS)

    @pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.name)
    def test_an_entry_says_what_is_known_and_where(self, entry):
        assert entry.verdict in VERDICTS
        assert 3 <= len(entry.said) <= 8
        assert entry.claim.endswith(".")
        assert entry.known.endswith(".")
        assert entry.source.address.startswith("https://")
        assert entry.source.date
        assert entry.source.checked == NOT_CHECKED or date.fromisoformat(entry.source.checked)

    def test_nothing_in_it_gives_a_dose(self):
        amount = re.compile(r"\d\s?(mg|ml|g|tablets|pills|drops)\b")
        assert [entry.name for entry in entries() if amount.search(entry.known)] == []

    def test_nearly_all_ways_of_saying_it_are_found_by_phrases(self):
        said = [(entry.kind, line) for entry in entries() for line in entry.said]
        assert sum(kind in kinds(line) for kind, line in said) >= 0.95 * len(said)


@pytest.mark.weights
class TestWithWeights:
    def test_the_table_was_made_with_this_encoder_and_this_bank(self):
        made = claimtable.load(expected()["encoder.onnx"])
        assert made is not None, "python -m empathy.evaluation.claim_table OWN SHARED makes it anew"
        assert claimtable.load("another encoder") is None

    def test_a_claim_in_other_words_is_heard(self, engine):
        text = "A real believer needs no psychiatrist, the illness leaves whoever trusts in God."
        assert claims(text) == ()
        assert engine.read(text).claims

    def test_another_language_is_not_read_as_english(self, engine):
        assert engine.read("Ich weiß nicht mehr, was ich noch sagen soll, und es ist niemand da.").claims is None

    def test_a_story_of_grief_claims_nothing(self, engine):
        story = "My father died in March and I still set the table for two. Nobody asks how I am any more."
        assert engine.read(story).claims == ()
