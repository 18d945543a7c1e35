"""Taking one's words along, and going without a trace."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from holdspace.people import codes, leaving
from holdspace.people.leaving import Part
from holdspace.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def diary(monkeypatch):
    """Another room with words in it, to see that every part is asked."""
    held = {"ana": ["<b>tea</b> & rain"], "ben": ["bus"]}
    part = Part(
        name="diary",
        models=(),
        export=lambda person: list(held[person.name]),
        erase=lambda person: held.pop(person.name),
        stays="Nothing of the diary.",
    )
    monkeypatch.setitem(leaving._parts, "diary", part)
    return held


def test_ana_takes_all_her_words_as_data_and_as_a_page(enter, ana, ben, diary, passphrase):
    browser = enter(ana)
    assert browser.get("/me/words/").status_code == 200
    asked = browser.post("/me/words/download/")["Location"]
    file = ZipFile(BytesIO(browser.post(asked, {"password": passphrase}).content))
    data = json.loads(file.read("my-words.json"))["parts"]
    page = file.read("my-words.html").decode()
    assert data["account"]["account"]["name"] == "ana"
    assert data["account"]["agreements"][0]["purpose"] == "safety-reading"
    assert data["diary"] == ["<b>tea</b> & rain"]
    assert "&lt;b&gt;tea&lt;/b&gt; &amp; rain" in page
    assert "bus" not in page


def test_an_open_browser_is_not_enough_to_take_them(enter, ana, diary):
    browser = enter(ana)
    asked = browser.post("/me/words/download/")["Location"]
    answer = browser.post(asked, {"password": "not her words at all"})
    assert answer["Content-Type"].startswith("text/html")


def test_what_goes_and_what_stays_is_told_first(enter, ana, diary):
    page = enter(ana).get("/me/leaving/").content.decode()
    assert "every way to enter as you" in page
    assert "Nothing of the diary." in page


def test_a_wrong_passphrase_erases_nothing(enter, ana, diary):
    answer = enter(ana).post("/me/leaving/", {"passphrase": "not her words at all"})
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.content.decode()
    assert Person.objects.filter(pk=ana.pk).exists()
    assert "ana" in diary


def test_ana_leaves_and_no_row_speaks_of_her(enter, ana, ben, diary, passphrase):
    codes.make_codes(ana)
    browser, elsewhere = enter(ana), enter(ana)
    assert browser.post("/me/leaving/", {"passphrase": passphrase})["Location"] == "/left/"
    assert browser.get("/left/").status_code == 200
    assert elsewhere.get("/me/settings/").status_code == 302
    assert diary == {"ben": ["bus"]}
    assert rows_with(ana.pk.hex) == []
    assert [one for one in Session.objects.all() if str(ana.pk) in str(one.get_decoded())] == []
    assert rows_with(ben.pk.hex) != []


def test_if_one_room_fails_nothing_is_erased(enter, ana, passphrase, monkeypatch):
    def stumble(person):
        raise RuntimeError("the disk is full")

    monkeypatch.setitem(leaving._parts, "zz", Part("zz", (), lambda person: [], stumble))
    with pytest.raises(RuntimeError):
        enter(ana).post("/me/leaving/", {"passphrase": passphrase})
    ana.refresh_from_db()
    assert ana.roles == {"member"}


def test_two_rooms_cannot_answer_to_one_name():
    with pytest.raises(ValueError, match="account"):
        leaving.register(Part("account", (), lambda person: [], lambda person: None))


def rows_with(needle: str) -> list[str]:
    """Tables in which any column of any row holds the needle."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  names come from the database itself
            if any(needle in str(value) for row in cursor.fetchall() for value in row):
                found.append(table)
    return found
