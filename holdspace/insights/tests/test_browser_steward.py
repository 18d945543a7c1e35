"""The steward's pages in a real browser: axe in each look, a small window, and the whole setting up by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(400)]
SMALL = {"width": 320, "height": 640}
STEPS = [f"/setup/step/{slug}/" for slug in ("name", "country", "ages", "duty", "contact")]
PAPERS = [f"/setup/papers/{slug}/" for slug in ("risks", "retention", "record")]
PAGES = [
    "/setup/",
    *STEPS,
    "/setup/check/",
    "/setup/supply/",
    "/setup/readings/",
    "/setup/log/",
    "/setup/papers/",
    *PAPERS,
]
PAGES += ["/privacy/", "/safety/"]


@pytest.fixture
def open_as_steward(tab, enter, sten, live_server):
    def go(**wishes):
        page = tab("/blank/", **wishes)
        cookies = enter(sten).cookies.items()
        page.context.add_cookies([{"name": n, "value": one.value, "url": live_server.url} for n, one in cookies])
        return page

    return go


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
def test_axe_finds_nothing_and_nothing_spills_over_a_small_window(open_as_steward, mira, listens, person, look):
    listens(person("kwame", "member", "listener"))
    page, found = open_as_steward(viewport=SMALL, **look), {}
    for path in PAGES:
        page.goto(path)
        violations = [one["id"] for one in Axe().run(page).response["violations"]]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found |= {path: (violations, wide)} if violations or wide > SMALL["width"] else {}
    assert found == {}


def test_two_questions_are_answered_by_keyboard_alone(open_as_steward):
    page = open_as_steward()
    page.goto("/setup/step/name/")
    page.locator("[name=name]").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Lighthouse")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+A")
    page.keyboard.type("run by the Lighthouse charity")
    page.keyboard.press("Enter")
    page.wait_for_url("**/setup/step/country/")
    assert page.locator("header .place").inner_text() == "Lighthouse"
    page.go_back()
    assert page.locator("[name=name]").input_value() == "Lighthouse"
