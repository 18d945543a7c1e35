"""What Ana writes is read, what Ben answers is read, and nothing anybody types stops the engine."""

from dataclasses import FrozenInstanceError

import pytest
from empathy.engine import Engine
from empathy.normaliser import normalise
from empathy.readers.alarm import is_disguised, loudest, loudest_window, sounds_like
from empathy.readers.emotion import SUPPORT
from empathy.reading import TIERS
from hypothesis import given
from hypothesis import strategies as st

STORY = "My father died in March and I still set the table for two. Nobody asks how I am any more."
ANYTHING = st.text(st.characters(), max_size=300)


def test_without_weights_rules_still_read(rules):
    reading = rules.read("Write to me at ana@example.org, I want to kill myself tonight.")
    assert reading.risk.at_least("danger")
    assert [span.kind for span in reading.disclosures] == ["email"]
    assert reading.emotions is reading.support_emotions is reading.distress is None
    assert rules.embed(STORY) is None


DANGERS = (
    "I'm standing on the wrong side of the railing",
    "I have the pills lined up and tonight I'm taking all of them",
    "I'm going to hang myself once everyone is asleep",
    "I swallowed the whole bottle an hour ago",
    "my dad is kicking the door in and he has a knife",
)
EVERYDAY = ("my shift ends at nine", "the news is on", "the wifi is down again", "my homework is still on the desk")
EVERYDAY += ("we did a charity thing at work", "i have an exam on friday", "i watched a film first", "there is cake")


@pytest.mark.parametrize("danger", DANGERS)
@pytest.mark.parametrize("beside", EVERYDAY)
def test_an_everyday_word_in_the_same_breath_does_not_silence_danger(engine, danger, beside):
    assert engine.risk(f"{danger} and {beside}").at_least("danger")


def test_without_weights_a_reply_is_read_by_rules(rules):
    reading = rules.reply(STORY, "What was he like?")
    assert reading.exploration.value > 0
    assert reading.reaction is None


@given(ANYTHING, ANYTHING)
def test_rules_read_anything(story, reply):
    rules = Engine.rules_only()
    reading = rules.read(story)
    assert reading.risk.tier in TIERS
    assert all(0 <= cue.start <= cue.end <= len(story) for cue in reading.risk.cues)
    rules.reply(story, reply)


def test_a_reading_cannot_be_changed(rules):
    with pytest.raises(FrozenInstanceError):
        rules.read(STORY).risk = None


