"""Columns of codes: what looks like numbers or dates, and is neither, as a header says or its zeros show.

order no: 20240115        a number, and no date
sku: 12E5   zip: 01234    texts, as they are written
version: 1.9, 1.10        texts: the second is no 1.1
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from seglam_lang.inputs.model import Inferred
from seglam_lang.language.types import TEXT

_JOINED = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|_")
_WORD = re.compile(r"[^\W_]+")
_NUMBERED = frozenset(("version", "ver"))  # whose points part numbers
_OF_CODES = _NUMBERED | frozenset(  # as the last word of a header
    (
        *("id", "no", "nr", "num", "number", "code", "barcode", "sku", "isbn", "ean", "upc", "gtin", "asin", "vin"),
        *("zip", "zipcode", "postcode", "postal", "plz", "phone", "telephone", "mobile", "fax"),
    )
)
_DIGITS = re.compile("[0-9]+")
_WITH_EXPONENT = re.compile(r"[0-9]+[eE][0-9]+")
_WITH_POINT = re.compile(r"[0-9]+\.[0-9]+")


def says_code(header: str) -> bool:
    """Return whether a header says that its column has codes, or the numbers of things."""
    return header.rstrip().endswith("#") or _last_word(header) in _OF_CODES


def parts_numbers(header: str) -> bool:
    """Return whether a header says that points part whole numbers, as in 1.9 and 1.10."""
    return _last_word(header) in _NUMBERED


def read_codes(present: Sequence[str], header: str) -> Inferred | None:
    """Return different texts as such, with a note why, where they are codes that could be read as numbers."""
    if all(map(_DIGITS.fullmatch, present)):
        padded = next((text for text in present if text[0] == "0" and len(text) > 1), None)
        if padded is not None and (says_code(header) or len(set(map(len, present))) == 1):
            return Inferred(TEXT, present, f"codes, as {padded} begins with 0")
    if says_code(header):
        forms = [_WITH_EXPONENT, *([_WITH_POINT] if parts_numbers(header) else [])]
        example = next((text for text in present if any(form.fullmatch(text) for form in forms)), None)
        if example is not None:
            return Inferred(TEXT, present, f"codes, as the header says ({example} is no number)")
    return None


def _last_word(header: str) -> str:
    words = _WORD.findall(_JOINED.sub(" ", header))
    return words[-1].casefold() if words else ""
