"""The table says what was measured, what was not, and why."""

from dataclasses import replace

import pytest
from empathy import weights
from empathy.engine import Engine
from empathy.evaluation import card, figures, report
from empathy.evaluation.rows import Row

MEASURED = Row("E-01", "some set", 7, "AUROC", figures.Figure(0.5, 0.25, 0.75), aim="≥ .5", floor=".4")


@pytest.mark.weights
def test_without_sets_only_own_lines_are_measured(engine):
    rows = list(report.measured(engine, "E-01", None))
    assert {row.note for row in rows if row.measured is None} == {"needs --data"}
    assert any(row.measured and row.measured.value > 0.7 for row in rows)


def test_a_figure_stands_with_its_interval_and_its_floor():
    assert card.cells(MEASURED) == ("E-01", "some set", "7", "AUROC", ".500", ".250 to .750", "≥ .5", ".4", "", "")


@pytest.mark.parametrize(
    ("aim", "missed"), [("≥ .5", False), ("≥ .501", True), ("≤ .5", False), ("≤ .4", True), ("", False)]
)
def test_an_aim_that_was_missed_is_called_so(aim, missed):
    one = replace(MEASURED, aim=aim)
    assert one.missed == missed
    assert ("missed" in " ".join(card.cells(one))) == missed


def test_what_was_not_measured_missed_nothing():
    assert not replace(MEASURED, measured=None).missed


@pytest.mark.parametrize(("number", "written"), [(0.0, ".000"), (1.0, "1.000"), (-0.25, "-.250"), (0.0049, ".005")])
def test_numbers_are_written_as_the_field_writes_them(number, written):
    assert card.short(number) == written


def test_the_model_card_holds_table_and_limits():
    text = card.model_card([MEASURED])
    assert "| E-01 | some set | 7 |" in text
    assert "never a sign of safety" in text


def test_other_weights_stand_beside_those_that_ship_where_there_is_an_aim():
    better = replace(MEASURED, measured=figures.Figure(0.75, 0.5, 1.0))
    page = card.beside([MEASURED, replace(MEASURED, metric="n", aim="")], {"frozen": [better], "fp32": [MEASURED]})
    assert "| row | set | metric | aim | frozen | fp32 | ships |" in page
    assert "| E-01 | some set | AUROC | ≥ .5 | .750 | .500 | .500 |" in page
    assert page.count("| E-01 |") == 1


@pytest.mark.weights
def test_other_weights_are_measured_without_asking_for_their_hashes(tmp_path):
    for name in ("encoder.onnx", "tokenizer.json", "heads.npz", "wording.npz"):
        (tmp_path / name).symlink_to(weights.SHIPPED / name)
    assert report.other(tmp_path).read("I miss him.") == Engine.load().read("I miss him.")
