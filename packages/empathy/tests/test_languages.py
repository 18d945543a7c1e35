"""Danger said in twelve other languages: each cue file keeps its word, and own lines are heard or left."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from empathy.cues import load
from empathy.cues.grammar import LANGUAGES
from empathy.readers.risk import assess, read_cues
from empathy.reading import TIERS

OTHERS = [code for code in LANGUAGES if code != "en"]
DATA = Path(__file__).parents[1] / "data"
URGENT = {"worry", "danger", "emergency"}


def lines(half):
    by_language = defaultdict(list)
    for row in (DATA / f"risk-languages-{half}.jsonl").read_text("utf-8").splitlines():
        line = json.loads(row)
        by_language[line["language"]].append(line)
    return by_language


TRAIN = lines("train")


def as_urgent(cue, rule):
    return cue.kind == rule.kind and TIERS.index(cue.tier) >= TIERS.index(rule.tier)


@pytest.mark.parametrize("code", OTHERS)
def test_every_cue_hears_what_it_shows(code):
    cues = load(code)
    unheard = [
        (rule.kind, said)
        for rule in cues.rules
        for said in rule.hears
        if not any(as_urgent(cue, rule) for cue in read_cues(said, cues))
    ]
    assert unheard == []


@pytest.mark.parametrize("code", OTHERS)
def test_every_cue_leaves_what_it_shows(code):
    cues = load(code)
    heard = [
        (rule.kind, said)
        for rule in cues.rules
        for said in rule.leaves
        if any(cue.kind == rule.kind and cue.tier in URGENT for cue in read_cues(said, cues))
    ]
    assert heard == []


@pytest.mark.parametrize("code", OTHERS)
def test_danger_is_found_and_everyday_words_are_left(code):
    danger = [line for line in TRAIN[code] if line["tier"] != "none"]
    everyday = [line for line in TRAIN[code] if line["tier"] == "none"]
    missed = [line["text"] for line in danger if not assess(line["text"]).found]
    flagged = [line["text"] for line in everyday if assess(line["text"]).found]
    assert len(missed) <= len(danger) * 0.05, missed
    assert flagged == []


@pytest.mark.parametrize("code", OTHERS)
def test_plans_means_and_attempts_are_never_less_than_danger(code):
    explicit = [line for line in TRAIN[code] if line["category"] in {"plan", "means", "attempt"}]
    assert len(explicit) >= 4
    assert [line["text"] for line in explicit if not assess(line["text"]).at_least(line["tier"])] == []


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_has_lines_in_both_halves(code):
    for half, danger, everyday in (("train", 20, 12), ("test", 10, 8)):
        tiers = [line["tier"] != "none" for line in lines(half)[code]]
        assert tiers.count(True) >= danger
        assert tiers.count(False) >= everyday


def test_no_line_stands_in_both_halves():
    texts = [{line["text"] for group in lines(half).values() for line in group} for half in ("train", "test")]
    assert texts[0].isdisjoint(texts[1])
