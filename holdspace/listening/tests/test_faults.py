"""The engine is missing, slow, crashing or out of its mind: the story goes through, and a person looks."""

import threading

import pytest
from empathy import Risk, Safety, WeightsError

from holdspace.circles.models import Story
from holdspace.circles.tests.scene import DANGER, NOON, send, text_of
from holdspace.circles.waiting_words import read_waiting
from holdspace.listening import actions, engine
from holdspace.listening.models import Reading
from holdspace.people import consents
from holdspace.safeguarding.models import Concern

pytestmark = pytest.mark.django_db
real_safety_of = engine.safety_of


@pytest.fixture(autouse=True)
def _by_the_real_way(monkeypatch, reader, settings):
    """Faults are put behind the house's own door to the engine, not in place of it."""
    monkeypatch.setattr(engine, "safety_of", real_safety_of)
    settings.READING_TIMEOUT_MS = 60
    engine.pool.cache_clear()
    yield
    engine.pool.cache_clear()


class Broken:
    """An engine that answers every question in one bad way."""

    def __init__(self, answer):
        self.answer = answer

    def safety(self, text):
        answer = self.answer()
        return Safety(answer) if isinstance(answer, Risk) else answer

    def reply(self, *texts, **how):
        return self.answer()


def missing():
    raise WeightsError("no weights here")


def crash():
    raise RuntimeError(f"cannot read {DANGER}")


def hangs(until):
    return lambda: until.wait(20)


@pytest.fixture
def until():
    """Lets whatever hangs go on when the test is over."""
    event = threading.Event()
    yield event
    event.set()


FAULTS = {
    "missing": missing,
    "crashing": crash,
    "a word": lambda: "danger",
    "a tier nobody knows": lambda: Risk("purple", 1.0, None),
    "cues of another shape": lambda: Risk("danger", 1.0, None, ({"kind": "plan"},)),
    "out of memory": lambda: (_ for _ in ()).throw(MemoryError()),
}


def breaks(monkeypatch, answer):
    monkeypatch.setattr(engine, "whole", lambda: Broken(answer))
    monkeypatch.setattr(engine, "rules", lambda: Broken(answer))


@pytest.mark.parametrize("name", FAULTS)
def test_the_story_goes_through_unread_and_stands_on_the_duty_page(enter, loss, ana, mira, monkeypatch, caplog, name):
    breaks(monkeypatch, FAULTS[name])
    sent = send(enter(ana), loss, DANGER)
    assert sent["Location"] == Story.objects.get().address
    assert Concern.objects.get().kind == "unread"
    assert "Could not be read: please look" in text_of(enter(mira).get("/duty/"))
    assert DANGER in text_of(enter(mira).get(Story.objects.get().address))
    assert "This could not be read. A guide was asked to look instead." in text_of(enter(ana).get("/me/readings/"))
    assert DANGER not in caplog.text, "what people wrote reaches no log"


def test_a_slow_engine_holds_nobody_up(enter, loss, ana, monkeypatch, until):
    breaks(monkeypatch, hangs(until))
    send(enter(ana), loss, DANGER)
    assert Concern.objects.get().kind == "unread"


def test_texts_that_hang_for_good_do_not_silence_the_next(monkeypatch, until):
    breaks(monkeypatch, hangs(until))
    assert [engine.safety_of("hangs") for _ in range(3)] == [None] * 3
    breaks(monkeypatch, lambda: Risk("none", 0.0, None))
    assert engine.safety_of("does not").answer.risk.tier == "none"


def test_without_weights_the_rules_read_alone(enter, loss, ana, monkeypatch, settings):
    settings.READING_TIMEOUT_MS = 10_000
    monkeypatch.setattr(engine, "whole", lambda: Broken(missing))
    send(enter(ana), loss, DANGER)
    assert Reading.objects.get().tier in ("danger", "emergency")
    assert Reading.objects.get().reasons
    assert Reading.objects.get().engine == engine.rules_version() != engine.version()
    assert Concern.objects.get().kind == "reading"
    assert Story.objects.get().is_for_guides


def test_a_reading_names_whichever_part_of_the_engine_made_it(enter, loss, ana, monkeypatch):
    calm = Broken(lambda: Risk("none", 0.0, None))
    monkeypatch.setattr(engine, "whole", lambda: calm)
    monkeypatch.setattr(engine, "rules", lambda: Broken(crash))
    send(enter(ana), loss, "an ordinary evening")
    assert Reading.objects.get().engine == engine.version()


