"""A newer version reads old texts again: a few at a time, none twice, and danger that was missed finds a person."""

import threading
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from holdspace import worker
from holdspace.circles.models import Story
from holdspace.circles.tests.scene import ADVICE, DANGER, STORY, answered, safety_in, shared, text_of
from holdspace.insights.readings import in_words
from holdspace.listening import engine, giving, rereading
from holdspace.listening.models import Reading, Rereading, Tier
from holdspace.notices.models import Notice
from holdspace.people import consents
from holdspace.people.leaving import leave
from holdspace.safeguarding.actions import close
from holdspace.safeguarding.models import Case, Concern, Entry

pytestmark = pytest.mark.django_db
PAGE, AGAIN = "/setup/readings/", "/setup/readings/again/{}/"
OLD = "0.1.0"


@pytest.fixture(autouse=True)
def newer(monkeypatch, reader):
    """Today's version hears danger and advice, the one before heard neither. Gives every text that it was asked."""
    asked: list[str] = []

    def safety_of(text):
        asked.append(text)
        return engine.Found(safety_in(text), engine.version())

    monkeypatch.setattr(engine, "safety_of", safety_of)
    monkeypatch.setattr(engine, "state", lambda: "ok")
    return asked


def missed_by_an_older_version(**facts) -> None:
    """As if all that is here had been read long ago, and nothing found; nobody was called."""
    Concern.objects.all().delete()
    Case.objects.all().delete()
    Notice.objects.all().delete()
    Story.objects.update(held_because="", is_for_guides=False)
    Reading.objects.update(**{"engine": OLD, "tier": Tier.NONE, "score": 0, "cues": [], "details": {}} | facts)


@pytest.fixture
def told(enter, loss, ana, ben, clock):
    """Makes stories that were told, each read by an older version that found nothing."""

    def make(*bodies: str) -> list[Story]:
        stories = [shared(enter(ana), loss, body) for body in bodies]
        clock.after(minutes=30)
        missed_by_an_older_version()
        return stories

    return make


def press(browser, step: str):
    return browser.post(AGAIN.format(step))


def finish() -> None:
    while rereading.a_round():
        pass


# --- what is old --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("version", "is_older"),
    [
        ("0.3.9", True),
        ("0.4.0", False),
        ("0.10.0", False),
        ("0.4", True),
        ("0.3.9 (cues alone)", True),
        ("", False),
        ("a test's reader", False),
    ],
)
def test_versions_are_compared_by_their_numbers(version, is_older):
    assert rereading.is_older(version, "0.4.0") is is_older


def test_the_steward_sees_how_many_an_older_version_read(enter, sten, told):
    told("one evening", "another evening")
    assert "2 texts that stand before others were read by an older version." in text_of(enter(sten).get(PAGE))
    Reading.objects.update(engine=engine.version())
    assert "No text that stands before others was read by an older one." in text_of(enter(sten).get(PAGE))


def test_what_others_cannot_read_is_not_read_again(enter, ana, told, mira):
    kept, withdrawn, held, unread = told("kept", "withdrawn", "held", "unread")
    enter(ana).post(f"{withdrawn.address}withdraw/")
    Story.objects.filter(pk=held.pk).update(held_because="A guide looks at it.")
    Reading.objects.filter(text_id=unread.pk).update(tier=None)
    assert [row.text_id for row in rereading.old()] == [kept.pk]


def test_whoever_took_the_agreement_back_is_not_read_again(ana, told, newer):
    told("one evening")
    newer.clear()
    consents.withdraw(person=ana, purpose=consents.SAFETY_READING)
    assert not rereading.old().exists()
    rereading.begin()
    finish()
    assert newer == []


def test_it_counts_from_the_moment_it_is_taken_back_also_within_a_round(ana, told, newer, monkeypatch):
    told("one evening", "another evening")
    newer.clear()
    rereading.begin()
    rows = rereading._next(rereading.latest())
    monkeypatch.setattr(rereading, "_next", lambda job: rows)
    consents.withdraw(person=ana, purpose=consents.SAFETY_READING)
    rereading.a_round()
    assert newer == []
    assert set(Reading.objects.values_list("engine", flat=True)) == {OLD}


# --- the job ------------------------------------------------------------------------------------------------------


