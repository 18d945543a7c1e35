"""The phone book: every shipped row can be read, and a wrong one costs nobody the others."""

from contextlib import suppress
from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import shortnumberinfo

from holdspace.library import hours, phonebook, policy
from holdspace.library.phonebook import FRESH_FOR, Kind

PROMISED = [
    "GB", "IE", "US", "CA", "AU", "NZ", "DE", "AT", "CH", "FR", "BE", "NL", "LU", "ES", "PT", "IT", "PL",
    "SE", "NO", "DK", "FI", "CZ", "GR", "TR", "IN", "ZA", "NG", "KE", "BR", "MX", "AR", "JP", "KR", "SG",
]
# libphonenumber 9.0 knows only 199 in Nigeria.
UNKNOWN_TO_LIBPHONENUMBER = {("NG", "112")}

GOOD = """
country = "IE"
[[line]]
id = "good"
name = "Somebody"
kind = "general"
phone = "116 123"
languages = ["en"]
source = { name = "A page", url = "https://example.org" }
checked_on = 2026-11-22
"""


@pytest.fixture
def shelf(tmp_path):
    """Writes a file of lines and reads the folder."""

    def read(*texts: str) -> phonebook.Book:
        for number, text in enumerate(texts):
            (tmp_path / f"{number}.toml").write_text(text, encoding="utf-8")
        return phonebook.read(tmp_path)

    return read


def test_every_shipped_row_can_be_read():
    assert policy.book().faults == ()


@pytest.mark.parametrize("country", PROMISED)
def test_every_promised_country_has_lines_and_an_emergency_number(country):
    assert policy.lines_for(country)
    assert policy.emergency_number(country)


def test_at_least_sixty_countries_have_a_line_somebody_can_reach():
    assert len({line.country for line in policy.book().lines if line.country}) >= 60


def test_where_there_is_an_abuse_line_it_leads_for_abuse_in_every_country():
    countries = {line.country for line in policy.book().lines if line.kind == Kind.ABUSE}
    assert len(countries) >= 45
    for country in countries:
        assert policy.lines_for(country, first="abuse")[0].kind == Kind.ABUSE


@pytest.mark.parametrize(("line", "languages"), [
    ("lk-1929", ["Sinhala", "Tamil", "English"]),
    ("hk-samaritans", ["English", "Cantonese", "Mandarin"]),
])
def test_languages_outside_the_list_of_the_framework_have_names(line, languages):
    found = next(each for each in policy.book().lines if each.id == line)
    assert found.spoken_languages == languages


def test_unknown_country_has_neither():
    assert policy.lines_for("ZZ") == []
    assert policy.lines_for("") == []
    assert policy.emergency_number("ZZ") is None
    assert policy.country_name("ZZ") == ""


def test_emergency_numbers_agree_with_libphonenumber():
    known = policy.book().emergencies
    pairs = {(each.country, number) for each in known for number in (each.ambulance, each.police)}
    differing = {pair for pair in pairs if not shortnumberinfo.is_emergency_number(pair[1], pair[0])}
    assert differing == UNKNOWN_TO_LIBPHONENUMBER


@pytest.mark.parametrize(("country", "number"), [("CR", "911"), ("HK", "999"), ("AL", "112"), ("CN", None)])
def test_a_country_outside_the_table_gets_a_number_that_libphonenumber_knows(country, number):
    assert policy.emergency_for(country) is None
    assert policy.emergency_number(country.lower()) == number


def test_abuse_lines_lead_when_asked_and_the_rest_keeps_its_order():
    kinds = [line.kind for line in policy.lines_for("GB", first="abuse")]
    assert kinds[0] == Kind.ABUSE
    assert kinds[1:] == [kind for kind in Kind for line in policy.lines_for("GB")
                         if line.kind == kind and kind != Kind.ABUSE]


def test_a_good_row_is_kept(shelf):
    (line,) = shelf(GOOD).lines
    assert (line.country, line.tel, line.checked_on) == ("IE", "116123", date(2026, 11, 22))


@pytest.mark.parametrize(("right", "wrong"), [
    ('kind = "general"', 'kind = "magic"'),
    ('phone = "116 123"', 'phone = "ring me"'),
    ('phone = "116 123"', ""),
    ('languages = ["en"]', 'languages = ["tlh"]'),
    ('url = "https://example.org"', 'url = "somewhere"'),
    ("checked_on = 2026-11-22", 'checked_on = "lately"'),
    ("checked_on = 2026-11-22", ""),
    ("checked_on = 2026-11-22", 'checked_on = 2026-11-22\nhours = "mostly"'),
    ("checked_on = 2026-11-22", "checked_on = 2026-11-22\nrating = 5"),
    ('country = "IE"', 'country = "ZZ"'),
    ('country = "IE"', "country = "),
    ("[[line]]", "[line]"),
    (GOOD, 'line = ["IE"]'),
])
def test_a_wrong_row_is_named_and_costs_nobody_the_others(shelf, right, wrong):
    book = shelf(GOOD.replace(right, wrong), GOOD.replace('"good"', '"other"'))
    assert [line.id for line in book.lines] == ["other"]
    assert book.faults


def test_two_lines_with_one_id_are_named(shelf):
    book = shelf(GOOD, GOOD)
    assert len(book.lines) == 1
    assert "good" in book.faults[0]


def last_check() -> date:
    return max(line.checked_on for line in policy.book().lines if line.checked_on)


def first_check() -> date:
    return min(line.checked_on for line in policy.book().lines if line.checked_on)


def test_the_check_passes_while_checks_are_fresh_and_names_what_nobody_checked():
    said = StringIO()
    with time_machine.travel(last_check()):
        call_command("check_lines", stdout=said)
    assert "not checked: dk-livslinien" in said.getvalue()


def test_the_check_fails_once_a_check_is_older_than_180_days():
    with time_machine.travel(first_check() + FRESH_FOR):
        call_command("check_lines", stdout=StringIO())
    with time_machine.travel(first_check() + FRESH_FOR + timedelta(days=1)), \
            pytest.raises(CommandError, match="more than 180 days ago"):
        call_command("check_lines", stdout=StringIO())


def test_the_check_fails_on_a_row_that_cannot_be_read(shelf, monkeypatch):
    broken = shelf(GOOD.replace("general", "magic"))
    monkeypatch.setattr(policy, "book", lambda: broken)
    with pytest.raises(CommandError, match="magic"):
        call_command("check_lines", stdout=StringIO())


@pytest.mark.parametrize(("written", "words"), [
    ("24/7", "Every day, day and night"),
    ("", ""),
    ("Mo-Su 15:30-00:30", "Every day, 15:30 to 00:30"),
    ("Mo-Th 10:00-20:30; Fr 10:00-16:30", "Monday to Thursday, 10:00 to 20:30; Friday, 10:00 to 16:30"),
    ("Sa,Su 00:00-00:00", "Saturday, Sunday, day and night"),
])
def test_hours_are_read_out_in_words(written, words):
    assert hours.spoken(written) == words


@given(st.text(alphabet="MoTuWeThFrSa-,; 0123456789:/", max_size=40))
def test_hours_are_either_read_or_refused(written):
    with suppress(ValueError):
        assert isinstance(hours.spoken(written), str)
