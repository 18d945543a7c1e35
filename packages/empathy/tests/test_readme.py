"""The examples of the README, run as they stand."""

import re
from pathlib import Path

import pytest

EXAMPLES = re.findall(r"```python\n(.*?)```", (Path(__file__).parents[1] / "README.md").read_text(), re.DOTALL)


@pytest.mark.weights
@pytest.mark.parametrize("example", EXAMPLES)
def test_example_runs(example, capsys):
    exec(compile(example, "README.md", "exec"), {})  # noqa: S102 - our own words
    assert capsys.readouterr().out.strip()


def test_there_are_five():
    assert len(EXAMPLES) == 5
