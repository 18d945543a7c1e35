"""Writers of one file take turns: the next one writes when the first is done, and a turn always ends."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection

from holdspace.kit.sqlite.base import DatabaseWrapper, base

pytestmark = pytest.mark.django_db  # a line of its own to a file of its own; the guard against lines asks for the mark
HELD = 0.2


@pytest.fixture
def line(tmp_path) -> Callable[..., DatabaseWrapper]:
    """Opens one more line to the same file, and begins to write on it."""

    def opened(timeout: float = 20) -> DatabaseWrapper:
        options = connection.settings_dict["OPTIONS"] | {"timeout": timeout}
        facts = connection.settings_dict | {"NAME": str(tmp_path / "turns.sqlite3"), "OPTIONS": options}
        one = DatabaseWrapper(facts, alias="turns")
        one.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        return one

    return opened


@pytest.fixture(autouse=True)
def tries(monkeypatch) -> list[float]:
    """When SQLite was asked to begin: who asks too early sleeps, and wakes late."""
    moments: list[float] = []
    begins = base.DatabaseWrapper._start_transaction_under_autocommit

    def told(self) -> None:
        moments.append(time.monotonic())
        begins(self)

    monkeypatch.setattr(base.DatabaseWrapper, "_start_transaction_under_autocommit", told)
    return moments


def next_one(line, ends: Callable[[], None]) -> float:
    """A second one wants to write meanwhile. When the first one ended."""

    def second() -> None:
        other = line()
        other.rollback()
        other.close()

    thread = threading.Thread(target=second)
    thread.start()
    time.sleep(HELD)
    ended = time.monotonic()
    ends()
    thread.join()
    return ended


@pytest.mark.parametrize("how", ["commit", "rollback", "close"])
def test_the_next_one_asks_when_the_first_is_done(line, tries, how):
    first = line()
    ended = next_one(line, getattr(first, how))
    assert tries[0] < ended <= tries[1]
    first.close()


def test_a_commit_that_fails_keeps_its_turn_until_it_is_taken_back(line, tries):
    first = line()
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        cursor.execute("CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)")
        cursor.execute("INSERT INTO child VALUES (1)")
    with pytest.raises(IntegrityError):
        first.commit()
    ended = next_one(line, first.rollback)
    assert tries[0] < ended <= tries[1]
    first.close()


def test_nobody_waits_for_ever(line):
    first = line()
    with pytest.raises(Exception, match="locked"):
        line(timeout=0.1)
    first.rollback()
    line().rollback()
