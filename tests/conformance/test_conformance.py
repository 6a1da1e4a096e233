"""Outside judges: how many rows of each suite this language can say, and that it then says the same.

`python -m tests.conformance` prints the whole report; the rows are in ../shared/data/conformance.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.harness import (
    ADAPTERS,
    ExpectedFailure,
    NotTranslatable,
    Translation,
    adapter_of,
    judge,
    outcome,
    read_rows,
)

DATA = Path(__file__).parents[3] / "shared" / "data" / "conformance"
NEEDED = {"feel": 600, "powerfx": 2000, "cel": 170}  # rows that can be said, of each suite
SHARE = 0.98  # of these that pass

needs_data = pytest.mark.skipif(not DATA.exists(), reason="the suites are not beside this repository (../shared/data)")


def rows_of(adapter: str) -> list[dict[str, Any]]:
    """Every row of an adapter's suites."""
    return [row for path in sorted(DATA.glob(f"{adapter}*.jsonl.gz")) for row in read_rows(path)]


def source_of(adapter: str, row: dict[str, Any]) -> str | None:
    """What a row is translated to, None if it is not."""
    try:
        return str(import_module(f"tests.conformance.{adapter}").translate(row).source)
    except NotTranslatable:
        return None


@needs_data
@pytest.mark.slow
@pytest.mark.parametrize("adapter", ADAPTERS)
def test_suites(adapter: str) -> None:
    reports = [judge(path) for path in sorted(DATA.glob(f"{adapter}*.jsonl.gz"))]
    text = "\n".join(line for report in reports for line in report.lines())
    translatable = sum(report.translatable for report in reports)
    passed = sum(report.passed for report in reports)
    assert translatable >= NEEDED[adapter], text
    assert passed >= SHARE * translatable, text
    assert not [id for report in reports for id in report.needless], "these rows pass: leave them out of the skip file"


@needs_data
@pytest.mark.slow
@pytest.mark.parametrize("adapter", ADAPTERS)
def test_translations_do_not_depend_on_what_is_expected(adapter: str) -> None:
    others = {"feel": {"error": True}, "cel": {"error": True}, "powerfx": '"another"'}
    for row in rows_of(adapter):
        one, other = source_of(adapter, row), source_of(adapter, {**row, "expected": others[adapter]})
        assert one == other or None in (one, other), row["id"]  # None: what is expected is no value of ours


def answer(expression: str, expected: Any) -> bool:
    """Whether a program of ours passes."""
    return outcome(Translation(f"proc answer() {{ return {expression} }}", expected))[0]


def test_values_are_compared_with_their_types() -> None:
    assert answer("1 + 1", 2)
    assert answer("[1 == 1]", (True,))
    assert not answer("1 == 1", 1)
    assert not answer("[1]", (True,))
    assert answer('"a"', lambda value: value == "a")


def test_an_expected_failure_is_a_type_error_or_a_failure() -> None:
    assert answer("1 / 0", ExpectedFailure())
    assert answer('"a" - 1', ExpectedFailure())
    assert not answer('"a" - 1', ExpectedFailure(at_run_time=True))
    assert not answer("1", ExpectedFailure())
    assert not answer("1 / 0", 1)
    assert answer('"x".to_number()', ExpectedFailure(absence_passes=True))


def test_a_translation_that_is_no_program_never_passes() -> None:
    assert not answer("1 +", ExpectedFailure())
    assert not answer("1.no_such_method_anywhere()", ExpectedFailure())
    assert not answer("nothing", ExpectedFailure())


def test_the_adapter_is_told_by_the_file_s_name() -> None:
    assert adapter_of(Path("powerfx_more.jsonl.gz")) == "powerfx"
    with pytest.raises(ValueError, match="no adapter"):
        adapter_of(Path("jsonata.jsonl.gz"))


