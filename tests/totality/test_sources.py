"""Sources that are nested, long or odd beyond measure: a diagnostic, soon, by the checker and by the formatter.

Each is read in a process of its own with 1.5 GiB of address space.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from seglam_lang.language.checking.call_graph import callees_first
from seglam_lang.language.checking.checker import check
from seglam_lang.language.diagnostics import LanguageError, render_all
from seglam_lang.language.syntax.nodes import Procedure
from seglam_lang.language.syntax.parser import parse
from seglam_lang.language.syntax.printer import print_module
from tests.totality.contained import contained

SECONDS = 20.0  # at most, on a busy machine; each takes less than 5 alone
DEEP = 10_000
WELL = ""  # the report on a source that is right


def returned(expression: str, result: str = "Number", params: str = "") -> str:
    return f"proc f({params}) -> {result} {{ return {expression} }}"


def around(before: str, middle: str, after: str, times: int = DEEP) -> str:
    return returned(before * times + middle + after * times)


def lines(line: str, times: int, last: str) -> str:
    """`line` so many times, I in it the number of the line and J the one before."""
    return "".join(line.replace("I", str(i)).replace("J", str(i - 1)) + "\n" for i in range(1, times + 1)) + last


# What the checker says of each, and what the formatter, where it says something else.
NESTED = "nested-too-deeply"
PARTS = "too-many-parts"
LONG = "source-too-long"
SOURCES: dict[str, tuple[str, str] | tuple[str, str, str]] = {
    "parentheses": (around("(", "1", ")"), NESTED),
    "lists": (around("[", "1", "]"), NESTED),
    "records": (around("{a: ", "1", "}"), NESTED),
    "maps": (around("[1: ", "1", "]"), NESTED),
    "ifs": (around("if true then ", "1", " else 2"), NESTED),
    "else ifs": (around("if true then 1 else ", "1", ""), NESTED),
    "functions": (around("[1].map(x => ", "1", ")"), NESTED),
    "calls": (around("f(", "1", ")"), NESTED),
    "minus": (around("-", "1", "", 50_000), NESTED),
    "not": (around("not ", "true", "", 120_000), NESTED),
    "a sum": (returned(" + ".join(["1"] * 50_000)), NESTED),
    "alternatives": (returned(" or ".join(["true"] * 50_000)), NESTED),
    "defaults": (returned(" ?? ".join(["none"] * 50_000)), NESTED),
    "a chain of calls": (around("1", "", ".abs()", 39_000).replace("1" * 39_000, "1"), NESTED),
    "a chain of fields": (returned("x" + ".a" * 50_000), NESTED),
    "types": (returned("1", params="x: " + "List<" * DEEP + "Number" + ">" * DEEP), NESTED),
    "loops": (
        "proc f() -> Number {\nvar a = 1\n" + "for i in 1 to 2 {\n" * DEEP + "set a = 1\n" + "}" * DEEP + "return a }",
        NESTED,
    ),
    "lets": ("proc f() -> Number {\n" + lines("let xI = I", 25_000, "return 1 }"), "too-many-steps"),
    "a hundred thousand lets": ("proc f() -> Number {\n" + lines("let xI = I", 100_000, "return 1 }"), LONG),
    "sets": ("proc f() -> Number {\nvar a = 1\nfor i in 1 to 2 {\n" + "set a = 1\n" * 40_000 + "}\nreturn a }", PARTS),
    "asks": ("proc f() -> Number {\n" + 'ask "what"\n' * 40_000 + "return 1 }", PARTS),
    "items": (returned("[" + "1, " * 90_000 + "1].count()"), PARTS),
    "entries": (returned("[" + ", ".join(f"{i}: 1" for i in range(40_000)) + "].count()"), PARTS),
    "fields": (returned("{" + ", ".join(f"a{i}: 1" for i in range(40_000)) + "}.a1"), PARTS),
    "parameters": (returned("1", params=", ".join(f"a{i}: Number" for i in range(25_000))), PARTS),
    "arguments": (returned("f(" + "1, " * 90_000 + "1)"), PARTS),
    "declarations": (lines("type AI = Number", 20_000, ""), PARTS),
    "procedures": (lines("proc fI() -> Number { return I }", 9_000, ""), WELL),
    "procedures that call each other": (
        "proc f0() -> Number { return 1 }\n" + lines("proc fI() -> Number { return fJ() }", 9_000, ""),
        NESTED,
        WELL,
    ),
    "a long circle": (
        "proc f0() -> Number { return f9000() }\n" + lines("proc fI() -> Number { return fJ() }", 9_000, ""),
        "circular-call",
        WELL,
    ),
    "calls that double": (
        "proc f0() -> Number { return 1 }\n" + lines("proc fI() -> Number { return fJ() + fJ() }", 90, ""),
        NESTED,
        WELL,
    ),
    "types that double": (
        "type A0 = {a: Number}\n" + lines("type AI = {a: AJ, b: AJ}", 40, returned("1")),
        "type-too-large",
        WELL,
    ),
    "values whose types double": (
        "proc f() -> Number { let x0 = 1\n" + lines("let xI = {a: xJ, b: xJ}", 40, "return 1 }"),
        "type-too-large",
        WELL,
    ),
    "lists whose types double": (
        "proc f() -> Number { let x0 = []\n" + lines("let xI = [{a: xJ, b: xJ}]", 40, "return 1 }"),
        "type-too-large",
        WELL,
    ),
    "functions whose types double": (
        returned("[1]" + ".map(x => {a: x, b: x})" * 40 + ".count()"),
        "type-too-large",
        WELL,
    ),
    "results whose types double": (
        "proc g<T>(x: T) -> {a: T, b: T} { return {a: x, b: x} }\n" + around("g(", "1", ")", 40),
        "type-too-large",
        WELL,
    ),
    "open brackets": (returned("(" * 450_000), LONG),
    "fewer open brackets": (returned("[" * 190_000), "bracket-not-closed"),
    "signs": (returned("$" * 190_000), "unknown-character"),
    "digits": (returned("1" * 450_000), "number-too-long"),
    "zeros": (returned("0" * 450_000), "number-form"),
    "an exponent": (returned("1e999999999"), "number-too-large"),
    "a long text": (returned('"' + "a" * 450_000 + '"', "Text"), "procedure-too-long", WELL),
    "a text that is not closed": (returned('"' + "a" * 450_000), "text-not-closed"),
    "escapes": (returned('"' + "\\u{41}" * 30_000 + '"', "Text"), WELL),
    "spaces": (" " * 450_000 + returned("1"), WELL),
    "comments": ("# a\n" * 60_000 + returned("1"), WELL),
    "ten megabytes": (returned("1") * 300_000, LONG),
    "one megabyte of not": (returned("not " * 250_000 + "true", "Bool"), LONG),
}


def code_of(read: Callable[[str], object], source: str) -> str:
    try:
        read(source)
    except LanguageError as error:
        assert len(render_all(error, source)) < 20_000
        return error.diagnostics[0].code
    return WELL


def formatted(source: str) -> str:
    return print_module(parse(source))


QUICK = ("parentheses", "a hundred thousand lets", "types that double", "ten megabytes")


@pytest.mark.parametrize(
    "name", [each if each in QUICK else pytest.param(each, marks=pytest.mark.slow) for each in SOURCES]
)
def test_source(name: str) -> None:
    source, report, *by_formatter = SOURCES[name]
    checked = contained(lambda: code_of(check, source), SECONDS)
    assert checked.report == report
    printed = contained(lambda: code_of(formatted, source), SECONDS)
    assert printed.report == (by_formatter[0] if by_formatter else report)


@pytest.mark.parametrize(
    ("source", "order", "circles"),
    [
        ("a: b c\nb: c\nc:", "cba", []),
        ("a: b\nb: a\nc: a", "", ["`a` calls `b` which calls `a`: a circle"]),
        ("a: a", "", ["`a` calls itself"]),
        ("a: b\nb: c\nc: b d\nd: e\ne: d\nf:", "f", ["`b` calls `c`", "`d` calls `e`"]),
        ("a: b\nb: c d\nc: a\nd: a", "", ["`a` calls `b` which calls `c` which calls `a`", "`d` calls `a`"]),
    ],
)
def test_circles(source: str, order: str, circles: list[str]) -> None:
    """Each line is a procedure and what it calls."""
    text = ""
    for line in source.splitlines():
        name, called = line.split(":")
        calls = " + ".join([f"{each}()" for each in called.split()] or ["1"])
        text += f"proc {name}() -> Number {{ return {calls} }}\n"
    procedures = {each.name: each for each in parse(text).declarations if isinstance(each, Procedure)}
    found, wrong = callees_first(procedures)
    assert "".join(each.name for each in found) == order
    assert len(wrong) == len(circles)
    assert all(each.message.startswith(message) for each, message in zip(wrong, circles, strict=True))
