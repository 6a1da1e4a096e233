"""Columns of a procedure's own: computed for a call, made and then named, of each group; and blanks in conditions."""

from __future__ import annotations

import re
from typing import Any

import pytest

from seglam_lang.language import LanguageError, check, core
from seglam_lang.language.checking.soundness import Unsound, check_types
from seglam_lang.language.computing.fuel import budget
from seglam_lang.language.core import Call, Const, Lambda, Local, Procedure
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.compiler import compile_procedure
from seglam_lang.language.storing.codec import content_hash
from seglam_lang.language.types import NUMBER, TABLE, TEXT, column_of
from seglam_lang.language.values import Column, Table
from tests import reference

HEAD = "proc f(rows: Table, a: Column<Number>, b: Column<Number>, name: Column<Text>) -> "
SALES = Table(
    ("a", "b", "name"),
    (NUMBER, NUMBER, TEXT),
    ((3, 5, None, 8), (10, 20, 30, None), ("x", "y", "x", "y")),
    4,
)
OTHER_HEADERS = Table(("profit", "count", "value"), SALES.types, SALES.cells, 4)  # those that procedures make


def run(body: str, table: Table = SALES, result: str = "Table") -> Any:
    """The value of a body over the columns `a`, `b` and `name`, by both evaluators."""
    head = [("rows", "Table"), *zip("ab", ["Column<Number>"] * 2, strict=True), ("name", "Column<Text>")]
    used = ", ".join(f"{name}: {kind}" for name, kind in head if name == "rows" or _uses(body, name))
    (done,) = check(f"proc f({used}) -> {result} {{\n  return {body}\n}}\n")
    check_types(done.core)
    columns = {name: Column(table.headers[i], table.types[i]) for i, name in enumerate(("a", "b", "name"))}
    args = [table if name == "rows" else columns[name] for name in done.params]
    value, spent = compile_procedure(done.core).run_counted(args)
    plain = reference.run(done.core, args, budget(args))
    assert (plain.value, plain.spent, plain.failure) == (value, spent, "")
    return value


def _uses(body: str, name: str) -> bool:
    return re.search(rf'(?<!["\w]){name}(?!["\w])', body) is not None


def cells(table: Table) -> dict[str, tuple[Any, ...]]:
    return dict(zip(table.headers, table.cells, strict=True))


# --- functions in place of columns ----------------------------------------------------------------------------------


def test_an_aggregate_of_an_expression() -> None:
    assert run("rows.total(row => row[a] * row[b])", result="Number") == 130  # rows with a blank have no value
    assert run("rows.average(row => row[a] * 2)", result="Number") == run("rows.average(a) * 2", result="Number")


def test_grouping_sorting_and_ranking_by_an_expression() -> None:
    grouped = run("rows.group_by(row => row[a].is_odd()).total(b).sort_by_descending(b)")
    assert cells(grouped) == {"is_odd": (True, False), "b": (30, 0)}
    assert run("rows.sort_by(row => -row[b]).values(b)", result="List<Number>") == (30, 20, 10)
    assert run("rows.top(1, row => -row[a]).values(a)", result="List<Number>") == (3,)
    assert cells(run("rows.group_by(name).total(row => row[a] + row[b])")) == {"name": ("x", "y"), "total": (13, 25)}


def test_what_no_method_gives_is_called_value() -> None:
    assert run("rows.group_by(row => row[a] + 1).count()").headers == ("value", "count")


def test_a_function_that_gives_a_cell_is_the_column_itself() -> None:
    forms = ("rows.total(a)", "rows.total(row => row[a])", "rows.total(row => row.get(a))")
    heads = (f"proc f(rows: Table, a: Column<Number>) -> Number {{ return {form} }}" for form in forms)
    assert len({content_hash(check(each)[0].core) for each in heads}) == 1


def test_an_optional_gives_blanks() -> None:
    assert run("rows.values(row => row.get(a))", result="List<Number>") == (3, 5, 8)
    assert run('rows.with_column("c", row => if row[a] > 3 then none else row[a]).total("c")', result="Number") == 3


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("rows.total(row => row[name])", "type-mismatch"),
        ("rows.values(row => [row[a]])", "type-mismatch"),
        ("rows.select(row => row[a] + 1)", "unexpected-function"),
        ("rows.without(row => row[a])", "unexpected-function"),
        ('rows.total("a")', "column-expected"),
        ('rows.with_column("c", row => row[a]).total("d")', "no-such-column"),
        ('rows.with_column("c", row => row[name]).total("c")', "type-mismatch"),
        ('rows.group_by(name).count().without("count").sort_by("count")', "column-expected"),
        ('rows.with_column("c", row => row[a]).pivot(name, a).sort_by("c")', "column-expected"),
        ("rows.group_by(name).summary(g => g.count())", "fields-expected"),
        ("rows.group_by(name).summary(g => {all: g.values(a)})", "type-mismatch"),
    ],
)
def test_what_is_refused(body: str, code: str) -> None:
    with pytest.raises(LanguageError) as caught:
        check(f"{HEAD}Table {{ return {body} }}")
    assert code in {each.code for each in caught.value.diagnostics}


# --- names of columns that were made --------------------------------------------------------------------------------


def test_what_was_made_is_named_in_the_steps_after() -> None:
    made = run(
        'rows.with_column("profit", row => row[b] - row[a]).where(row => row["profit"] > 7)'
        '.sort_by_descending("profit").select(name, "profit")'
    )
    assert cells(made) == {"name": ("y",), "profit": (15,)}
    assert cells(run('rows.group_by(name).count().where(row => row["count"] > 1).top(1, "count")'))["count"] == (2,)
    assert run('rows.rename(a, "c").total("c")', result="Number") == 16
    assert run('rows.with_rank("rank", a).where(row => row["rank"] == 1).values(a)', result="List<Number>") == (3,)
    assert run('rows.with_running_total("sum", a).maximum("sum")', result="Number") == 16


