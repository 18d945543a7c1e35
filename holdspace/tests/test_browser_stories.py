"""A story for each person of the house in a real browser: with scripts, without them, and with the keyboard alone.

All tabs share one connection to a database in memory, so what one person does is over before another looks: where a
press leads to a page that no line of the test waits for, `go_on` waits for it.
"""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Locator, Page, expect

from holdspace.circles import actions
from holdspace.circles.models import Reply, Story
from holdspace.circles.tests.scene import ANSWER, DANGER, STORY
from holdspace.listening import engine
from holdspace.safeguarding.models import Case
from holdspace.tests.house import QUIET, WORRIED

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
EITHER_WAY = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
HASTY = "You should join a choir and keep busy. It worked for me."
TABS = 90  # more stops than the longest page has


@pytest.fixture
def loss(circle, hana, mira):
    opened = circle("loss", hana)
    opened.guides.add(mira)
    return opened


@pytest.fixture(scope="module", autouse=True)
def warm() -> None:
    """As after a start: the engine is loaded before the first person comes."""
    engine.warm()


def told(circle, author, body: str = STORY, *, need: str = "listen", notes=(), heard=QUIET) -> Story:
    """A story that others can read."""
    story = actions.publish_story(
        circle=circle,
        author=author,
        heard=heard,
        token=actions.new_token(),
        body=body,
        need=need,
        face="anonymous",
        notes=notes,
    )
    actions.tell_now(story)
    return story


def said(story, author, body: str = ANSWER, face: str = "name") -> Reply:
    reply = actions.post_reply(story=story, author=author, heard=QUIET, token=actions.new_token(), body=body, face=face)
    actions.tell_now(reply)
    return reply


# --- a member who writes ------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _however_slowly_one_walks(settings):
    """A minute of undo is over before a busy machine has shown the next page."""
    settings.UNDO_SECONDS = 600


@EITHER_WAY
def test_somebody_joins_writes_takes_it_back_sends_it_and_is_answered(tab, loss, ben, scripts):
    page = tab("/", java_script_enabled=scripts)
    join(page, "quiet heron")
    take_a_seat(page, "Moorland")
    page.get_by_role("link", name="Write a story").click()
    expect(page.locator(".audience")).to_contain_text("Who can read this: 2 people")
    page.get_by_label("Your words").fill(STORY)
    page.get_by_label("Moorland, your name in this circle").check()
    send(page)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_label("Your words")).to_have_value(STORY)
    send(page)
    go_on(page, page.get_by_role("button", name="Let others read it now"))
    expect(page.get_by_role("heading", name="Moorland would like to be listened to.")).to_be_visible()
    expect(page.get_by_text("Nobody has answered yet. You have said it")).to_be_visible()
    story = Story.objects.get(withdrawn_at=None)
    actions.join(circle=loss, person=ben)
    said(story, ben)
    page.goto("/me/notices/")
    follow_notice(page, "Somebody answered something you wrote.")
    expect(page.get_by_text("What was she called at home?")).to_be_visible()
    thank(page, "I hear you")
    assert [thanks.sentence for thanks in Reply.objects.get().thanks.all()] == ["Moorland: I hear you"]


@EITHER_WAY
def test_danger_leads_to_one_quiet_minute_that_may_be_skipped(signed_in, loss, ana, ben, mira, scripts):
    actions.join(circle=loss, person=ana)
    actions.join(circle=loss, person=ben)
    page = signed_in(ana, "/circles/loss/write/", java_script_enabled=scripts)
    page.get_by_label("Your words").fill(f"{STORY} {DANGER}.")
    send(page)
    expect(page.get_by_role("heading", name="One quiet minute")).to_be_visible()
    expect(page.locator("main").get_by_text("112").first).to_be_visible()
    duty = signed_in(mira, "/duty/", java_script_enabled=scripts)
    expect(duty.get_by_role("link", name="Open").first).to_be_visible()
    page.get_by_role("button", name="Skip this").click()
    expect(page.get_by_text("What you wrote is kept.")).to_be_visible()
    others = signed_in(ben, f"/stories/{Story.objects.get().pk}/", java_script_enabled=scripts)
    expect(others.get_by_role("heading", name="There is nothing here for you to see")).to_be_visible()


# --- a listener ---------------------------------------------------------------------------------------------------


