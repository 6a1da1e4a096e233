"""Dates as texts: patterns to format and read them, and the forms that are read without a pattern.

A pattern consists of fields, a subset of those of Unicode's CLDR (UTS 35), with English names:

    yyyy  2024     MMMM  March     dd  05     EEEE  Tuesday
    yy    24       MMM   Mar       d   5      EEE   Tue
                   MM    03
                   M     3

Other letters must be in single quotes, `''` is one quote, and every other character stands for itself: "d MMMM yyyy",
"dd.MM.yyyy", "yyyy'W'". Letters that are not one of these fields are a Failure, never a guess, because YYYY, DD, mm and
D mean different things in other programs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache

from seglam_lang.language.builtins.date import WEEKDAYS
from seglam_lang.language.builtins.date_parts import MONTHS
from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing.times import full_year
from seglam_lang.language.computing.unicode_pinned import quoted
from seglam_lang.language.failures import Failure

MAX_PATTERN = 100  # characters
MAX_DATE_TEXT = 200  # characters; a longer text is no date
_MONTHS_SHORT = tuple(name[:3] for name in MONTHS)
_WEEKDAYS_SHORT = tuple(name[:3] for name in WEEKDAYS)

_PIECE = re.compile(r"'(?P<quoted>(?:[^']|'')*)'|(?P<field>(?P<letter>[A-Za-z])(?P=letter)*)|(?P<other>[^A-Za-z']+)")
SPACE = " \t\r\n"


def _any_of(names: tuple[str, ...]) -> str:
    return "|".join(names)


# What each field matches when a text is read, and which part of a date it is.
DATE_FIELDS = {
    "yyyy": "[0-9]{4}",
    "yy": "[0-9]{2}",
    "MMMM": _any_of(MONTHS),
    "MMM": _any_of(_MONTHS_SHORT),
    "MM": "[0-9]{2}",
    "M": "[0-9]{1,2}",
    "dd": "[0-9]{2}",
    "d": "[0-9]{1,2}",
    "EEEE": _any_of(WEEKDAYS),
    "EEE": _any_of(_WEEKDAYS_SHORT),
}
DATE_PARTS = {"y": "year", "M": "month", "d": "day", "E": "weekday"}
_MONTH_NUMBERS = {name.lower(): i for names in (_MONTHS_SHORT, MONTHS) for i, name in enumerate(names, 1)} | {"sept": 9}
FLAGS = re.ASCII | re.IGNORECASE  # without ASCII the letters depend on Python's Unicode tables

Piece = tuple[str, str]  # a field and "", or "" and a text that stands for itself


def bad_pattern(message: str) -> Failure:
    return Failure("bad-date-pattern", message)


@lru_cache(maxsize=64)
def pieces_of(pattern: str, known: tuple[str, ...], kind: str) -> tuple[Piece, ...]:
    """Return the fields, all of them `known`, and the texts of a pattern, in order. Raise Failure where it is wrong."""
    if len(pattern) > MAX_PATTERN:
        raise bad_pattern(f"a {kind} pattern has at most {MAX_PATTERN} characters")
    pieces: list[Piece] = []
    position = 0
    while position < len(pattern):
        match = _PIECE.match(pattern, position)
        if match is None:
            raise bad_pattern(f"a quote is not closed in the {kind} pattern {quoted(pattern)}")
        field, literal = match["field"], match["quoted"]
        if field and field not in known:
            raise bad_pattern(
                f"`{field}` is not a field of a {kind} pattern; the fields are {', '.join(known)}; "
                "other letters need quotes"
            )
        text = match["other"] if literal is None else literal.replace("''", "'") or "'"
        pieces.append((field, "") if field else ("", text))
        position = match.end()
    return tuple(pieces)


def _pieces(pattern: str) -> tuple[Piece, ...]:
    """Return the fields and texts of a date pattern, or raise Failure if it is not valid."""
    return pieces_of(pattern, tuple(DATE_FIELDS), "date")


def pattern_size(_receiver: object, pattern: str | None) -> int:
    return min(len(pattern or ""), MAX_PATTERN)


@builtin(
    "Date.format(pattern: Text) -> Text",
    literals={"pattern": _pieces},
    cost=pattern_size,
    phrase="{self} written as {pattern}",
    examples=[
        '@2024-03-05.format("d MMMM yyyy") == "5 March 2024"',
        '@2024-03-05.format("dd.MM.yy") == "05.03.24"',
        '@2024-03-05.format("EEE \'the\' d") == "Tue the 5"',
    ],
)
def format_date(day: date, pattern: str) -> str:
    """Return the date as a text in the form of a pattern: yyyy or yy, MMMM (March), MMM (Mar), MM or M, dd or d, EEEE
    (Tuesday), EEE (Tue). Other letters must be in single quotes; all other characters are copied. Fail if the pattern
    is not valid."""
    return "".join([written(day, field) if field else text for field, text in _pieces(pattern)])


def written(day: date, field: str) -> str:
    """Return the text of a field of a date."""
    names = {"MMMM": MONTHS, "MMM": _MONTHS_SHORT}.get(field)
    if names:
        return names[day.month - 1]
    if field[0] == "E":
        return (WEEKDAYS if field == "EEEE" else _WEEKDAYS_SHORT)[day.weekday()]
    number = {"y": day.year, "M": day.month, "d": day.day}[field[0]]
    return f"{number % 100 if field == 'yy' else number:0{len(field)}}"


def expression_of(pieces: tuple[Piece, ...], pattern: str, reads: Mapping[str, str], parts: Mapping[str, str]) -> str:
    """Return the regular expression of a pattern. It has each part at most once, so that it never backtracks far.

    `reads` says what each field matches, `parts` which part of a date or time it is, by its first letter.
    """
    seen: set[str] = set()
    expression = ""
    for field, text in pieces:
        part = parts[field[0]] if field else ""
        if part and part in seen:
            raise bad_pattern(f"the pattern {quoted(pattern)} has the {part} twice")
        seen.add(part)
        expression += f"(?P<{part}>{reads[field]})" if field else re.escape(text)
    return expression


def need_parts(expression: str, pattern: str, parts: tuple[str, ...], what: str) -> None:
    """Raise Failure if a part that is needed is not in the regular expression of a pattern."""
    for part in parts:
        if f"(?P<{part}>" not in expression:
            raise bad_pattern(f"no {what} can be read with the pattern {quoted(pattern)}: it does not have the {part}")


@lru_cache(maxsize=64)
def _reader(pattern: str) -> re.Pattern[str]:
    """Return the regular expression that reads dates of this pattern."""
    expression = expression_of(_pieces(pattern), pattern, DATE_FIELDS, DATE_PARTS)
    need_parts(expression, pattern, ("year", "month", "day"), "date")
    return re.compile(expression, FLAGS)


@builtin(
    "Text.to_date(pattern?: Text) -> Date?",
    literals={"pattern": _reader},
    cost=lambda text, pattern: 10 + pattern_size(text, pattern),
    phrase="the date in {self}[ read as {pattern}]",
    examples=[
        '"2024-03-05".to_date() == @2024-03-05',
        '"March 5th, 2024".to_date() == @2024-03-05',
        '"05/03/2024".to_date("dd/MM/yyyy") == @2024-03-05',
        '"05/03/2024".to_date() == none',
    ],
)
def to_date(text: str, pattern: str | None) -> date | None:
    """Return the date that the text contains, or `none` if it is not a date. Without a pattern only forms with one
    possible meaning are read: 2024-03-05, and forms with an English month name (5 March 2024, Mar 5, 2024, 5-Mar-2024).
    With a pattern only that form is read; it has the fields of `format`, and a two-digit year means 1969 to 2068. Case
    and surrounding spaces are ignored. Fail if the pattern is not valid."""
    form = _reader(pattern) if pattern is not None else None
    if len(text) > MAX_DATE_TEXT:
        return None
    trimmed = text.strip(SPACE)
    matches = [each.fullmatch(trimmed) for each in ((form,) if form else _forms())]
    return next((date_of(match.groupdict()) for match in matches if match), None)


_MONTH = f"(?P<month>{_any_of(MONTHS)}|{_any_of(_MONTHS_SHORT)}|Sept)"
_WEEKDAY = rf"(?:(?P<weekday>{_any_of(WEEKDAYS)}|{_any_of(_WEEKDAYS_SHORT)})(?:, ?| ))?"
_DAY = "(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = "(?P<year>[0-9]{4})"
_FORMS = (
    "(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})",
    rf"{_WEEKDAY}{_DAY}(?: of)? {_MONTH}\.?,? {_YEAR}",
    f"(?P<day>[0-9]{{1,2}})-{_MONTH}-{_YEAR}",
    rf"{_WEEKDAY}{_MONTH}\.? {_DAY}(?:, ?| ){_YEAR}",
)


@cache
def _forms() -> list[re.Pattern[str]]:
    """Return the forms that are read without a pattern, compiled for the first text that is read so."""
    return [re.compile(form, FLAGS) for form in _FORMS]


def date_of(parts: Mapping[str, str | None]) -> date | None:
    """Return the date of the parts that were read, or None if there is no such date or it falls on another day of the
    week."""
    year, month, day = parts["year"] or "", (parts["month"] or "").lower(), int(parts["day"] or "")
    number = int(year)
    if len(year) == 2:
        number = full_year(number)
    try:
        found = date(number, int(month) if month.isdigit() else _MONTH_NUMBERS[month], day)
    except ValueError:  # there is no such day
        return None
    named = (parts.get("weekday") or "").lower()
    return found if WEEKDAYS[found.weekday()].lower().startswith(named) else None
