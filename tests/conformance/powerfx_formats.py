"""Text(value, format): a format of Excel's for numbers (powerfx_number_formats.py) or for dates and times.

In a format of dates y, m, d, h and s, in runs and in capitals or not, are the parts, `m` of minutes after hours and
before seconds; AM/PM and A/P make hours those of a half day, and zeros behind the seconds are their decimals.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from tests.conformance import powerfx_parser as fx
from tests.conformance.harness import NotTranslatable
from tests.conformance.powerfx_functions import language_of, special
from tests.conformance.powerfx_number_formats import REASON, number_in_format
from tests.conformance.powerfx_types import (
    BLANK,
    DATETIME,
    MOMENTS,
    NUMBER,
    TEXT,
    TIME,
    Term,
    Writer,
    optional,
    quoted,
    sure,
)

if TYPE_CHECKING:
    from tests.conformance.powerfx_compiler import Compiler, Scope

_TOKEN = re.compile(
    r'\\(?P<escaped>.)|"(?P<quoted>[^"]*)"|(?P<half>am/pm|a/p)|(?P<part>y+|m+|d+|h+|s+)|(?P<fraction>(?<=s)\.0+)'
    r"|(?P<end>;)|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_PARTS = {
    **{"y": "yy", "yy": "yy", "yyy": "yyyy", "yyyy": "yyyy"},
    **{"m": "M", "mm": "MM", "mmm": "MMM", "mmmm": "MMMM"},
    **{"d": "d", "dd": "dd", "ddd": "EEE", "dddd": "EEEE"},
    **{"h": "H", "hh": "HH", "s": "s", "ss": "ss"},
}
_NAMED = {
    "LongDate": "dddd, mmmm d, yyyy",
    "LongDateTime": "dddd, mmmm d, yyyy h:mm:ss AM/PM",
    "LongDateTime24": "dddd, mmmm d, yyyy h:mm:ss",
    "LongTime": "h:mm:ss AM/PM",
    "LongTime24": "h:mm:ss",
    "ShortDate": "m/d/yyyy",
    "ShortDateTime": "m/d/yyyy h:mm AM/PM",
    "ShortDateTime24": "m/d/yyyy h:mm",
    "ShortTime": "h:mm AM/PM",
    "ShortTime24": "h:mm",
}  # members of DateTimeFormat, in en-US
_REFUSED = frozenset('0#?*_@[]\\"%')
_LOCALE = re.compile(r"\[\$-([A-Za-z-]+)\]")
_MOST_DECIMALS = 7  # of a second
_LITERAL = "\0"  # marks a piece of a pattern that stands for itself


@special("Text", most=3)
def _text(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    value = compiler.term(arguments[0], scope)
    if len(arguments) == 1:
        return compiler.coerce(value, optional(TEXT) if value.kind.optional else TEXT)
    shape, locale = _shape(arguments[1]), "en"
    if len(arguments) > 2:
        locale = language_of(arguments[2])
    stated = _LOCALE.match(shape)
    if stated:
        shape, locale = shape[stated.end() :], stated[1][:2].lower()
    if sure(value.kind) not in (NUMBER, *MOMENTS) and value.kind != BLANK:
        raise NotTranslatable(REASON)
    if not _is_of_dates(shape):
        return number_in_format(compiler, compiler.coerce(value, NUMBER).source, shape, locale)
    if locale != "en":
        raise NotTranslatable("dates in another language than English")
    return _moment_in_format(compiler, value, shape)


def _shape(node: fx.Node) -> str:
    if isinstance(node, fx.Text):
        return node.value
    if isinstance(node, fx.Field) and node.record == fx.Name("DateTimeFormat") and node.name in _NAMED:
        return _NAMED[node.name]
    raise NotTranslatable("a format that is computed")


def _is_of_dates(shape: str) -> bool:
    return any(found["part"] or found["half"] for found in _TOKEN.finditer(shape))


def _moment_in_format(writer: Writer, value: Term, shape: str) -> Term:
    """The text of a date with a time, by one of up to three sections: from day 0 on, before it, and at it."""
    sections: list[list[re.Match[str]]] = [[]]
    for found in _TOKEN.finditer(shape):
        if found["end"]:
            sections.append([])
        else:
            sections[-1].append(found)
    if len(sections) > 3 or (len(sections) > 1 and sure(value.kind) == TIME):  # which may be before midnight there
        raise NotTranslatable(REASON)

    def body(name: str) -> str:
        first, *others = (_in_section(name, each) for each in sections)
        tests = zip(("<", "=="), others, strict=False)
        chosen = [f"if {name} {test} @1899-12-30T00:00 then {text} else " for test, text in tests]
        return f"({''.join(chosen)}{first})"

    return Term(writer.bind(writer.coerce(value, DATETIME).source, body), TEXT)


def _in_section(name: str, found: list[re.Match[str]]) -> str:
    """One `format` for what our patterns have, and `take` for the few that they lack."""
    parts = [(each["part"] or "").lower() for each in found]
    halves = any(each["half"] for each in found)
    made: list[str] = []
    pattern: list[str] = []
    for place, each in enumerate(found):
        if each["half"] and len(each["half"]) > len("a/p"):
            pattern.append("a")
        elif each["half"] or each["fraction"]:
            made += _formatted(name, pattern)
            pattern = []
            made.append(f'{name}.format("a").take(1)' if each["half"] else _fraction(name, each["fraction"]))
        elif each["part"]:
            field = _field(parts, place)
            pattern.append(field.lower() if halves and field[0] == "H" else field)
        else:
            pattern.append(_LITERAL + _literal(each))
    return " + ".join([*made, *_formatted(name, pattern)]) or '""'


def _formatted(name: str, pieces: list[str]) -> list[str]:
    """The call of `format` with a pattern of fields and of texts that stand for themselves."""
    pattern = ""
    for literal, run in groupby(pieces, lambda piece: piece.startswith(_LITERAL)):
        text = "".join(run).replace(_LITERAL, "")
        quotes = literal and re.search(r"[A-Za-z']", text)
        pattern += "'" + text.replace("'", "''") + "'" if quotes else text
    return [f"{name}.format({quoted(pattern)})"] if pattern else []


def _fraction(name: str, written: str) -> str:
    """The point and decimals of the seconds, which are cut off; our patterns have three of them."""
    digits = len(written) - 1
    if digits > _MOST_DECIMALS:
        raise NotTranslatable(REASON)
    if digits <= len("SSS"):
        return f'"." + {name}.format("SSS").take({digits})'
    return f'"." + ({name}.second().mod(1) * {10**digits}).truncate().to_text().pad_left({digits}, "0")'


def _field(parts: list[str], place: int) -> str:
    """The field of our patterns for a part: `m` and `mm` are minutes before seconds, and from hours on to a date."""
    part = parts[place]
    if part[0] in "hs":
        part = part[:2]
    if part in ("m", "mm"):
        before = [each for each in parts[:place] if each[:1] in ("y", "d", "h") or each.startswith("mmm")]
        after = [each for each in parts[place + 1 :] if each]
        if (before and before[-1].startswith("h")) or (after and after[0].startswith("s")):
            return part
    if part not in _PARTS:
        raise NotTranslatable(REASON)
    return _PARTS[part]


def _literal(found: re.Match[str]) -> str:
    """What stands for itself."""
    text = found[found.lastgroup or 0]
    if found["other"] and text in _REFUSED:
        raise NotTranslatable(REASON)
    return text
