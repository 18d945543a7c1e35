"""Nothing acknowledged is lost, and nothing is there twice: here with four kills, by command with more."""

import random

import pytest

from benchmarks.serve.kills import Tally, kill_often

BESIDE_OTHER_TESTS = 60.0  # seconds; by command the limit is ten

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def test_what_was_acknowledged_outlives_a_kill_and_is_there_once(tmp_path):
    tally = kill_often(tmp_path, 4, random.Random())
    assert tally.holds(ready_within=BESIDE_OTHER_TESTS), str(tally)


@pytest.mark.parametrize(
    "fault", [{"lost": 1}, {"doubled": 1}, {"integrity": "row missing"}, {"slowest_start": 11.0}, {"cut_off": 0}]
)
def test_each_fault_would_be_told(fault):
    well = {"kills": 4, "acknowledged": 9, "cut_off": 3, "lost": 0, "doubled": 0, "slowest_start": 2, "integrity": "ok"}
    assert Tally(**well).holds()
    assert not Tally(**well | fault).holds()
