"""The lexemes of a body: what a draft is written with, one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from seglam_lang.language.computing.numbers import DIGITS, number_value
from seglam_lang.language.computing.times import parse_datetime, parse_duration, parse_time
from seglam_lang.language.failures import Failure
from seglam_lang.language.syntax.lexicon import LEADING_ZEROS, PATTERNS, SIGNS, any_of, is_word
from seglam_lang.language.types import BOOL, DATE, DATETIME, DURATION, NUMBER, TEXT, TIME, Con

CLASSES = {  # what stands for any literal of a type, in `State.next`
    NUMBER: "<number>",
    TEXT: "<text>",
    DATE: "<date>",
    DATETIME: "<datetime>",
    TIME: "<time>",
    DURATION: "<duration>",
}
NAME_CLASS = "<name>"  # any name that is free
LITERAL_CLASSES = frozenset(CLASSES.values())

_NUMBER = re.compile(PATTERNS["NUMBER"])
_DATE = re.compile(PATTERNS["DATE"])
_TEXT = re.compile(r'"(?:[^"\\\n]|\\["\\nrt]|\\u\{[0-9A-Fa-f]{1,6}\})*"')
_ESCAPE = re.compile(r"\\(?:u\{([0-9A-Fa-f]+)\}|(.))")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_ESCAPED_POINT = re.compile(r"\\u\{([0-9A-Fa-f]+)\}")
_TIMES = tuple(PATTERNS[name] for name in ("DURATION", "DATETIME", "DATE", "TIME"))  # of two, the longer one first
_LEXEME = re.compile(
    rf"(?P<skipped>{PATTERNS['SPACE']}|{PATTERNS['COMMENT']})"
    rf"|{PATTERNS['NUMBER']}|{_TEXT.pattern}|{'|'.join(_TIMES)}|{PATTERNS['NAME']}|{any_of(SIGNS.values())}"
)


def lexemes(text: str) -> list[str]:
    """The lexemes of a text, without spaces and comments; ValueError where the text is none."""
    found: list[str] = []
    position = 0
    while position < len(text):
        match = _LEXEME.match(text, position)
        if match is None:
            raise ValueError(f"no lexeme begins with {text[position : position + 10]!r}")
        if match.lastgroup != "skipped":
            found.append(match[0])
        position = match.end()
    return found


def literal(lexeme: str) -> tuple[Con, str] | None:
    """The type of a literal, and its class ("" for true and false, which are lexemes of their own)."""
    first = lexeme[:1]
    if "0" <= first <= "9":
        return (NUMBER, CLASSES[NUMBER]) if _is_number(lexeme) else None
    if first == '"':
        return (TEXT, CLASSES[TEXT]) if _is_text(lexeme) else None
    if first == "@":
        kind = _type_of_time(lexeme[1:])
        return None if kind is None else (kind, CLASSES[kind])
    return (BOOL, "") if lexeme in ("true", "false") else None


def label_of(lexeme: str) -> str | None:
    """The name of a field that is written so: any word, or a text in quotes; None where it is neither."""
    if lexeme[:1] == '"':
        return _ESCAPE.sub(_unescaped, lexeme[1:-1]) if _is_text(lexeme) else None
    return lexeme if is_word(lexeme) else None


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16)) if match[1] else _ESCAPES.get(match[2], match[2])


def _is_number(lexeme: str) -> bool:
    if not _NUMBER.fullmatch(lexeme) or LEADING_ZEROS.match(lexeme):
        return False
    if len(lexeme) <= DIGITS and "e" not in lexeme.lower():
        return True
    mantissa = re.split("[eE%]", lexeme)[0]
    if len(mantissa.replace(".", "").lstrip("0")) > DIGITS:
        return False
    try:
        number_value(lexeme)
    except Failure:
        return False
    return True


def _is_text(lexeme: str) -> bool:
    if not _TEXT.fullmatch(lexeme):
        return False
    points = [int(point, 16) for point in _ESCAPED_POINT.findall(lexeme)]
    return all(point < 0xD800 or 0xDFFF < point <= 0x10FFFF for point in points)


def _type_of_time(text: str) -> Con | None:
    """The type of what stands behind an `@`; None if there is no such date, time or duration."""
    readers: dict[Con, Callable[[str], object]] = {
        DATE: _read_date,
        DATETIME: parse_datetime,
        TIME: parse_time,
        DURATION: parse_duration,
    }
    return None if text.startswith("-") else next((kind for kind in readers if readers[kind](text) is not None), None)


def _read_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(f"@{text}") else None
    except ValueError:
        return None