def test_the_steward_begins_sees_how_far_it_is_pauses_and_goes_on(enter, sten, told, monkeypatch, clock):
    told(*(f"the {n}th evening" for n in range(6)))
    monkeypatch.setattr(rereading, "AT_ONCE", 2)
    browser = enter(sten)
    press(browser, "begin")
    assert "0 of 6 are done." in text_of(browser.get(PAGE))
    assert "Still to go: not known yet." in text_of(browser.get(PAGE))
    rereading.a_round()
    clock.after(minutes=2)
    assert "2 of 6 are done." in text_of(browser.get(PAGE))
    assert "Still to go: about 4 minutes." in text_of(browser.get(PAGE))
    press(browser, "pause")
    rereading.a_round()
    assert "2 of 6 are done." in text_of(browser.get(PAGE))
    assert "Paused. It goes on where it stopped." in text_of(browser.get(PAGE))
    press(browser, "go-on")
    finish()
    page = text_of(browser.get(PAGE))
    assert "The last time ended on 4 March 2026, " in page
    assert ": 6 texts." in page
    kinds = list(Entry.objects.filter(what__startswith="rereading", by=sten.pk).values_list("what", flat=True))
    assert kinds == ["rereading_begun", "rereading_paused", "rereading_went_on"]


def test_begun_twice_it_is_begun_once(enter, sten, told):
    told("one", "two")
    browser = enter(sten)
    press(browser, "begin")
    rereading.a_round()
    Rereading.objects.update(ended_at=None)
    press(browser, "begin")
    assert rereading.latest().done == 2
    assert Entry.objects.filter(what="rereading_begun").count() == 1


def test_nobody_else_begins_pauses_or_sees_it(enter, told, ana, ben, mira, lena, okafor):
    told("one evening")
    for somebody in (ana, ben, mira, lena, okafor):
        for step in ("begin", "pause", "go-on"):
            assert press(enter(somebody), step).status_code == 404
    assert rereading.latest() is None


def test_nothing_is_begun_by_a_link(enter, sten, told):
    assert enter(sten).get(AGAIN.format("begin")).status_code == 405
    assert press(enter(sten), "stop-everything").status_code == 404


def test_killed_anywhere_it_goes_on_there_and_reads_nothing_twice(told, newer, monkeypatch):
    told(*(f"the {n}th evening" for n in range(8)))
    newer.clear()
    rereading.begin()
    keep, kept = rereading._keep, []

    def killed_at_the_third(standing, heard):
        keep(standing, heard)
        kept.append(standing.pk)
        if len(kept) in (3, 6):
            raise KeyboardInterrupt

    monkeypatch.setattr(rereading, "_keep", killed_at_the_third)
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            rereading.a_round()
        assert rereading.latest().done == Reading.objects.filter(engine=engine.version()).count(), "both, or neither"
    finish()
    job = rereading.latest()
    assert (job.done, job.total, job.missed) == (8, 8, 0)
    assert job.ended_at
    assert sorted(newer) == sorted([*(f"the {n}th evening" for n in range(8)), newer[2], newer[5]])
    assert len(set(kept)) == 8


def test_two_at_it_do_each_text_once(told, newer):
    told(*(f"the {n}th evening" for n in range(4)))
    rereading.begin()
    one, other = rereading.latest(), rereading.latest()
    first = rereading.old().first()
    assert rereading._read_again(one, first)
    assert not rereading._read_again(other, first)
    assert rereading.latest().done == 1


def test_a_pause_holds_from_the_next_text_on(told, monkeypatch):
    told("one", "two", "three")
    rereading.begin()
    hear, heard = rereading._hear, []

    def paused_at_the_second(reading):
        heard.append(reading)
        if len(heard) == 2:
            rereading.pause()
        return hear(reading)

    monkeypatch.setattr(rereading, "_hear", paused_at_the_second)
    assert rereading.a_round() is False
    assert rereading.latest().done == Reading.objects.filter(engine=engine.version()).count() == 1


def test_a_text_that_goes_meanwhile_stops_nothing(told, ana, monkeypatch):
    told("one", "two")
    rereading.begin()
    rows = rereading._next(rereading.latest())
    monkeypatch.setattr(rereading, "_next", lambda job: rows if job.after is None else [])
    leave(ana)
    finish()
    assert rereading.latest().ended_at
    assert not Reading.objects.exists()


def test_one_that_cannot_be_read_keeps_what_was_found_before(told, monkeypatch, enter, sten):
    told("breaks it", "one evening")
    Reading.objects.update(tier=Tier.WATCH)
    by_rules = engine.Found(safety_in("breaks it"), engine.rules_version())
    whole = engine.safety_of
    monkeypatch.setattr(engine, "safety_of", lambda text: by_rules if "breaks" in text else whole(text))
    rereading.begin()
    finish()
    assert set(Reading.objects.values_list("engine", "tier")) == {(OLD, "watch"), (engine.version(), "none")}
    assert rereading.latest().missed == 1
    assert "1 could not be read and keeps what was found before." in text_of(enter(sten).get(PAGE))


