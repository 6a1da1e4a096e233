"""Columns of numbers, as files have them: plain, in percent, in a currency, with whatever separates thousands.

    1234.5   -7   6.02e23   15%   12.5 %
    $1,200   US$ 5   CHF 20   20 CHF   1.299,99 €       all in one currency
    1,200.50   1,25,000   1'200   1 200   1.200,50      one notation in all cells
    0,125   1.200.000                                   decimal commas, as no thousands begin with 0
    1,500   1.500                                       as other columns are written; else thousands, and decimals
    (1,200)   1,200-                                    negative, where other cells have no such mark

What is written in digits and is no number stays text: codes (`007` where all cells are as long), numbers of sections
(3.9 and after it 3.10), telephone numbers (+49 170 1234567), and what has more than fifteen digits in each cell, as
numbers of accounts and cards have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from seglam_lang.inputs.currencies import SIGNS, currency_of
from seglam_lang.inputs.model import Decimals, Inferred
from seglam_lang.inputs.numbers import parse_exact
from seglam_lang.language.computing.numbers import DIGITS, exactly
from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.language.values import Number

_LONGEST_AMOUNT = 15  # digits of a number that counts or measures something
_MOST_PADDED = 4  # digits of a number that someone wrote with a zero in front
_PLAIN = re.compile(r"(?:-?[0-9]+(?:\.[0-9]+)?\n)*+")
_LEADING_ZERO = re.compile(r"[+-]?0[0-9]")
_PHONE = re.compile(r"\+[0-9](?:[ ()/-]?[0-9]){7,}")
_SECTION = re.compile(r"[0-9]{1,4}(?:\.(?:0|[1-9][0-9]{0,3}))?")

_TYPOGRAPHIC = "\u00a0\u2009\u202f"  # spaces that no one types, so that they separate thousands for certain
_CURRENCY = rf"(?:[A-Za-z][A-Za-z.]{{0,3}})?[{''.join(SIGNS)}]|[A-Z]{{3}}|Rs\.?|[kK]r\.?|Fr\.?|Ft|zł|Kč"
_DIGITS = rf"[0-9.](?:[0-9.,'\u2019]|[ {_TYPOGRAPHIC}](?=[0-9]))*"
_POINT = re.compile(r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}|[0-9]*)(?:\.[0-9]*)?")
_COMMA = re.compile(r"(?:[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_EITHER = re.compile(r"(?:(?:0|[+-]?[1-9][0-9]{0,2}(?:[.,][0-9]{3})?)\n)*+")
_SPACED = re.compile(r"(?:[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?")
_AS_SPACE = str.maketrans(dict.fromkeys(f"'\u2019{_TYPOGRAPHIC}", " "))
_FULL_GROUPS = re.compile(r"[0-9]{3}(?: [0-9]{3})+")


class _Amount(NamedTuple):
    """A cell taken apart; `marked` says that a sign around or behind it may mean minus."""

    digits: str
    negative: bool
    marked: bool
    currency: str
    percent: bool


def read_numbers(present: Sequence[str], decimal_comma: bool = False) -> Inferred | None:
    """Return different texts of a column, in order, as numbers; None where they are none.

    1,500 and 1.500 are read as where other columns show a `decimal_comma`, or do not.
    """
    if all(map(_PHONE.fullmatch, present)):
        return None
    numbers = None if decimal_comma else _plain(present)
    if numbers is None:
        return _written(present, decimal_comma)
    if _are_codes(present) or _are_sections(present):
        return None
    found = _finished(numbers, [text.endswith("%") for text in present], [])
    return found and found._replace(decimals=_either(present) or _point(present))


def may_have_thousands(present: Sequence[str]) -> bool:
    """Return whether plain numbers such as 1.500 and 12 may have points between thousands."""
    return _either(present) is Decimals.AFTER_POINT


def _either(present: Sequence[str]) -> Decimals | None:
    """Return what sign stands before three digits at the end, where it may be one of thousands or of decimals."""
    joined = "\n".join(present)
    if ("." in joined) is ("," in joined) or not _EITHER.fullmatch(joined + "\n"):
        return None
    return Decimals.AFTER_POINT if "." in joined else Decimals.AFTER_COMMA


def _point(present: Sequence[str]) -> Decimals | None:
    """Return that decimals follow a point, where numbers without commas have one that is none of thousands."""
    return Decimals.POINT if any("." in text for text in present) else None


def is_amount(text: str) -> bool:
    """Return whether a single cell states a number."""
    return read_numbers([text]) is not None


def without_currency(text: str) -> str:
    """Return an amount in a currency as a number alone: "$-1,200" as "-1,200"; any other text as it is."""
    amount = _take_apart(text)
    if amount is None or amount.marked or not amount.currency:
        return text
    return f"-{amount.digits}" if amount.negative else amount.digits


def _finished(numbers: Sequence[Number], percents: Sequence[bool], notes: list[str]) -> Inferred | None:
    if any(percents):
        if not all(percent or number == 0 for percent, number in zip(percents, numbers, strict=True)):
            return None  # 15 beside 15% could mean either
        notes.append("percentages (15% is 0.15)")
    return Inferred(NUMBER, numbers, ", ".join(notes))


def _plain(present: Sequence[str]) -> list[Number] | None:
    """Return texts that `parse_number` reads as numbers: all at once, where they are digits, point and minus alone."""
    if max(map(len, present)) <= DIGITS and _PLAIN.fullmatch("\n".join(present) + "\n"):
        if "." not in "".join(present):
            return list(map(int, present))
        numbers = exactly(list(map(Decimal, present)))
        if numbers is not None:
            return numbers
    found = []
    for text in present:
        number = parse_exact(text)
        if number is None:
            return None
        found.append(number)
    return found


def _written(present: Sequence[str], decimal_comma: bool) -> Inferred | None:
    """Return texts as numbers that are written as people and their programs write them."""
    amounts = []
    for text in present:
        amount = _take_apart(text)
        if amount is None:
            return None
        amounts.append(amount)
    currencies = dict.fromkeys(amount.currency for amount in amounts)
    if len(currencies) > 1:
        named = [each for each in currencies if each]
        which = f"several currencies ({', '.join(named)})" if len(named) > 1 else f"{named[0]} and in no currency"
        return Inferred(TEXT, present, f"amounts in {which}", is_doubtful=True)
    marked = [amount.marked for amount in amounts]
    if all(marked) or _are_codes([amount.digits for amount in amounts]):
        return None
    notes = ["(12) is -12" if "(" in "".join(present) else "12- is -12"] if any(marked) else []
    notes += [f"amounts in {currency}" for currency in currencies if currency]
    digits, is_money = [amount.digits for amount in amounts], any(currencies)
    open_to = _either(digits)
    is_guess = is_money and open_to is Decimals.AFTER_POINT and not decimal_comma  # few amounts have three decimals
    read = _digits(digits, not is_money, decimal_comma or is_guess)
    if read is None:
        return None
    texts, about = read
    notes += _about_thousands(digits) if is_guess else about
    signed = [f"-{text}" if each.negative else text for text, each in zip(texts, amounts, strict=True)]
    percents = [amount.percent for amount in amounts]
    numbers = [parse_exact(f"{text}%" if percent else text) for text, percent in zip(signed, percents, strict=True)]
    known = [number for number in numbers if number is not None]
    found = _finished(known, percents, notes) if len(known) == len(numbers) else None
    if found is None or decimal_comma or is_guess:
        return found and found._replace(is_doubtful=is_guess)
    if open_to is None:
        return found._replace(decimals=Decimals.COMMA if _shows_comma(digits) else _point(digits))
    return found if is_money else found._replace(decimals=open_to)


def _shows_comma(written: Sequence[str]) -> bool:
    """Return whether numbers can only have a decimal comma, or points between thousands."""
    texts = [text.translate(_AS_SPACE).replace(" ", "") for text in written]
    return not all(map(_POINT.fullmatch, texts))


def _about_thousands(digits: Sequence[str]) -> list[str]:
    example = next(text for text in digits if "." in text)
    return [f"{example} is read as {example.replace('.', '')} (it could also be {example.rstrip('0').rstrip('.')})"]


@cache
def _amount() -> re.Pattern[str]:
    """Return the form of an amount, compiled for the first that is not plain: most columns of numbers are."""
    sign, space, currency = r"([+\-\u2212])?", rf"[\s{_TYPOGRAPHIC}]", rf"({_CURRENCY})?"
    before = rf"(\()?{sign}{space}?{currency}{space}*{sign}"
    return re.compile(rf"{before}({_DIGITS})(-)?{space}?(%)?{space}?{currency}(\))?", re.ASCII)


def _take_apart(text: str) -> _Amount | None:
    match = _amount().fullmatch(text)
    if match is None:
        return None
    opened, sign, before, inner, digits, trailing, percent, after, closed = match.groups()
    if bool(opened) != bool(closed) or bool(sign) + bool(inner) + bool(trailing) > 1 or (before and after):
        return None
    if trailing and opened:
        return None
    named = before or after
    currency = currency_of(named) if named else ""
    if currency is None or (currency and percent):
        return None
    negative = bool(opened or trailing) != ((sign or inner or "+") != "+")
    return _Amount(digits, negative, bool(opened or trailing), currency, bool(percent))


def _digits(written: Sequence[str], may_be_codes: bool, decimal_comma: bool) -> tuple[list[str], list[str]] | None:
    """Return digits without what separates thousands and with a decimal point, in the notation of the whole column,
    that with a `decimal_comma` where it may be; and what to tell people about that."""
    if may_be_codes and all(map(_FULL_GROUPS.fullmatch, written)):
        return None  # 560 001 and 560 034 may be codes of places, or telephone numbers
    notes: list[str] = []
    used = set("".join(written))
    texts = [text.translate(_AS_SPACE) for text in written]
    if any(" " in text for text in texts):
        one_notation = not {"'", " "} <= used and not {".", ","} <= used
        if not one_notation or not all(map(_SPACED.fullmatch, texts)):
            return None
        texts = [text.replace(" ", "") for text in texts]
    elif not decimal_comma and all(map(_POINT.fullmatch, texts)):
        return [text.replace(",", "") for text in texts], notes
    elif all(map(_COMMA.fullmatch, texts)):
        if decimal_comma and "." in used:
            notes.append("points between thousands (1.500 is 1500)")
        texts = [text.replace(".", "") for text in texts]
    else:
        return None
    if "," in used:
        notes.append("decimal commas (1,5 is 1.5)")
    return [text.replace(",", ".") for text in texts], notes


def _are_codes(present: Sequence[str]) -> bool:
    """Return whether texts of digits are codes: padded with zeros to one length, or too long to count anything.

    A single 09 among numbers is no code, if numbers that are shorter show that the others are not padded.
    """
    padded = [text for text in present if _LEADING_ZERO.match(text)]
    if padded:
        lengths = list(map(_whole_digits, padded))
        shortest = min((_whole_digits(text) for text in present if text not in padded), default=_MOST_PADDED)
        return 4 * len(padded) > len(present) or max(lengths) > _MOST_PADDED or shortest >= min(lengths)
    return min(map(len, present)) > _LONGEST_AMOUNT and all(map(str.isdigit, present))


def _whole_digits(text: str) -> int:
    return len(text.lstrip("+-").partition(".")[0])


def _are_sections(present: Sequence[str]) -> bool:
    """Return whether texts such as 3.8, 3.9, 3.10 rise as numbers of sections do, and not as numbers do."""
    if not may_be_sections(present):
        return False
    numbers = list(map(Decimal, present))
    return not all(number > before for before, number in pairwise(numbers))


def may_be_sections(present: Sequence[str]) -> bool:
    """Return whether texts rise as numbers of sections do."""
    if not all(map(_SECTION.fullmatch, present[:3])) or len(present) < 3:
        return False
    before: tuple[int, ...] = ()
    for text in present:
        if not _SECTION.fullmatch(text):
            return False
        section = tuple(map(int, text.split(".")))
        if section <= before:
            return False
        before = section
    return True
