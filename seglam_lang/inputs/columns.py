"""Columns of texts, as files have them, to typed cells: what a column holds, and what to tell people about it.

The type is inferred from all cells of the column; blanks never change it. What is not of one type stays Text, with
nothing lost. Whatever is read otherwise than it is written ("n/a" as a blank, "(12)" as -12) is noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from seglam_lang.inputs.dates import is_slashed, order_of, parse_date
from seglam_lang.inputs.numbers import parse_exact
from seglam_lang.inputs.times import read_times
from seglam_lang.language.types import BOOL, DATE, NUMBER, TEXT, Con
from seglam_lang.language.values import Number, Value

CURRENCY_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW"}
_MONEY = re.compile(rf"([+-]?)([{''.join(CURRENCY_SIGNS)}])\s*(.+)|([^\s].*?)\s*([€£])")
_LEADING_ZERO = re.compile(r"[+-]?0[0-9]")
_IN_PARENTHESES = re.compile(r"\(([^()]+)\)")
_DECIMAL_COMMA = re.compile(r"([+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+))(?:,([0-9]+))?(%?)")
_NO_VALUE = frozenset(("n/a", "na", "n.a.", "#n/a", "null", "nan", "-", "--", "\u2013", "\u2014"))
_NEARLY = 0.8  # a column with at least this share of numbers is worth a note about the others
_DIGIT = re.compile("[0-9]")


class Inferred(NamedTuple):
    """The type of a column, its cells as values of it, and what to tell people about that."""

    type: Con
    cells: Sequence[Value]
    note: str = ""


def infer_texts(cells: Sequence[str | None], place: Callable[[int], str]) -> Inferred:
    """Return what a column of texts holds. `place` names the place of the cell at a position, for notes."""
    texts = [None if cell is None else cell.strip() or None for cell in cells]
    distinct = dict.fromkeys(text for text in texts if text is not None)
    if not distinct:
        return Inferred(TEXT, texts)
    present = list(distinct)
    if all(text.casefold() in ("true", "false") for text in present):
        return Inferred(BOOL, [None if text is None else text.casefold() == "true" for text in texts])
    found = _infer_distinct(present)
    if found is None:
        return Inferred(TEXT, texts, _strays(texts, place))
    values: dict[str | None, Value] = dict(zip(present, found.cells, strict=True))
    values[None] = None
    return Inferred(found.type, [values[text] for text in texts], found.note)


def _infer_distinct(present: Sequence[str]) -> Inferred | None:
    """Return what texts that differ hold where it is numbers, dates, times or durations."""
    marks = [text for text in present if text.casefold() in _NO_VALUE]
    stated = [text for text in present if text not in marks] if marks else present
    if not stated or not _DIGIT.search(stated[0]):
        return None  # neither a number nor a date
    found = _numbers(stated) or _dates(stated) or _times(stated)
    if found is None or not marks:
        return found
    values = dict(zip(stated, found.cells, strict=True))
    blank = f"{' and '.join(marks)} read as blank"
    note = f"{found.note}, {blank}" if found.note else blank
    return Inferred(found.type, [values.get(text) for text in present], note)


def split_money(text: str) -> tuple[str, str]:
    """Return the currency sign of a cell ("" if none) and the cell without it."""
    match = _MONEY.fullmatch(text)
    if match is None:
        return "", text
    if match[2]:
        return match[2], match[1] + match[3]
    return match[5], match[4]


def _numbers(present: Sequence[str]) -> Inferred | None:
    """Return texts as numbers, where all are."""
    cells, notes = _bookkept(present)
    split = [split_money(text) for text in cells]
    signs = {sign for sign, _ in split}
    if len(signs) > 1 or any(_LEADING_ZERO.match(text) for text in present):
        return None
    notes += [f"amounts in {CURRENCY_SIGNS[sign]}" for sign in signs if sign]
    numbers = [parse_exact(rest) for _, rest in split]
    if None in numbers:
        numbers = [_parse_decimal_comma(rest) for _, rest in split]
        notes.append("decimal commas (1,5 is 1.5)")
    percents = sum(1 for text in cells if text.endswith("%"))
    if None in numbers or percents not in (0, len(present)):
        return None  # 15 beside 15% could mean either
    if percents:
        notes.append("percentages (15% is 0.15)")
    return Inferred(NUMBER, numbers, ", ".join(notes))


def _bookkept(cells: Sequence[str]) -> tuple[Sequence[str], list[str]]:
    """Return amounts in parentheses with a minus sign instead, and a note; where all have them, they mean no minus."""
    matches = [_IN_PARENTHESES.fullmatch(cell) for cell in cells]
    if not any(matches) or all(matches):
        return cells, []
    return [f"-{match[1]}" if match else cell for match, cell in zip(matches, cells, strict=True)], ["(12) is -12"]


def _parse_decimal_comma(text: str) -> Number | None:
    """Return 1.299,99 as 1299.99: for a column that has a cell which can be read in this way only."""
    match = _DECIMAL_COMMA.fullmatch(text)
    return parse_exact(f"{match[1].replace('.', '')}.{match[2] or 0}{match[3]}") if match else None


def _dates(present: Sequence[str]) -> Inferred | None:
    """Return texts as dates, where all are."""
    slashed = [text for text in present if is_slashed(text)]
    day_first, note = order_of(slashed) if slashed else (False, "")
    days = []
    for text in present:
        day = parse_date(text, day_first)
        if day is None:
            return None
        days.append(day)
    return Inferred(DATE, days, note)


def _times(present: Sequence[str]) -> Inferred | None:
    """Return texts as dates with times, times of day or durations, where all are."""
    found = read_times(present)
    return None if found is None else Inferred(found.type or TEXT, found.cells, found.note)


def _strays(texts: Sequence[str | None], place: Callable[[int], str]) -> str:
    """Return what keeps a column that is nearly all numbers from being one."""
    present = [(position, text) for position, text in enumerate(texts) if text]
    most = len(present) - _NEARLY * len(present)
    wrong: list[tuple[int, str]] = []
    for position, text in present:
        if not _DIGIT.search(text) or parse_exact(split_money(text)[1]) is None:
            wrong.append((position, text))
            if len(wrong) > most:
                return ""
    return f"nearly all numbers, but not {quote_some([f'{place(at)}: {text}' for at, text in wrong])}" if wrong else ""


def quote_some(items: Sequence[str]) -> str:
    """Return the first three of `items`, and how many more there are."""
    more = f" and {len(items) - 3} more" if len(items) > 3 else ""
    return "; ".join(items[:3]) + more
