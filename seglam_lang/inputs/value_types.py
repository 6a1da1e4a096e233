"""The type of a column of Python values: what its cells say that they are, or what is stated for it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import NoneType
from typing import Any

from seglam_lang.inputs.amounts import read_numbers
from seglam_lang.inputs.blanks import how_to_say
from seglam_lang.inputs.columns import NO_VALUE, about_few, infer_texts, most_strays, quote_some
from seglam_lang.inputs.dates import parse_date, parse_iso
from seglam_lang.inputs.flags import MEANINGS
from seglam_lang.inputs.model import Inferred
from seglam_lang.inputs.numbers import parse_exact
from seglam_lang.language.computing.numbers import show_number
from seglam_lang.language.computing.times import iso_text, parse_datetime, parse_duration, parse_time
from seglam_lang.language.python.policy import COLUMN_TYPES
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con
from seglam_lang.language.values import SCALAR_TYPES, Number, Value

SEVERAL_TYPES = "holds values of several types"
MOST_COMPARED = 10_000  # rows whose texts are compared with each other


def as_text(cell: Value) -> str | None:
    """Return a scalar as a text: numbers plainly, true and false in lower case, dates and times in ISO form."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return show_number(cell) if isinstance(cell, int | Decimal) else iso_text(cell)


def infer_values(values: Sequence[Value]) -> Inferred:
    """Return what a column holds whose cells say what they are."""
    classes = set(map(type, values))
    blanks = None if NoneType in classes else 0
    classes.discard(NoneType)
    if not classes:
        return Inferred(TEXT, values)
    if classes == {str}:
        return _infer_iso_texts(values)
    kinds = {SCALAR_TYPES[each] for each in classes}
    if len(kinds) == 1:
        return Inferred(kinds.pop(), values, blanks=blanks)
    if classes <= {int, Decimal, str} and _are_numbers([value for value in values if isinstance(value, str)]):
        numbers = [None if value is None else _to_number(value) for value in values]
        if numbers.count(None) == values.count(None):
            return Inferred(NUMBER, numbers)
    return Inferred(TEXT, [as_text(value) for value in values], SEVERAL_TYPES)


def _are_numbers(texts: Sequence[str]) -> bool:
    """Return whether texts beside numbers are such: "02134" is a code, and "15%" beside 15 may be either."""
    return not any("%" in text for text in texts) and read_numbers(list(dict.fromkeys(texts))) is not None


def _infer_iso_texts(values: Sequence[Any]) -> Inferred:
    """Return texts that are all in the ISO form of one type as values of that type, else as texts."""
    first = next(value for value in values if value is not None)
    forms = _ISO_FORMS if _BEGINS_ISO.match(first) else {}
    for kind, parse in forms.items():
        if parse(first) is None:  # one is enough to say no, and most columns are of plain texts
            continue
        read = [None if value is None else parse(value) for value in values]
        if read.count(None) == values.count(None):
            return Inferred(kind, read)
    if len(values) > MOST_COMPARED:
        return Inferred(TEXT, values)
    different = dict.fromkeys(values)
    blanks = values.count(None) if None in different else 0
    different.pop(None, None)
    about = about_few(list(different))
    return Inferred(TEXT, values, about, is_doubtful=bool(about), blanks=blanks)


def infer_json(values: Sequence[Value], header: str, place: Callable[[int], str]) -> Inferred:
    """Return what a column of a JSON file holds. JSON has no type for days and amounts, so that texts are read as those
    of a CSV file are ("$1,200", "61 %", "31.01.2024"), where the first may be read so; `place` names a row in notes.
    """
    plainly = infer_values(values)
    if plainly.note == SEVERAL_TYPES:
        texts = [value for value in values if isinstance(value, str)]
        is_few = len(texts) <= most_strays(len(values) - values.count(None))
        return plainly._replace(note=SEVERAL_TYPES + (how_to_say(texts) if is_few else ""))
    if plainly.type in (TEXT, TIME) and set(map(type, values)) <= {str, NoneType} and may_be_values(values):
        found = infer_texts([as_text(value) for value in values], place, header)
        return found if found.type != TEXT else plainly
    return plainly


def may_be_values(texts: Iterable[Value]) -> bool:
    """Return whether the first of some texts shows that they may be values of another type. Digits alone are a code: a
    number would have no quotes.
    """
    first = next((text.strip() for text in texts if isinstance(text, str) and text.strip() not in NO_VALUE), "")
    return not first.isdigit() and infer_texts([first], str).type not in (TEXT, BOOL)


def _parse_moment(text: str) -> datetime | None:
    """Return the DateTime of a text in ISO form, with a space in place of the T too, as databases and Python write it
    (RFC 3339 has it as well).
    """
    return parse_datetime(f"{text[:10]}T{text[11:]}" if text[10:11] == " " else text)


_BEGINS_ISO = re.compile(r"\s*[0-9P-]")
_ISO_FORMS: dict[Con, Callable[[str], Value]] = {
    DATE: parse_iso,
    DATETIME: _parse_moment,
    TIME: parse_time,
    DURATION: parse_duration,
}


def convert(values: Sequence[Value], wanted: str) -> Inferred:
    """Return a column as of the type that is stated for it, where all cells can be read so. Of texts that are said to
    be dates, days with a time are meant as well: many call both so.
    """
    typed = [None if value is None else _READ_AS[COLUMN_TYPES[wanted]](value) for value in values]
    pairs = zip(values, typed, strict=True)
    wrong = [str(as_text(value)) for value, cell in pairs if value is not None and cell is None]
    if wrong and COLUMN_TYPES[wanted] in (DATE, DATETIME) and set(map(type, values)) <= {str, NoneType}:
        found = infer_texts(values, str)
        if found.type in (DATE, DATETIME):
            return found
    if wrong:
        return Inferred(TEXT, [as_text(value) for value in values], f"not all {wanted}s ({quote_some(wrong)})")
    return Inferred(COLUMN_TYPES[wanted], typed)


def _to_number(value: Value) -> Number | None:
    if isinstance(value, str):
        return parse_exact(value)
    return value if _is_number(value) else None


def _is_number(value: Value) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def _to_date(value: Value) -> date | None:
    return value if type(value) is date else parse_date(value) if isinstance(value, str) else None


def _to_bool(value: Value) -> bool | None:
    if isinstance(value, bool):
        return value
    text = value.strip().casefold() if isinstance(value, str) else show_number(value) if _is_number(value) else ""
    return MEANINGS.get(text)


def _to(python: type, parse: Callable[[str], Value]) -> Callable[[Value], Value]:
    """Return a function that reads a value of a class, or a text in the ISO form of one."""
    return lambda value: value if type(value) is python else parse(value) if isinstance(value, str) else None


_READ_AS: dict[Con, Callable[[Value], Value]] = {
    TEXT: as_text,
    NUMBER: _to_number,
    DATE: _to_date,
    BOOL: _to_bool,
    DATETIME: _to(datetime, _parse_moment),
    TIME: _to(time, parse_time),
    DURATION: _to(timedelta, parse_duration),
}
