"""Figures by hand, so that the table can be believed."""

import numpy as np
import pytest
from empathy.evaluation import figures


def test_auroc_counts_pairs_and_halves_ties():
    assert figures.auroc(np.array([1, 0, 1, 0.0]), np.array([0.9, 0.8, 0.7, 0.1])) == 0.75
    assert figures.auroc(np.array([1, 0.0]), np.array([0.5, 0.5])) == 0.5
    assert np.isnan(figures.auroc(np.ones(3), np.ones(3)))


def test_macro_f1_of_classes():
    truth, said = np.array([0, 0, 1, 1.0]), np.array([0, 1, 1, 1.0])
    assert figures.macro_f1_of_classes(truth, said) == pytest.approx((2 / 3 + 4 / 5) / 2)


def test_f1_of_nothing_is_nothing():
    assert figures.f1(np.zeros(3, bool), np.zeros(3, bool)) == 0


def test_share_looks_only_where_truth_is():
    assert figures.share(np.array([1, 1, 0.0]), np.array([1, 0, 1.0])) == 0.5


def test_calibration_error_is_the_mean_distance():
    assert figures.calibration_error(np.array([1, 0.0]), np.array([0.5, 0.5])) == 0
    assert figures.calibration_error(np.array([1, 1.0]), np.array([0.5, 0.5])) == 0.5


def test_an_interval_holds_its_figure_and_is_the_same_each_time():
    truth = np.tile([1.0, 0.0, 1.0], 40)
    said = np.linspace(0, 1, 120)
    first = figures.figure(figures.auroc, truth, said)
    assert first.low < first.value < first.high
    assert first == figures.figure(figures.auroc, truth, said)
