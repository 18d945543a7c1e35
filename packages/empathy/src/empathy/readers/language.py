"""Which language a text is written in: by its script, then by its words and runs of letters."""

from __future__ import annotations

import re
from collections import Counter

from empathy.reading import Language
from empathy.spoken import spoken

SAMPLE = 4_000
FEWEST_LETTERS = 3
SURE = 0.6
LEAD = 3.0
"""How much better the best language fits than the next, as a logarithm. What is written in none of them has no such
lead, or is full of sounds that none of them has."""
KNOWN_SHARE = 0.7
KNOWN_WORDS = 2

SCRIPTS = {
    "zh": "\u4e00-\u9fff\u3400-\u4dbf",
    "ja": "\u3040-\u30ff",
    "ko": "\uac00-\ud7af",
    "ar": "\u0600-\u06ff",
    "hi": "\u0900-\u097f",
    "ru": "\u0400-\u04ff",
    "el": "\u0370-\u03ff",
    "he": "\u0590-\u05ff",
    "th": "\u0e00-\u0e7f",
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
}
LETTERS = {name: re.compile(f"[{ranges}]") for name, ranges in SCRIPTS.items()}


def language(text: str) -> Language | None:
    """ISO 639-1 code and confidence 0 to 1; None when unsure, as with a word or two.

    The confidence of a language written in Latin letters grows with its lead before the next one.
    """
    sample = text[:SAMPLE]
    name, most = letters(sample).most_common(1)[0]
    if most < FEWEST_LETTERS:
        return None
    return by_sounds(sample) if name == "latin" else by_script(name, sample)


def letters(sample: str) -> Counter[str]:
    """Letters a script. Chinese characters beside kana are counted as Japanese."""
    if sample.isascii():
        return Counter(latin=sum(map(str.isalpha, sample)))
    counts = Counter({name: len(script.findall(sample)) for name, script in LETTERS.items()})
    if counts["ja"]:
        counts["ja"] += counts.pop("zh")
    return counts


def by_script(name: str, sample: str) -> Language | None:
    counts = letters(sample)
    share = counts[name] / counts.total()
    return Language(name, round(share, 3)) if share >= SURE else None


def by_sounds(sample: str) -> Language | None:
    fits, share, words = spoken().heard(sample)
    (best, most), (_, second) = sorted(fits.items(), key=lambda fit: -fit[1])[:2]
    lead = most - second
    needed = LEAD if words >= KNOWN_WORDS else 2 * LEAD
    if lead < needed or share < KNOWN_SHARE or len(sample.split()) < KNOWN_WORDS:
        return None
    return Language(best, round(share * lead / (lead + LEAD), 3))


def is_latin(text: str) -> bool:
    name, most = letters(text[:SAMPLE]).most_common(1)[0]
    return name == "latin" and most >= FEWEST_LETTERS
