"""After a breach: one command, one file, nobody's words in it."""

import stat
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from holdspace.safeguarding.log import record
from holdspace.safeguarding.models import What
from holdspace.safeguarding.tests.tampering import triggers
from holdspace.tests.house import CLOSED_NAME, CLOSED_WORDS, OPEN_WORDS, house  # noqa: F401

pytestmark = pytest.mark.django_db
DAYS = ("--since", "2020-01-01", "--until", "2099-01-01")


def packed(tmp_path, *words: str) -> dict[str, str]:
    to = tmp_path / f"pack{len(list(tmp_path.iterdir()))}.zip"
    call_command("breach_pack", *DAYS, *words, "--to", str(to), verbosity=0)
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    with ZipFile(to) as zipped:
        return {name: zipped.read(name).decode() for name in zipped.namelist()}


def test_the_pack_holds_no_words_names_or_addresses(house, tmp_path):  # noqa: F811
    record(what=What.CASE_READ, by=house.mira, person=house.ana, why=f"She wrote of {CLOSED_WORDS}.")
    said = "\n".join(packed(tmp_path).values())
    hidden = [CLOSED_NAME, CLOSED_WORDS, OPEN_WORDS, "Tansywren", "Juniper Lark", "I am here until nine"]
    hidden += [word for person in (house.ana, house.rosa) for word in (person.name, person.email)]
    assert [word for word in hidden if word in said] == []


def test_it_says_who_is_affected_who_read_what_and_that_the_log_is_whole(house, tmp_path):  # noqa: F811
    record(what=What.CASE_READ, by=house.mira, about="case:1", person=house.ana)
    files = packed(tmp_path)
    assert f"{house.ana.pk},circles,Story.author," in files["affected.csv"]
    assert f"case_read,{house.mira.pk},case:1,{house.ana.pk}," in files["reads.csv"]
    assert str(house.ana.pk) in files["sessions.csv"]
    assert "the authority has to know by now" in files["timeline.csv"]
    assert "The whole log was checked: its rows fit together." in files["1-read-me.md"]
    assert f"It concerns up to {len(house.people)} people." in files["3-letter-to-the-authority.md"]


def test_a_log_that_was_tampered_with_is_said(house, tmp_path):  # noqa: F811
    record(what=What.CASE_READ, by=house.mira)
    triggers("UNGUARDS")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE safeguarding_entry SET about = 'other'")
    triggers("GUARDS")
    assert "NOT as it was written" in packed(tmp_path)["1-read-me.md"]


def test_about_one_person_it_holds_nobody_else(house, tmp_path):  # noqa: F811
    record(what=What.CASE_READ, by=house.mira, person=house.rosa)
    files = packed(tmp_path, "--person", house.ana.name)
    assert str(house.rosa.pk) not in "".join(files.values())
    assert str(house.ana.pk) in files["affected.csv"]


def test_only_the_time_that_was_asked_for(mira, tmp_path):
    record(what=What.CASE_READ, by=mira, about="case:now")
    files = packed(tmp_path, "--until", f"{timezone.now() - timedelta(days=1):%Y-%m-%d}")
    assert "case:now" not in files["log.csv"]


def test_the_authority_has_to_know_72_hours_after_you_did(tmp_path, capsys):
    call_command("breach_pack", *DAYS, "--known", "2026-03-04T09:30Z", "--to", str(tmp_path / "pack.zip"))
    assert "The authority has to know by 2026-03-07 09:30 UTC." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--since", "soon"], "neither a day"),
        (["--since", "2026-02-31"], "neither a day"),
        (["--until", "2019-01-01"], "--since is after --until"),
        (["--person", "nobody-like-that"], "Nobody here has this name"),
    ],
)
def test_what_makes_no_sense_ends_in_a_sentence(tmp_path, words, told):
    with pytest.raises(CommandError, match=told):
        call_command("breach_pack", *DAYS, *words, "--to", str(tmp_path / "pack.zip"))
    assert list(tmp_path.iterdir()) == []


def test_another_file_is_never_overwritten(tmp_path):
    there = tmp_path / "pack.zip"
    there.write_text("something of mine")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("breach_pack", *DAYS, "--to", str(there))
    assert there.read_text() == "something of mine"
