"""Numbers with a decimal comma: "37,50 €", "1.000,00", and "2,5" over a table that writes its numbers so.

"1.000,00" and "37,50 €" can be read in no other way. "3,8" may be two numbers, and "1.500" one and a half: they are
read with a comma only where a column of the inputs has one, or another number of the request. Such a number is one
token, whose normal form has a point.
"""

from __future__ import annotations

import re

from seglam_lang.inputs.currencies import CODES, SIGNS
from seglam_lang.requests.model import Token

_NUMBER = re.compile(
    r"(?<![\w.,])(?P<whole>[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,(?P<decimals>[0-9]+))?(?![.,]?[0-9])", re.ASCII
)
_SIGNS = "".join(SIGNS)
_MONEY_BEHIND = re.compile(rf"[ \u00a0]?(?:[{_SIGNS}]|(?:{'|'.join(sorted(CODES))})\b)", re.IGNORECASE)
_OF_MONEY = 2  # digits behind the comma of an amount


def with_decimal_commas(tokens: tuple[Token, ...], text: str, is_usual: bool) -> tuple[Token, ...]:
    """Return the tokens of a plain text (see `tokens.plain`) in which each number with a decimal comma is one;
    `is_usual` where the inputs have such numbers.
    """
    if "," not in text and not is_usual:
        return tokens
    found = list(_NUMBER.finditer(text))
    if not is_usual and not any(_is_sure(text, each) for each in found):
        return tokens
    numbers = [_token(each) for each in found if each["decimals"] or "." in each["whole"]]
    inside = {at for number in numbers for at in range(number.start, number.end)}
    others = [token for token in tokens if token.start not in inside]
    return tuple(sorted([*others, *numbers], key=lambda token: token.start))


def _token(number: re.Match[str]) -> Token:
    digits = number["whole"].replace(".", "")
    norm = f"{digits}.{number['decimals']}" if number["decimals"] else digits
    return Token(number[0], norm, number.start(), number.end())


def _is_sure(text: str, number: re.Match[str]) -> bool:
    """Return whether the comma of a number can only be one of decimals: behind points, or in an amount."""
    if number["decimals"] is None:
        return False
    return "." in number["whole"] or (len(number["decimals"]) == _OF_MONEY and _is_amount(text, number))


def _is_amount(text: str, number: re.Match[str]) -> bool:
    """Return whether the sign or code of a currency stands beside a number."""
    return text[: number.start()][-1:] in SIGNS or _MONEY_BEHIND.match(text, number.end()) is not None
