"""Literals: from Lark's trees to nodes, or to what is wrong with them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from seglam_lang.language.computing.numbers import number_value
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.diagnostics import Diagnostic, LanguageError
from seglam_lang.language.failures import Failure
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.leading_zeros import complaint
from seglam_lang.language.syntax.trees import error_at, span_of

_ESCAPE = re.compile(r"\\(u\{([0-9a-fA-F]{1,6})\}|.)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}


def number_node(tree: Any) -> nodes.Expression:
    """Return a number. Raise LanguageError where it has too many digits, zeros in front, or is too large."""
    text = str(tree.children[0])
    mantissa = re.split("[eE]", text.rstrip("%"))[0]
    if len(mantissa.replace(".", "").lstrip("0")) > 34:
        message = "this number has more than the 34 digits that a Number holds"
        raise error_at("number-too-long", message, tree)
    message, hint = complaint(text)
    if message:
        raise error_at("number-form", message, tree, hint)
    try:
        number_value(text)
    except Failure as failure:
        raise error_at("number-too-large", f"this is no Number: {failure.message}", tree) from None
    return nodes.Number(text, span=span_of(tree))


def date_node(tree: Any) -> nodes.Expression:
    """Return a date. Raise LanguageError where there is no such day."""
    text = str(tree.children[0])
    try:
        value = date.fromisoformat(text[1:])
    except ValueError:
        message = f"there is no date {text[1:]}"
        raise error_at("no-such-date", message, tree, "a date is written @YEAR-MONTH-DAY, as in @2024-01-31") from None
    return nodes.Date(value, span=span_of(tree))


def datetime_node(tree: Any) -> nodes.Expression:
    """Return a date with a time. Raise LanguageError where there is none such."""
    text = str(tree.children[0])[1:]
    value = parse_datetime(text)
    if value is None:
        hint = "a DateTime is written @YEAR-MONTH-DAYTHOUR:MINUTE, as in @2024-01-31T09:30"
        raise error_at("no-such-date", f"there is no date with a time {text}", tree, hint)
    return nodes.DateTime(value, span=span_of(tree))


def time_node(tree: Any) -> nodes.Expression:
    """Return a time of day. Raise LanguageError where there is none such."""
    text = str(tree.children[0])[1:]
    value = parse_time(text)
    if value is None:
        hint = "a time of day is written @HOUR:MINUTE, from @00:00 to @23:59; a length of time is a Duration: @PT25H"
        raise error_at("no-such-time", f"there is no time of day {text}", tree, hint)
    return nodes.Time(value, span=span_of(tree))


def duration_node(tree: Any) -> nodes.Expression:
    """Return a duration. Raise LanguageError where it is none."""
    text = str(tree.children[0])[1:]
    value = parse_duration(text)
    if value is None:
        hint = "a duration is written @P2D, @PT1H30M or @P1DT12H (days, hours, minutes, seconds), or @P2W (weeks)"
        if re.match("P[0-9T]*[0-9][MY]", text) and "T" not in text.split("M")[0]:
            hint = "months and years differ in length: move a date by `.add_months(...)` or `.add_years(...)`"
        raise error_at("no-such-duration", f"`@{text}` is no duration", tree, hint)
    return nodes.Duration(value, span=span_of(tree))


def text_of(token: Any) -> str:
    """Return the value of a TEXT token. Raise LanguageError where it has an escape that there is not."""

    def unescape(match: re.Match[str]) -> str:
        if match[2]:
            point = int(match[2], 16)
            if point < 0x110000 and not 0xD800 <= point < 0xE000:
                return chr(point)
        elif match[1] in _ESCAPES:
            return _ESCAPES[match[1]]
        start = token.start_pos + 1 + match.start()
        message = f"a text has no escape `{match[0]}`"
        hint = 'the escapes are \\" \\\\ \\n \\r \\t and \\u{1F600}'
        raise LanguageError([Diagnostic("unknown-escape", message, start, start + len(match[0]), hint)])

    return _ESCAPE.sub(unescape, str(token)[1:-1])


def label_of(tree: Any) -> str:
    """Return the name of a field, which may be written as a text."""
    token = tree.children[0]
    return text_of(token) if token.type == "TEXT" else str(token)
