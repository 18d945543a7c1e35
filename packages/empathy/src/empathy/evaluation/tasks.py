"""What is measured, set by set, on the shipped file and through the doors the house uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from empathy.engine import Engine
from empathy.evaluation import sets
from empathy.evaluation.danger import (
    homonyms,
    languages,
    moderation,
    never_flag,
    own_languages,
    own_risk,
    weak_labels,
)
from empathy.evaluation.figures import (
    auroc,
    calibration_error,
    correlation,
    f1_of_marks,
    macro_f1_of_classes,
    macro_f1_of_labels,
    share,
)
from empathy.evaluation.passed_by import passed_by
from empathy.evaluation.rows import Row, row
from empathy.evaluation.shared import Measure, own, strength, trained, value
from empathy.heads import Values
from empathy.readers.disclosures import disclosures
from empathy.reading import NEEDS, Reading, ReplyReading, Score

MERGED = {
    "fear + nervousness": ("fear", "nervousness"),
    "sadness + grief + disappointment + remorse": ("sadness", "grief", "disappointment", "remorse"),
}
TWEETS = {
    0: ("anger", "annoyance", "disgust"),
    1: ("joy", "amusement", "excitement", "love", "gratitude", "admiration"),
    2: ("optimism", "desire", "approval"),
    3: ("sadness", "grief", "disappointment", "remorse"),
}
UCC_FLOORS = {"condescending": ".661 in domain", "dismissive": ".720 in domain", "hostile": ".665 in domain"}
SAD_KEPT = 5  # one in five sentences was kept back from teaching (training/rows.py)
STRATEGY_OF_ADVICE = "Providing Suggestions"

# E-01 emotions


def goemotions(engine: Engine, data: Path) -> Iterator[Row]:
    rows, names = sets.goemotions(data, "test"), sets.goemotions_labels(data)
    said = emotion_table(engine, [one.text for one in rows], names)
    truth = np.array([[number in one.labels for number in range(len(names))] for one in rows], dtype=np.float64)
    found = (said >= np.array(trained(engine).heads["emotions"].threshold)).astype(np.float64)
    name = "GoEmotions test"
    yield row(
        "E-01",
        name,
        "macro-F1 of 28, thresholds from dev",
        macro_f1_of_labels,
        truth,
        found,
        aim="≥ .56",
        floor=".442",
        published="BERT-base .46 to .503",
    )
    for merged, parts in MERGED.items():
        places = [names.index(part) for part in parts]
        together = [truth[:, places].max(axis=1, keepdims=True), found[:, places].max(axis=1, keepdims=True)]
        yield row("E-01", name, f"F1, {merged}", macro_f1_of_labels, *together)
    yield row("E-01", name, "calibration error, all labels", calibration_error, truth.ravel(), said.ravel())


def tweets(engine: Engine, data: Path) -> Iterator[Row]:
    rows = sets.tweeteval(data, "emotion")
    names = sets.goemotions_labels(data)
    said = emotion_table(engine, [one.text for one in rows], names)
    groups = np.stack([said[:, [names.index(name) for name in group]].sum(axis=1) for group in TWEETS.values()], axis=1)
    truth = [one.value for one in rows]
    yield row(
        "E-01",
        "TweetEval emotion, zero-shot",
        "macro-F1 of 4",
        macro_f1_of_classes,
        truth,
        groups.argmax(axis=1),
        aim="≥ .65",
        floor=".527 (in domain .604)",
        published="in domain .76 to .80",
        note="from groups of the 28",
    )


def own_emotions(engine: Engine, data: Path) -> Iterator[Row]:
    lines = own("emotions", "test")
    readings = [engine.read(line["text"]).support_emotions or {} for line in lines]
    for label in ("loneliness", "hopelessness", "numbness", "overwhelm", "shame/guilt"):
        truth = [float(label in line["labels"]) for line in lines]
        said = [reading.get(label) or 0.0 for reading in readings]
        yield row("E-01", "own lines, test half", f"AUROC, {label}", auroc, truth, said)


def emotion_table(engine: Engine, texts: list[str], names: list[str]) -> Values:
    """texts × names; 0 where the engine read no emotion (no words, or another language)."""
    readings = [engine.read(text).emotions or {} for text in texts]
    return np.array([[reading.get(name, 0.0) for name in names] for reading in readings])


# E-02 distress


def severity(engine: Engine, data: Path) -> Iterator[Row]:
    rows = [one for one in sets.sad(data) if sets.kept_back(one.text, SAD_KEPT)]
    said = [value(engine.read(one.text).distress) for one in rows]
    truth = [one.value for one in rows]
    yield row(
        "E-02", "SAD severity, a fifth kept back", "r", correlation, truth, said, aim="≥ .62", floor=".489 in folds"
    )


def stress(engine: Engine, data: Path) -> Iterator[Row]:
    rows = sets.dreaddit(data)
    said = [value(engine.read(one.text).distress) for one in rows]
    yield row(
        "E-02",
        "Dreaddit test, untouched",
        "AUROC",
        auroc,
        [one.value for one in rows],
        said,
        aim="≥ .85",
        floor=".678 (in domain .825)",
    )


# E-03 to E-05: need, experiences, content notes


def stressors(engine: Engine, data: Path) -> Iterator[Row]:
    rows = [one for one in sets.sad(data) if sets.kept_back(one.text, SAD_KEPT)]
    held = trained(engine)
    likely = [held.heads["stressors"].mean(held.encoder.see(one.text)) for one in rows]
    said = [sets.STRESSORS.index(max(one, key=one.__getitem__)) for one in likely]
    truth = [float(one.stressor) for one in rows]
    name = "SAD stressors, a fifth kept back"
    yield row("E-04", name, "macro-F1 of 9", macro_f1_of_classes, truth, said, aim="≥ .72", floor=".631 in folds")


def own_needs(engine: Engine, data: Path) -> Iterator[Row]:
    """Test lines by another hand than the training lines."""
    lines = own("needs-test")
    readings = [engine.read(line["text"]) for line in lines]
    truth = [float(NEEDS.index(line["need"])) for line in lines]
    said = [float(NEEDS.index(one.need.label)) if one.need else -1.0 for one in readings]
    yield row("E-03", "own needs, test half", "macro-F1 of 6", macro_f1_of_classes, truth, said, floor=".167 (chance)")
    heads = trained(engine).heads
    for code, field, head in (("E-04", "experiences", "experiences"), ("E-05", "notes", "notes")):
        names = heads[head].labels
        told = np.array([[name in line[field] for name in names] for line in lines], dtype=np.float64)
        found = np.array([[name in named(one, field) for name in names] for one in readings], dtype=np.float64)
        yield row(code, f"own {field}, test half", f"macro-F1 of {len(names)}", macro_f1_of_labels, told, found)


def named(reading: Reading, field: str) -> tuple[str, ...]:
    if field == "notes":
        return reading.content_notes or ()
    return tuple(one.label for one in reading.experiences or ())


# E-08 replies


def support_labels(engine: Engine, data: Path) -> Iterator[Row]:
    for code, label, head, floor in (
        ("E-08", "Emo_support", "reaction", ".922"),
        ("E-09", "Info_support", "advice", ".805"),
    ):
        rows = sets.offmychest(data, "test", label)
        said = [strength(engine, head, one.text) for one in rows]
        yield row(
            code, f"OffMyChest corrected test, {label}", "AUROC", auroc, [one.value for one in rows], said, floor=floor
        )


@dataclass(frozen=True, slots=True)
class Construct:
    """One of EPITOME's three, with what others reach: floors untouched and over folds, published when trained on it."""

    name: str
    score: Callable[[ReplyReading], Score | None]
    aim: str
    aim_of_levels: str
    floor: str
    floor_of_levels: str
    published: str


