"""Power Fx (github.com/microsoft/Power-Fx, its expression tests) compiled to this language.

powerfx_parser.py reads an expression, powerfx_compiler.py writes it in our language and knows its type. What Power Fx
does silently is written out: a coercion is a call, a blank is the absent value of a `T?` and stands for 0, "", false
or day 0 where a value is needed (`x ?? 0`), a table is a List of records, a row's formula is a lambda, With binds a
record. What is not builtin here, or has another meaning at the edges, is a procedure in powerfx_library.seg.

Out by design, by file:

- of Text_ExcelCompat and its like (Excel's formats, which powerfx_formats.py and powerfx_number_formats.py write out):
  formats that are computed, and dates in other languages than English;
- time zones, and times of day beyond a day (`Time(30, 0, 0)`);
- WeekNum_, Weekday_, DateAdd_ and DateDiff_StronglyTyped*: members of an enumeration against numbers and texts, which
  Power Fx's own type checker tells apart;
- parts of StringInterpolate and TextFirst: syntax errors of Power Fx;
- what a binary float loses of a number of more digits than it has;
- a few rows each: errors as values (IfError, IsError, an Error inside a table; here a Failure ends the procedure),
  untyped values (ParseJSON), a column whose name is computed, the clock, chance, identities, side effects,
  user-defined functions, float-only variants.

An expected Error must be a Failure of a code that fits its kind (`FAILURES`); one that Power Fx finds before it runs
the formula must be a type error of ours of the same sort (powerfx_expected.py).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.conformance import powerfx_parser as fx
from tests.conformance.harness import HERE, NotTranslatable, Translation
from tests.conformance.library import read_library, with_helpers
from tests.conformance.powerfx_compiler import Compiler
from tests.conformance.powerfx_expected import expectation
from tests.conformance.powerfx_types import knows, show

_FLOAT = re.compile(r"\b(?:Float|Sqrt|Exp|Ln|Log|Power|Sin|Cos|Tan|A(?:sin|cos|tan))\(")  # what gives a binary float
_LONG = re.compile(
    r"[0-9.]{18,}|Float\(\W*[0-9.]+[eE]\+?(?:29|[3-9][0-9]|[0-9]{3})"
)  # beyond its digits, or a decimal's
_LIBRARY = read_library(HERE / "powerfx_library.seg")


def translate(row: Mapping[str, Any]) -> Translation:
    """A row as a program; NotTranslatable where this language cannot say it."""
    try:
        node = fx.parse(row["expr"], text_first="TextFirst" in row["setup"])
    except fx.NotAnExpression:
        raise NotTranslatable("the suite tests its parser") from None
    if _FLOAT.search(row["expr"]) and _LONG.search(row["expr"]):
        raise NotTranslatable("a binary float's rounding or range")
    expected = expectation(row["expected"])
    answer = Compiler(mixes="PowerFxV1CompatibilityRules" in str(row["setup"])).term(node, ())
    result = f" -> {show(answer.kind)}" if knows(answer.kind) else ""
    source = f"proc answer(){result} {{\n  return {answer.source}\n}}\n"
    return Translation(with_helpers(source, _LIBRARY), expected)
