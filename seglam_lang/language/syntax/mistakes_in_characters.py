"""Diagnostics of characters that begin nothing in the language: other quotes and signs, look-alikes, invisible ones."""

from __future__ import annotations

import re
import unicodedata

from seglam_lang.language.diagnostics import Diagnostic
from seglam_lang.language.syntax.foreign import OPERATOR_SIGNS, OTHER_SIGNS

_QUOTES = {"'": "'", "`": "`", "“": "”", "”": "”", "„": "“", "«": "»", "‘": "’", "’": "’"}
_WORD = re.compile(r"\w+")
_DATE = re.compile(r"@[\w/.:-]*")
# Letters of other scripts that look like those of names, in pairs.
_TWINS = "аaеeоoрpсcуyхxіiјjѕsһhԁdԛqԝwАAВBЕEКKМMНHОOРPСCТTХXУYІIЈJЅSοoαaνvρpιiκkΑAΒBΕEΖZΗHΙIΚKΜMΝNΟOΡPΤTΥYΧXıiɡgℓl"
_LOOKS_LIKE = dict(zip(_TWINS[::2], _TWINS[1::2], strict=True))


def explain(start: int, source: str) -> Diagnostic:
    """Return the diagnostic of the character at `start`, where Lark could read nothing."""
    sign = source[start]
    if sign == '"':
        return _text_not_closed(start, source)
    if sign in _QUOTES:
        return _quoted_otherwise(start, source)
    if sign == "@":
        end = _DATE.match(source, start).end()  # type: ignore[union-attr]
        hint = "a date is written @2024-01-31, with a time @2024-01-31T09:30, a time @09:30, a duration @PT1H30M"
        return Diagnostic("date-form", f"`{source[start:end]}` is no date, time or duration", start, end, hint)
    for length in (2, 1):
        operator = source[start : start + length]
        if operator in OPERATOR_SIGNS:
            message = f"`{operator}` is no operator of this language"
            return Diagnostic("foreign-operator", message, start, start + len(operator), OPERATOR_SIGNS[operator])
    if sign.isalpha():
        return _foreign_letter(start, source)
    if unicodedata.category(sign)[0] in "CZ":
        return _not_to_be_seen(start, source)
    message = (
        f"`{sign}` has no place here" if ord(sign) < 128 or sign in OTHER_SIGNS else f"{_called(sign)} has no place"
    )
    return Diagnostic("unknown-character", message, start, start + 1, OTHER_SIGNS.get(sign, ""))


def _called(sign: str) -> str:
    """Return the name of a character, such as `U+0445 (cyrillic small letter ha)`."""
    name = unicodedata.name(sign, "")
    return f"U+{ord(sign):04X}{f' ({name.lower()})' if name else ''}"


def _text_not_closed(start: int, source: str) -> Diagnostic:
    end = source.find("\n", start)
    end = len(source) if end < 0 else end
    if source[max(start - 2, 0) : start] == '""':
        hint = "a line break inside a text is written \\n"
        message = 'a text stands in one `"` on each side, on one line'
        return Diagnostic("text-quotes", message, start - 2, start + 1, hint)
    hint = 'close it with `"`; a line break inside a text is written \\n'
    return Diagnostic("text-not-closed", "this text is not closed on its line", start, end, hint)


def _quoted_otherwise(start: int, source: str) -> Diagnostic:
    line_end = source.find("\n", start)
    line_end = len(source) if line_end < 0 else line_end
    close = source.find(_QUOTES[source[start]], start + 1, line_end)
    message = f"a text stands in straight double quotes, not in `{source[start]}`"
    if close < 0:
        return Diagnostic("text-quotes", message, start, start + 1, 'write "..."')
    inside = source[start + 1 : close]
    simple = len(inside) <= 40 and not re.search(r'["\\]', inside)
    return Diagnostic("text-quotes", message, start, close + 1, f'write "{inside}"' if simple else 'write "..."')


def _foreign_letter(start: int, source: str) -> Diagnostic:
    """Return the diagnostic of a letter beyond a to z: it shows the whole name, and which letter is meant."""
    first = start
    while first and (source[first - 1].isalnum() or source[first - 1] == "_"):
        first -= 1
    word = _WORD.match(source, first)
    end = word.end() if word and word.end() > start else start + 1
    name = source[first:end]
    plain = "".join(_LOOKS_LIKE.get(each) or unicodedata.normalize("NFKC", each) for each in name)
    if plain.isascii() and plain.isidentifier():
        message = f"`{name}` is not written in the letters it seems to be: {_called(source[start])}"
        return Diagnostic("look-alike", message, first, end, f"write `{plain}`, with the letters a to z")
    message = f"{_called(source[start])} stands in no name"
    hint = "names are written with the letters a to z, digits and `_`; texts and comments hold any letter"
    return Diagnostic("unknown-character", message, start, start + 1, hint)


def _not_to_be_seen(start: int, source: str) -> Diagnostic:
    sign = source[start]
    if unicodedata.category(sign)[0] == "Z":
        message = f"this is no ordinary space: {_called(sign)}"
        return Diagnostic("invisible-character", message, start, start + 1, "write an ordinary space in its place")
    message = f"a character stands here that cannot be seen: {_called(sign)}"
    return Diagnostic("invisible-character", message, start, start + 1, "delete it")