@pytest.mark.parametrize(
    "body",
    [
        'rows.with_column("profit", row => row[b] + 100).values("profit")',
        'rows.with_column("profit", row => row[b] + 100).without(a).values("profit")',
        'rows.with_column("profit", row => row[b] + 100).group_by(name).maximum("profit").values("profit")',
        'rows.with_column("profit", row => row[b] + 100).group_by("profit").count().values("profit")',
        'rows.rename(b, "profit").values(row => row["profit"] + 100)',
    ],
)
def test_a_column_of_the_input_with_that_header_is_another_one(body: str) -> None:
    """The first column of the second table has the header that the procedure gives; the cells tell which was meant."""
    one, other = (sorted(run(body, table, "List<Number>")) for table in (SALES, OTHER_HEADERS))
    assert one == other and min(one) > 100


def test_counts_are_distinct_from_a_column_called_count() -> None:
    made = run('rows.group_by(b).count().sort_by_descending("count")', OTHER_HEADERS)
    assert cells(made) == {"count": (10, 20, 30), "count 2": (1, 1, 1)}


def test_of_two_columns_with_one_name_the_last_is_meant() -> None:
    twice = 'rows.with_column("c", row => row[a]).with_column("c", row => row[name])'
    assert run(f'{twice}.values("c")', result="List<Text>") == ("x", "y", "x", "y")
    assert run(f'{twice}.select("c")').headers == ("c 2",)


def test_a_column_that_only_one_branch_made_has_no_name() -> None:
    with pytest.raises(LanguageError):
        check(
            "proc f(rows: Table, a: Column<Number>, c: Bool) -> Number {\n"
            '  let t = if c then rows.with_column("x", row => row[a]) else rows\n  return t.total("x")\n}'
        )


def test_a_name_that_both_tables_of_a_join_made_has_no_meaning() -> None:
    with pytest.raises(LanguageError):
        check(
            "proc f(rows: Table, a: Column<Number>) -> Number {\n"
            '  return rows.select(a).with_column("x", row => row[a])'
            '.join_on(a, rows.rename(a, "k").with_column("x", row => 1), "k").total("x")\n}'
        )


def test_a_core_that_names_what_was_not_made_is_unsound() -> None:
    def of(body: core.Core) -> Procedure:
        return Procedure((TABLE, column_of(NUMBER)), (-1, 0), NUMBER, (), body, (), 5)

    function = Lambda((3,), Call("row.cell@1", (Local(3), Local(1))))
    texts = Lambda((3,), Const("x"))
    check_types(of(Call("table.total@1", (Call("table.with_column@1", (Local(0), Const("c"), function)), Const("c")))))
    for wrong in (
        Call("table.total@1", (Local(0), Const("c"))),
        Call("table.total@1", (Call("table.with_column@1", (Local(0), Const("c"), texts)), Const("c"))),
        Call("table.total@1", (Call("table.with_column@1", (Local(0), Const("c"), function)), Const(1))),
        Call("table.total@1", (Local(0), texts)),
    ):
        with pytest.raises(Unsound):
            check_types(of(wrong))


# --- groups -----------------------------------------------------------------------------------------------------------


def test_a_summary_has_a_column_for_each_field() -> None:
    fields = "orders: g.count(), most: g.maximum(b), ratio: g.total(a) / g.total(b)"
    made = run(f"rows.group_by(name).summary(g => {{{fields}}})")
    assert made.headers == ("name", "orders", "most", "ratio")
    assert next(made.rows())[:3] == ("x", 2, 30)


def test_a_field_without_values_is_blank_by_itself() -> None:
    made = run("rows.group_by(name).summary(g => {n: g.count(), most: g.where(row => row[b] > 25).maximum(b)})")
    assert cells(made) == {"name": ("x", "y"), "n": (2, 2), "most": (30, None)}
    with pytest.raises(Failure):
        run("rows.group_by(name).summary(g => {n: 1 / (g.count() - 2)})")


def test_conditions_on_groups_and_the_first_of_each() -> None:
    assert run("rows.group_by(name).where(g => g.total(b) > 30).count()").cells == (("x",), (2,))
    assert run("rows.group_by(name).top(1, b).values(b)", result="List<Number>") == (30, 20)
    assert run("rows.group_by(name).bottom(1, b).values(b)", result="List<Number>") == (10, 20)


def test_a_table_for_each_group() -> None:
    made = run('rows.group_by(name).each(g => g.with_running_total("so far", b)).select(name, "so far")')
    assert cells(made) == {"name": ("x", "x", "y", "y"), "so far": (10, 40, 20, 20)}
    empty = run('rows.take(0).group_by(name).each(g => g.with_rank("rank", a)).sort_by("rank")')
    assert (empty.headers, empty.length) == (("a", "b", "name", "rank"), 0)


# --- blanks in conditions ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "kept"),
    [
        ('row[a] > 5 or row[name] == "x"', (3, None, 8)),
        ('row[name] == "x" or row[a] > 5', (3, None, 8)),
        ("row[a] > 5 or row[b] > 100", (8,)),
        ('not (row[a] > 5 and row[name] == "y")', (3, 5, None)),
        ("not (row[a] > 100)", (3, 5, 8)),
    ],
)
def test_what_is_unknown_decides_nothing(condition: str, kept: tuple[Any, ...]) -> None:
    """Unknown or true is true, unknown or false is unknown, and a row is kept only where the condition is true."""
    assert run(f"rows.where(row => {condition})").cells[0] == kept
