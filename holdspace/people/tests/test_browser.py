"""The doors in a real browser: by keyboard, without scripts, and with a passkey."""

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STAFF_PAGES = ("/roles/", "/me/profession/", "/people/applications/", "/people/second-steps/")
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_somebody_joins_with_the_keyboard_alone(tab, scripts):
    page = tab("/join/", java_script_enabled=scripts)
    page.get_by_label("A name for this place").focus()
    page.keyboard.type("quiet heron")
    page.keyboard.press("Tab")
    page.keyboard.type("tea on the back step")
    page.keyboard.press("Tab")
    page.keyboard.type("Ireland")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    expect(page.locator("code")).to_have_count(8)
    page.get_by_role("button", name="I have kept them").click()
    expect(page).not_to_have_title("Recovery codes")


def test_mira_adds_a_passkey_and_enters_with_it_alone(signed_in, mira, passphrase):
    Authenticator.objects.filter(user=mira).delete()
    page = signed_in(mira, "/account/2fa/webauthn/add/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.get_by_label("Your passphrase").fill(passphrase)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Add it").click()
    expect(page.get_by_role("heading", name="Spare codes")).to_be_visible()
    page.goto("/leave/")
    with page.expect_navigation():
        page.get_by_role("button", name="Sign out").click()
    page.goto("/enter/?next=/professionals/")
    page.get_by_role("button", name="Enter with a passkey").click()
    expect(page.get_by_role("heading", name="Who guides here")).to_be_visible()


def test_a_device_without_her_passkey_is_told_so_and_stays_outside(tab, mira):
    page = tab("/enter/?next=/professionals/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.get_by_role("button", name="Enter with a passkey").click()
    expect(page.get_by_text("The passkey did not work this time")).to_be_visible()
    page.goto("/professionals/")
    expect(page.get_by_role("heading", name="Enter")).to_be_visible()


def test_without_scripts_nobody_is_shown_a_button_that_cannot_work(tab):
    page = tab("/enter/", java_script_enabled=False)
    expect(page.get_by_role("button", name="Enter with a passkey")).to_be_hidden()


@pytest.mark.parametrize("look", [{"color_scheme": "light"}, {"color_scheme": "dark"}], ids=["light", "dark"])
def test_axe_finds_nothing(tab, signed_in, mira, look):
    pages = [tab(address, **look) for address in ("/join/", "/enter/", "/recover/")]
    page = signed_in(mira, "/me/settings/", **look)
    own = ("/me/consents/", "/me/words/", "/me/leaving/", "/me/codes/", "/professionals/", "/account/2fa/")
    for address in own + STAFF_PAGES:
        page.goto(address)
        assert (found := Axe().run(page)).violations_count == 0, found.generate_report()
    for page in pages:
        assert (found := Axe().run(page)).violations_count == 0, found.generate_report()


def test_errors_are_tied_to_their_fields_and_nothing_spills_over(tab):
    page = tab("/join/", viewport={"width": 320, "height": 640})
    page.locator("main form").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_label("A passphrase")).to_have_accessible_description(
        "A passphrase of at least 15 characters. A few ordinary words do well. Please choose a passphrase."
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert Axe().run(page).violations_count == 0
