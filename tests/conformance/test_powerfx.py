"""The Power Fx adapter: what it reads, what it writes, and that errors are those of the same kind."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.conformance.__main__ import DATA
from tests.conformance.harness import NotTranslatable, outcome
from tests.conformance.powerfx import translate
from tests.conformance.powerfx_expected import expectation

SUITE = DATA / "powerfx.jsonl.gz"


def row(expression: str, expected: str, *setup: str) -> dict[str, Any]:
    """A row as the suite's file has it."""
    return {"id": "row", "file": "Row.txt", "expr": expression, "expected": expected, "setup": list(setup)}


def answer(expression: str) -> str:
    """The line of our program that says the expression."""
    return translate(row(expression, "0")).source.splitlines()[-2].removeprefix("  return ")


@pytest.mark.parametrize(
    ("expression", "ours"),
    [
        ("1 + 2 * 3", "(1 + (2 * 3))"),
        ("2 ^ -2", "in_range(2.power((-2)))"),
        ('"a" & 1', '("a" + 1.to_text())'),
        ('Abs("-1")', 'number_of("-1").abs()'),
        ("Abs(Blank())", "(none ?? 0).abs()"),
        ("Sqrt(true)", "(if true then 1 else 0).sqrt()"),
        ("Filter([1, 2], Value > 1)", "[{Value: 1}, {Value: 2}].filter(row1 => (row1.Value > 1))"),
        ("Sum([1, 2] As x, x.Value)", "[{Value: 1}, {Value: 2}].map(row1 => row1.Value).sum()"),
        ("With({a: 1}, a + 1)", "[{a: 1}].map(with1 => (with1.a + 1)).first()"),
        ("If(1 > 2, 3)", "(if (1 > 2) then perhaps(3) else none)"),
        ("Date(2020, 1, 31) + 1", "date_of_parts(2020, 1, 31).add_days(1)"),
        ("Len([1, 2])", "[{Value: 1}, {Value: 2}].map(row1 => {Value: row1.Value.to_text().length()})"),
    ],
)
def test_what_an_expression_becomes(expression: str, ours: str) -> None:
    assert answer(expression) == ours


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("3+3", "3+3"),
        ("3 ${3+3}", "3 6"),
        ("$${1+3}", "${1+3}"),
        ('${$"{1+1}"}', "2"),
        ('=$"{{a}} {1}"', "{a} 1"),
    ],
)
def test_a_template_is_text_with_expressions_in_it(template: str, text: str) -> None:
    passed, got = outcome(translate(row(template, f'"{text}"', "TextFirst")))
    assert passed, got


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Average([1, Blank(), 3], Value)", "2"),
        ("StdevP(1, 2, 3, 4)", "1.118033988749895"),
        ('Substitute("abcabc", "b", "X", 2)', '"abcaXc"'),
        ('Replace("2009", 3, 2, "10")', '"2010"'),
        ('Text(1234.567, "#,##0.00")', '"1,234.57"'),
        ('Text(-0.5, "0.0%;(0%)")', '"(50%)"'),
        ('Text(1234567.8, "#,##0,.0\\k")', '"1,234.6k"'),
        ('Text(0.00012345, "0.00E+00")', '"1.23E-04"'),
        ('Text(9.999, "0.0e+0")', '"1.0e+1"'),
        ('Text(4915551234, "+00 (000) 0000")', '"+491 (555) 1234"'),
        ('Text(1234.5, "#,##0.00", "de-DE")', '"1.234,50"'),
        ('Text(Date(2020, 3, 5), "yyyy-mm-dd")', '"2020-03-05"'),
        ('Text(DateTime(2020, 3, 5, 14, 7, 9, 250), "d/m h:mm:ss.0 a/p")', '"5/3 2:07:09.2 P"'),
        ("Text(DateTime(2020, 3, 5, 14, 7, 9), DateTimeFormat.ShortDateTime24)", '"3/5/2020 14:07"'),
        ('Value("($1,234.50)")', "-1234.5"),
        ('Value("% -12")', "-0.12"),
        ('Value("1.234,5", "de-DE")', "1234.5"),
        ('DateValue("5 March 2020", "en-GB")', "Date(2020,3,5)"),
        ("Exp(60)", "114200738981568430000000000"),
        ("Average(If(1 < 0, [1, 2]), Value)", "Blank()"),
        ("If(1 < 0, Date(2000, 1, 1), DateTime(2000, 1, 2, 3, 0, 0))", "DateTime(2000,1,2,3,0,0,0)"),
        ('DropColumns({a: 1, b: 2}, "a")', "{b:2}"),
        ("Table([1], {Value: 2}, Blank(), [3])", "Table({Value:1},{Value:2},Blank(),{Value:3})"),
        ('And("", true)', "false"),
        ("Char(256)", "Error({Kind:ErrorKind.InvalidArgument})"),
        ("Char(Blank())", "Blank()"),
        ("Date(1900, 1, 1) = 2", "true"),
        ("Date(1900, 1, 0) < 1.5", "true"),
        ("Min(Date(2022, 9, 9), 50000)", "44813"),
        ("DateDiff(Date(2011, 1, 15), If(1 < 0, Date(1, 1, 1)))", "Blank()"),
        ('DateDiff(Date(2011, 1, 15), Date(2011, 1, 30), "hours")', "360"),
        ('Coalesce("", Blank())', "Blank()"),
        ("Power(230, 230)", "Error({Kind:ErrorKind.Numeric})"),
        ("Sequence(2.9)", "Table({Value:1},{Value:2})"),
        ("Sort([Time(8, 0, 0), Time(7, 0, 0)], Value)", "Table({Value:Time(7,0,0,0)},{Value:Time(8,0,0,0)})"),
        ('Sort(["b", "B", "a"], Value, SortOrder.Descending)', 'Table({Value:"B"},{Value:"b"},{Value:"a"})'),
        ("LookUp([1, 2, 3], Value > 5)", "Blank()"),
        ('Switch(3, 1, "a", 3, "b")', '"b"'),
        ('Coalesce("", "a")', '"a"'),
        ("2 in [1, 2]", "true"),
        ('AddColumns([1], "b", Value + 1)', "Table({Value:1,b:2})"),
        ("DateDiff(Date(2011, 1, 15), Date(2012, 3, 1), TimeUnit.Months)", "14"),
        ("Weekday(Date(2022, 1, 3), StartOfWeek.Monday)", "1"),
        ("WeekNum(Date(2022, 1, 2))", "2"),
        (r'IsMatch("aé-12", "[\w-]+\d{2}")', "true"),
        (
            'IsMatch("Ann@X.org", Match.MultipleLetters & "@x", MatchOptions.BeginsWith & MatchOptions.IgnoreCase)',
            "true",
        ),
    ],
)
def test_functions_that_the_suite_at_hand_has_not(expression: str, expected: str) -> None:
    passed, got = outcome(translate(row(expression, expected)))
    assert passed, got


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("Now()", "the clock, chance, identity"),
        ("TimeZoneOffset()", "time zones"),
        ("IfError(1 / 0, 2)", "errors as values"),
        ("CountRows([1, 1 / 0])", "an error in an item that nobody asks for"),
        ("Float(1) + 0.00000000000000000000001", "a binary float's rounding or range"),
        ('Text(1, Lower("0"))', "a format that is computed"),
        ("Date(2020, 1, 1) + 0.5", "a date that holds a time of day"),
        (r'IsMatch("aa", "(a)\1")', "patterns beyond RE2"),
        ("1 +", "the suite tests its parser"),
        ("NoSuchFunction(1)", "the function NoSuchFunction"),
    ],
)
def test_what_is_out_says_why(expression: str, reason: str) -> None:
    with pytest.raises(NotTranslatable) as refusal:
        translate(row(expression, "1"))
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("written", "near", "far"),
    [
        ("0.81", "0.81", "0.810000001"),
        ("10", "9.9999999999999931598200854531", "9.999999999"),
        ("0", "0.0000000000242", "0.00000002"),
        ("148.4131591", "148.41315910257660342", "148.41315914"),
        ("-23.02585092994045", "-23.02585092994045684", "-23.0258509298"),
        ("8223012714622878000000000000000000000", "8223012714622878312345678901234567890", "8223012714623878e21"),
        ("12345678901", "12345678901", "12345678902"),
    ],
)
def test_numbers_are_compared_as_far_as_their_digits_go(written: str, near: str, far: str) -> None:
    agrees = expectation(written)
    assert callable(agrees)
    assert agrees(Decimal(near)) and not agrees(Decimal(far))
