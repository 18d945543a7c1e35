"""What people type, made safe to store and to show, without changing what it says."""

import re
import unicodedata

# Controls, bidi overrides, lone surrogates and byte order marks say nothing and can hide what a text says.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
_LINE_END = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_ROW = re.compile(r"[^\w\s!-~]{3,}")
# Marks that belong to no script of their own; piled up, they spill over the lines above and below.
_LOOSE = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
MOST_LOOSE, MOST_OF_A_SCRIPT = 2, 4
# Blank on the page though Unicode counts them among letters, marks or symbols, or has not named them yet: fillers, the
# empty Braille cell, variation selectors, tags (the default ignorable code points that are no format signs, and more).
_BLANK = re.compile(
    r"[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8"
    r"\U0001d159\U000e0000-\U000e0fff]"
)


def clean(text: str) -> str:
    """The same words in NFC: plain line ends, nothing unseen, no towers of marks, no space at either end.

    Joiners and fillers between letters stay, as several scripts need them; where nothing else is, nothing is left.
    """
    seen = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    kept = _ROW.sub(_lower_towers, unicodedata.normalize("NFC", seen)).strip()
    return kept if any(map(has_ink, kept)) else ""


def has_ink(sign: str) -> bool:
    """Whether the eye finds anything there: no space, no format sign, no filler."""
    category = unicodedata.category(sign)
    return category[0] != "Z" and category not in {"Cc", "Cf"} and not _BLANK.match(sign)


def _lower_towers(row: re.Match[str]) -> str:
    kept, tower = [], ""
    for letter in row[0]:
        tower = tower + letter if unicodedata.category(letter) in {"Mn", "Me"} else ""
        if len(tower) <= _height_of(tower):
            kept.append(letter)
    return "".join(kept)


def _height_of(tower: str) -> int:
    """Two loose marks in a row are enough for any spelling; Hebrew, Thai or Tibetan may need more."""
    return MOST_LOOSE if _LOOSE.fullmatch(tower[:1]) else MOST_OF_A_SCRIPT
