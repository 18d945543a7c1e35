"""Which digits and capital letters tell of a person: checksums, lengths, and what they must not be."""

from __future__ import annotations

import re
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from empathy.bank import shelf

FEWEST_DIGITS, MOST_DIGITS = 7, 15
MOST_DIGITS_IN_A_ROW = 11
CARD = range(12, 20)
DATE = re.compile(r"\d{1,2}([./-])\d{1,2}\1\d{2,4}(?![\d./-])|\d{4}([./-])\d{1,2}\2\d{1,2}(?![\d./-])|\d{4} ?- ?\d{4}$")
COMPUTER = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}$")


def is_phone(text: str) -> bool:
    """Seven to fifteen digits (ITU-T E.164) that are no date, no span of years, no card and no computer's address."""
    number = re.split("x|ext", text)[0]
    count = len(digits(number))
    if number.isdigit() and count > MOST_DIGITS_IN_A_ROW and not number.startswith("00"):
        return False
    if DATE.match(number) or COMPUTER.match(number) or not FEWEST_DIGITS <= count <= MOST_DIGITS:
        return False
    return not number.startswith("+") or is_dialled(number)


def is_dialled(number: str) -> bool:
    """Whether a number with its country can exist; True where `phonenumbers` is not installed to know it."""
    known = phonenumbers()
    if known is None:
        return True
    try:
        return bool(known.is_possible_number(known.parse(number, None)))
    except known.NumberParseException:
        return False


@cache
def phonenumbers() -> Any:
    return import_module("phonenumbers") if find_spec("phonenumbers") else None


def is_card(text: str) -> bool:
    """Twelve to nineteen digits of which the last fits the others (Luhn, ISO/IEC 7812-1)."""
    number = digits(text)
    doubled = (int(one) * (1 + place % 2) for place, one in enumerate(reversed(number)))
    return len(number) in CARD and sum(value // 10 + value % 10 for value in doubled) % 10 == 0


def is_iban(text: str) -> bool:
    """An account number that leaves 1 when divided by 97 (ISO 13616)."""
    number = text.replace(" ", "")
    moved = "".join(str(int(one, 36)) for one in number[4:] + number[:4])
    return 15 <= len(number) <= 34 and int(moved) % 97 == 1


def digits(text: str) -> str:
    return "".join(one for one in text if one.isascii() and one.isdigit())


def is_name(text: str) -> bool:
    """No word among them that people write with a capital letter for other reasons (bank/capitals.toml)."""
    return not text.isupper() and capitalised().isdisjoint(re.findall(r"[\w']+", text.lower()))


def is_place(text: str) -> bool:
    """A street's name before its number, as `is_name` knows names."""
    return is_name(re.split(r"\d", text)[0])


@cache
def capitalised() -> frozenset[str]:
    return frozenset(shelf("capitals")["words"].split())
