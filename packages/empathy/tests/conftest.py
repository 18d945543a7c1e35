"""The cast of the engine: one that reads by rules alone, and one with the shipped weights.

Properties are tried with a hundred texts each; `pytest --hypothesis-profile long packages/empathy/tests` takes 20,000.
"""

import pytest
from empathy.engine import Engine
from hypothesis import settings

settings.register_profile("short", max_examples=100, deadline=None)
settings.register_profile("long", max_examples=20_000, deadline=None)
settings.load_profile("short")


@pytest.fixture(scope="session")
def rules():
    return Engine.rules_only()


@pytest.fixture(scope="session")
def engine():
    return Engine.load()
