"""The printer is the formatter: what it prints parses to what it printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.inline import WIDTH, print_expression
from seglam_lang.language.syntax.parser import parse, parse_body
from seglam_lang.language.syntax.printer import print_body, print_module
from tests.language.strategies import bodies, expressions, modules

SHIPPED = sorted(Path(__file__).parents[2].glob("cache/*.seg"))
generous = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


@generous
@given(expressions)
def test_an_expression_prints_as_itself(expression: nodes.Expression) -> None:
    assert parse_body(f"return {print_expression(expression)}").result.value == expression


@generous
@given(bodies)
def test_a_draft_prints_as_itself(body: nodes.Body) -> None:
    assert parse_body(print_body(body)) == body


@generous
@given(modules())
def test_a_module_prints_as_itself(module: nodes.Module) -> None:
    printed = print_module(module)
    assert parse(printed) == module
    assert print_module(parse(printed)) == printed


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_formatting_shipped_files_changes_no_meaning(path: Path) -> None:
    module = parse(path.read_text(encoding="utf-8"))
    assert parse(print_module(module)) == module


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("(1+2)*3", "(1 + 2) * 3"),
        ("1+(2*3)", "1 + 2 * 3"),
        ("1-(2-3)", "1 - (2 - 3)"),
        ("(1-2)-3", "1 - 2 - 3"),
        ("a ?? (b ?? c)", "a ?? b ?? c"),
        ("(a ?? b) ?? c", "(a ?? b) ?? c"),
        ("not (a and b)", "not (a and b)"),
        ("(not a) and b", "not a and b"),
        ("(-x).abs()", "(-x).abs()"),
        ("-(x.abs())", "-x.abs()"),
        ("(if a then b else c) + 1", "(if a then b else c) + 1"),
        ('{"a":1,"two words":2}', '{a: 1, "two words": 2}'),
        ('{"of": 1}', "{of: 1}"),
        ("[ : ]", "[:]"),
        ('["a":1,"b" : f( x )]', '["a": 1, "b": f(x)]'),
        ('r."two words".in', 'r."two words".in'),
        ('"tab\\t \\u{7} \\" \\\\"', '"tab\\t \\u{7} \\" \\\\"'),
    ],
)
def test_parentheses_only_where_they_are_needed(written: str, printed: str) -> None:
    value = parse_body(f"return {written}").result.value
    assert not isinstance(value, nodes.Loop)
    assert print_expression(value) == printed


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("(a ?? 0) + 1", "(a ?? 0) + 1"),
        ("a + (b ?? 0)", "a + (b ?? 0)"),
        ("a ?? b + 1", "a ?? (b + 1)"),
        ("a * 2 ?? 1", "(a * 2) ?? 1"),
        ("x == y ?? z", "x == (y ?? z)"),
        ("(row.get(c) ?? 0) > 5", "(row.get(c) ?? 0) > 5"),
        ("a ?? false and b", "(a ?? false) and b"),
        ("b or a ?? c == d", "b or (a ?? c) == d"),
        ("not a ?? b", "not (a ?? b)"),
        ("a ?? 1 to 3", "a ?? (1 to 3)"),
        ("1 to (n ?? 3)", "1 to (n ?? 3)"),
        ("a ?? b ?? c", "a ?? b ?? c"),
        ("a ?? -1", "a ?? -1"),
        ("-(a ?? 1)", "-(a ?? 1)"),
        ("(a ?? b).round(2)", "(a ?? b).round(2)"),
        ("f(a ?? 0, [b ?? 1])", "f(a ?? 0, [b ?? 1])"),
        ("if (a ?? b) then (c ?? d) else e", "if a ?? b then c ?? d else e"),
        ("a ?? (if b then c else d)", "a ?? (if b then c else d)"),
    ],
)
def test_a_default_beside_another_operator_is_in_parentheses(written: str, printed: str) -> None:
    value = parse_body(f"return {written}").result.value
    assert not isinstance(value, nodes.Loop)
    assert print_expression(value) == printed
    assert parse_body(f"return {printed}").result.value == value


def test_comments_stay_with_their_statements() -> None:
    source = """\
# What this file is.

# What f is.
proc f(x: Number) -> Number {
  # first
  let y = x # beside
  # above return
  return y
  # last
} # after

# What g is.
example f(1) == 1 # stated
# the end
"""
    assert print_module(parse(source)) == source.replace("stated\n# the", "stated\n\n# the")


def test_a_comment_inside_a_statement_moves_above_it() -> None:
    assert print_body(parse_body("return 1 + # why\n  2")) == "# why\nreturn 1 + 2"


def test_a_long_chain_has_one_step_a_line() -> None:
    steps = ".where(row => row[country] == wanted)" * 4
    printed = print_body(parse_body(f"return rows{steps}.count()"))
    assert printed.startswith("return rows\n  .where(row => row[country] == wanted)\n")
    assert all(len(line) <= WIDTH for line in printed.split("\n"))
