"""Two people come through one door in the same moment, each on a connection of their own, to a database on disk."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest
from django.db import connection, connections
from django.test import Client

from holdspace.circles import actions
from holdspace.circles.tests.scene import text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def both_press(enter, tmp_path, monkeypatch):
    """Both press Join; nobody is let in before both have passed every check of the page. Answers and aliases seated."""

    def press(slug: str, **aliases: str) -> tuple[dict[str, tuple[int, str]], list[str]]:
        people = {someone: (enter(someone), alias) for someone, alias in aliases_of(aliases)}
        house = on_disk(tmp_path / "house.sqlite3")
        monkeypatch.setitem(connections.settings, "default", connections.settings["default"] | {"NAME": house})
        monkeypatch.setattr(actions, "join", after_both(actions.join))
        with ThreadPoolExecutor(2) as pool:
            asked = {who.name: pool.submit(join, *browser, slug) for who, browser in people.items()}
            answers = {name: answer.result(60) for name, answer in asked.items()}
        return answers, seated(house, slug)

    def aliases_of(aliases: dict[str, str]):
        from holdspace.people.policy import person_called

        return [(person_called(name), alias) for name, alias in aliases.items()]

    return press


def on_disk(path) -> str:
    """A copy in WAL, as the house keeps it: two connections that both want to switch would lock each other out."""
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode = WAL")
    return str(path)


def after_both(deed: Callable) -> Callable:
    both = Barrier(2)

    def wait_for_the_other(**how):
        both.wait(30)
        return deed(**how)

    return wait_for_the_other


def join(browser: Client, alias: str, slug: str) -> tuple[int, str]:
    try:
        page = browser.post(f"/circles/{slug}/join/", {"alias": alias, "agree": "on"})
        return page.status_code, text_of(page)
    finally:
        connections.close_all()


def seated(house: str, slug: str) -> list[str]:
    query = (
        "SELECT alias FROM conversations_seat s JOIN circles_circle c ON s.conversation_id = c.conversation_id "
        "WHERE c.slug = ? AND s.left_at IS NULL AND alias != ''"
    )
    with closing(sqlite3.connect(house)) as opened:
        return [alias for (alias,) in opened.execute(query, [slug])]


def refused(answers: dict[str, tuple[int, str]]) -> str:
    assert sorted(status for status, _ in answers.values()) == [302, 422]
    return next(page for status, page in answers.values() if status == 422)


def test_one_gets_the_last_seat_and_the_other_learns_that_it_is_full(both_press, circle, ana, ben, cleo):
    circle("small", ana, most_people=2)
    answers, aliases = both_press("small", ben="Wren", cleo="Finch")
    assert "This circle is full" in refused(answers)
    assert aliases == ["Wren" if answers["ben"][0] == 302 else "Finch"]


@pytest.mark.parametrize("other", ["Wren", "wren", "Wrén"])
def test_one_gets_the_alias_and_the_other_keeps_theirs_in_the_box(both_press, circle, ben, cleo, other):
    circle("garden")
    answers, aliases = both_press("garden", ben="Wren", cleo=other)
    page = refused(answers)
    assert "Somebody here has that name" in page
    assert f'value="{other if answers["cleo"][0] == 422 else "Wren"}"' in page
    assert aliases == [other if answers["cleo"][0] == 302 else "Wren"]


def test_with_room_and_names_for_two_both_come_in(both_press, circle, ana, ben, cleo):
    circle("wide", ana, most_people=3)
    answers, aliases = both_press("wide", ben="Wren", cleo="Finch")
    assert [status for status, _ in answers.values()] == [302, 302]
    assert sorted(aliases) == ["Finch", "Wren"]
