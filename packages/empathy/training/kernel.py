"""The head that listens for danger: a small support vector machine on own lines, with everyday posts beside them.

Lines alone hear danger in every sad page, so a part of the everyday posts, and own forum posts in which nothing is
wrong, stand against them. A post that calls for a person does so in one window of it: fitting twice finds which.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from empathy.encoder import Floats
from empathy.evaluation import figures, sets
from empathy.evaluation.least_squares import SEED
from empathy.heads import Values
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

from training import own
from training.features import encoder, features

LINES = ("risk-train", "risk-dev", "risk-train-2", "risk-train-3")
DIRECTIONS, COST, EVERYDAY_COUNTS, POSTS, COMMENTS = 200, 10.0, 0.3, 1400, 700
ROUNDS, FOLDS = 2, 5
LEAST_SPREAD = 1e-3  # a direction in which nothing moves must not count
BENIGN_RAISED, SURE, STEEP = 0.02, 0.9, 4.0

Score = Callable[[Floats], Values]


class Bag(NamedTuple):
    """The windows of one text, whether it calls for a person, and the idea it belongs to."""

    windows: Floats
    calls: bool
    family: str


class Machine(NamedTuple):
    """What a fit found. `score` gives a value a window."""

    scaler: StandardScaler
    plane: PCA
    svc: SVC

    def score(self, windows: Floats) -> Values:
        values: Values = self.svc.decision_function(self.plane.transform(self.scaler.transform(windows)))
        return values


def risk(data: Path) -> tuple[dict[str, NDArray[np.floating]], dict[str, float]]:
    """The arrays that ship, and what was learned on the way: shares raised on held-out families and everyday posts."""
    bags, days = own_bags(), everyday(data)
    fitted_days, kept_days = days[: len(days) * 3 // 4], days[len(days) * 3 // 4 :]
    held_out = np.zeros(len(bags))
    truth = np.array([bag.calls for bag in bags])
    for train, test in GroupKFold(FOLDS).split(bags, groups=[bag.family for bag in bags]):
        machine = fit([bags[one] for one in train], fitted_days)
        held_out[test] = [machine.score(bags[one].windows).max() for one in test]
    limit = float(np.quantile(held_out[~truth], 1 - BENIGN_RAISED))
    machine = fit(bags, fitted_days)
    raised = float((machine.score(kept_days) > limit).mean())
    notes = {
        "cv_auroc_own": figures.auroc(truth.astype(float), held_out),
        "cv_own_raised": float((held_out[truth] > limit).mean()),
        "cv_own_benign_raised": float((held_out[~truth] > limit).mean()),
        "everyday_raised": raised,
        "support_vectors": float(len(machine.svc.support_)),
        "limit": limit,
    }
    return shipped(machine, limit), notes


def own_bags() -> list[Bag]:
    rows = [line for name in LINES for line in own.lines(name) if line["language"] == "en" and line["tier"] != "watch"]
    return [Bag(encoder().see(row["text"]).features, row["tier"] != "none", str(row["family"])) for row in rows]


def everyday(data: Path) -> Floats:
    """First windows of posts and comments from sets of other people, hardly any of them about danger, shuffled."""
    posts = sets.offmychest_texts(data, "training")
    comments = [row.text for row in sets.goemotions(data, "train")]
    avoid = sets.measuring_keys(data)
    posts, comments = ([text for text in texts if sets.key(text) not in avoid] for texts in (posts, comments))
    order = np.random.default_rng(SEED)
    chosen = [*order.permutation(posts)[:POSTS], *order.permutation(comments)[:COMMENTS]]
    return features([str(text) for text in order.permutation(chosen)], "everyday")


def fit(bags: Sequence[Bag], days: Floats) -> Machine:
    """First with the middle of each post that calls for a person, then with the window that called loudest."""
    machine: Machine | None = None
    for _ in range(ROUNDS):
        calls = np.array([window_of(bag, machine) for bag in bags if bag.calls])
        rest = [bag.windows for bag in bags if not bag.calls]
        quiet = np.concatenate([*rest, days])
        shares = [np.full(len(one), len(one) ** -0.5) for one in rest]
        counts = np.concatenate([*shares, np.full(len(days), EVERYDAY_COUNTS)])
        machine = machine_for(calls, quiet, counts)
    if machine is None:
        raise ValueError("ROUNDS must be at least 1")
    return machine


def window_of(bag: Bag, machine: Machine | None) -> Floats:
    if machine is None or len(bag.windows) == 1:
        return bag.windows.mean(axis=0)
    return bag.windows[int(np.argmax(machine.score(bag.windows)))]


def machine_for(calls: Floats, quiet: Floats, counts: Values) -> Machine:
    """Both sides weigh the same in all."""
    rows = np.concatenate([calls, quiet])
    truth = np.arange(len(rows)) < len(calls)
    scaler = StandardScaler().fit(rows)
    scaler.scale_ = np.maximum(scaler.scale_, LEAST_SPREAD)
    plane = PCA(DIRECTIONS, random_state=SEED).fit(scaler.transform(rows))
    places = plane.transform(scaler.transform(rows))
    weights = np.concatenate([np.full(len(calls), counts.sum() / len(calls)), counts])
    svc = SVC(C=COST, gamma=1 / (DIRECTIONS * places.var())).fit(places, truth, sample_weight=weights)
    return Machine(scaler, plane, svc)


def shipped(machine: Machine, limit: float) -> dict[str, NDArray[np.floating]]:
    """Standardising folded into the basis; a value at the limit becomes the probability SURE."""
    basis = machine.plane.components_.T / machine.scaler.scale_[:, None]
    offset = -(machine.scaler.mean_ / machine.scaler.scale_ + machine.plane.mean_) @ machine.plane.components_.T
    return {
        "basis": basis.astype(np.float32),
        "offset": offset.astype(np.float32),
        "vectors": machine.svc.support_vectors_.astype(np.float16),
        "weight": machine.svc.dual_coef_[0].astype(np.float32),
        "bias": np.float32(machine.svc.intercept_[0]),
        "gamma": np.float32(machine.svc._gamma),
        "steep": np.float32(STEEP),
        "shift": np.float32(np.log(SURE / (1 - SURE)) - STEEP * limit),
    }
