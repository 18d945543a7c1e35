"""The heads that ship: columns of what was taught, with thresholds chosen on what was kept back from teaching.

Every threshold is chosen on what the int8 file says, as at run time, and on nothing that measures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from empathy import heads
from empathy.encoder import Encoder, Floats
from empathy.evaluation import figures, sets
from empathy.heads import Head, Layer, Values, sigmoid
from empathy.normaliser import normalise
from empathy.readers.alarm import is_disguised, together
from empathy.readers.distress import weight_of_feelings
from empathy.wording import LABELS, Wording
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from training import deep, marks, own, rows, wording
from training.deep import Plan
from training.rows import OTHERS_KEPT, SAD_KEPT, SEVEREST, Table

DISTRESS_RANGE = (0.1, 0.9)
FEW_QUIET = {"alarm": (0.075, 0.03), "alarm_glossed": (0.15, 0.05)}
"""Shares of the quiet kept-back lines that may be raised to `worry` and to `danger`. Glosses say less than English: to
find four calls in five in other languages, more that is quiet has to be looked at."""
CERTAIN = 1.0
ORDINARY = 800
QUIET_DAYS = 1500
GLOSSES_COUNT = 3.0
PLANS = {
    "emotions": Plan(128, 0.3, 10, worst=False),
    "support_given": Plan(64, 0.5, 20),
    "hostility": Plan(64, 0.5, 20),
    "calls": Plan(64, 0.3, 20),
}
"""Where a layer between takes away a twentieth, at least, of what was wrong on kept-back rows."""


class Ship:
    """Reads kept-back texts through the int8 file and gives each head its thresholds."""

    def __init__(
        self,
        table: Table,
        weight: Floats,
        bias: Floats,
        encoder: Encoder,
        wording: Wording,
        data: Path,
        unseen: list[dict[str, Any]],
    ) -> None:
        self.table, self.weight, self.bias = table, weight, bias
        self.wording, self.data, self.unseen = wording, data, unseen
        self.see = cache(encoder.see)
        self.publics = rows.of_the_sets(data, table)
        self.notes: dict[str, dict[str, float]] = {}

    def heads(self) -> dict[str, Head]:
        return {
            "emotions": self.emotions(),
            "support": self.head("support"),
            "distress": self.distress(),
            "stressors": self.head("stressors"),
            "reaction": self.reaction(),
            "advice": self.advice(),
            "hostility": self.hostility(),
            **self.danger(),
            "kinds": self.head("kinds"),
            "needs": self.head("needs"),
            "experiences": self.marked("experiences", "needs"),
            "notes": self.marked("notes", "needs", field="notes", worst=True),
            "answers": self.answers(),
            "tone": self.tone(),
        }

    def head(self, name: str, labels: Sequence[str] = (), threshold: tuple[float, ...] = ()) -> Head:
        """The columns of one task, or some of them."""
        task = next(task for task in self.table.tasks if task.name == name)
        first = self.table.columns[name].start
        places = [first + task.labels.index(label) for label in labels or task.labels]
        names = tuple(labels or task.labels)
        return Head(self.weight[:, places], self.bias[places], names, threshold or (0.5,) * len(names))

    def deeper(self, name: str) -> Head:
        """A task learned once more through a layer between, from every row of the sets that says all of it."""
        columns = self.table.columns[name]
        told = np.flatnonzero(np.isfinite(self.publics.marks[:, columns]).all(axis=1))
        texts, truth = [self.publics.texts[place] for place in told], self.publics.marks[told][:, columns]
        return self.deepened(self.head(name), texts, truth, np.ones(len(told)), PLANS[name])

    def deepened(self, head: Head, texts: Sequence[str], truth: Floats, shares: Floats, plan: Plan) -> Head:
        between, after = deep.taught([self.see(text).features for text in texts], truth, shares, plan)
        return replace(head, weight=after.weight, bias=after.bias, between=as_kept(between))

    def said(self, head: Head, texts: Sequence[str], *, worst: bool = False) -> Values:
        """texts × labels: probabilities as the engine will give them."""
        seen = [self.see(text) for text in texts]
        return np.array([list((head.worst(one) if worst else head.mean(one)).values()) for one in seen])

    def note(self, name: str, **found: float) -> None:
        self.notes[name] = {key: round(float(value), 4) for key, value in found.items()}

    # One head at a time

    def emotions(self) -> Head:
        head, dev = self.deeper("emotions"), sets.goemotions(self.data, "dev")
        said, truth = self.said(head, [row.text for row in dev]), marks.of_emotions(dev, len(head.labels))
        threshold = tuple(best_threshold(truth[:, i], said[:, i]) for i in range(len(head.labels)))
        found = (said >= np.array(threshold)).astype(np.float64)
        self.note("emotions", dev_macro_f1=figures.macro_f1_of_labels(truth.astype(np.float64), found))
        return replace(head, threshold=threshold)

    def distress(self) -> Head:
        """Severity from 0 to 10, and how far below and above it four in five kept-back rows stand."""
        head = self.head("distress")
        lines = [row for row in sets.sad(self.data) if sets.kept_back(row.text, SAD_KEPT)]
        feelings = self.head("support")
        seen = [self.see(row.text) for row in lines]
        said = np.array([SEVEREST * head.values(one).mean() + weight_of_feelings(one, feelings) for one in seen])
        truth = np.array([row.value for row in lines])
        below, above = np.quantile(truth - said, DISTRESS_RANGE)
        self.note("distress", kept_back_r=figures.correlation(truth, said))
        nothing = np.zeros((len(head.weight), 2), dtype=np.float32)
        weight = np.concatenate([SEVEREST * head.weight, nothing], axis=1)
        bias = np.array([SEVEREST * head.bias[0], -below, above], dtype=np.float32)
        return Head(weight, bias, ("severity", "below", "above"), (0.0,) * 3)

    def reaction(self) -> Head:
        """Weak warmth where F1 is best, strong warmth where four in five are right."""
        head = renamed(self.deeper("support_given"), "Emo_support", "warmth")
        truth, said = self.supportive(head, "Emo_support")
        weak, strong = best_threshold(truth, said), sure_threshold(truth, said, 0.8)
        self.note("reaction", kept_back_auroc=figures.auroc(truth, said))
        return replace(head, threshold=(weak, min(max(strong, weak + 0.05), 0.99)))

    def advice(self) -> Head:
        head = renamed(self.head("support_given"), "Info_support", "advice")
        truth, said = self.supportive(head, "Info_support")
        self.note("advice", kept_back_auroc=figures.auroc(truth, said))
        return replace(head, threshold=(best_threshold(truth, said),))

    def supportive(self, head: Head, label: str) -> tuple[Values, Values]:
        lines = not_taught(marks.kept(sets.offmychest(self.data, "training", label), self.data))
        return np.array([row.value for row in lines]), self.said(head, [row.text for row in lines], worst=True)[:, 0]

    def hostility(self) -> Head:
        """Nine in ten of the comments it marks are rude, and hardly any own line of pain is."""
        head = self.deeper("hostility")
        lines = not_taught(marks.kept([*sets.toxic_spans(self.data), *marks.offensive(self.data)], self.data))
        truth, said = np.array([row.value for row in lines]), self.said(head, [row.text for row in lines], worst=True)
        self.note("hostility", kept_back_auroc=figures.auroc(truth, said[:, 0]))
        return replace(head, threshold=(sure_threshold(truth, said[:, 0], 0.9),))

    def danger(self) -> dict[str, Head]:
        """What hears it in English, and in glosses, which it meets three times as often there."""
        calls, glossed = self.calls([]), self.calls(own.glossed("train"))
        days = rows.ordinary(self.data, after=rows.POSTS)[1][:ORDINARY]
        return {
            "calls": calls,
            "alarm": self.alarm("alarm", calls, kept_back_danger(), days),
            "calls_glossed": glossed,
            "alarm_glossed": self.alarm("alarm_glossed", glossed, own.glossed("dev"), []),
        }

    def calls(self, glossed: list[dict[str, Any]]) -> Head:
        """Worry and danger in the loudest window, learned on lines that the encoder never saw: it knows those of its
        lessons by heart."""
        posts, comments = rows.ordinary(self.data)
        days = [*posts[:QUIET_DAYS], *comments[:QUIET_DAYS], *wording.replies()]
        lines = [*self.unseen, *glossed]
        truth = np.concatenate([rows.said(lines)["calls"], np.zeros((len(days), len(LABELS)), dtype=np.float32)])
        counts = [(len(self.unseen), 1.0), (len(glossed), GLOSSES_COUNT), (len(days), wording.DAYS_COUNT)]
        shares = np.concatenate([np.full(often, count) for often, count in counts])
        return self.deepened(self.head("calls"), [*texts_of(lines), *days], truth, shares, PLANS["calls"])

    def alarm(self, name: str, calls: Head, lines: list[dict[str, Any]], days: list[str]) -> Head:
        """How much the encoder and the wording count together, learned on lines that neither was taught with; and where
        few of the quiet ones stand above: one threshold for `worry`, one for `danger`."""
        heard = self.heard(calls, [*texts_of(lines), *days])
        truth = np.concatenate([rows.said(lines)["calls"], np.zeros((len(days), len(LABELS)))])
        fits = [LogisticRegression(max_iter=500).fit(heard, truth[:, place]) for place in range(len(LABELS))]
        weight, bias = stacked(fits)
        said, truth = sigmoid(heard @ weight + bias)[: len(lines)], truth[: len(lines)]
        quiet = truth[:, 0] == 0
        limits = [np.quantile(said[quiet, place], 1 - few) for place, few in enumerate(FEW_QUIET[name])]
        self.note(
            name,
            kept_back=len(lines),
            encoder_auroc=figures.auroc(truth[:, 0], heard[: len(lines), 0]),
            wording_auroc=figures.auroc(truth[:, 0], heard[: len(lines), 4]),
            auroc=figures.auroc(truth[:, 0], said[:, 0]),
            danger_auroc=figures.auroc(truth[:, 1], said[:, 1]),
            found=(said[~quiet, 0] >= limits[0]).mean(),
            danger_found=(said[truth[:, 1] > 0, 1] >= limits[1]).mean(),
        )
        return Head(weight, bias, LABELS, (float(limits[0]), float(limits[1])))

    def heard(self, calls: Head, texts: Sequence[str]) -> Values:
        """texts × 7: what the head `alarm` weighs, as at run time: a disguised text is read as written and in plain."""
        return np.array([self.heard_in(calls, text, normalise(text).text) for text in texts])

    def heard_in(self, calls: Head, text: str, plain: str) -> Values:
        ways = [text, plain] if is_disguised(text, plain) else [text]
        said = np.concatenate([calls.values(self.see(way)) for way in ways])
        return together(said, plain, self.wording)

    def answers(self) -> Head:
        head, lines = self.head("answers"), own.lines("replies-2", "dev")
        said = self.said(head, [line["reply"] for line in lines])
        truth = rows.levels(lines)
        names = [f"{label} auroc".replace(" ", "_") for label in head.labels]
        found = [figures.auroc(truth[:, i], said[:, i]) for i in range(len(names))]
        self.note("answers", **dict(zip(names, found, strict=True)))
        return replace(head, threshold=tuple(best_threshold(truth[:, i], said[:, i]) for i in range(len(names))))

    def tone(self) -> Head:
        head, lines = self.head("tone"), own.lines("tone", "dev")
        said = self.said(head, [line["text"] for line in lines], worst=True)[:, 0]
        truth = np.array([line["ambiguous"] for line in lines], dtype=np.float64)
        self.note("tone", kept_back_auroc=figures.auroc(truth, said))
        return replace(head, threshold=(best_threshold(truth, said),))

    def marked(self, name: str, file: str, *, field: str = "", text: str = "text", worst: bool = False) -> Head:
        """Many labels with few lines each: one threshold for all, where F1 over all of them is best."""
        head, lines = self.head(name), own.lines(file, "dev")
        said = self.said(head, [line[text] for line in lines], worst=worst)
        truth = marks.of_lines(lines, field or name, head.labels)
        step = best_threshold(truth.ravel(), said.ravel())
        self.note(name, kept_back_f1=figures.f1(truth.ravel() > 0, said.ravel() >= step))
        return replace(head, threshold=(step,) * len(head.labels))


def renamed(head: Head, label: str, name: str) -> Head:
    """One label of a head alone, under another name."""
    place = head.labels.index(label)
    return replace(head, weight=head.weight[:, [place]], bias=head.bias[[place]], labels=(name,), threshold=(0.5,))


def as_kept(layer: Layer) -> Layer | None:
    """As the engine will read it from its file."""
    return heads.layer(heads.kept("between", layer), "between")


def not_taught(lines: list[marks.Row]) -> list[marks.Row]:
    return [row for row in lines if sets.kept_back(row.text, OTHERS_KEPT)]


def texts_of(lines: Sequence[dict[str, Any]]) -> list[str]:
    return [line["text"] for line in lines]


def stacked(fits: Sequence[LogisticRegression]) -> tuple[Floats, Floats]:
    """The weights, inputs × labels, and biases of one regression a label."""
    weight = np.stack([fit.coef_[0] for fit in fits], axis=1).astype(np.float32)
    return weight, np.array([fit.intercept_[0] for fit in fits], dtype=np.float32)


def kept_back_danger() -> list[dict[str, Any]]:
    """An eighth of the sheets, of some a third; many are twins; and a whole sheet that taught nothing."""
    sheets = [*(f"risk-train-{number}" for number in (4, 5, 7, 8, 9)), *own.SHARED]
    eighths = [line for sheet in sheets for line in own.lines(sheet, "dev")]
    return [*eighths, *own.lines("risk-dev-3")]


def best_threshold(truth: NDArray[np.floating], said: Values) -> float:
    """Where F1 is best."""
    steps = np.unique(np.quantile(said, np.linspace(0.5, 0.9995, 200)))
    return float(max(steps, key=lambda step: figures.f1(truth > 0, said >= step)))


def sure_threshold(truth: NDArray[np.floating], said: Values, precision: float) -> float:
    """The lowest probability from which `precision` of the rows are right."""
    order = np.argsort(-said)
    right = np.cumsum(truth[order]) / np.arange(1, len(truth) + 1)
    enough = np.flatnonzero(right >= precision)
    return float(said[order[enough[-1]]]) if len(enough) else CERTAIN
