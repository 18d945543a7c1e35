"""Tables on a narrow screen: stacked, and each cell still says what it is."""

import pytest

from holdspace.safeguarding import actions
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Kind

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID_BEFORE = "cells => cells.map(cell => getComputedStyle(cell, '::before').content.replaceAll('\"', ''))"


@pytest.fixture
def rows(tab, enter, live_server):
    """What stands before each cell of the first row of this page, on a screen of this width."""

    def look(someone, address: str, width: int) -> list[str]:
        page = tab("/blank/", viewport={"width": width, "height": 740})
        cookies = enter(someone).cookies.items()
        page.context.add_cookies([{"name": n, "value": one.value, "url": live_server.url} for n, one in cookies])
        page.goto(address)
        row = page.locator("tbody tr").first
        assert row.evaluate("row => row.scrollWidth <= innerWidth")
        return row.locator("td[data-label]").evaluate_all(SAID_BEFORE)

    return look


def test_a_row_on_duty_keeps_its_labels(rows, mira, ana):
    actions.raise_concern(kind=Kind.READING, level=Level.WORRY, link="/stories/1/", person=ana, reasons=["why"])
    assert rows(mira, "/duty/", 360) == ["What", "Since", "Due", "Who looks"]
    assert rows(mira, "/duty/", 1280) == ["none"] * 4


def test_what_was_agreed_keeps_its_labels(rows, ana):
    assert rows(ana, "/me/consents/", 360) == ["About", "Version", "Agreed", "Withdrawn"]
    assert rows(ana, "/me/consents/", 1280) == ["none"] * 4
