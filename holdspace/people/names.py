"""What a name may be, and when two names look the same.

A skeleton is what remains of a name for the eye: the look-alike rows below follow the method of Unicode
Technical Standard 39, section 4, with the pairs that letters allowed in a name can form in Latin, Greek and
Cyrillic.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from holdspace.kit.text import has_ink

SHORTEST, LONGEST = 2, 30
MOST_DIGITS = 6

RESERVED = [
    *(
        "admin",
        "administrator",
        "moderator",
        "official",
        "root",
        "staff",
        "support",
        "system",
        "team",
        "help",
    ),
    *("guide", "host", "lead", "listener", "practitioner", "steward", "companion", "holdspace"),
    *("anonymous", "everyone", "left", "nobody", "somebody", "someone"),
    *("a guide", "somebody who left", "somebody who read this"),
]

# Each sign of the upper row looks like the sign below it.
LOOK_ALIKES = str.maketrans(
    "01iıłøđħавекмнорстухіјѕԁһԛԝгьпӏүαβγεηικνορτυχωϲϳμσς",
    "ollllodhabekmhopctyxljsdhqwrbnlyabyenlkvoptuxwcjuoc",
)


def skeleton(name: str) -> str:
    """The name as the eye takes it in; two names with one skeleton cannot both exist."""
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).casefold())
    bare = "".join(mark for mark in folded if has_ink(mark) and not "\u0300" <= mark <= "\u036f")
    return re.sub(r"[_-]", "", bare.translate(LOOK_ALIKES)).replace("rn", "m").replace("vv", "w")


def tidy(name: str) -> str:
    """One way to write each letter, single spaces, nothing around and nothing unseen."""
    words = unicodedata.normalize("NFKC", name).split()
    return " ".join(filter(None, ("".join(filter(has_ink, word)) for word in words)))


def check_name(name: str) -> None:
    """Raise ValidationError with the first reason why this name cannot be one."""
    for wrong, reason in _RULES:
        if wrong(name):
            raise ValidationError(reason)


def _is_address(name: str) -> bool:
    return bool(re.search(r"@|\b(www|https?)\b|\w\.\w{2,}\b", name, re.IGNORECASE))


def _has_other_signs(name: str) -> bool:
    return not all(sign in " -_" or _is_letter_or_digit(sign) or _is_vowel_sign(sign) for sign in name)


def _is_letter_or_digit(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "L" or unicodedata.category(sign) == "Nd"


def _is_vowel_sign(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Mc"} and not "\u0300" <= sign <= "\u036f"


_RULES = (
    (_is_address, _("That looks like an address. A name that is only for this place keeps you safer.")),
    (
        lambda name: sum(sign.isdigit() for sign in name) > MOST_DIGITS,
        _("That looks like a phone number. A name that is only for this place keeps you safer."),
    ),
    (lambda name: len(name) < SHORTEST, _("A name needs at least 2 letters.")),
    (lambda name: len(name) > LONGEST, _("A name can have at most 30 letters.")),
    (_has_other_signs, _("Please use letters, digits, spaces, - and _ only.")),
    (
        lambda name: not any(unicodedata.category(sign)[0] == "L" for sign in name),
        _("A name needs at least one letter."),
    ),
    (
        lambda name: skeleton(name) in map(skeleton, RESERVED),
        _("That word has a meaning of its own here. Please choose another name."),
    ),
)
