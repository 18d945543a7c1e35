"""Lines through points, and folds that keep together what belongs together."""

import numpy as np
from empathy.evaluation.least_squares import folds, held_out_ridge, ridge

draw = np.random.default_rng(7)
FEATURES = draw.normal(size=(200, 3)).astype(np.float32)
VALUES = FEATURES.astype(np.float64) @ np.array([2.0, 0.0, -1.0]) + 5


def test_a_line_is_found_again_on_features_as_they_come():
    line = ridge(FEATURES, VALUES, decay=1e-6)
    assert np.allclose(line.values(FEATURES)[:, 0], VALUES, atol=1e-3)


def test_much_decay_leaves_the_mean():
    assert np.allclose(ridge(FEATURES, VALUES, decay=1e6).values(FEATURES)[:, 0], VALUES.mean(), atol=1e-2)


def test_what_cannot_be_learned_is_not_known_held_out():
    noise = draw.normal(size=200)
    assert abs(np.corrcoef(held_out_ridge(FEATURES, noise, decay=0.1), noise)[0, 1]) < 0.3
    assert np.corrcoef(held_out_ridge(FEATURES, VALUES, decay=1e-3), VALUES)[0, 1] > 0.99


def test_one_writer_stays_in_one_fold():
    writers = ["ana"] * 5 + ["ben"] * 5 + [f"person {number}" for number in range(20)]
    masks = folds(writers)
    assert sum(masks).tolist() == [1] * 30
    assert all(mask[:5].all() or not mask[:5].any() for mask in masks)
