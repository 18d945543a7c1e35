"""Each cue file keeps its own promises, and a file that promises too little is refused."""

import re
import sys
from importlib.resources import files

import pytest
from empathy.cues import CueFileError, Cues, grammar, load, parse
from empathy.cues.grammar import CueRule, written
from empathy.cues.pattern import PatternError, Slots, compile_pattern
from empathy.normaliser import normalise, plain_word
from empathy.readers.risk import read_cues

WRITTEN = written()

GOOD = """
[[cue]]
kind = "wish to die"
tier = "worry"
why = "Says that they want to die."
say = ["want to die"]
hears = ["I want to die.", "They know I want to die."]
leaves = ["I want to dine.", "Die Hard is on."]
"""


def heard(text: str, cues: Cues) -> set[tuple[str, str]]:
    return {(cue.kind, cue.tier) for cue in read_cues(text, cues)}


def alone(rule: CueRule, cues: Cues) -> Cues:
    """Only this cue and, as in the product, what changes its meaning."""
    return Cues([rule], cues.scopes, [])


@pytest.mark.parametrize("language", WRITTEN)
def test_every_cue_hears_what_it_says_it_hears(language: str) -> None:
    cues = load(language)
    deaf = [
        text
        for rule in cues.rules
        if rule.tier != "none"
        for text in rule.hears
        if (rule.kind, rule.tier) not in heard(text, alone(rule, cues))
    ]
    assert deaf == []


@pytest.mark.parametrize("language", WRITTEN)
def test_every_cue_leaves_what_it_says_it_leaves(language: str) -> None:
    cues = load(language)
    loud = [
        text
        for rule in cues.rules
        if rule.tier != "none"
        for text in rule.leaves
        if (rule.kind, rule.tier) in heard(text, alone(rule, cues))
    ]
    assert loud == []


@pytest.mark.parametrize("language", WRITTEN)
def test_every_cue_gives_a_guide_a_reason_in_a_sentence(language: str) -> None:
    cues = load(language)
    assert cues.rules
    assert [rule.kind for rule in cues.rules if not rule.why.endswith((".", "。", "।", "؟"))] == []


def test_a_plain_word_is_read_as_any_other_text_is() -> None:
    folder = files("empathy") / "cues"
    texts = [file.read_text("utf-8") for part in (folder, folder / "en") for file in part.iterdir() if file.is_file()]
    words = {word for text in texts for word in re.split(r"[^\w'*]+", text)} - {""}
    assert len(words) > 3000
    assert [word for word in words if plain_word(word) != normalise(word).text.strip()] == []


def test_all_cues_are_read_once() -> None:
    assert grammar() is grammar()


def test_english_is_among_the_cues_that_are_read() -> None:
    assert "en" in {rule.language for rule in grammar().rules}


def test_a_good_file_is_read() -> None:
    assert heard("so I want to die", parse(GOOD, "en")) == {("wish to die", "worry")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('why = "Says that they want to die."\n', ""),
        ('"I want to die.", "They', '"They'),
        ('"I want to dine.", "Die', '"Die'),
        ('tier = "worry"', 'tier = "panic"'),
        ('say = ["want to die"]', 'say = ["[want] ~3"]'),
    ],
    ids=["no reason", "one example", "one counterexample", "unknown tier", "no word of its own"],
)
def test_a_file_that_says_too_little_is_refused(old: str, new: str) -> None:
    assert old in GOOD
    with pytest.raises(CueFileError, match="en.toml, wish to die"):
        parse(GOOD.replace(old, new), "en")


SIGNS = """
[[cue]]
kind = "gives away"
tier = "none"
why = "Gives things away."
say = ["gave (away|me)"]
hears = ["He gave away his dog.", "She gave me her ring."]
leaves = ["A gift.", "He gives."]

[[cue]]
kind = "suddenly calm"
tier = "none"
why = "Is calm all at once."
say = ["so calm"]
hears = ["He is so calm.", "so calm now"]
leaves = ["A calm sea.", "Calm down."]

[[together]]
kinds = ["gives away", "suddenly calm"]
count = 2
tier = "worry"
kind = "someone else"
subject = "other"
why = "Small signs stand together."
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He gave away his dog. He is so calm.", {("someone else", "worry")}),
        ("He gave away his dog. He gave me his bike.", set()),
        ("He is so calm.", set()),
    ],
)
def test_small_signs_speak_only_together(text: str, expected: set[tuple[str, str]]) -> None:
    assert heard(text, parse(SIGNS, "en")) == expected


def test_signs_that_stand_together_are_the_writers_own_unless_it_is_said_whose() -> None:
    whose = SIGNS.replace('subject = "other"\n', "")
    assert [one.subject for one in parse(SIGNS, "en").together] == ["other"]
    assert [one.subject for one in parse(whose, "en").together] == ["self"]


def test_what_stands_around_a_sentence_changes_it_unless_something_else_is_said() -> None:
    scope = """
