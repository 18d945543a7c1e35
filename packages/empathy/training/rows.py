"""Every text the encoder learns from, in one table: a row a text, a column a label, NaN where a row says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np
from empathy.encoder import Floats
from empathy.evaluation import sets
from empathy.evaluation.least_squares import SEED
from empathy.readers.emotion import SUPPORT
from empathy.readers.risk import assess
from empathy.reading import NEEDS
from numpy.typing import NDArray

from training import marks, own

DISCLOSURES = ("Emo_support", "Info_support", "Emotional_disclosure", "Information_disclosure")
KINDS = (
    "abuse",
    "child",
    "eating",
    "goodbye",
    "means",
    "medical",
    "plan",
    "psychosis",
    "self-harm",
    "third-person",
    "violence",
)
EXPERIENCES = (
    "abuse",
    "ageing",
    "anxiety",
    "break-up",
    "caring",
    "depression",
    "disability",
    "eating",
    "faith",
    "family",
    "grief",
    "identity",
    "illness",
    "loneliness",
    "migration",
    "money",
    "parenthood",
    "pregnancy-loss",
    "study",
    "substance",
    "trauma",
    "work",
)
NOTES = (
    "abuse-childhood",
    "abuse-partner-sexual",
    "animal-loss",
    "death-and-grief",
    "eating-weight-body",
    "faith",
    "family-rupture",
    "good-news",
    "hate-discrimination",
    "illness",
    "medication-changes",
    "panic-intrusive-ocd",
    "pregnancy-and-baby-loss",
    "psychosis-paranoia",
    "self-harm",
    "substance-use",
    "suicide-attempt",
    "suicide-bereavement",
    "suicide-thoughts",
    "violence-and-war",
)
ANSWERS = ("reaction 1", "reaction 2", "interpretation 1", "interpretation 2", "exploration 1", "exploration 2")
HAZARDS = (
    "contact-swap",
    "diagnosis",
    "dismissal",
    "encouragement-of-harm",
    "hostility",
    "ignoring-a-risk",
    "judgement",
    "medical-certainty",
    "one-upping",
    "preaching",
    "sarcasm",
    "toxic-positivity",
    "unasked-advice",
)
CALLS = ("worry", "danger", "emergency")
SEVEREST = 10.0
SAD_KEPT, OTHERS_KEPT = 5, 10
POSTS, COMMENTS = 2500, 2500
SHORT = 160

Row = TypeVar("Row", sets.Labelled, sets.Rated, sets.Stressed)


class Task(NamedTuple):
    """Some columns that are learned in one way.

    share  what its loss counts
    worst  True where the loudest window of a text answers for it, False where all of them do together
    value  True for a number (squared error), False for marks (cross entropy)
    """

    name: str
    labels: tuple[str, ...]
    share: float
    worst: bool = False
    value: bool = False


class Rows(NamedTuple):
    """texts, rows × columns, how often a row is shown in a round (below 1: with that chance), and its source."""

    texts: list[str]
    marks: Floats
    shown: Floats
    sources: list[str]


class Table:
    """The columns of all tasks, side by side."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.tasks = tuple(tasks)
        ends = np.cumsum([len(task.labels) for task in tasks]).tolist()
        self.columns = {task.name: slice(end - len(task.labels), end) for task, end in zip(tasks, ends, strict=True)}
        self.width = ends[-1]

    def rows(self, source: str, texts: Sequence[str], shown: float, **parts: NDArray[np.floating]) -> Rows:
        table = np.full((len(texts), self.width), np.nan, dtype=np.float32)
        for name, given in parts.items():
            table[:, self.columns[name]] = given.reshape(len(texts), -1)
        return Rows(list(texts), table, np.full(len(texts), shown, dtype=np.float32), [source] * len(texts))


def joined(parts: Iterable[Rows]) -> Rows:
    texts, marks, shown, sources = zip(*parts, strict=True)
    return Rows(sum(texts, []), np.concatenate(marks), np.concatenate(shown), sum(sources, []))


