"""The cast. Every test tells its story with these people, and enters through the doors they use.

Ana seeks, Ben listens, Cleo is a stranger, Dr Okafor practises, Mira guides. Hana hosts, Lena leads, and Sten
keeps the server. Each has a passphrase, for tests that walk through /enter/; `enter(person)` is shorter. Whoever
belongs to the staff has an app as well, since nothing of their role opens without a second step.
"""

import os
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from time import sleep

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.cache import cache as short_memory
from django.db import OperationalError
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright
from pytest_django.plugin import blocking_manager_key

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "no-sandbox",
    "disable-gpu",
    "disable-background-networking",
    "disable-component-update",
    "disable-sync",
    "host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
PATIENCE = 20_000  # milliseconds a page may take, on a machine with other things to do
PASSPHRASE = "a few ordinary words"
A_YEAR = timedelta(days=365)
SECOND_STEP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def pytest_configure() -> None:
    """Pages are tested with static files as they lie in the tree; house tests look at collected ones."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"


@cache
def hashed_passphrase() -> str:
    return make_password(PASSPHRASE)


@pytest.fixture(autouse=True)
def _fresh_limits():
    """Rate limits remembered from one test must not slow down the next."""
    short_memory.clear()


@pytest.fixture(autouse=True)
def _emptied_log(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests whose tables are emptied afterwards (a live server) need the log open then, once their pages are shut."""
    if is_transactional(request.node):
        request.getfixturevalue("transactional_db")
    yield
    if is_transactional(request.node):
        log_triggers(request.node, "UNGUARDS")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Whoever comes next on this worker finds the log guarded again."""
    try:
        return (yield)
    finally:
        if is_transactional(item):
            log_triggers(item, "UNGUARDS", "GUARDS")


def is_transactional(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    asked = {"transactional_db", "live_server"} & set(getattr(item, "fixturenames", ()))
    return bool(asked or (mark and (mark.kwargs.get("transaction") or mark.args[:1] == (True,))))


def log_triggers(item: pytest.Item, *which: str) -> None:
    """A page that was just shut may still be answered: then the database is locked for a moment."""
    from holdspace.safeguarding.tests.tampering import triggers

    with item.config.stash[blocking_manager_key].unblock():
        for wait in (0.1, 0.3, 1, 3, 10):
            try:
                for one in which:
                    triggers(one)
                break
            except OperationalError:
                sleep(wait)
        else:
            pytest.fail("The log stayed locked.")


def hold(someone, kind: str) -> None:
    """A role from before the story begins: it stands in no log."""
    from holdspace.people.models import WITH_PAPERS, Role, today

    Role.objects.create(person=someone, kind=kind, until=today() + A_YEAR if kind in WITH_PAPERS else None)


def second_step_of(someone) -> None:
    """Their app shares SECOND_STEP with the place."""
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(someone, SECOND_STEP)
    someone.forget_roles()


@pytest.fixture
def code_now() -> Callable[..., str]:
    """What an app shows at this moment: that of the staff in the cast, or one with another secret."""
    from allauth.mfa.totp.internal import auth

    def code(secret: str = SECOND_STEP) -> str:
        return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30))

    return code


@pytest.fixture
def person(db):
    """Makes a person: `person("zoe", "member", "listener", country="IE")`."""
    from holdspace.people import consents
    from holdspace.people.models import STAFF, Person

    def make(name: str, *roles: str, country: str = "GB", consent: bool = True, **facts) -> Person:
        someone = Person(name=name, country=country, password=hashed_passphrase(), **facts)
        someone.save()
        for kind in roles or ("member",):
            hold(someone, kind)
        if STAFF & set(roles):
            second_step_of(someone)
        if consent:
            consents.give(person=someone, purpose=consents.SAFETY_READING)
        return someone

    return make


@pytest.fixture
def ana(person):
    return person("ana", "member", country="PT", time_zone="Europe/Lisbon")


@pytest.fixture
def ben(person):
    return person("ben", "member", "listener", country="GB", time_zone="Europe/London")


@pytest.fixture
def cleo(person):
    return person("cleo", "member", country="GR", time_zone="Europe/Athens")


@pytest.fixture
def hana(person):
    return person("hana", "member", "host", "listener", country="CZ", time_zone="Europe/Prague")


@pytest.fixture
def lena(person):
    return person("lena", "lead", country="DE", time_zone="Europe/Berlin")


@pytest.fixture
def sten(person):
    return person("sten", "steward", country="SE", time_zone="Europe/Stockholm")


@pytest.fixture
def okafor(person, lena):
    return _verified(person("okafor", "practitioner"), "Dr Okafor", "Clinical psychologist", lena)


@pytest.fixture
def mira(person, lena):
    return _verified(person("mira", "guide", country="IE"), "Mira", "Mental health nurse", lena)


@pytest.fixture
def enter(db) -> Callable[..., Client]:
    """A browser in which this person is signed in: `enter(ana).get("/circles/")`."""

    def sign_in(someone) -> Client:
        browser = Client()
        for wait in (0.05, 0.2, 1, 3, 10):
            try:
                browser.force_login(someone)
                return browser
            except OperationalError:  # a page that renews itself reads the same table of the shared memory just now
                sleep(wait)
        pytest.fail("The sessions stayed locked.")

    return sign_in


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for one file of tests. Playwright keeps a loop in this thread; Django has to bear it."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=[f"--{word}" for word in QUIET])


@pytest.fixture
def tab(chromium, live_server) -> Iterator[Callable[..., Page]]:
    """Opens a page in a tab of its own, with its own cookies: `tab("/enter/", java_script_enabled=False)`.

    Other hosts are out of reach, and at the end of each test nothing may have tried to reach one.
    """
    contexts, asked = [], []

    def open_tab(address: str, **wishes) -> Page:
        contexts.append(chromium.new_context(base_url=live_server.url, **wishes))
        contexts[-1].on("request", lambda request: asked.append(request.url))
        contexts[-1].set_default_timeout(PATIENCE)
        page = contexts[-1].new_page()
        page.goto(address)
        return page

    yield open_tab
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))] == []


@pytest.fixture
def signed_in(tab, passphrase, code_now) -> Callable[..., Page]:
    """A tab in which this person came in through the door: `signed_in(mira, "/duty/")`. Staff show their code."""

    def go(someone, address: str, **wishes) -> Page:
        page = tab(f"/enter/?next={address}", **wishes)
        page.get_by_label("Your name here").fill(someone.name)
        page.get_by_label("Your passphrase").fill(passphrase)
        press_enter(page)
        if "/2fa/authenticate/" in page.url:
            page.get_by_label("The code").fill(code_now())
            press_enter(page)
        return page

    return go


def press_enter(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Enter", exact=True).click()


@pytest.fixture
def passphrase() -> str:
    return PASSPHRASE


def _verified(someone, title: str, profession: str, by):
    from holdspace.people import actions

    actions.verify(person=someone, title=title, profession=profession, by=by)
    return someone
