"""Text(value, format): the few formats that depend on no locale and say nothing but digits or parts of a date.

Of Excel's formats these are one to four of the signs 0 and #, with or without "," between thousands and digits after a
point ("0", "00000", "#,##0.00"), and dates of years, months and days ("yyyy-mm-dd", "d mmm yyyy").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.conformance import powerfx_parser as fx
from tests.conformance.harness import NotTranslatable
from tests.conformance.powerfx_functions import special
from tests.conformance.powerfx_types import BLANK, DATE, NUMBER, TEXT, Term, optional, quoted, sure

if TYPE_CHECKING:
    from tests.conformance.powerfx_compiler import Compiler, Scope

_NUMBER = re.compile(r"(#,##|#*)(0*)(?:\.(0+))?")
_DATE_PARTS = {
    "yyyy": "yyyy",
    "yy": "yy",
    "mmmm": "MMMM",
    "mmm": "MMM",
    "mm": "MM",
    "m": "M",
    "dddd": "EEEE",
    "ddd": "EEE",
    "dd": "dd",
    "d": "d",
}
_DATE = re.compile(r"(?:y+|m+|d+|[-/ .,]+)+")


@special("Text", most=3)
def _text(compiler: Compiler, arguments: tuple[fx.Node, ...], scope: Scope) -> Term:
    value = compiler.term(arguments[0], scope)
    if len(arguments) == 1:
        return compiler.coerce(value, optional(TEXT) if value.kind.optional else TEXT)
    shape = arguments[1]
    if len(arguments) > 2 or not isinstance(shape, fx.Text):
        raise NotTranslatable("Excel's formats")
    if sure(value.kind) == DATE:
        return Term(f"{compiler.coerce(value, DATE).source}.format({quoted(_date_pattern(shape.value))})", TEXT)
    found = _NUMBER.fullmatch(shape.value)
    if not shape.value or not found or value.kind not in (NUMBER, optional(NUMBER), BLANK):
        raise NotTranslatable("Excel's formats")
    thousands, zeros, decimals = found.groups()
    least, places = len(zeros), len(decimals or "")
    if "," in thousands and least > 1:
        raise NotTranslatable("Excel's formats")
    number = compiler.coerce(value, NUMBER).source
    return Term(f"formatted({number}, {least}, {places}, {quoted(',' if ',' in thousands else '')})", TEXT)


def _date_pattern(shape: str) -> str:
    parts = re.findall(r"y+|m+|d+|[-/ .,]+", shape)
    if not _DATE.fullmatch(shape) or any(each[0].isalpha() and each not in _DATE_PARTS for each in parts):
        raise NotTranslatable("Excel's formats")
    return "".join(_DATE_PARTS.get(each, each) for each in parts)