@EITHER_WAY
def test_a_listener_takes_what_waits_reads_is_coached_answers_and_is_thanked(signed_in, loss, ana, ben, scripts):
    actions.join(circle=loss, person=ana)
    actions.join(circle=loss, person=ben, alias="Paper Moth")
    told(loss, ana, notes=["death-and-grief"])
    page = signed_in(ben, "/unheard/", java_script_enabled=scripts)
    page.get_by_role("link", name="would like to be listened to").click()
    page.get_by_text("Open the story").click()
    expect(page.get_by_text("Nobody says her name any more.")).to_be_visible()
    page.get_by_role("button", name="I will answer this one").click()
    expect(page.get_by_text("You have taken this story until")).to_be_visible()
    expect(page.locator("#reply .need")).to_contain_text("would like to be listened to")
    page.get_by_label("Your reply").fill(HASTY)
    page.get_by_role("button", name="Help me say this").click()
    expect(page.get_by_role("heading", name="Small changes you could make")).to_be_visible()
    go_on(page, page.get_by_role("button", name=re.compile("Put it in|Change it to this")).first)
    expect(page.get_by_label("Your reply")).not_to_have_value(HASTY)
    page.get_by_label("Your reply").fill(ANSWER)
    page.get_by_label("Paper Moth, your name in this circle").check()
    send(page)
    go_on(page, page.get_by_role("button", name="Let others read it now"))
    writer = signed_in(ana, f"/stories/{Story.objects.get().pk}/", java_script_enabled=scripts)
    thank(writer, "This helped me")
    page.reload()
    expect(page.locator(".thanks")).to_contain_text("Anonymous: This helped me")


def test_where_help_with_the_words_cannot_come_the_page_says_why(signed_in, loss, ana, ben):
    actions.join(circle=loss, person=ana)
    actions.join(circle=loss, person=ben)
    page = signed_in(ben, told(loss, ana).address)
    box, help_me = page.get_by_label("Your reply"), page.get_by_role("button", name="Help me say this")
    box.fill(HASTY)
    page.context.set_offline(True)
    help_me.click()
    expect(page.locator("#coach")).to_contain_text("That did not work just now.")
    page.context.set_offline(False)
    help_me.click()
    expect(page.get_by_role("heading", name="Small changes you could make")).to_be_visible()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    help_me.click()
    expect(page.locator("#coach")).to_have_text(re.compile("^This page is no longer signed in"))
    page.get_by_role("link", name="Send a private sentence").click()
    expect(page.get_by_role("alert")).to_contain_text("This page is no longer signed in")
    box.press("End")
    box.type(" Really.")
    expect(page.locator(".kept")).to_contain_text(re.compile("^Kept at .* This page is no longer signed in"))
    expect(box).to_have_value(f"{HASTY} Really.")


# --- a stranger, a guide, a steward -------------------------------------------------------------------------------


@EITHER_WAY
def test_a_stranger_cannot_tell_what_is_closed_from_what_never_was(signed_in, circle, ana, cleo, scripts):
    closed = circle("harbour", ana, kind="invite")
    story = told(closed, ana)
    page = signed_in(cleo, "/circles/", java_script_enabled=scripts)
    seen = []
    for path in ("/circles/harbour/", "/circles/never-was/", story.address, "/stories/" + "0" * 8 + story.address[17:]):
        page.goto(path)
        seen.append(page.locator("body").inner_html())
    assert len(set(seen)) == 1


