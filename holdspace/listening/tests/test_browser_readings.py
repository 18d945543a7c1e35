"""Ana's readings and the steward's page in a real browser: axe in each look, a small window, and without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from holdspace.circles import actions as circle_actions
from holdspace.circles.actions import Heard
from holdspace.circles.models import Story
from holdspace.listening import engine, giving
from holdspace.listening.models import Reading, Rereading, Tier

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
SMALL = {"width": 320, "height": 640}
LOOKS = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}]
BODY = "My sister rang at two in the morning. I said I would wait by the window until it was light again. " * 3
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true; })"


@pytest.fixture
def reading(ana, circle):
    """Of a story that was told, with a place in it that the program pointed at."""
    loss = circle("loss", ana)
    cues = ({"kind": "plan", "start": 40, "end": 76, "why": "the writer speaks of waiting alone at night"},)
    heard = Heard(True, Tier.WATCH, 0.4, "self", cues, "0.3.0")
    facts = {"body": BODY.strip(), "need": "listen", "face": "name", "notes": [], "token": "told-in-a-browser"}
    story = circle_actions.publish_story(circle=loss, author=ana, heard=heard, **facts)
    Story.objects.filter(pk=story.pk).update(heard_from=timezone.now())
    return Reading.objects.get()


@pytest.fixture
def as_(tab, enter, live_server):
    """A tab in which this person is signed in."""

    def go(someone, **wishes):
        page = tab("/blank/", **wishes)
        cookies = enter(someone).cookies.items()
        page.context.add_cookies([{"name": n, "value": one.value, "url": live_server.url} for n, one in cookies])
        return page

    return go


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "forced-colors"])
def test_axe_finds_nothing_and_nothing_spills_over_a_small_window(as_, reading, ana, sten, look, monkeypatch):
    monkeypatch.setattr(engine, "state", lambda: "ok")
    found = {}
    for someone, paths in (
        (ana, ["/me/readings/", f"/me/readings/{reading.pk}/disagree/"]),
        (sten, ["/setup/readings/"]),
    ):
        page = as_(someone, viewport=SMALL, **look)
        for path in paths:
            page.goto(path)
            page.evaluate(OPEN_ALL)
            wrong = [one["id"] for one in Axe().run(page).response["violations"]]
            wide = page.evaluate("document.documentElement.scrollWidth")
            found |= {path: (wrong, wide)} if wrong or wide > SMALL["width"] else {}
    assert found == {}


def test_axe_finds_nothing_while_texts_are_read_again_and_when_it_is_paused(as_, reading, sten, monkeypatch):
    monkeypatch.setattr(engine, "state", lambda: "ok")
    page = as_(sten, viewport=SMALL)
    page.goto("/setup/readings/")
    page.get_by_role("button", name="Read them again").click()
    expect(page.get_by_text("0 of 1 are done.")).to_be_visible()
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused. It goes on where it stopped.")).to_be_visible()
    assert [one["id"] for one in Axe().run(page).response["violations"]] == []
    assert Rereading.objects.get().paused_at


def test_without_scripts_ana_disagrees_gives_the_text_and_takes_it_back(as_, reading, ana):
    page = as_(ana, java_script_enabled=False)
    page.goto("/me/readings/")
    expect(page.locator("mark")).to_have_text(reading_of_words(reading))
    page.get_by_role("link", name="That is not right").click()
    expect(page.get_by_label("This text and my view")).not_to_be_checked()
    page.get_by_label("A heavy time, and no danger").check()
    page.get_by_label("In your words").fill("I was waiting for her call.")
    page.get_by_label("This text and my view").check()
    page.get_by_role("button", name="Say so").click()
    expect(page.get_by_text("You allowed on")).to_be_visible()
    assert len(giving.gifts()) == 1
    page.get_by_role("button", name="Take this back").click()
    expect(page.get_by_text("You took back that this text may be given.")).to_be_visible()
    assert giving.gifts() == []


def reading_of_words(reading) -> str:
    cue = reading.cues[0]
    return BODY[cue["start"] : cue["end"]]


def test_by_keyboard_alone_the_view_is_sent(as_, reading, ana):
    page = as_(ana)
    page.goto(f"/me/readings/{reading.pk}/disagree/")
    page.locator("[name=right]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("It was a long night.")
    page.get_by_role("button", name="Say so").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/me/readings/")
    expect(page.get_by_text("It was a long night.")).to_be_visible()
    assert Reading.objects.get().would_be_right == "heavy"
