"""Altered or missing weights are refused, by name and with the hash they should have."""

import shutil

import pytest
from empathy import weights
from empathy.engine import Engine


@pytest.fixture
def folder(tmp_path):
    for name in weights.expected():
        shutil.copy(weights.SHIPPED / name, tmp_path / name)
    return tmp_path


@pytest.mark.weights
def test_a_true_copy_is_taken(folder):
    assert weights.verified(folder) == folder


@pytest.mark.weights
@pytest.mark.parametrize("name", ["encoder.onnx", "heads.npz", "wording.npz", "tokenizer.json"])
def test_an_altered_file_is_refused(folder, name):
    with (folder / name).open("ab") as file:
        file.write(b"x")
    with pytest.raises(weights.WeightsError, match=f"{name} was altered.*{weights.expected()[name]}"):
        Engine.load(folder)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(weights.WeightsError, match=r"encoder\.onnx is missing.*[0-9a-f]{64}"):
        Engine.load(tmp_path)
