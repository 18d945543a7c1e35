"""The cast of the engine: one that reads by rules alone, and one with the shipped weights."""

import pytest
from empathy.engine import Engine


@pytest.fixture(scope="session")
def rules():
    return Engine.rules_only()


@pytest.fixture(scope="session")
def engine():
    return Engine.load()
