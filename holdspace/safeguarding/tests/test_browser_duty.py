"""The board and a case by keyboard alone, as they change, and as people with other eyes meet them."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from holdspace.safeguarding import actions
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Aftercare, Case, Kind, State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(400)]
LOOKS = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]


@pytest.fixture
def at_duty(tab, enter, live_server):
    """A tab in which somebody is signed in, at a page of theirs."""

    def open_at(someone, address: str = "/duty/", **wishes):
        page = tab("/blank/", **wishes)
        cookies = enter(someone).cookies.items()
        page.context.add_cookies([{"name": n, "value": one.value, "url": live_server.url} for n, one in cookies])
        page.goto(address)
        return page

    return open_at


def test_what_comes_in_stands_on_the_open_board_by_itself_and_the_focus_stays(at_duty, mira, raised):
    raised(Level.WORRY, about="first")
    page = at_duty(mira)
    page.locator("tbody a").focus()
    raised(Level.DANGER, about="second")
    expect(page.locator("tbody tr").first).to_contain_text("why second")
    assert page.evaluate("document.activeElement.closest('tr').innerText").count("why first") == 1


def test_who_loses_the_role_is_shown_nothing_new(at_duty, mira, raised):
    from holdspace.people.actions import take_role

    page = at_duty(mira)
    take_role(person=mira, kind="guide")
    with page.expect_response(lambda answer: "/duty/rows/" in answer.url) as told:
        raised(Level.DANGER, about="secret")
    assert told.value.status in {204, 404}
    page.wait_for_timeout(1500)
    assert "why secret" not in page.content()


def test_a_case_from_the_board_to_its_end_by_keyboard_alone(at_duty, mira, raised):
    raised(Level.WORRY, about="later")
    case = raised(Level.DANGER, about="now").case
    page = at_duty(mira)
    page.locator("tbody a").first.focus()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr').innerText").count("why later") == 1
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{case.address}")
    reach(page, "I will look after this")
    page.keyboard.press("Enter")
    expect(page.get_by_text("mira took this up.")).to_be_visible()
    reach(page, "What was done, and what comes next")
    page.keyboard.type("We spoke, and her sister is with her.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/duty/")
    assert Case.objects.get(pk=case.pk).state == State.CLOSED
    assert Aftercare.objects.filter(case=case).count() == 3


def reach(page, name: str) -> None:
    """Press Tab until the thing with this name has the focus."""
    words = "document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText ?? ''"
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate(words).strip().startswith(name):
            return
    raise AssertionError(f"{name} is not reached by Tab")


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced-colors"])
def test_axe_finds_nothing_serious_on_the_pages_of_duty(at_duty, mira, moss, lena, raised, look):
    case = lived_through(raised, mira)
    for address in ("/duty/", case.address, "/duty/log/", "/duty/notes/"):
        page = at_duty(lena, address, **look)
        assert (address, serious(page)) == (address, [])
        keep_picture(page, address, look)
    for width in (320, 360):
        page = at_duty(lena, case.address, viewport={"width": width, "height": 740}, **look)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        keep_picture(page, f"case-{width}", look)
        page.goto("/duty/")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        keep_picture(page, f"board-{width}", look)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: next(iter(look.values())))
def test_on_a_small_phone_ana_says_by_keyboard_that_her_letter_cannot_wait(at_duty, ana, mira, raised, look):
    concern = raised(Level.WORRY)
    actions.write_as_guide(concern=concern, guide=mira, body="May we talk?")
    page = at_duty(ana, f"/me/letters/{concern.pk}/", viewport={"width": 320, "height": 640}, **look)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    keep_picture(page, "letters", look)
    page.get_by_label("Your words").focus()
    page.keyboard.type("Please come.")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Sent, and everybody on duty is called")).to_be_visible()
    keep_picture(page, "letters-sent", look)


def lived_through(raised, guide) -> Case:
    """A case with letters, a question to a colleague, and everything else that stands on its page."""
    from holdspace.safeguarding.second_looks import ask_for_second_look

    concern = raised(Level.DANGER, ago=20)
    raised(Level.WORRY, about="one", kind=Kind.ASKED)
    raised(Level.WORRY, about="another", ago=90)
    actions.write_as_guide(concern=concern, guide=guide, body="May we talk?")
    ask_for_second_look(case=concern.case, by=guide, why="She names a place and an evening.")
    return concern.case


def serious(page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in violations if one["impact"] in {"serious", "critical"}]


def keep_picture(page, name: str, look: dict[str, str]) -> None:
    """For whoever wants to look: HOLDSPACE_PICTURES names a folder."""
    if folder := os.environ.get("HOLDSPACE_PICTURES"):
        title = "-".join(word for word in (name.strip("/").replace("/", "-")[:24], *look.values()) if word)
        page.screenshot(path=Path(folder) / f"{title}.png", full_page=True)
