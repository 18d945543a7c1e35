"""The work beside the pages goes on whatever breaks, and the health page knows when it does not."""

import threading
import time

import pytest
from django.db import OperationalError
from django.test import Client
from django_tasks_db.models import DBTaskResult

from holdspace import worker
from holdspace.circles import tasks
from holdspace.kit import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_worker_yet(monkeypatch):
    monkeypatch.setattr(worker, "_went_well", {})
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)


@pytest.fixture
def begun(monkeypatch):
    """Both threads were started long ago and have done nothing yet."""
    long_ago = time.monotonic() - worker.ASLEEP_AFTER - 1
    worker._went_well.update({worker.CHORES: long_ago, worker.TASKS: long_ago})


def broken(*args, **kwargs):
    raise OperationalError("database is locked")


def test_where_none_was_started_it_is_absent():
    assert worker.state() == health.ABSENT


@pytest.mark.usefixtures("begun")
def test_it_is_well_when_both_threads_got_round():
    assert worker.state() == health.DOWN
    worker.chores()
    assert worker.state() == health.DOWN, "the tasks have not been looked at"
    worker.tasks()
    assert worker.state() == health.OK


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("thread", [worker.CHORES, worker.TASKS])
def test_it_is_down_when_either_has_slept_for_three_minutes(thread, monkeypatch):
    worker.chores()
    worker.tasks()
    worker._went_well[thread] -= worker.ASLEEP_AFTER + 1
    assert worker.state() == health.DOWN
    monkeypatch.setitem(health._checks, "worker", worker.state)
    assert Client().get("/healthz").status_code == 503


@pytest.mark.usefixtures("begun")
def test_a_clock_that_fails_each_round_is_no_good_health(monkeypatch):
    monkeypatch.setattr(worker, "tick", broken)
    worker.chores()
    worker.tasks()
    assert worker.state() == health.DOWN


@pytest.mark.usefixtures("begun")
@pytest.mark.parametrize("chore", ["read_waiting", "send_digests", "forget"])
def test_another_chore_that_fails_is_told_and_stops_nothing(chore, monkeypatch, caplog):
    monkeypatch.setattr(worker, chore, broken)
    worker.chores()
    worker.tasks()
    assert worker.state() == health.OK
    assert "A chore failed" in caplog.text


@pytest.mark.django_db
def test_what_cannot_be_forgotten_keeps_nothing_else_from_being_forgotten(monkeypatch):
    forgotten = []
    monkeypatch.setattr(worker, "forget_removed", lambda now: broken())
    monkeypatch.setattr(worker, "forget_all", forgotten.append)
    worker.forget()
    assert len(forgotten) == 1


@pytest.mark.usefixtures("begun")
def test_a_connection_that_cannot_be_closed_ends_no_thread(monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", broken)
    worker.chores()
    assert worker.state() == health.DOWN


def test_the_thread_of_tasks_outlives_any_error(monkeypatch):
    rounds = []

    def run(self):
        rounds.append(self)
        if len(rounds) == 3:
            raise SystemExit
        raise ValueError("a task from another version")

    monkeypatch.setattr(worker.Tasks, "run", run)
    monkeypatch.setattr(worker, "TASKS_EVERY", 0.001)
    with pytest.raises(SystemExit):
        worker.tasks_for_ever()
    assert len(rounds) == 3


def test_a_task_that_fails_does_not_keep_the_next_from_being_done(monkeypatch):
    done = []

    def tick():
        done.append(tick)
        if len(done) == 1:
            broken()

    monkeypatch.setattr("holdspace.circles.unheard.tick", tick)
    for _ in range(2):
        tasks.tick.enqueue()
    worker.tasks()
    assert len(done) == 2
    assert not DBTaskResult.objects.ready().exists()


def test_both_threads_are_started_and_neither_keeps_the_server_from_ending(monkeypatch):
    began = {name: threading.Event() for name in ("chores_for_ever", "tasks_for_ever")}
    for name, event in began.items():
        monkeypatch.setattr(worker, name, lambda event=event: event.set() or time.sleep(0))
    monkeypatch.setattr(worker.engine, "warm", lambda: None)
    monkeypatch.setattr(health, "_checks", dict(health._checks))
    worker.start()
    assert all(event.wait(5) for event in began.values())
    assert worker.state() == health.OK, "three minutes for a first round"
    worker._went_well[worker.CHORES] -= worker.ASLEEP_AFTER + 1
    assert worker.state() == health.DOWN
