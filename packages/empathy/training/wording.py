"""What words and two or three in a row weigh: logistic regression on which stand in a line; rare ones count more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from empathy.encoder import Floats
from empathy.normaliser import normalise
from empathy.readers.risk import assess
from empathy.wording import LABELS, Wording, phrases
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, vstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from training import own
from training.rows import ordinary, said

IN_LINES, MOST, STRENGTH, DAYS_COUNT = 2, 90_000, 8.0, 0.3


def taught(sheets: Sequence[str], data: Path) -> Wording:
    """From own lines and glosses; ordinary posts and comments only say that what they hold is quiet."""
    lines = [line for sheet in sheets for line in own.english(sheet, "train")] + own.glossed("train")
    days = joined_days(data)
    counter = TfidfVectorizer(analyzer=distinct, min_df=IN_LINES, binary=True)
    own_lines = counter.fit_transform([line["text"] for line in lines])
    counted = vstack([own_lines, counter.transform(days)])
    calls = np.concatenate([said(lines)["calls"], np.zeros((len(days), len(LABELS)), dtype=np.float32)])
    shares = np.concatenate([np.ones(len(lines)), np.full(len(days), DAYS_COUNT)])
    fits = [fitted(counted, calls[:, place], shares) for place in range(len(LABELS))]
    weights, bias = np.stack([fit.coef_[0] for fit in fits], axis=1), np.array([fit.intercept_[0] for fit in fits])
    heavy = np.sort(np.argsort(np.abs(weights).max(axis=1))[-MOST:])
    known = {str(phrase): place for place, phrase in enumerate(counter.get_feature_names_out()[heavy])}
    return Wording(known, *(part.astype(np.float32) for part in (counter.idf_[heavy], weights[heavy], bias)))


def joined_days(data: Path) -> list[str]:
    posts, comments = ordinary(data)
    return [*posts, *comments, *replies()]


def replies() -> list[str]:
    """What people answer: full of the words of danger, and quiet, except where rules find something in it."""
    said = (line["reply"] for sheet in ("replies", "replies-2") for line in own.lines(sheet, "train"))
    return [reply for reply in said if not assess(reply).found]


def fitted(counted: csr_matrix, calls: Floats, shares: NDArray[np.floating]) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=500).fit(counted, calls, sample_weight=shares)


def distinct(text: str) -> set[str]:
    return set(phrases(normalise(text).text))
