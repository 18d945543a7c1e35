"""Mira takes the record of a case along, for help from outside: all that is known, and never who wrote it."""

import pytest

from holdspace.circles.tests.scene import DANGER, shared, text_of
from holdspace.safeguarding.actions import raise_concern
from holdspace.safeguarding.ladder import Level
from holdspace.safeguarding.models import Concern, Entry, Kind, What

pytestmark = pytest.mark.django_db
WORDS = f"The house is quiet & dark.\n{DANGER}, I think."
WHY = {"why": "For the crisis team of the town."}


def taken_along(browser, why=WHY):
    return browser.post(f"/duty/{Concern.objects.get(kind=Kind.READING).pk}/record/", why)


def exports() -> list[Entry]:
    return list(Entry.objects.filter(what=What.CASE_EXPORTED))


@pytest.fixture
def written(enter, loss, ana):
    return shared(enter(ana), loss, WORDS, face="anonymous")


def test_the_record_holds_words_reasons_letters_and_steps_and_no_name_of_the_writer(enter, written, ana, mira):
    guide, address = enter(mira), f"/duty/{Concern.objects.get().pk}/"
    guide.post(f"{address}take/")
    guide.post(f"{address}write/", {"body": "I am here & I read you."})
    enter(ana).post(f"/me/letters/{Concern.objects.get().pk}/", {"body": "Thank you."})
    file = taken_along(guide)
    text = file.content.decode()
    assert file["Content-Type"] == "text/plain; charset=utf-8"
    assert file["Content-Disposition"].startswith('attachment; filename="case-')
    assert "no-store" in file["Cache-Control"]
    for said in (WORDS, "I am here & I read you.", "Thank you.", "mira took this up.", WHY["why"], "Loss"):
        assert said in text
    assert "Who wrote the words is not in this record." in text
    assert ana.name not in text.replace("manage", "")
    assert str(ana.pk) not in text


def test_the_log_says_who_took_it_and_for_what(enter, written, mira):
    taken_along(enter(mira))
    (entry,) = exports()
    assert (entry.by, entry.why) == (mira.pk, WHY["why"])
    assert entry.about == Concern.objects.get().case.address


def test_without_saying_for_what_nothing_is_taken(enter, written, mira):
    page = taken_along(enter(mira), {"why": " "})
    assert page.status_code == 422
    assert "For whom, and for what" in text_of(page)
    assert exports() == []


def test_members_and_the_one_it_is_about_take_nothing(enter, written, ana, ben, mira):
    assert [taken_along(enter(somebody)).status_code for somebody in (ana, ben)] == [404, 404]
    link = Concern.objects.get().link
    raise_concern(kind=Kind.ASKED, level=Level.WORRY, link=link, person=mira, reasons=[])
    assert taken_along(enter(mira)).status_code == 404
    assert exports() == []