CONSTRUCTS = (
    Construct(
        "emotional-reactions",
        lambda reading: reading.reaction,
        aim="≥ .90",
        aim_of_levels="≥ .72",
        floor=".849",
        floor_of_levels=".694 in domain",
        published=".753 in domain",
    ),
    Construct(
        "interpretations",
        lambda reading: reading.interpretation,
        aim="≥ .78",
        aim_of_levels="≥ .64",
        floor=".680 (length)",
        floor_of_levels=".535 in domain",
        published=".697 in domain",
    ),
    Construct(
        "explorations",
        lambda reading: reading.exploration,
        aim="≥ .94",
        aim_of_levels="≥ .60",
        floor=".922 (has a ?)",
        floor_of_levels=".592 in domain",
        published=".635 in domain",
    ),
)


def epitome(engine: Engine, data: Path) -> Iterator[Row]:
    """The same pairs carry all three constructs, so each reply is read once."""
    read = cache(lambda story, reply: engine.reply(story, reply))
    for construct in CONSTRUCTS:
        pairs = sets.epitome(data, construct.name)
        scores = [construct.score(read(pair.story, pair.reply)) for pair in pairs]
        yield from levels(construct, [float(pair.level) for pair in pairs], scores)


def levels(construct: Construct, truth: list[float], scores: list[Score | None]) -> Iterator[Row]:
    said = [value(score) for score in scores]
    steps = [float(score.level if score else 0) for score in scores]
    metric, other = "AUROC, any against none", "macro-F1 of three levels"
    name = f"EPITOME {construct.name}, untouched"
    yield row("E-08", name, metric, auroc, truth, said, aim=construct.aim, floor=construct.floor)
    beside = {"aim": construct.aim_of_levels, "floor": construct.floor_of_levels, "published": construct.published}
    yield row("E-08", name, other, macro_f1_of_classes, truth, steps, **beside)