def thinned(rows: Rows, part: float) -> Rows:
    return rows._replace(shown=rows.shown * part)


def tasks(data: Path) -> tuple[Task, ...]:
    return (
        Task("emotions", tuple(sets.goemotions_labels(data)), 0.4),
        Task("support", SUPPORT, 0.3),
        Task("distress", ("severity",), 0.5, value=True),
        Task("stressors", sets.STRESSORS, 0.4),
        Task("support_given", DISCLOSURES, 0.8),
        Task("hostility", ("hostility",), 0.8),
        Task("calls", ("worry", "danger"), 1.5, worst=True),
        Task("kinds", KINDS, 0.3, worst=True),
        Task("needs", NEEDS, 0.4),
        Task("experiences", EXPERIENCES, 0.3),
        Task("notes", NOTES, 0.3),
        Task("answers", ANSWERS, 0.5),
        Task("hazards", HAZARDS, 0.3, worst=True),
        Task("tone", ("ambiguous",), 0.5),
    )


def of_the_sets(data: Path, table: Table) -> Rows:
    """The TRAIN sets, without what occurs in a set that measures."""
    return joined(
        [*comments(data, table), *films(data, table), *stress(data, table), *support(data, table), *rude(data, table)]
    )


def comments(data: Path, table: Table) -> list[Rows]:
    names = sets.goemotions_labels(data)
    rows = marks.kept(sets.goemotions(data, "train"), data)
    parts = {
        "emotions": marks.of_emotions(rows, len(names)),
        "support": marks.merged(rows, names),
        "hostility": marks.not_hostile(rows, names),
    }
    return [table.rows("GoEmotions", [row.text for row in rows], 1.0, **parts)]


def films(data: Path, table: Table) -> list[Rows]:
    rows = marks.kept(sets.xed(data), data)
    return [table.rows("XED", [row.text for row in rows], 0.4, support=marks.filmed(rows))]


def stress(data: Path, table: Table) -> list[Rows]:
    rows = taught(marks.kept(sets.sad(data), data), SAD_KEPT)
    severity = np.array([row.value for row in rows], dtype=np.float32) / SEVEREST
    about = np.eye(len(sets.STRESSORS), dtype=np.float32)[[row.stressor for row in rows]]
    return [table.rows("SAD", [row.text for row in rows], 1.5, distress=severity, stressors=about)]


def support(data: Path, table: Table) -> list[Rows]:
    columns = [taught(marks.kept(sets.offmychest(data, "training", label), data)) for label in DISCLOSURES]
    given = np.array([[row.value for row in column] for column in columns], dtype=np.float32).T
    return [table.rows("OffMyChest", [row.text for row in columns[0]], 1.0, support_given=given)]


def rude(data: Path, table: Table) -> list[Rows]:
    rows = taught(marks.kept([*sets.toxic_spans(data), *marks.offensive(data)], data))
    found = np.array([row.value for row in rows], dtype=np.float32)
    return [table.rows("Toxic Spans, Davidson", [row.text for row in rows], 0.5, hostility=found)]


def taught(rows: list[Row], one_in: int = OTHERS_KEPT) -> list[Row]:
    """Without the part that is kept back: for thresholds, or, of SAD, to measure on."""
    return [row for row in rows if not sets.kept_back(row.text, one_in)]


def of_our_own(table: Table, names: Sequence[str], shown: float) -> Rows:
    return joined([*(danger(table, name, shown) for name in names), feelings(table, shown)])


def danger(table: Table, name: str, shown: float) -> Rows:
    lines = own.for_the_encoder(name)
    return table.rows(f"own {name}", [line["text"] for line in lines], shown, **said(lines))


