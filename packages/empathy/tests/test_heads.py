"""A head on what the encoder saw, with a layer between and without, read back as it was kept."""

import numpy as np
from empathy.encoder import Seen
from empathy.heads import Head, Layer, kept, layer

RANDOM = np.random.default_rng(20261122)
LOUD, QUIET = [3.0, 0.0], [-3.0, 0.0]


def seen(*windows):
    return Seen(np.ones((len(windows), 2), np.float32), np.array(windows, np.float32), worded=True)


def head(between=None):
    return Head(np.ones((2, 1), np.float32), np.zeros(1, np.float32), ("worry",), (0.5,), between)


def floats(*shape):
    return RANDOM.normal(size=shape).astype(np.float32)


def test_what_is_below_nothing_after_the_layer_between_says_nothing():
    same = Layer(np.eye(2, dtype=np.float32), np.zeros(2, np.float32))
    assert head().values(seen(LOUD, QUIET)).tolist() == [[3.0], [-3.0]]
    assert head(same).values(seen(LOUD, QUIET)).tolist() == [[3.0], [0.0]]


def test_a_layer_comes_back_within_half_a_step_of_what_it_was():
    one = Layer(floats(768, 64), floats(64))
    again = layer(kept("calls.between", one), "calls.between")
    step = np.abs(one.weight).max(axis=0) / 127
    assert (np.abs(again.weight - one.weight) <= 0.51 * step).all()
    assert (again.bias == one.bias).all()


def test_an_output_that_nothing_leads_to_is_kept_too():
    nothing = Layer(np.zeros((2, 1), np.float32), np.ones(1, np.float32))
    assert layer(kept("tone.between", nothing), "tone.between").weight.tolist() == [[0.0], [0.0]]


def test_a_head_without_a_layer_between_has_none():
    assert layer({}, "tone.between") is None
