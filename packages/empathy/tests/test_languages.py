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


BESIDE = {
    "es": (
        "quiero matarme",
        "esta noche me tomo todas las pastillas",
        "y mañana tengo un curso de cocina",
        "y ayer vi una película en casa",
    ),
    "pt": (
        "quero me matar",
        "hoje à noite vou tomar todos os comprimidos",
        "e amanhã tenho uma palestra sobre vinhos",
        "e ontem vi um filme em casa",
    ),
    "fr": (
        "je veux me tuer",
        "ce soir je vais avaler tous les cachets",
        "et demain j'ai une formation sur Excel",
        "et hier j'ai regardé un film chez moi",
    ),
    "it": (
        "voglio uccidermi",
        "stanotte prendo tutte le pastiglie",
        "e domani ho un corso di cucina",
        "e ieri ho visto un film a casa",
    ),
    "de": (
        "ich will mich umbringen",
        "heute Nacht nehme ich alle Tabletten",
        "und morgen habe ich eine Schulung zu Excel",
        "und gestern lief ein Film im Fernsehen",
    ),
    "nl": (
        "ik wil zelfmoord plegen",
        "vannacht slik ik alle pillen",
        "en morgen heb ik een training voor mijn werk",
        "en gisteren heb ik een film gezien",
    ),
    "pl": (
        "chcę się zabić",
        "dziś w nocy połknę wszystkie tabletki",
        "a jutro mam szkolenie w pracy",
        "a wczoraj oglądałam film w domu",
    ),
    "tr": (
        "kendimi öldürmek istiyorum",
        "bu gece bütün hapları içeceğim",
        "ve yarın işte eğitim var",
        "ve dün evde bir film izledim",
    ),
    "id": (
        "aku mau bunuh diri",
        "malam ini aku minum semua pil",
        "dan besok ada pelatihan di kantor",
        "dan kemarin nonton film di rumah",
    ),
    "ar": (
        "أريد أن أقتل نفسي",
        "الليلة سأبتلع كل الحبوب",
        "وغدا عندي دورة تدريبية في العمل",
        "وأمس شاهدت فيلم في البيت",
    ),
    "hi": ("मैं आत्महत्या करना चाहता हूँ", "आज रात मैं सारी गोलियाँ खा लूँगा", "और कल ऑफिस में ट्रेनिंग है", "और कल घर पर एक फिल्म देखी"),
    "zh": ("我想自杀", "今晚我要吞下所有的药", "，明天公司有培训", "，昨天在家看了电影"),
}


@pytest.mark.parametrize("code", OTHERS)
def test_work_or_a_film_in_the_same_breath_does_not_silence_danger(code):
    *dangers, work, film = BESIDE[code]
    for danger in dangers:
        alone = assess(danger)
        assert alone.found, danger
        assert [beside for beside in (work, film) if not assess(f"{danger} {beside}").at_least(alone.tier)] == []


ABOUT = {
    "es": "una película sobre el suicidio",
    "fr": "un film sur le suicide",
    "de": "ein Film über Suizid",
    "it": "un film sul suicidio",
    "nl": "een film over zelfmoord",
    "pt": "um filme sobre suicídio",
    "pl": "film o samobójstwie",
}


@pytest.mark.parametrize("code", ABOUT)
def test_a_film_about_it_is_still_a_film(code):
    assert not assess(ABOUT[code]).found


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_has_lines_in_both_halves(code):
    for half, danger, everyday in (("train", 20, 12), ("test", 10, 8)):
        tiers = [line["tier"] != "none" for line in lines(half)[code]]
        assert tiers.count(True) >= danger
        assert tiers.count(False) >= everyday


def test_no_line_stands_in_both_halves():
    texts = [{line["text"] for group in lines(half).values() for line in group} for half in ("train", "test")]
    assert texts[0].isdisjoint(texts[1])