@pytest.mark.parametrize("word", ["rules", "off", "down"])
def test_an_engine_without_its_weights_reads_nothing_again(enter, sten, told, monkeypatch, word):
    told("one evening")
    rereading.begin()
    monkeypatch.setattr(engine, "state", lambda: word)
    assert rereading.a_round() is False
    assert Reading.objects.get().engine == OLD
    Rereading.objects.all().delete()
    page = text_of(enter(sten).get(PAGE))
    assert "cannot read with its weights at present" in page
    assert "Read them again" not in page
    press(enter(sten), "begin")
    assert rereading.latest() is None


def test_after_one_more_upgrade_the_old_job_gives_way(told, monkeypatch, enter, sten):
    told("one", "two")
    rereading.begin()
    Rereading.objects.update(version="0.1.1", done=1)
    assert rereading.a_round() is False
    assert "Read them again" in text_of(enter(sten).get(PAGE))
    press(enter(sten), "begin")
    assert (rereading.latest().version, rereading.latest().done) == (engine.version(), 0)


def test_whoever_is_rung_does_not_wait_for_it(told, monkeypatch):
    """The pager comes first, and a round ends after its seconds, however slow the engine is."""
    told(*(f"the {n}th evening" for n in range(30)))
    rereading.begin()
    order, now = [], [0.0]
    slow = engine.safety_of
    monkeypatch.setattr(engine, "safety_of", lambda text: (now.__setitem__(0, now[0] + 0.3), slow(text))[1])
    monkeypatch.setattr(rereading.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(worker.pager, "tick", lambda: order.append("pager"))
    keep = rereading._keep
    monkeypatch.setattr(rereading, "_keep", lambda *told: (order.append("text"), keep(*told)))
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    worker.chores()
    assert order[0] == "pager"
    assert order.count("text") == 7, "two seconds of texts that take a third of one each"
    assert now[0] <= rereading.SECONDS + 0.3
    worker.chores()
    assert order.count("pager") == 2


# --- what comes of it ---------------------------------------------------------------------------------------------


def test_danger_that_was_missed_goes_before_those_on_duty_and_nobody_else(told, ana, ben, mira, lena, enter):
    [story] = told(f"{STORY} {DANGER}")
    rereading.begin()
    finish()
    concern = Concern.objects.get()
    assert (concern.kind, concern.level, concern.link) == ("late", 3, story.link)
    assert "A newer version of the program noticed something" in text_of(enter(mira).get("/duty/"))
    assert DANGER in text_of(enter(mira).get(f"/duty/{concern.pk}/"))
    assert set(Notice.objects.values_list("person__name", flat=True)) == {"mira", "lena"}
    story.refresh_from_db()
    assert story.held_because == "", "it was before others already: a guide decides"
    assert story.is_for_guides, "it still waited, and leaves routing"
    page = text_of(enter(ana).get("/me/readings/"))
    assert f"<mark>{DANGER}</mark>" in page
    assert "after an older one before" in page


def test_advice_that_was_missed_goes_before_them_too(enter, loss, ana, mira, clock):
    advice = shared(enter(ana), loss, ADVICE, stance="experience")
    clock.after(minutes=30)
    missed_by_an_older_version()
    assert advice.has_claim
    rereading.begin()
    finish()
    assert Concern.objects.get().kind == "late"
    assert Concern.objects.get().level == 1
    assert "It reads as advice to stop a medicine" in text_of(enter(mira).get("/duty/"))


def test_what_they_have_looked_at_is_not_brought_again(told, enter, ben, mira):
    [story] = told(DANGER)
    enter(ben).post(f"{story.address}worry/", {"line": "Please look."})
    concern = Concern.objects.get()
    Concern.objects.update(level=3)
    close(concern=concern, by=mira, note="We talked.")
    rereading.begin()
    finish()
    assert Concern.objects.count() == 1
    assert Concern.objects.get().closed_at
    assert Reading.objects.get().tier == "danger"


def test_that_a_story_waited_is_no_look_at_its_danger(told, mira):
    [story] = told(DANGER)
    from holdspace.safeguarding.actions import raise_concern
    from holdspace.safeguarding.models import Kind

    raise_concern(kind=Kind.UNHEARD, level=4, link=story.link, person=story.author, reasons=[])
    rereading.begin()
    finish()
    assert Concern.objects.filter(kind="late").exists()


def test_a_case_is_neither_lowered_nor_closed_nor_does_what_they_look_at_become_milder(told, enter, ben, mira):
    [story] = told("an evening that was read as danger")
    cue = {"kind": "plan", "start": 0, "end": 5, "why": "an older reason"}
    Reading.objects.update(tier=Tier.DANGER, cues=[cue])
    enter(ben).post(f"{story.address}report/", {"why": "else", "line": "Please look."})
    before = (Concern.objects.get().level, Case.objects.get().state)
    rereading.begin()
    finish()
    assert (Concern.objects.get().level, Case.objects.get().state) == before
    assert Concern.objects.get().closed_at is None
    assert (Reading.objects.get().tier, Reading.objects.get().engine) == ("danger", OLD)
    close(concern=Concern.objects.get(), by=mira, note="Looked.")
    rereading.begin()
    finish()
    assert Reading.objects.get().tier == "none", "nobody looks at it any more"


def test_a_false_alarm_of_before_is_gone_from_her_history(told, enter, ana):
    told("an ordinary evening")
    Reading.objects.update(tier=Tier.WORRY)
    rereading.begin()
    finish()
    assert "Nothing in it calls for somebody to look soon." in text_of(enter(ana).get("/me/readings/"))
    assert not Concern.objects.exists()


def test_what_was_said_against_a_reading_stays_with_what_it_was_said_of(told, enter, ana):
    told("an ordinary evening")
    Reading.objects.update(tier=Tier.DANGER, subject="self")
    browser = enter(ana)
    said = {"words": "It was a song.", "right": "not-me", "allows": "on"}
    browser.post(f"/me/readings/{Reading.objects.get().pk}/disagree/", said)
    rereading.begin()
    finish()
    page = text_of(browser.get("/me/readings/"))
    assert "It was a song." in page
    assert f"You said it of what version {OLD} found." in page
    line = giving.gifts()[0].line
    assert (line["found"], line["about"], line["version"]) == ("danger", "self", OLD)
    browser.post(f"/me/readings/{Reading.objects.get().pk}/disagree/", said)
    assert giving.gifts()[0].line["version"] == engine.version(), "said anew, it is said of what was read anew"


def test_its_place_in_the_list_and_its_keep_time_do_not_change(told):
    told("an ordinary evening")
    read_at = Reading.objects.get().read_at
    rereading.begin()
    finish()
    assert Reading.objects.get().read_at == read_at
    assert Reading.objects.get().reread_at > read_at


def test_replies_are_read_again_too(told, enter, ben, clock):
    [story] = told(STORY)
    answered(enter(ben), story, f"I know it well. {DANGER}")
    clock.after(minutes=30)
    missed_by_an_older_version()
    rereading.begin()
    finish()
    assert Concern.objects.get().person == ben
    assert "#reply-" in Concern.objects.get().link


def test_a_few_texts_cost_a_few_questions(told, django_assert_max_num_queries):
    told(*(f"the {n}th evening" for n in range(10)))
    rereading.begin()
    with django_assert_max_num_queries(10 * 14 + 12):
        rereading.a_round()


# --- the command --------------------------------------------------------------------------------------------------


def said_by(*words: str) -> str:
    out = StringIO()
    call_command("reread", *words, stdout=out)
    return out.getvalue()


def test_the_command_reads_to_the_end_and_says_how_far_it_is(told):
    told(*(f"the {n}th evening" for n in range(3)))
    assert f"Read by an older version than {engine.version()}: 3." in said_by("--how-far")
    said = said_by()
    assert "3 of 3, still to go: " in said
    assert said.endswith(f"Read by an older version than {engine.version()}: 0.\n")


def test_the_command_goes_on_with_what_the_steward_paused(told, monkeypatch):
    told("one", "two")
    monkeypatch.setattr(rereading, "AT_ONCE", 1)
    rereading.begin()
    rereading.a_round()
    rereading.pause()
    assert "Paused: 1 of 2" in said_by("--how-far")
    said_by()
    assert rereading.latest().done == 2
    assert rereading.latest().ended_at


def test_without_weights_the_command_says_why_not(told, monkeypatch):
    told("one")
    monkeypatch.setattr(engine, "state", lambda: "rules")
    with pytest.raises(CommandError, match="rules"):
        said_by()


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, "not known yet"),
        (timedelta(seconds=20), "about 1 minute"),
        (timedelta(minutes=75), "about 75 minutes"),
        (timedelta(hours=5, minutes=1), "about 5 hours"),
        (timedelta(days=3), "about 3 days"),
    ],
)
def test_time_is_told_in_words(left, words):
    assert in_words(left) == words


@pytest.mark.django_db(transaction=True)
def test_a_thread_that_reads_and_a_steward_who_pauses_do_not_undo_each_other(told, ana):
    told(*(f"the {n}th evening" for n in range(12)))
    rereading.begin()
    thread = threading.Thread(target=lambda: (finish(), __import__("django").db.connection.close()))
    thread.start()
    rereading.pause()
    thread.join(20)
    job = rereading.latest()
    assert job.done == Reading.objects.filter(engine=engine.version()).count()
    rereading.go_on()
    finish()
    assert rereading.latest().done == 12
    assert timezone.now() >= rereading.latest().ended_at