FEEL_ROWS: list[tuple[str, dict[str, Any], Any, bool]] = [
    ("if a > 1 then \"many\" else \"one\"", {"a": 2}, "many", True),
    ("some x in [1, 2], y in [3, 4] satisfies x + y > 5", {}, True, True),
    ("every x in [1, 2] satisfies x > 1", {}, False, True),
    ("for i in 3..1 return i * 2", {}, [6, 4, 2], True),
    ("5 in (1, [2..4], > 4)", {}, True, True),
    ("5 in (1..5)", {}, False, True),
    ("flatten([[1, [2, 3][1]], [4]])", {}, [1, 2, 4], True),
    ("append([1], 2, 3)", {}, [1, 2, 3], True),
    ("index of([1, 2, 1], 1)", {}, [1, 3], True),
    ("mode([3, 1, 3, 1, 2])", {}, [1, 3], True),
    ("Items[price > 1].name", {"Items": [{"context": {"name": "a", "price": 2}}]}, ["a"], True),
    ("string(1.50) + \"x\"", {}, "1.5x", True),
    ("number(\"1 000,5\", \" \", \",\")", {}, {"decimal": "1000.5"}, True),
    ("decimal(2.5, 0)", {}, 2, True),
    ("round half down(-2.5, 0)", {}, -2, True),
    ('get value({a: 1}, "b")', {}, None, True),
    ('duration("P1Y2M") * 2.5 + @"P1M"', {}, {"duration": "P3Y"}, True),
    ('string(duration("-P14M"))', {}, "-P1Y2M", True),
    ('@"P1Y" between @"P11M" and @"P13M"', {}, True, True),
    ('date("2020-01-31") + @"P1M"', {}, {"date": "2020-02-29"}, True),
    ('(@"2020-03-01T10:00:00" - duration("P1Y")).year', {}, 2019, True),
    ('years and months duration(@"2020-03-31", @"2020-02-29")', {}, {"duration": "-P1M"}, True),
    ('max(@"P1Y", @"P13M").months', {}, 1, True),
    ('sqrt(duration("P4Y"))', {}, {"error": True}, True),
    ('duration("P1D").years', {}, None, True),
    ("5 in [[1..3], (4..6]]", {}, True, True),
    ("1 in ]1..3]", {}, False, True),
    ('context put({x: 1, y: {a: 0}}, ["y", "b"], 2).y.b', {}, 2, True),
    ("1.1 ** 100", {}, {"decimal": "13780.612339822379"}, True),
    ("1.1 ** 100", {}, {"decimal": "13780.61234"}, False),
    ('number("10%")', {}, {"error": True}, True),
    ("1.5e3 + .5", {}, {"decimal": "1500.5"}, True),
    ("1 + 1", {}, 3, False),
    ("sqrt(\"4\")", {}, {"error": True}, True),
    ("sqrt(4)", {}, {"error": True}, False),
]  # fmt: skip


@pytest.mark.parametrize(("expression", "inputs", "expected", "passes"), FEEL_ROWS)
def test_feel(expression: str, inputs: dict[str, Any], expected: Any, passes: bool) -> None:
    translate = import_module("tests.conformance.feel").translate
    passed, got = outcome(translate({"feel": expression, "inputs": inputs, "expected": expected}))
    assert passed == passes, got


CEL_ROWS: list[tuple[str, dict[str, Any]]] = [
    ("[1, 2, 3].filter(x, x > 1).map(x, x * 2) == [4, 6]", {"bool_value": True}),
    ("'a' in ['a', 'b'] ? 'yes' : 'no'", {"string_value": "yes"}),
    ("'a,b,c'.split(',', 2)", {"list_value": {"values": [{"string_value": "a"}, {"string_value": "b,c"}]}}),
    ("'%d of %s: %.1e'.format([1, ['a', true], 0.095])", {"string_value": "1 of [a, true]: 9.5e-02"}),
    ("size('héllo') + size([1])", {"int64_value": "6"}),
    ("size(1)", {"error": True}),
]


@pytest.mark.parametrize(("expression", "expected"), CEL_ROWS)
def test_cel(expression: str, expected: dict[str, Any]) -> None:
    translate = import_module("tests.conformance.cel").translate
    passed, got = outcome(translate({"expr": expression, "bindings": None, "expected": expected}))
    assert passed, got
