"""Lines through points."""

import numpy as np
from empathy.evaluation.least_squares import ridge

draw = np.random.default_rng(7)
FEATURES = draw.normal(size=(200, 3)).astype(np.float32)
VALUES = FEATURES.astype(np.float64) @ np.array([2.0, 0.0, -1.0]) + 5


def test_a_line_is_found_again_on_features_as_they_come():
    line = ridge(FEATURES, VALUES, decay=1e-6)
    assert np.allclose(line.values(FEATURES)[:, 0], VALUES, atol=1e-3)


def test_much_decay_leaves_the_mean():
    assert np.allclose(ridge(FEATURES, VALUES, decay=1e6).values(FEATURES)[:, 0], VALUES.mean(), atol=1e-2)
