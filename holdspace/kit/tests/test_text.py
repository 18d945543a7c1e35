"""What people type comes in clean and says the same as before."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdspace.kit.text import clean

ANY_TEXT = st.text(st.characters(exclude_categories=()))
MARKS = "".join(chr(0x300 + step) for step in range(40))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a line\r\nand\ranother\x85 ", "a line\nand\nanother"),
        ("no\x00thing\x07 here\x1b", "nothing here"),
        ("safe\u202egnihton", "safegnihton"),
        ("caf\u0065\u0301", "café"),
        ("e\x00\u0301", "é"),
        ("lone \ud800 half", "lone  half"),
        ("\ufeffstart", "start"),
        ("tab\tstays", "tab\tstays"),
        ("\u200b\u200b", ""),
        ("\u2800\u3164 \u00ad", ""),
        ("\u200b\u2764\ufe0f", "\u200b\u2764\ufe0f"),
    ],
)
def test_what_hides_goes_and_what_speaks_stays(typed, kept):
    assert clean(typed) == kept


def test_towers_of_marks_come_down_to_two():
    kept = clean(f"h{MARKS}i")
    assert len(kept) == 4
    assert kept[0] + kept[-1] == "hi"


@pytest.mark.parametrize(
    "spelling",
    ["שָּׁלוֹם", "ที่นี่", "हिन्दी", "Việt Nam", "नमस्ते", "بِسْمِ ٱللَّٰهِ", "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ❤️", "می‌خواهم", "བོད་སྐད"],
)
def test_every_script_keeps_its_spelling(spelling):
    assert clean(spelling) == unicodedata.normalize("NFC", spelling)


@given(ANY_TEXT)
def test_cleaning_twice_is_cleaning_once(typed):
    assert clean(clean(typed)) == clean(typed)


@given(ANY_TEXT)
def test_what_is_kept_can_be_stored(typed):
    kept = clean(typed)
    assert kept.encode().decode() == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not {"\x00", "\r", "\u202e", "\u2066"} & set(kept)