def test_danger_without_a_phrase_to_point_at_says_so(enter, loss, ana, mira, monkeypatch):
    breaks(monkeypatch, lambda: Risk("danger", 0.9, "self"))
    send(enter(ana), loss, "I have written the last letters")
    for page in (enter(ana).get("/me/readings/"), enter(mira).get("/duty/")):
        assert "no single phrase says so" in text_of(page)


def test_calm_words_need_no_reason(enter, loss, ana, monkeypatch):
    breaks(monkeypatch, lambda: Risk("none", 0.0, None))
    send(enter(ana), loss, "an ordinary evening")
    assert Reading.objects.get().reasons == []


def test_what_was_unread_is_read_later_and_leaves_routing(enter, loss, ana, mira, monkeypatch):
    breaks(monkeypatch, crash)
    send(enter(ana), loss, DANGER)
    read_waiting()
    assert Reading.objects.get().tier is None
    breaks(monkeypatch, lambda: Risk("danger", 0.9, "self"))
    read_waiting()
    assert Reading.objects.get().tier == "danger"
    assert Story.objects.get().is_for_guides
    assert set(Concern.objects.filter(closed_at=None).values_list("kind", flat=True)) == {"unread", "reading"}
    read_waiting()
    assert Concern.objects.count() == 2


def test_one_text_that_cannot_be_read_does_not_stop_the_others(enter, loss, ana, monkeypatch, clock):
    breaks(monkeypatch, crash)
    for body in ("the one that breaks it", "an ordinary evening", "another evening"):
        send(enter(ana), loss, body)

    class Picky:
        def safety(self, text):
            return crash() if "breaks" in text else Safety(Risk("none", 0.0, None))

    monkeypatch.setattr(engine, "whole", Picky)
    monkeypatch.setattr(engine, "rules", Picky)
    clock.after(minutes=1)
    read_waiting()
    assert list(Reading.objects.order_by("read_at").values_list("tier", flat=True)).count("none") == 2


def test_who_took_the_consent_back_meanwhile_is_read_no_more_and_stops_nobody(enter, loss, ana, ben, monkeypatch):
    breaks(monkeypatch, crash)
    for somebody in (ana, ben):
        send(enter(somebody), loss, f"the evenings of {somebody.name}")
    consents.withdraw(person=ana, purpose=consents.SAFETY_READING)
    breaks(monkeypatch, lambda: Risk("none", 0.0, None))
    read_waiting()
    assert [(reading.person, reading.tier) for reading in Reading.objects.all()] == [(ben, "none")]


def test_words_that_were_taken_back_are_not_read_later(enter, loss, ana, monkeypatch):
    breaks(monkeypatch, crash)
    send(enter(ana), loss, DANGER)
    Story.objects.update(body="", html="")
    read_waiting()
    assert not Reading.objects.exists()


def test_a_long_outage_asks_the_engine_a_few_times_a_round(monkeypatch, ana):
    asked = []
    monkeypatch.setattr(engine, "safety_of", lambda text: asked.append(text))
    for n in range(10):
        heard = actions.Heard(allowed=True)
        story = Story(pk=f"00000000-0000-4000-8000-00000000000{n}")
        actions.keep_reading(person=ana, heard=heard, text_kind="story", text_id=story.pk, link="")
    assert Reading.objects.first().read_at >= NOON
    read_waiting()
    assert len(asked) <= 3


def test_the_coach_falls_silent_kindly_and_its_crash_costs_nothing(ana, monkeypatch):
    breaks(monkeypatch, crash)
    found = actions.coach(person=ana, story="s", story_id=ana.pk, reply="r", need="listen", link="/")
    assert found.is_missing
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    ("whole", "rules", "word"), [(None, None, "ok"), (missing, None, "rules"), (missing, crash, "down")]
)
def test_the_health_page_knows(monkeypatch, whole, rules, word):
    calm = Broken(lambda: Risk("none", 0.0, None))
    monkeypatch.setattr(engine, "whole", lambda: Broken(whole) if whole else calm)
    monkeypatch.setattr(engine, "rules", lambda: Broken(rules) if rules else calm)
    assert engine.state() == word


def test_an_engine_that_was_turned_off_is_off(settings):
    settings.ENGINE_ON = False
    assert engine.state() == "off"
    assert engine.safety_of(DANGER) is None
