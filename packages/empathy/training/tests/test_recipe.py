"""The recipe on a few of the project's own lines, with a net of one small layer: `python -m pytest training`."""

from __future__ import annotations

import json
import shutil
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import torch
from empathy import weights
from empathy.evaluation import sets
from transformers import BertConfig, BertModel

from training import export, lessons, own, tune
from training.heads import best_threshold, kept_back_danger, sure_threshold
from training.net import Net, Texts
from training.rows import Table, Task, joined, said

WORDS, WIDE = 30_522, 32


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like that of the pinned wheel, with a much smaller encoder."""
    folder = tmp_path_factory.mktemp("source")
    torch.manual_seed(1)
    size = {"hidden_size": WIDE, "intermediate_size": WIDE, "num_hidden_layers": 1, "num_attention_heads": 2}
    no_chance = {"hidden_dropout_prob": 0, "attention_probs_dropout_prob": 0}
    small = BertConfig(vocab_size=WORDS, **size, **no_chance)
    BertModel(small, add_pooling_layer=False).save_pretrained(folder)
    shutil.copy(weights.SHIPPED / "tokenizer.json", folder)
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "BertTokenizerFast"}))
    return folder


@pytest.fixture
def table() -> Table:
    calls = Task("calls", ("worry", "danger"), 1.0, worst=True)
    return Table((calls, Task("severity", ("severity",), 0.5, value=True)))


def course(source: Path, table: Table, state: Path) -> tune.Course:
    lines = own.english("risk-train", "train")[:48]
    texts = [line["text"] for line in lines]
    rows = joined([table.rows("own", texts, 1.0, calls=said(lines)["calls"])])
    return tune.Course(rows, Texts(source, texts), rounds=6, rate=1e-3, state=state)


def learned(source: Path, table: Table, state: Path) -> dict[str, torch.Tensor]:
    torch.manual_seed(2)
    net, plan = Net(source, table.width), course(source, table, state)
    tune.teach(net, table, plan, np.zeros((len(plan.rows.texts), WIDE), dtype=np.float32))
    return net.state_dict()


def test_a_lesson_that_was_broken_off_goes_on_where_it_was(source, table, tmp_path, monkeypatch):
    monkeypatch.setattr(tune, "BATCH", 16)
    monkeypatch.setattr(tune, "KEEP_EVERY", 4)
    whole = learned(source, table, tmp_path / "whole")
    steps, learn = [], tune.Pupil.learn

    def learn_until_the_power_fails(pupil, value, show):
        steps.append(1)
        if len(steps) == 11:
            raise KeyboardInterrupt
        learn(pupil, value, show)

    monkeypatch.setattr(tune.Pupil, "learn", learn_until_the_power_fails)
    with pytest.raises(KeyboardInterrupt):
        learned(source, table, tmp_path / "broken")
    again = learned(source, table, tmp_path / "broken")

    assert len(steps) == 11 + len(course(source, table, tmp_path / "whole").plan()) - 8
    assert all(torch.allclose(whole[name], again[name], atol=1e-6) for name in whole)


def test_teaching_makes_the_loss_smaller(source, table, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(tune, "BATCH", 16)
    monkeypatch.setattr(tune, "SHOW_EVERY", 1)
    learned(source, table, tmp_path / "one")
    told = [float(part.split(",")[0]) for part in capsys.readouterr().err.split("loss ")[1:]]
    assert len(told) == 18
    assert told[-1] < told[0]


def test_what_a_row_does_not_say_teaches_nothing(source, table):
    marks = table.rows("own", ["I am tired.", "I am fine."], 1.0, calls=np.array([[1, 0], [0, 0]])).marks
    said_now = torch.zeros(2, table.width, requires_grad=True)
    tune.Loss(table, marks)(said_now, torch.arange(2), torch.from_numpy(marks)).backward()
    assert said_now.grad[:, :2].abs().min() > 0
    assert not said_now.grad[:, 2].any()


def test_the_exported_graph_says_what_torch_says_and_another_one_is_refused(source, table, tmp_path):
    net = Net(source, table.width)
    export.export(net, source, tmp_path)
    torch.nn.init.normal_(net.project.weight)
    with pytest.raises(SystemExit, match="differs from torch"):
        export.compare(net, source, tmp_path / "fp32.onnx")


def test_another_source_is_refused(tmp_path):
    (tmp_path / "model.safetensors").write_bytes(b"altered")
    with pytest.raises(SystemExit, match=export.SOURCE_SHA256):
        export.verify(tmp_path / "model.safetensors")


def test_encoder_heads_thresholds_and_closed_halves_share_no_family():
    parts = {
        "encoder": {line["family"] for sheet in lessons.SHEETS for line in own.for_the_encoder(sheet)},
        "heads": {line["family"] for sheet in own.SHARED for line in own.for_the_heads(sheet)},
        "thresholds": {line["family"] for line in kept_back_danger()},
        "closed": {line["family"] for name in own.MEASURING for line in own.lines(name)},
    }
    assert all(parts.values())
    for one, other in combinations(parts, 2):
        assert not parts[one] & parts[other], (one, other)


def test_nothing_that_measures_is_taught():
    taught = {sets.key(line["text"]) for sheet in lessons.SHEETS for line in own.english(sheet, "train")}
    assert not own.measured() & taught


def test_glosses_that_teach_choose_no_threshold_and_none_of_them_measures():
    taught, chosen = ({line["family"] for line in own.glossed(split)} for split in ("train", "dev"))
    halves = [name for name in own.MEASURING if "languages" in name]
    closed = {line["family"] for name in halves for line in own.lines(name)}
    assert taught
    assert chosen
    assert len(halves) == 3
    assert taught.isdisjoint(chosen)
    assert closed.isdisjoint(taught | chosen)


def test_heads_taught_again_never_learn_what_chooses_thresholds_or_what_the_shipped_encoder_knows():
    lines, known = own.since_the_shipped_encoder(), set(lessons.SHEETS) - set(own.SHARED)
    families = {line["family"] for line in lines}
    assert len(lines) > len(own.unseen())
    assert not families & {line["family"] for line in kept_back_danger()}
    assert not families & {line["family"] for sheet in known for line in own.lines(sheet, "train")}


def test_thresholds_stand_where_they_say():
    truth, heard = np.array([0, 0, 1, 0, 1, 1]), np.array([0.1, 0.2, 0.3, 0.4, 0.6, 0.9])
    assert best_threshold(truth, heard) == pytest.approx(0.6, abs=0.31)
    assert sure_threshold(truth, heard, 1.0) == 0.6
    assert sure_threshold(truth, heard, 0.7) == 0.3
    assert sure_threshold(1 - truth, heard, 0.9) == 1.0
