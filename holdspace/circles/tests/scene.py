"""Circles, a clock and a reader of words for stories about the cast. Rooms below borrow them for their own tests."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from empathy import Risk, Safety
from empathy.readers.language import language
from empathy.reading import Claim, Cue

from holdspace.circles import actions
from holdspace.circles.models import Agreement, Circle, Listening, Reply, Story
from holdspace.conversations.models import Conversation
from holdspace.listening import engine

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
STORY = "My mother died in March and the evenings are the worst part of every day. Nobody says her name any more."
ANSWER = "I lost my dad two winters ago and the evenings were long for me too. What was she called at home?"
DANGER = "I am going to end my life tonight"
METHOD = "the bridge and the rope"
DRAWN = re.compile(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]*"')
ADVICE = "Just stop your lithium, you will be fine."


@pytest.fixture(autouse=True)
def clock():
    """Noon on a Wednesday; `clock.after(minutes=20)` goes on from there."""
    with time_machine.travel(NOON, tick=True) as traveller:
        yield SimpleNamespace(after=lambda **how: traveller.shift(timedelta(**how)))


@pytest.fixture(autouse=True)
def reader(monkeypatch):
    """Reads danger, a method and a claim each in one sentence, so that a story here depends on no trained weights."""
    monkeypatch.setattr(engine, "safety_of", found_in)


def found_in(text: str) -> engine.Found[Safety]:
    return engine.Found(safety_in(text), "a test's reader")


def safety_in(text: str) -> Safety:
    return Safety(risk_in(text), claims_in(text), language(text))


def risk_in(text: str) -> Risk:
    cues = tuple(
        cue for cue in (_cue(text, DANGER, "plan", "danger"), _cue(text, METHOD, "method detail", "worry")) if cue
    )
    tier = "danger" if DANGER in text else "worry" if METHOD in text else "none"
    return Risk(tier, 0.9 if cues else 0.0, "self" if cues else None, cues)


def claims_in(text: str) -> tuple[Claim, ...]:
    start = text.find(ADVICE)
    return (Claim("stop-medication", start, start + len(ADVICE), "", "stop-lithium"),) if start >= 0 else ()


def _cue(text: str, words: str, kind: str, tier: str) -> Cue | None:
    start = text.find(words)
    return Cue(kind, start, start + len(words), f"the writer speaks of a {kind}", tier) if start >= 0 else None


@pytest.fixture
def circle(db) -> Callable[..., Circle]:
    """Opens a circle: `circle("loss", hana, kind="ask")`."""

    def open_circle(slug: str, *people, kind: str = "open", **facts) -> Circle:
        opened = Circle.objects.create(
            slug=slug,
            name=slug.title(),
            about=f"About {slug}.",
            kind=kind,
            conversation=Conversation.objects.create(),
            **facts,
        )
        Agreement.objects.create(circle=opened, lines=[{"name": "Listening first", "text": "Hear before you advise."}])
        for person in people:
            actions.join(circle=opened, person=person)
        return opened

    return open_circle


@pytest.fixture
def loss(circle, ana, ben):
    """An open circle in which Ana and Ben sit."""
    return circle("loss", ana, ben)


@pytest.fixture
def survivors(circle, ana, ben):
    """A closed circle in which Ana and Ben sit."""
    return circle("survivors", ana, ben, kind="invite")


@pytest.fixture
def listens(db) -> Callable[..., Listening]:
    """Says how a listener wants to be asked, round the clock unless told otherwise."""

    def say(person, **wishes) -> Listening:
        usual = {
            "languages": ["en"],
            "window_start": 0,
            "window_end": 1440,
            "budget": 8,
            "since": NOON - timedelta(days=60),
        }
        return Listening.objects.create(person=person, **usual | wishes)

    return say


def send(browser, circle, body: str = STORY, **fields):
    """Open the box and press Send, as a browser does."""
    box = browser.get(f"/circles/{circle.slug}/write/")
    words = {"body": body, "need": "listen", "face": "name", "token": token_in(box)} | fields
    return browser.post(f"/circles/{circle.slug}/write/", words)


def shared(browser, circle, body: str = STORY, **fields) -> Story:
    """A story just sent, still in its undo."""
    answer = send(browser, circle, body, **fields)
    assert answer.status_code == 302, answer.content.decode()
    return Story.objects.get(pk=re.search(r"stories/([0-9a-f-]{36})", answer["Location"])[1])


def answer(browser, story, body: str = ANSWER, **fields):
    page = browser.get(story.address)
    words = {"body": body, "face": "name", "token": token_in(page)} | fields
    return browser.post(f"{story.address}reply/", words)


def answered(browser, story, body: str = ANSWER, **fields) -> Reply:
    """A reply just sent, still in its undo."""
    sent = answer(browser, story, body, **fields)
    assert sent.status_code == 302, sent.content.decode()
    return Reply.objects.get(pk=re.search(r"(?:reply-|replies/)([0-9a-f-]{36})", sent["Location"])[1])


def token_in(page) -> str:
    return re.search(r'name="token" value="([^"]*)"', page.content.decode())[1]


def text_of(page) -> str:
    """The page without the two tokens of a form: drawn by lot, they may spell anybody's name."""
    return DRAWN.sub("", page.content.decode())
