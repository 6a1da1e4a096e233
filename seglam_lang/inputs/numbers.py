"""Numbers in texts, exactly: what would lose digits is no number here."""

from __future__ import annotations

import re

from seglam_lang.inputs.model import InputError
from seglam_lang.language.computing.numbers import DIGITS, parse_number
from seglam_lang.language.python.scalars import TOO_MANY_DIGITS
from seglam_lang.language.values import Number

_DIGITS_OF = re.compile(r"[+\-\u2212]?([0-9,]*)(?:\.([0-9]*))?(?:[eE][+-]?[0-9]+)?%?")


def parse_exact(text: str) -> Number | None:
    """Return the number that `text` states; None where it states none or one that would have to be rounded."""
    return None if len(text) > DIGITS and has_too_many_digits(text) else parse_number(text)


def has_too_many_digits(text: str) -> bool:
    """Return whether a text is written as a number and has more digits than a Number keeps."""
    match = _DIGITS_OF.fullmatch(text.strip())
    if match is None:
        return False
    return len((match[1].replace(",", "") + (match[2] or "")).strip("0")) > DIGITS


def refuse_rounding(text: str, name: str) -> None:
    """Raise InputError if `text` is a number that cannot be kept to the last digit."""
    if has_too_many_digits(text):
        digits = sum(char.isdigit() for char in text)
        size = f"a {'' if '.' in text else 'whole '}number of {digits} digits ({text[:20]}...)"
        raise InputError(TOO_MANY_DIGITS, f"{name} holds {size}; numbers keep {DIGITS}; in quotes it is a text")