# E-09 hazards


def suggestions(engine: Engine, data: Path) -> Iterator[Row]:
    turns = sets.esconv(data)
    truth = [float(strategy == STRATEGY_OF_ADVICE) for _, _, strategy in turns]
    said = [strength(engine, "advice", turn) for _, turn, _ in turns]
    yield row("E-09", "ESConv test, suggestions, zero-shot", "AUROC", auroc, truth, said, aim="≥ .82", floor=".762")


def offence(engine: Engine, data: Path) -> Iterator[Row]:
    rows = sets.tweeteval(data, "offensive")
    said = [strength(engine, "hostility", one.text) for one in rows]
    truth = [one.value for one in rows]
    yield row("E-09", "TweetEval offensive, zero-shot", "AUROC", auroc, truth, said, aim="≥ .85", floor=".789")


def own_pain(engine: Engine, data: Path) -> Iterator[Row]:
    lines = [line["text"] for line in own("emotions", "test") + own("never-flag")]
    limit = trained(engine).heads["hostility"].threshold[0]
    said = [float(strength(engine, "hostility", text) >= limit) for text in lines]
    yield row(
        "E-09",
        "own lines of pain and of swearing at it",
        "read as hostile",
        share,
        np.ones(len(said)),
        said,
        aim="≤ .01",
    )


def own_replies(engine: Engine, data: Path) -> Iterator[Row]:
    pairs = own("replies", "test")
    readings = [engine.reply(pair["story"], pair["reply"], pair["need"]) for pair in pairs]
    hurts = np.array([bool(pair["hazards"]) for pair in pairs])
    marked = [float(bool(reading.hazards)) for reading in readings]
    yield row("E-09", "own replies, test half", "hurtful ones marked", share, hurts, marked)
    yield row("E-09", "own replies, test half", "kind ones marked", share, ~hurts, marked)


# E-13 tone


def own_tone(engine: Engine, data: Path) -> Iterator[Row]:
    """The same thing said warmly and curtly, by another hand than the training lines."""
    lines = own("tone-test")
    said = [one.ambiguous if (one := engine.read(line["text"]).tone) else 0.0 for line in lines]
    yield row("E-13", "own pairs, test half", "AUROC", auroc, [float(line["ambiguous"]) for line in lines], said)


def unkind(engine: Engine, data: Path) -> Iterator[Row]:
    for label in ("condescending", "dismissive", "hostile"):
        rows = sets.ucc(data, label)
        said = [one.ambiguous if (one := engine.read(pair.text).tone) else 0.0 for pair in rows]
        truth = [one.value for one in rows]
        yield row("E-13", f"UCC, {label}, untouched", "AUROC", auroc, truth, said, floor=UCC_FLOORS[label])


# E-11 personal details

Places = list[tuple[int, int]]

DETAILS = {
    "email": "EMAIL_ADDRESS",
    "phone": "PHONE_NUMBER",
    "address": "STREET_ADDRESS",
    "name": "PERSON",
    "card": "CREDIT_CARD",
}


