import pytest

from holdspace.circles.tests.scene import circle, listens  # noqa: F401
from holdspace.kit import place


@pytest.fixture(autouse=True)
def _nothing_told():
    """What one test told the house is not there in the next."""
    place.tell({})
    yield
    place.tell({})
