"""The page everybody comes back to asks the database no more often when more people have answered."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holdspace.tests.house import said

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.mark.parametrize("visitor", ["ana", "ben", "kwame", "mira"])
def test_a_page_of_twenty_replies_needs_twelve_queries_at_most(house, visitor):
    browser, path = house.browser(visitor), house.stories["waiting"].address
    counts = [queries_of(browser, path)]
    for number in range(20):
        said(house, "waiting", "rosa", "alias", f"I have sat there as well, for {number} evenings. What helped you?")
    counts.append(queries_of(browser, path))
    assert max(counts) <= MOST_QUERIES, counts
    assert counts[1] <= counts[0] + 1


def queries_of(browser, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(path).status_code == 200
    return len(asked)