def said(lines: list[dict[str, Any]]) -> dict[str, Floats]:
    """Whether a line on danger calls for a person, and for what."""
    tiers = [CALLS.index(line["tier"]) + 1 if line["tier"] in CALLS else 0 for line in lines]
    kinds = [[tier > 0 and line["category"] == kind for kind in KINDS] for line, tier in zip(lines, tiers, strict=True)]
    calls = [[tier >= 1, tier >= 2] for tier in tiers]
    return {"calls": np.array(calls, dtype=np.float32), "kinds": np.array(kinds, dtype=np.float32)}


def among_others(table: Table, names: Sequence[str], shown: float) -> Rows:
    """Short lines on danger once more, each somewhere among quiet ones: people say it in the midst of their day."""
    order = np.random.default_rng(SEED)
    lines = [line for name in names for line in own.for_the_encoder(name) if len(line["text"]) < SHORT]
    quiet = [line["text"] for line in lines if line["tier"] == "none"]
    texts = [in_the_midst(line["text"], order.choice(quiet, order.integers(2, 6)), order) for line in lines]
    return table.rows("own lines among others", texts, shown, **said(lines))


def in_the_midst(text: str, others: Sequence[str], order: np.random.Generator) -> str:
    told = [str(one) for one in others]
    told.insert(int(order.integers(len(told) + 1)), text)
    return " ".join(told)


def feelings(table: Table, shown: float) -> Rows:
    lines = own.lines("emotions", "train")
    return table.rows("own emotions", [line["text"] for line in lines], shown, support=marks.felt(lines))


def of_other_lines(table: Table, shown: float) -> Rows:
    return joined(
        [wishes(table, shown), *(answers(table, name, shown) for name in ("replies", "replies-2")), tones(table, shown)]
    )


def wishes(table: Table, shown: float) -> Rows:
    lines = own.lines("needs", "train")
    parts = {
        "needs": marks.of_lines(lines, "need", NEEDS),
        "experiences": marks.of_lines(lines, "experiences", EXPERIENCES),
        "notes": marks.of_lines(lines, "notes", NOTES),
    }
    return table.rows("own needs", [line["text"] for line in lines], shown, **parts)


def answers(table: Table, name: str, shown: float) -> Rows:
    lines = own.lines(name, "train")
    hazards = marks.of_lines(lines, "hazards", HAZARDS)
    return table.rows(f"own {name}", [line["reply"] for line in lines], shown, answers=levels(lines), hazards=hazards)


def levels(lines: list[dict[str, Any]]) -> Floats:
    """lines × ANSWERS: which steps of each construct a reply reaches."""
    names = ("reaction", "interpretation", "exploration")
    return np.array([[line[name] >= step for name in names for step in (1, 2)] for line in lines], dtype=np.float32)


def tones(table: Table, shown: float) -> Rows:
    lines = own.lines("tone", "train")
    return table.rows(
        "own tone",
        [line["text"] for line in lines],
        shown,
        tone=np.array([line["ambiguous"] for line in lines], dtype=np.float32),
    )


def everyday(data: Path, table: Table) -> Rows:
    """Posts and comments of other people, hardly any of them about danger: they call for nobody."""
    posts, lines = ordinary(data)
    return table.rows("everyday", [*posts, *lines], 1.0, calls=np.zeros((len(posts) + len(lines), 2)))


def ordinary(data: Path, after: int = 0) -> tuple[list[str], list[str]]:
    """Without those in which rules find something: a few of so many people do write of danger.

    after  how many of each kind to leave out first, for others than were taught with
    """
    order = np.random.default_rng(SEED)
    avoid = sets.measuring_keys(data)
    posts = [text for text in sets.offmychest_texts(data, "training") if sets.key(text) not in avoid]
    lines = [row.text for row in sets.goemotions(data, "train") if sets.key(row.text) not in avoid]
    chosen = order.permutation(posts)[after:][:POSTS], order.permutation(lines)[after:][:COMMENTS]
    few = [[str(text) for text in texts if not assess(str(text)).found] for texts in chosen]
    return few[0], few[1]
