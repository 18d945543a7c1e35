"""The kit's parts in a real browser: with scripts and without, by keyboard, offline, on a small screen."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from holdspace.kit.tests import workshop

pytestmark = [pytest.mark.browser, pytest.mark.urls("holdspace.kit.tests.workshop")]


@pytest.fixture(autouse=True)
def _empty_drawer(monkeypatch):
    monkeypatch.setattr(workshop, "kept", [])


def test_a_draft_is_kept_after_a_pause(tab):
    page = tab("/bench/")
    page.get_by_label("Your story").fill("I set out two cups.")
    expect(page.locator("keep-draft [role=status]")).to_contain_text("Kept at")
    assert workshop.kept == ["I set out two cups."]


def test_words_typed_on_a_dead_line_wait_and_are_kept_once(tab):
    page = tab("/bench/")
    page.context.set_offline(True)
    page.get_by_label("Your story").fill("The train is in a tunnel.")
    expect(page.locator("keep-draft [role=status]")).to_contain_text("wait in this tab")
    assert workshop.kept == []
    page.context.set_offline(False)
    expect(page.locator("keep-draft [role=status]")).to_contain_text("Kept at")
    assert workshop.kept == ["The train is in a tunnel."]


def test_words_that_waited_here_do_not_write_over_newer_ones(tab):
    page = waiting(tab("/bench/"), "From the train.")
    workshop.kept.append("Newer, from the other tab.")
    page.reload()
    box = page.get_by_label("Your story")
    expect(box).to_have_value("Newer, from the other tab.\n\n———\n\nFrom the train.")
    expect(page.locator("keep-draft [role=status]")).to_contain_text("Two versions stand in the box")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    page.wait_for_timeout(300)
    assert workshop.kept == ["Newer, from the other tab."], "nothing is kept before she has looked"
    box.press("End")
    box.type("!")
    expect(page.locator("keep-draft [role=status]")).to_contain_text("Kept at")
    assert "Newer, from the other tab." in workshop.kept[-1]
    assert "From the train." in workshop.kept[-1]


def test_words_that_waited_here_come_back_to_an_empty_box(tab):
    page = waiting(tab("/bench/"), "From the train.")
    page.reload()
    expect(page.get_by_label("Your story")).to_have_value("From the train.")
    expect(page.locator("keep-draft [role=status]")).to_contain_text("Kept at")
    assert workshop.kept[-1] == "From the train."


def test_sending_on_a_dead_line_leaves_the_words_where_they_are(tab):
    page = tab("/bench/")
    page.context.set_offline(True)
    page.get_by_label("Your story").fill("Still here.")
    page.locator("form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("keep-draft [role=status]")).to_contain_text("wait in this tab")
    expect(page.get_by_label("Your story")).to_have_value("Still here.")


def test_words_sent_while_their_draft_was_on_its_way_do_not_wait_here(tab):
    page = tab("/bench/")
    on_its_way = []
    page.route("**/draft/", lambda route: on_its_way.append(route))
    with page.expect_request("**/draft/"):
        page.get_by_label("Your story").fill("I set out two cups.")
    page.locator("form").evaluate("form => form.addEventListener('submit', event => event.preventDefault())")
    page.locator("form").evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
    with page.expect_event("requestfailed"):
        on_its_way[0].abort()
    expect(page.locator("keep-draft [role=status]")).to_be_empty()
    assert page.evaluate("sessionStorage.length") == 0


def test_without_scripts_the_same_form_answers(tab):
    page = tab("/bench/", java_script_enabled=False)
    page.get_by_label("Name").fill("ana")
    page.get_by_label("To be heard").check()
    page.get_by_label("Your story").fill("x" * 101)
    page.get_by_label("I am 18 or over").check()
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#id_body_error")).to_contain_text("This is longer than fits here")
    expect(page.get_by_label("Your story")).to_have_value("x" * 101)


def test_taking_back_is_offered_while_there_is_time(tab):
    undo = tab("/bench/?seconds=45").locator("undo-send")
    expect(undo).to_contain_text(re.compile("about [1-5]0 seconds"))
    expect(undo.get_by_role("button")).to_be_visible()


def test_taking_back_is_no_longer_offered_when_time_is_up(tab):
    undo = tab("/bench/?seconds=1").locator("undo-send")
    expect(undo.get_by_role("button")).to_be_hidden()


def test_opening_a_note_leads_to_the_words_inside(tab):
    page = tab("/bench/")
    page.get_by_text("About: loss").press("Enter")
    expect(page.get_by_text("Two cups.")).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_one_click_leaves_quickly(tab, scripts):
    page = tab("/bench/", java_script_enabled=scripts)
    page.get_by_role("link", name="Leave quickly").click()
    expect(page).to_have_title("Blank page")


def test_the_page_that_was_left_is_not_in_the_history(tab):
    page = tab("/bench/")
    page.get_by_role("link", name="Leave quickly").click()
    expect(page).to_have_title("Blank page")
    page.go_back()
    assert page.url == "about:blank"


def test_escape_twice_leaves_and_once_does_not(tab):
    page = tab("/bench/")
    page.keyboard.press("Escape")
    expect(page).to_have_title("Holdspace")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page).to_have_title("Blank page")


def test_escape_twice_in_the_box_keeps_the_words_before_leaving(tab):
    page = tab("/bench/")
    box = page.get_by_label("Your story")
    box.fill("Somebody is at the door.")
    box.press("Escape")
    expect(box).to_have_value("Somebody is at the door.")
    box.press("Escape")
    expect(page).to_have_title("Blank page")
    for _ in range(50):  # the page is gone, and nobody in the browser waits for the answer
        page.wait_for_timeout(0 if workshop.kept else 100)
    assert workshop.kept == ["Somebody is at the door."]
    assert page.evaluate("sessionStorage.length") == 0


def test_leaving_an_empty_box_or_on_a_dead_line_leaves_all_the_same(tab):
    page = tab("/bench/")
    page.get_by_role("link", name="Leave quickly").click()
    expect(page).to_have_title("Blank page")
    page.goto("/bench/")
    page.route("**/draft/", lambda route: route.abort())
    page.get_by_label("Your story").fill("Nobody hears this.")
    page.get_by_role("link", name="Leave quickly").click()
    expect(page).to_have_title("Blank page")
    assert workshop.kept == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_the_page_one_lands_on_says_what_it_hides_and_names_nothing(tab, scripts):
    page = tab("/blank/", java_script_enabled=scripts)
    expect(page.get_by_text("What this does not hide")).to_be_hidden()
    page.get_by_text("About this page").click()
    expect(page.get_by_text("What this does not hide")).to_be_visible()
    assert "Holdspace" not in page.content()


@pytest.mark.parametrize("address", ["/", "/bench/", "/nothing-here/"])
@pytest.mark.parametrize(
    "look", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str
)
def test_axe_finds_nothing(tab, address, look):
    found = Axe().run(tab(address, **look))
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("address", ["/", "/bench/", "/nothing-here/", "/blank/"])
def test_nothing_spills_over_a_small_screen(tab, address):
    page = tab(address, viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_keyboard_reaches_the_page_first_and_then_help(tab):
    page = tab("/bench/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def waiting(page, words):
    """These words wait in this tab alone, as after a line that broke and a page that was left."""
    page.evaluate("words => sessionStorage.setItem('draft /draft/', words)", words)
    return page
