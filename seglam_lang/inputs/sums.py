"""The cells of a column as numbers, and whether one of them is the sum, or the average, of others.

Here a number is whatever can be added up: amounts, and lengths of time in seconds (7:30, 1 h 30 min).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from seglam_lang.inputs.amounts import is_amount, read_numbers, without_currency
from seglam_lang.inputs.columns import NEARLY, NO_VALUE
from seglam_lang.inputs.times import CLOCKED, length_on_clock
from seglam_lang.language.builtins.time_text import to_duration
from seglam_lang.language.computing.numbers import exact_sum
from seglam_lang.language.values import Notation, Number

_SECOND = timedelta(seconds=1)


def is_blank(cell: Any) -> bool:
    """Return whether a cell has no value."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def says_blank(cell: Any) -> bool:
    """Return whether a cell has no value, or says so ("n/a")."""
    return is_blank(cell) or (isinstance(cell, str) and cell.strip() in NO_VALUE)


def numbers_of(cells: Sequence[Any]) -> list[Number | None] | None:
    """Return the number of each cell of a column; None where it is no column of numbers.

    Blanks and what stands for them have none, nor have texts, if they are few ("absent" among marks).
    """
    present = [cell for cell in cells if not says_blank(cell)]
    numbers = [_plain(cell) for cell in cells]
    counted = [number for number in numbers if number is not None]
    if counted:
        return numbers if _are_most(counted, present) else None
    texts = [cell.strip() for cell in present if isinstance(cell, str)]
    if not texts or len(texts) < len(present):
        return None
    read = next(filter(None, map(_read, _ways(texts))), None)
    if read is None:
        return None
    return [read.get(cell.strip()) if isinstance(cell, str) else None for cell in cells]


def is_sum(numbers: Sequence[Number], may_be_rounded: bool = True) -> bool:
    """Return whether the last number is the sum of the others, or that sum rounded; of zeros each is."""
    *parts, total = numbers
    if not any(numbers):
        return False
    found = exact_sum(parts)
    return found == total or (may_be_rounded and _is_rounded(found, total))


def is_average(numbers: Sequence[Number]) -> bool:
    """Return whether the last number is the average of the others, rounded as it is; a whole one is seldom rounded.
    Where all are one number each row is the average.
    """
    from fractions import Fraction  # few tables have such a row

    *parts, average = numbers
    if len(set(parts)) == 1:
        return False
    off = abs(Fraction(exact_sum(parts)) - Fraction(average) * len(parts))
    digits = _decimals(average)
    return off <= (Fraction(len(parts), 2 * 10**digits) if digits > 0 else 0)


def _is_rounded(exact: Number, total: Number) -> bool:
    """Return whether a number is a more exact one rounded, and has two digits at least: 40.67 of 40.666."""
    from fractions import Fraction

    unit = Fraction(1, 10 ** _decimals(total))
    if _decimals(exact) <= _decimals(total) or abs(Fraction(total)) < 10 * unit:
        return False
    return abs(Fraction(exact) - Fraction(total)) <= unit / 2


def _decimals(number: Number) -> int:
    return max(0, -int(number.as_tuple().exponent)) if isinstance(number, Decimal) else 0


def _plain(cell: Any) -> Number | None:
    """Return a cell of a workbook, or of JSON, as a number, a time of day as the length that it may stand for."""
    if type(cell) in (int, Decimal):
        return cell  # type: ignore[no-any-return]  # the type is checked
    if type(cell) is time:
        cell = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond)
    return _seconds(cell) if type(cell) is timedelta else None


def _seconds(length: timedelta) -> Number:
    seconds, rest = divmod(length, _SECOND)
    return seconds + Decimal(rest.microseconds).scaleb(-6) if rest else seconds


def _ways(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the different texts of a column, and those that state numbers, if they are most."""
    different = list(dict.fromkeys(texts))
    yield different
    states = {text: is_amount(text) for text in different}
    amounts = [text for text in texts if states[text]]
    if len(amounts) < len(texts) and _are_most(amounts, texts):
        yield list(dict.fromkeys(amounts))


def _are_most(some: Sequence[Any], cells: Sequence[Any]) -> bool:
    return len(some) >= min(NEARLY * len(cells), len(cells) - 1) and len(some) > 0


def _read(different: list[str]) -> dict[str, Number] | None:
    """Return texts as numbers, also where only some of them name their currency."""
    for written, decimal_comma in product((different, list(map(without_currency, different))), (False, True)):
        forms = list(dict.fromkeys(written))
        read = read_numbers(forms, decimal_comma)
        if read is not None and read.type.name == "Number":
            value = dict(zip(forms, read.cells, strict=True))
            return {text: value[form] for text, form in zip(different, written, strict=True)}
    return _lengths(different)


def _lengths(different: list[str]) -> dict[str, Number] | None:
    """Return texts as lengths of time; 7:30 is of hours and minutes, or of minutes and seconds beside 1:02:10, as in
    both the sums are the same.
    """
    clocked = [match for match in map(CLOCKED.fullmatch, different) if match]
    if len(clocked) == len(different):
        is_short = any(match[3] is None for match in clocked) and any(match[3] for match in clocked)
        notation = Notation.MINUTES if is_short else Notation.HOURS
        return {text: _seconds(length_on_clock(text, notation)) for text in different}
    lengths = {text: to_duration(text) for text in different}
    found = {text: _seconds(length) for text, length in lengths.items() if length is not None}
    return found if len(found) == len(different) else None
