"""Every page as people with other eyes, screens and nerves meet it: axe, a small window, large letters, no motion."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from holdspace.tests.house import concern_of, quiz_of, reading_of, report_of, reveal_of, ruling_of, sign_off_of

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(400)]
LOOKS = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]
SMALL = {"width": 320, "height": 256}  # also what a window of 1280 × 1024 shows at 400 %
IN_MOTION = "document.getAnimations().filter(one => one.effect.getComputedTiming().duration > 10).length"


@pytest.fixture
def pages(house) -> dict[str, list[str]]:
    """Each page of the house by who looks at it, once for each template."""
    closed, heard = house.stories["closed"].address, house.stories["heard"].address
    of_decisions = ["/moderation/", "/me/decisions/", ruling_of(house).address, f"{closed}worry/"]
    of_blocks = ["/me/blocks/", f"{closed}block/"]
    of_duty = [f"{closed}decide/", f"{closed}who/", "/duty/reveals/", "/duty/newcomers/", reports_of(house)]
    of_duty += ["/duty/listeners/", f"/duty/listeners/{sign_off_of(house).pk}/"]
    return {
        "nobody": ["/", "/join/", "/enter/", "/recover/", "/left/", "/help-now/?country=IE", "/library/", "/nothing/"]
        + ["/learn/", "/learn/lessons/danger/"],
        "ana": [
            *("/circles/", "/circles/harbour/", "/circles/loss/write/", "/circles/loss/leave/", closed, heard),
            *(f"{closed}step/", f"{closed}withdraw/", f"/replies/{house.replies['bens'].pk}/thanks/"),
            *("/library/breathing/", "/me/", "/me/notes/", "/me/settings/", "/me/consents/", "/me/words/"),
            *("/me/leaving/", "/me/codes/", "/account/2fa/", "/leave/", "/account/password/change/", "/account/email/"),
            *("/me/readings/", f"/me/readings/{reading_of(house, 'ana').pk}/disagree/", "/me/notices/"),
            *("/me/notices/wishes/", f"/me/letters/{concern_of(house).pk}/"),
            *("/me/reports/", "/me/past/", f"/replies/{house.replies['bens'].pk}/report/"),
            *("/learn/", "/learn/lessons/boundaries/", "/learn/quiz/", f"/learn/quiz/{quiz_of(house).pk}/"),
            *("/learn/practice/", "/learn/practice/the-flat-is-quiet/0/"),
            *("/me/blocks/", f"/replies/{house.replies['bens'].pk}/block/"),
        ],
        "ben": [
            *("/unheard/", "/me/listening/", f"{house.stories['waiting'].address}coach/", closed),
            *of_blocks,
            *of_decisions,
        ],
        "hana": ["/circles/harbour/people/"],
        "cleo": ["/circles/loss/", "/circles/loss/join/", "/learn/sign-off/"],
        "mira": ["/duty/", f"/duty/{concern_of(house).pk}/", closed, "/professionals/", "/me/notices/ways/", *of_duty],
        "lena": [
            *("/duty/rota/", f"/duty/appeals/{ruling_of(house).pk}/", reveal_of(house).address),
            *("/duty/circles/", "/duty/circles/new/", "/duty/circles/harbour/"),
        ],
    }


def reports_of(house) -> str:
    return f"/duty/reports/{report_of(house).pk}/"


@pytest.fixture
def visits(tab, house, pages, live_server):
    """Goes to every page as whoever it is for: yields the page after each."""

    def go(**wishes):
        for visitor, paths in pages.items():
            page = tab("/blank/", **wishes)
            cookies = house.doors.get(visitor, {})
            page.context.add_cookies([{"name": n, "value": v, "url": live_server.url} for n, v in cookies.items()])
            for path in paths:
                page.goto(path)
                yield path, page
            page.context.close()

    return go


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced-colors"])
def test_axe_finds_nothing_serious(visits, look):
    assert {path: found for path, page in visits(**look) if (found := serious(page))} == {}


def serious(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html']}" for one in violations if one["impact"] in {"serious", "critical"}
    ]


def test_axe_would_find_a_field_without_a_name(tab):
    page = tab("/join/")
    page.locator("label[for=id_name]").evaluate("element => element.remove()")
    page.locator("#id_name").evaluate("element => { element.removeAttribute('aria-describedby'); element.title = ''; }")
    assert any(line.startswith("label") for line in serious(page))


def test_nothing_spills_over_a_small_window_and_nothing_moves_for_those_who_want_stillness(visits):
    found = {}
    for path, page in visits(viewport=SMALL, reduced_motion="reduce"):
        wide, moving = page.evaluate(f"[document.documentElement.scrollWidth, {IN_MOTION}]")
        found |= {path: (wide, moving)} if wide > SMALL["width"] or moving else {}
    assert found == {}


def test_without_scripts_every_page_has_its_heading_and_its_help(visits):
    for path, page in visits(java_script_enabled=False):
        assert page.locator("h1").count() == 1, path
        assert page.locator("a.help-now").count() == 1, path