def personal_details(engine: Engine, data: Path) -> Iterator[Row]:
    """The odd templates; the patterns were written while reading the even ones."""
    for kind, name in DETAILS.items():
        texts = sets.presidio(data, name, templates=1)
        rows = [(places, found_places(kind, text)) for text, places in texts]
        if kind == "name":
            full = [full_alone(text, *row) for (text, _), row in zip(texts, rows, strict=True)]
            yield marks("presidio-research, odd templates, full name", full)
            yield marks("presidio-research, odd templates, name, first names alone included", rows)
        else:
            yield marks(f"presidio-research, odd templates, {kind}", rows)


def full_alone(text: str, places: Places, found: Places) -> tuple[Places, Places]:
    """Names of more than one word, and what was found that is no first name."""
    full = [(start, end) for start, end in places if " " in text[start:end].strip()]
    return full, [one for one in found if meets(one, full) or not meets(one, places)]


CONTACTS = ("email", "phone", "address", "handle", "link")


def found_places(kind: str, text: str) -> Places:
    return [(span.start, span.end) for span in disclosures(text) if span.kind == kind]


def marks(name: str, rows: list[tuple[Places, Places]]) -> Row:
    truth, said = [], []
    for places, found in rows:
        more = sum(not meets(one, places) for one in found)
        truth += [1.0] * len(places) + [0.0] * more
        said += [float(meets(place, found)) for place in places] + [1.0] * more
    return row("E-11", name, "F1, by place", f1_of_marks, truth, said, aim="≥ .90")


def own_details(engine: Engine, data: Path) -> Iterator[Row]:
    lines = own("disclosures")
    for kind in sorted({kind for line in lines for kind in line["kinds"]}):
        told = [float(kind in line["kinds"]) for line in lines]
        read = [float(any(span.kind == kind for span in disclosures(line["text"]))) for line in lines]
        least = "≥ .95" if kind in CONTACTS else ""
        yield row("E-11", "own forum lines", f"found, {kind}", share, told, read, aim=least)
    quiet = [float(not line["kinds"]) for line in lines]
    yield row(
        "E-11",
        "own forum lines",
        "false alarms",
        share,
        quiet,
        [float(bool(disclosures(line["text"]))) for line in lines],
    )


def meets(place: tuple[int, int], others: Places) -> bool:
    return any(place[0] < end and start < place[1] for start, end in others)


# E-12 health claims


def own_claims(engine: Engine, data: Path) -> Iterator[Row]:
    lines = own("claims-test")
    found = [engine.read(line["text"]).claims or () for line in lines]
    stated = np.array([line["kind"] is not None for line in lines])
    name, any_found = "own health claims, test half", [float(bool(one)) for one in found]
    yield row("E-12", name, "found", share, stated, any_found)
    right = [float(line["kind"] in {claim.kind for claim in one}) for line, one in zip(lines, found, strict=True)]
    yield row("E-12", name, "found with their kind", share, stated, right)
    yield row(
        "E-12", name, "false alarms on lines that sound alike", share, ~stated, [float(bool(one)) for one in found]
    )


# The table's order. True: needs the sets outside the package

ALL: tuple[tuple[Measure, str, bool], ...] = (
    (goemotions, "E-01", True),
    (tweets, "E-01", True),
    (own_emotions, "E-01", False),
    (severity, "E-02", True),
    (stress, "E-02", True),
    (own_needs, "E-03", False),
    (stressors, "E-04", True),
    (own_risk, "E-06", False),
    (own_languages, "E-06", False),
    (never_flag, "E-06", False),
    (homonyms, "E-06", True),
    (moderation, "E-06", True),
    (weak_labels, "E-06", True),
    (support_labels, "E-08", True),
    (epitome, "E-08", True),
    (suggestions, "E-09", True),
    (offence, "E-09", True),
    (passed_by, "E-09", True),
    (own_pain, "E-09", False),
    (own_replies, "E-09", False),
    (personal_details, "E-11", True),
    (own_details, "E-11", False),
    (own_claims, "E-12", False),
    (own_tone, "E-13", False),
    (unkind, "E-13", True),
    (languages, "E-15", False),
)

WITHOUT_AIM = (own_emotions, own_needs, weak_labels, support_labels, own_replies, own_claims, unkind, languages)