@pytest.mark.weights
class TestWithWeights:
    def test_a_story_of_grief_is_heard(self, engine):
        reading = engine.read(STORY)
        assert reading.language.code == "en"
        assert set(reading.support_emotions) == set(SUPPORT)
        assert reading.support_emotions["loneliness"] > reading.support_emotions["gratitude"]
        assert len(reading.emotions) == 28
        assert 0 <= reading.distress.low <= reading.distress.value <= reading.distress.high <= 10

    def test_what_a_story_is_about_is_heard(self, engine):
        reading = engine.read(STORY)
        assert "grief" in [one.label for one in reading.experiences]
        assert "death-and-grief" in reading.content_notes
        assert "good-news" not in reading.content_notes

    @pytest.mark.parametrize(
        ("text", "need"),
        [
            ("No advice please. I only want to say it somewhere and be heard.", "listen"),
            ("Has anyone here gone through the same? I would love to hear how it was for you.", "been there"),
            ("I got the job! Three years of trying and today they rang me.", "celebrate"),
        ],
    )
    def test_what_a_writer_may_need_is_heard(self, engine, text, need):
        assert engine.read(text).need.label == need

    @pytest.mark.parametrize(
        "text",
        [
            "Just stop your lithium, you will be fine.",
            "I have the pills here and I want to die tonight.",
            "Ich will nicht mehr leben und habe die Tabletten schon gezählt.",
            "",
        ],
    )
    def test_what_is_read_while_somebody_waits_is_what_a_whole_reading_says(self, engine, text):
        safety, reading = engine.safety(text), engine.read(text)
        assert (safety.risk, safety.claims, safety.language) == (reading.risk, reading.claims, reading.language)
        assert safety.risk == engine.risk(text)

    def test_danger_in_words_that_no_cue_knows_is_shown_in_its_sentence(self, engine):
        text = "The oven is clean and the cat is with my sister. By Sunday none of you will have to carry me any more."
        risk = engine.risk(text)
        assert risk.found
        assert all(text[cue.start : cue.end].strip() and cue.why for cue in risk.cues)

    def test_the_sentence_shown_is_found_in_the_middle_of_a_long_post(self, engine):
        calm = "We walked along the canal and the ducks were out again. " * 40
        line = "By Sunday none of you will have to carry me any more."
        text, held = f"{calm}{line} {calm}", engine.trained
        seen = held.encoder.see(text)
        window = loudest_window(seen, held.heads["calls"])
        sounds = sounds_like(seen, window, held.heads["kinds"])
        cue = loudest(text, seen.places[window], sounds, lambda one: one.words.lower(), held.wording)
        assert text[cue.start : cue.end] == line

    def test_what_is_merely_said_in_full_is_no_disguise(self):
        assert not is_disguised("I am fine. I would not worry.", normalise("I am fine. I would not worry.").text)
        assert is_disguised("i w4nt t0 g0", normalise("i w4nt t0 g0").text)

    def test_danger_behind_a_disguise_is_heard(self, engine):
        assert engine.risk("i w4nt t0 k1ll mys3lf").found

    def test_curt_words_sound_colder_than_warm_ones(self, engine):
        curt, warm = engine.read("Fine. As I already said."), engine.read("That is fine, thank you for asking again.")
        assert curt.tone.ambiguous > warm.tone.ambiguous

    def test_where_nothing_heavy_is_felt_there_is_no_distress(self, engine):
        calm, heavy = engine.read("The bus leaves at nine."), engine.read("I cry at my desk and cannot sleep.")
        assert calm.distress.value < 1 < 3 < heavy.distress.value

    def test_another_language_is_not_read_as_english(self, engine):
        reading = engine.read("Ich weiß nicht mehr, was ich noch sagen soll, und es ist niemand da.")
        assert reading.language.code == "de"
        assert reading.emotions is reading.distress is None

    @pytest.mark.parametrize("text", ["", "   ", "😭😭", "12 345", "..."])
    def test_where_there_is_no_word_there_is_no_emotion(self, engine, text):
        reading = engine.read(text)
        assert reading.emotions is reading.support_emotions is reading.distress is None
        assert reading.need is reading.experiences is reading.content_notes is reading.tone is None

    def test_warmth_stands_above_cold_advice(self, engine):
        warm = engine.reply(STORY, "I'm so sorry. It hurts to read how quiet it became. I'm here.")
        cold = engine.reply(STORY, "You should throw his things away and join a gym.")
        assert warm.reaction.value > cold.reaction.value

    def test_beside_danger_nobody_is_coached(self, engine):
        in_danger = engine.reply(
            "I have the pills here and I want to die tonight.", "Sorry to hear that, what happened?"
        )
        assert in_danger.crisis
        assert in_danger.suggestions == ()
        assert not engine.reply(STORY, "Sorry to hear that, what happened?").crisis

    def test_a_reading_does_not_depend_on_its_neighbours(self, engine):
        texts = [STORY, "ok", "I passed!", STORY * 30, ""]
        forwards = [engine.read(text) for text in texts]
        backwards = [engine.read(text) for text in reversed(texts)][::-1]
        assert forwards == backwards

    def test_an_embedding_has_length_one(self, engine):
        vector = engine.embed(STORY)
        assert len(vector) == 384
        assert sum(number * number for number in vector) == pytest.approx(1)

    def test_alike_stories_stand_closer(self, engine):
        story = engine.embed("My father died and the house is silent.")
        near = engine.embed("I lost my dad and it is so quiet at home.")
        far = engine.embed("Which bus goes to the station?")
        assert closeness(story, near) > closeness(story, far) + 0.2

    @given(ANYTHING)
    def test_anything_is_read(self, engine, text):
        reading = engine.read(text)
        assert reading == engine.read(text)
        assert reading.emotions is None or all(0 <= p <= 1 for p in reading.emotions.values())
        assert all(0 <= span.start < span.end <= len(text) for span in reading.disclosures)

    @pytest.mark.parametrize("text", ["\ud800 alone", "a\0b", "\u202eright to left", "e\u0301" * 900, "x" * 300_000])
    def test_odd_characters_are_read(self, engine, text):
        assert engine.read(text).risk.tier == "none"
        assert len(engine.embed(text)) == 384


def closeness(one, other):
    return sum(a * b for a, b in zip(one, other, strict=True))
