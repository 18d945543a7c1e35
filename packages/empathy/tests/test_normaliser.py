"""What people hide from a filter, a guide must still be able to read, at its place."""

import time

import pytest
from empathy.normaliser import normalise
from hypothesis import given
from hypothesis import strategies as st

DISGUISED = {
    "digits": "i want to k1ll mys3lf",
    "width": "ｉ ｗａｎｔ ｔｏ ｋｉｌｌ ｍｙｓｅｌｆ",
    "mathematics": "𝓲 𝔀𝓪𝓷𝓽 𝓽𝓸 𝓴𝓲𝓵𝓵 𝓶𝔂𝓼𝓮𝓵𝓯",
    "look-alikes": "i want to kіll mуsеlf",
    "zero width": "i want to ki\u200bll my\u200dself",
    "set apart": "i want to k i l l  m y s e l f",
    "all set apart": "i w a n t t o k i l l m y s e l f",
    "dots": "i want to k.i.l.l m-y-s-e-l-f",
    "drawn out": "I want to KILLLLL MYSELFFFF",
    "stars": "i want to k*ll m*self",
    "swapped": "i wnat to klil myslef",
    "a picture": "i want to ☠️ myself",
    "filter talk": "i wanna unalive myself",
    "run together": "i want to killmyself",
    "squares": "i want to 🅺🅸🅻🅻 ᴍʏꜱᴇʟғ",
    "accents": "í wänt tö kïll mýsélf",
    "zalgo": "i want to k̴i̷l̸l̵ myself",
}


@pytest.mark.parametrize("text", DISGUISED.values(), ids=DISGUISED)
def test_a_disguise_falls(text: str) -> None:
    assert normalise(text).text == "i want to kill myself"


@pytest.mark.parametrize(
    "text",
    [
        "1989",
        "call 020 7946 0018",
        "5kms",
        "covid19",
        "a mp3 for 30",
        "skill myself up",
        "overkill",
        "painkiller",
        "the nasa team met",
        "im dead 💀",
        "cat",
        "diet",
    ],
)
def test_what_is_no_disguise_stays(text: str) -> None:
    assert normalise(text).text.strip() == text


def test_an_empty_line_ends_a_sentence() -> None:
    assert normalise("I never did\n\nwant to die").text.split(" . ") == ["i never did", "want to die"]
    assert " . " not in normalise("I never did\nwant to die").text


def test_words_said_in_full_and_in_short_become_one() -> None:
    assert normalise("I am; I do not; I’m").text == "im ; i dont ; im"


def test_letters_taken_out_of_a_life_stay_a_life() -> None:
    assert normalise("spend my life w i t h him").text == "spend my life with him"


def test_a_guide_sees_the_place_in_what_ana_typed() -> None:
    story = "Tired… i want to k i l l  m y s e l f, sorry"
    plain = normalise(story)
    start = plain.text.index("kill myself")
    first, last = plain.span(start, start + len("kill myself"))
    assert story[first:last] == "k i l l  m y s e l f"


def test_a_place_outside_the_words_is_an_error() -> None:
    with pytest.raises(ValueError, match="no characters"):
        normalise("fine").span(2, 9)


def test_plain_words_are_found_again_by_their_place_in_the_original() -> None:
    text = "Hello.  I w4nt t0 d1e!! Bye."
    assert normalise(text).between(8, 23) == "i want to die !"
    assert normalise(text).between(0, len(text)) == normalise(text).text
    assert normalise("").between(0, 0) == ""


def test_what_folds_to_nothing_is_read_as_typed() -> None:
    assert normalise("\u0301\u200b?").text.strip() != ""


def test_chinese_words_stand_apart_so_that_each_can_be_matched() -> None:
    assert normalise("不想活了。").text.split() == ["不", "想", "活", "了", "."]


@given(
    st.text(alphabet=st.characters(categories=None), max_size=300) | st.text("kil mysef1*.\u200b💀 \n", max_size=300)
)
def test_any_text_is_read_and_every_letter_knows_its_place(text: str) -> None:
    plain = normalise(text)
    assert len(plain.text) == len(plain.offsets)
    assert list(plain.offsets) == sorted(plain.offsets)
    assert all(0 <= place < len(text) for place in plain.offsets)
    assert plain.text.strip() or not text.strip()


@given(st.text(max_size=80))
def test_plain_words_stay_plain(text: str) -> None:
    once = normalise(text).text
    assert "  " not in normalise(once).text


@pytest.mark.parametrize("piece", ["a", "k i l l ", "💀🔪", "é", "1a", "word\n", "!", "a\u200b", "我想", "su*", "aab"])
def test_cost_grows_with_length_alone(piece: str) -> None:
    short, long = (_seconds(piece * (size // len(piece))) for size in (20_000, 200_000))
    assert long < 40 * short + 0.05


def _seconds(text: str) -> float:
    begun = time.process_time()
    normalise(text)
    return time.process_time() - begun
