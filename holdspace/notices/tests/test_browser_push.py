"""A browser is switched on, and shows the few words that came for it."""

import json

import pytest
from playwright.sync_api import expect

from holdspace.notices.models import Device

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
WAYS = "/me/notices/ways/"
TITLE = "Holdspace: something waits for you"


@pytest.fixture
def ways(tab, enter, mira, live_server):
    """Mira's page about where she is told, in a browser that may show notices."""
    page = tab("/blank/", permissions=["notifications"])
    cookies = enter(mira).cookies.items()
    page.context.add_cookies([{"name": n, "value": v.value, "url": live_server.url} for n, v in cookies])
    page.goto(WAYS)
    return page


def test_what_comes_is_shown_by_the_worker_and_holds_no_words_of_its_own(ways, live_server):
    line = ways.context.new_cdp_session(ways)
    seen = []
    line.on("ServiceWorker.workerRegistrationUpdated", lambda told: seen.extend(told["registrations"]))
    line.send("ServiceWorker.enable")
    worker = ways.locator("push-switch").get_attribute("data-worker")
    ways.evaluate("address => navigator.serviceWorker.register(address)", worker)
    ways.wait_for_function("async () => (await navigator.serviceWorker.getRegistrations())[0]?.active")
    message = {"origin": live_server.url, "data": json.dumps({"title": TITLE, "link": "/duty/"})}
    line.send("ServiceWorker.deliverPushMessage", message | {"registrationId": seen[0]["registrationId"]})
    shown = "async () => (await (await navigator.serviceWorker.getRegistrations())[0].getNotifications())[0]?.title"
    ways.wait_for_function(f"async () => await ({shown})() === {json.dumps(TITLE)}")


def test_a_browser_that_agrees_is_kept_and_can_be_switched_off(ways, mira):
    answer = {"endpoint": "https://push.example.org/1", "keys": {"p256dh": "B" + 86 * "a", "auth": 22 * "a"}}
    ways.evaluate("answer => { PushManager.prototype.subscribe = async () => ({ toJSON: () => answer }); }", answer)
    ways.get_by_role("button", name="Tell me in this browser").click()
    expect(ways.locator("main")).to_contain_text("This browser will tell you when something waits.")
    assert Device.objects.get().person == mira
    ways.get_by_role("button", name="Switch off").click()
    expect(ways.locator("main")).to_contain_text("This browser tells you no more.")
    assert not Device.objects.exists()


def test_a_browser_that_refuses_says_so_and_nothing_is_kept(ways):
    ways.evaluate("() => { PushManager.prototype.subscribe = async () => { throw new Error('no'); }; }")
    ways.get_by_role("button", name="Tell me in this browser").click()
    expect(ways.locator("[data-refused]")).to_be_visible()
    assert not Device.objects.exists()


def test_without_scripts_the_page_says_that_it_would_need_them(tab, enter, mira, live_server):
    page = tab("/blank/", java_script_enabled=False)
    cookies = enter(mira).cookies.items()
    page.context.add_cookies([{"name": n, "value": v.value, "url": live_server.url} for n, v in cookies])
    page.goto(WAYS)
    expect(page.locator("main")).to_contain_text("Yours would need scripts for it")
    expect(page.get_by_role("button", name="Tell me in this browser")).to_be_hidden()
