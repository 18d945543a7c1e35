"""What somebody says in another language is heard through a clumsy translation of it."""

import pytest
from empathy import Engine
from empathy.lexicon import CODES, Lexicon, lexicon, unaccented
from hypothesis import given
from hypothesis import strategies as st


@pytest.fixture(scope="module")
def engine():
    return Engine.load()


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("es", "Ya no quiero vivir.", "i dont want to live anymore."),
        ("es", "Me muero de risa", "so funny lol"),
        ("de", "Ich will nicht mehr leben", "i dont want to live"),
        ("fr", "J’ai envie de disparaître", "i want to disappear"),
        ("zh", "我不想活了。", "dont want to live anymore."),
    ],
)
def test_the_longest_phrase_is_looked_up(code, text, said):
    assert lexicon(code).gloss(text) == said


def test_accents_that_were_left_out_are_no_hindrance():
    assert lexicon("es").gloss("manana") == lexicon("es").gloss("mañana") == "tomorrow"


def test_what_is_written_tells_more_than_what_is_folded():
    assert lexicon("tr").gloss("öldüm") != lexicon("tr").gloss("oldum")


def test_an_unknown_word_stays():
    assert "Zamalek".lower() in lexicon("es").gloss("Zamalek")


def test_a_word_behind_its_article_is_found():
    spoken = lexicon("ar")
    assert "وبالسكين" not in spoken.typed
    assert spoken.gloss("وبالسكين") == "with a knife"


@pytest.mark.parametrize(
    ("word", "said"), [("ضربني", "hit me"), ("وضربها", "hit her"), ("ضرب", "hit"), ("ضرباتنا", "ضرباتنا")]
)
def test_a_pronoun_at_an_arabic_word_is_said_after_it(word, said):
    hit = {unaccented("ضرب"): "hit"}
    assert Lexicon("ar", {"ضرب": "hit"}, hit, hit).gloss(word) == said


def test_a_word_under_an_unknown_ending_is_found():
    assert lexicon("de").gloss("hoffnungslosestes").startswith("hopeless")


@pytest.mark.parametrize("code", CODES)
def test_each_file_is_whole(code):
    known = lexicon(code)
    assert len(known.typed) > 5_000
    assert all(phrase.strip() == phrase and said.strip() for phrase, said in known.typed.items())


def test_no_dictionary_no_guess():
    with pytest.raises(KeyError):
        lexicon("sv")


@given(st.text(max_size=300), st.sampled_from(["es", "ar", "zh", "tr"]))
def test_any_text_has_a_gloss(text, code):
    assert isinstance(lexicon(code).gloss(text), str)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("es", "Hola a todos. Creo que mi familia estaría mucho mejor sin mí, de verdad. Mañana llueve."),
        ("de", "Guten Abend zusammen. Ich glaube, meine Kinder wären ohne mich besser dran. Morgen regnet es."),
        ("fr", "Bonsoir à vous. Je pense que ma famille serait bien mieux sans moi, vraiment. Il pleut demain."),
    ],
)
def test_the_sentence_that_calls_is_shown_in_its_own_words(engine, code, text):
    risk = engine.risk(text)
    assert risk.found
    shown = [text[cue.start : cue.end] for cue in risk.cues if cue.tier == risk.tier]
    assert any(text.split(". ")[1][:20] in words or words in text.split(". ")[1] for words in shown)


@pytest.mark.parametrize(
    "text",
    [
        "Esta canción es para morirse de buena, la pongo todas las mañanas antes del trabajo.",
        "Ich lache mich tot über meinen Hund, der schon wieder im Wäschekorb schläft.",
        "Hier j'ai repeint la cuisine avec mon fils et on a bien ri toute la journée.",
    ],
)
def test_everyday_talk_stays_quiet(engine, text):
    assert not engine.risk(text).found


def test_without_weights_the_rules_hear_alone():
    assert Engine.rules_only().risk("Me quiero morir, no puedo más con esto.").found
