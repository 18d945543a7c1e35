"""No alert is lost, doubled or unheard of through kills and a silent mail server; a thousand of them by command."""

import pytest

from benchmarks.serve.alerts import Tally

WELL = {
    "kills": 10,
    "acknowledged": 1000,
    "without_case": 0,
    "doubled": 0,
    "on_board": 1019,
    "without_alarm": 0,
    "unreached": 0,
    "failed_tries": 40,
    "rang_after": 60.0,
    "integrity": "ok",
}


@pytest.mark.parametrize(
    "fault",
    [
        {"without_case": 1},
        {"doubled": 1},
        {"on_board": 999},
        {"without_alarm": 1},
        {"unreached": 1},
        {"failed_tries": 0},
        {"integrity": "row missing"},
    ],
)
def test_each_fault_would_be_told(fault):
    assert Tally(**WELL).holds()
    assert not Tally(**WELL | fault).holds()