@EITHER_WAY
def test_a_guide_looks_takes_writes_and_closes(signed_in, loss, ana, mira, scripts):
    actions.join(circle=loss, person=ana)
    told(loss, ana, heard=WORRIED)
    page = signed_in(mira, "/duty/", java_script_enabled=scripts)
    page.get_by_role("link", name="Open").first.click()
    expect(page.get_by_text("the writer speaks of a plan")).to_be_visible()
    page.get_by_role("link", name="Read what was written").click()
    expect(page.get_by_text("Nobody says her name any more.")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text(ana.name)
    page.go_back()
    go_on(page, page.get_by_role("button", name="I will look after this"))
    page.locator("form[action$='/write/'] textarea").fill("I am here until nine. Would you like to talk?")
    go_on(page, page.get_by_role("button", name="Send to the writer"))
    page.locator("#CloseForm_note").fill("We wrote to each other; she is with her sister tonight.")
    page.get_by_role("button", name="Close with this note").click()
    expect(page.get_by_text("Closed, with your note.")).to_be_visible()
    reader = signed_in(ana, "/me/notices/", java_script_enabled=scripts)
    follow_notice(reader, "A guide would like to reach you.")
    expect(reader.get_by_text("I am here until nine.")).to_be_visible()


@EITHER_WAY
def test_a_guide_asks_and_the_lead_answers(signed_in, loss, ana, ben, mira, lena, scripts):
    told(loss, ana, heard=WORRIED)
    case = Case.objects.get()
    page = signed_in(mira, case.address, java_script_enabled=scripts)
    go_on(page, page.get_by_role("button", name="I will look after this"))
    page.get_by_text("Say how far it is").click()
    page.locator("form[action$='/second-look/'] textarea").fill("She does not answer, and she has a plan.")
    go_on(page, page.get_by_role("button", name="Ask a colleague"))
    expect(page.get_by_text("Somebody else on duty has to answer")).to_be_visible()
    expect(page.get_by_role("button", name="Write down my answer")).to_have_count(0)
    lead = signed_in(lena, "/duty/", java_script_enabled=scripts)
    lead.get_by_role("link", name="Open").first.click()
    expect(lead.get_by_text("She does not answer, and she has a plan.")).to_be_visible()
    lead.locator("form[action$='/answer/'] input[type=radio]").first.check()
    lead.locator("form[action$='/answer/'] textarea").fill("Yes. Call now; I stay beside you.")
    go_on(lead, lead.get_by_role("button", name="Write down my answer"))
    expect(lead.get_by_text("Yes. Call now; I stay beside you.").first).to_be_visible()
    for reader, who in ((lead, ("lena", "mira")), (page, ("mira",))):
        reader.goto("/duty/log/")
        told_of = set(reader.locator("tbody tr td:first-child, tbody tr th").all_inner_texts())
        assert told_of == set(who), "a lead reads all of the log, a guide what they did"
    finds_nothing(lead, "/setup/", "/unheard/")
    finds_nothing(signed_in(ben, "/circles/", java_script_enabled=scripts), case.address, "/duty/log/")


@EITHER_WAY
def test_a_steward_keeps_the_server_and_reads_nothing(signed_in, loss, ana, sten, scripts):
    story = told(loss, ana)
    page = signed_in(sten, "/setup/", java_script_enabled=scripts)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    finds_nothing(page, "/duty/", "/duty/log/", "/unheard/", story.address)
    page.goto("/circles/")
    expect(page.get_by_role("link", name="Duty")).to_have_count(0)


# --- by keyboard --------------------------------------------------------------------------------------------------


def test_from_joining_to_thanks_by_keyboard_alone(tab, signed_in, loss, ben):
    page = tab("/join/")
    type_into(page, page.get_by_label("A name for this place"), "quiet heron")
    type_into(page, page.get_by_label("A passphrase"), "tea on the back step")
    type_into(page, page.get_by_label("The country you are in"), "Ireland")
    for box in page.get_by_role("checkbox").all():
        press(page, box, "Space")
    enter(page, page.get_by_role("button", name="Join"))
    enter(page, page.get_by_role("button", name="I have kept them"))
    enter(page, page.get_by_role("link", name="Loss"))
    enter(page, page.get_by_role("link", name="Take a seat"))
    press(page, page.get_by_label("I agree to keep these agreements."), "Space")
    enter(page, page.get_by_role("button", name="Take a seat"))
    enter(page, page.get_by_role("link", name="Write a story"))
    type_into(page, page.get_by_label("Your words"), STORY)
    enter(page, page.get_by_role("button", name="Send"))
    enter(page, page.get_by_role("button", name="Let others read it now"))
    expect(page.get_by_text("Nobody has answered yet.")).to_be_visible()
    actions.join(circle=loss, person=ben)
    answering = signed_in(ben, f"/stories/{Story.objects.get().pk}/")
    type_into(answering, answering.get_by_label("Your reply"), ANSWER)
    enter(answering, answering.get_by_role("button", name="Send"))
    enter(answering, answering.get_by_role("button", name="Let others read it now"))
    page.reload()
    press(page, page.get_by_role("link", name="Send a private sentence"), "Enter")
    enter(page, page.get_by_role("button", name="I hear you"))
    expect(page.get_by_text("Sent. Only the writer sees it.")).to_be_visible()


# --- what people do on pages --------------------------------------------------------------------------------------


def finds_nothing(page: Page, *paths: str) -> None:
    for path in paths:
        page.goto(path)
        expect(page.get_by_role("heading", name="There is nothing here for you to see")).to_be_visible()


def join(page: Page, name: str) -> None:
    page.get_by_role("link", name="Join").first.click()
    page.get_by_label("A name for this place").fill(name)
    page.get_by_label("A passphrase").fill("tea on the back step")
    page.get_by_label("The country you are in").select_option("IE")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="I have kept them").click()


def take_a_seat(page: Page, alias: str) -> None:
    page.get_by_role("link", name="Loss").first.click()
    page.get_by_role("link", name="Take a seat").click()
    page.get_by_label("What would you like to be called in this circle?").fill(alias)
    page.get_by_label("I agree to keep these agreements.").check()
    page.get_by_role("button", name="Take a seat").click()
    expect(page.get_by_text("You have a seat now.")).to_be_visible()


def send(page: Page) -> None:
    go_on(page, page.get_by_role("button", name="Send", exact=True))


def go_on(page: Page, target: Locator) -> None:
    with page.expect_navigation():
        target.click()


def follow_notice(page: Page, kind: str) -> None:
    page.get_by_role("listitem").filter(has_text=kind).get_by_role("link").click()


def thank(page: Page, sentence: str) -> None:
    page.get_by_role("link", name="Send a private sentence").last.click()
    page.get_by_role("button", name=sentence).click()
    expect(page.get_by_text("Sent. Only the writer sees it.")).to_be_visible()


def type_into(page: Page, field: Locator, words: str) -> None:
    reach(page, field)
    page.keyboard.type(words)


def press(page: Page, target: Locator, key: str) -> None:
    reach(page, target)
    page.keyboard.press(key)


def enter(page: Page, target: Locator) -> None:
    """Press Enter on what leads to another page."""
    with page.expect_navigation():
        press(page, target, "Enter")


def reach(page: Page, target: Locator) -> None:
    """Tab until it has the focus, as somebody without a mouse does."""
    target.wait_for()
    for _ in range(TABS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"The keyboard does not reach {target}")
