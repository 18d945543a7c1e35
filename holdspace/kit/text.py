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


def clean(text: str) -> str:
    """The same words in NFC: plain line ends, nothing unseen, no towers of marks, no space at either end."""
    seen = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    return _ROW.sub(_lower_towers, unicodedata.normalize("NFC", seen)).strip()


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