[[scope]]
name = "moving house"
where = "around"
lowers_to = "none"
say = ["moving out"]
unless = ["arent moving out"]
"""
    cues = parse(GOOD + scope, "en")
    assert not heard("I want to die. We are moving out.", cues)
    assert heard("I want to die. We are not moving out.", cues)


SCOPE = """
[[scope]]
name = "denied"
where = "{where}"
words = {words}
lowers_to = "{tier}"
say = ["never"]
"""


@pytest.mark.parametrize(
    ("where", "words", "text", "is_left"),
    [
        ("before", 1, "I never want to die.", True),
        ("before", 1, "I never really want to die.", True),
        ("before", 1, "I never really even want to die.", False),
        ("before", 0, "I never really want to die.", False),
        ("before", 9, "I want to die, never mind.", False),
        ("near", 2, "I want to die today, never tomorrow.", True),
        ("near", 1, "I want to die today, never tomorrow.", False),
        ("sentence", 0, "I never slept so badly as on the day when I began to want to die.", True),
        ("sentence", 0, "I never slept. I want to die.", False),
    ],
)
def test_a_scope_reaches_as_far_as_it_says(where: str, words: int, text: str, is_left: bool) -> None:
    cues = parse(GOOD + SCOPE.format(where=where, words=words, tier="none"), "en")
    assert heard(text, cues) == (set() if is_left else {("wish to die", "worry")})


def test_a_scope_leaves_the_kinds_it_spares() -> None:
    scope = SCOPE.format(where="before", words=1, tier="none")
    assert heard("I never want to die.", parse(GOOD + scope + 'spares = ["wish to die"]\n', "en")) == {
        ("wish to die", "worry")
    }
    assert heard("I never want to die.", parse(GOOD + scope + 'spares = ["abuse"]\n', "en")) == set()


def test_one_language_is_heard_alone() -> None:
    spanish = grammar().of("es")
    assert {part.language for part in (*spanish.rules, *spanish.scopes)} == {"es"}
    assert heard("Quiero morir.", spanish) == heard("Quiero morir.", grammar())
    assert not heard("I want to die.", spanish)


STOPPED = [
    ("I want to die never again.", True),
    ("I want to die and never tell.", False),
    ("I want to die but never tell.", False),
    ("Never again and I want to die.", False),
    ("And never once did I want to die.", True),
    ("I want to die never and today.", True),
]


@pytest.mark.parametrize(("text", "is_left"), STOPPED)
def test_what_stands_near_stands_on_the_same_side_of_an_and(text: str, is_left: bool) -> None:
    said = 'stops = ["and|but"]\n' + GOOD
    scoped = parse(said + SCOPE.format(where="near", words=5, tier="none"), "en")
    unless = parse(said + 'unless = ["never"]\n', "en")
    assert (heard(text, scoped) == set(), heard(text, unless) == set()) == (is_left, is_left)


def test_a_cue_stands_against_the_scope_it_names_and_no_other() -> None:
    scope = SCOPE.format(where="before", words=1, tier="none")
    assert heard("I never want to die.", parse(GOOD + 'stands = ["denied"]\n' + scope, "en")) != set()
    assert heard("I never want to die.", parse(GOOD + 'stands = ["another"]\n' + scope, "en")) == set()


def test_a_cue_is_about_the_writer_unless_it_says_whom() -> None:
    whose = [parse(GOOD + line, "en").rules[0].subject for line in ("", 'subject = "other"\n')]
    assert whose == ["self", "other"]


def test_a_scope_makes_a_cue_smaller_and_never_greater() -> None:
    text = "I never want to die."
    assert heard(text, parse(GOOD + SCOPE.format(where="before", words=1, tier="watch"), "en")) == {
        ("wish to die", "watch")
    }
    assert heard(text, parse(GOOD + SCOPE.format(where="before", words=1, tier="danger"), "en")) == {
        ("wish to die", "worry")
    }


def test_a_scope_that_says_no_distance_stands_right_beside_its_cue() -> None:
    cues = parse(GOOD + SCOPE.format(where="before", words=0, tier="none").replace("words = 0\n", ""), "en")
    assert heard("I never want to die.", cues) == set()
    assert heard("I never really want to die.", cues) != set()


def test_a_scope_in_no_known_place_is_refused() -> None:
    scope = '[[scope]]\nname = "past"\nwhere = "somewhere"\nlowers_to = "none"\nsay = ["ago"]\n'
    with pytest.raises(CueFileError, match="scope past"):
        parse(GOOD + scope, "en")


def test_a_bad_file_costs_its_own_language_only(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(language: str) -> Cues:
        if language == "en":
            return parse(GOOD, "en")
        raise PatternError("unbalanced")

    monkeypatch.setattr(sys.modules["empathy.cues.grammar"], "load", broken)
    cues = grammar.__wrapped__()
    assert {rule.language for rule in cues.rules} == {"en"}
    assert len(WRITTEN) == 1 or "danger is not heard" in caplog.text


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("want to (die|be dead)", "i want to be dead now", "i want to be"),
        ("want [so] to die", "want to die", "want not to die"),
        ("took {some} pills", "took many pills", "took the pills"),
        ("i ~2 die", "i might die", "i might just as well die"),
        ("took # pills", "took 7 pills", "took pills"),
        ("took ## pills", "took 30 pills", "took 3 pills"),
        ("embarrass* me", "embarrassed me", "embargo me"),
        ("^ goodbye $", "goodbye", "goodbye then"),
    ],
)
def test_patterns_say_what_they_mean(pattern: str, yes: str, no: str) -> None:
    compiled = compile_pattern(pattern, Slots({"some": ["many|a few"]}))
    assert compiled.search(f" {yes} ")
    assert not compiled.search(f" {no} ")


@pytest.mark.parametrize(
    "pattern", ["(die", "die)", "[die", "{nowhere} die", "i ~9 die", "i ~0 die", "a ~1 b ~1 c ~1 d ~1 e ~1 f"]
)
def test_a_pattern_that_cannot_be_read_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compile_pattern(pattern, Slots({}))


def test_a_pattern_knows_the_words_it_needs() -> None:
    compiled = compile_pattern("want to (die|disappear)", Slots({}))
    assert compiled.may_match(frozenset(["i", "want", "to", "disappear"]))
    assert not compiled.may_match(frozenset(["i", "want", "to", "sing"]))


def test_a_pattern_is_looked_for_by_the_rarest_words_it_needs():
    pattern = compile_pattern("i will jump|the (end|exit) is near", Slots({}))
    assert pattern.needs == (frozenset({"jump", "near"}),)
