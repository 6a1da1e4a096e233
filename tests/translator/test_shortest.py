"""The shorter of the program and the SQL of one request."""

from __future__ import annotations

from typing import Any

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.translator.nano.headed import Headed

pytest.importorskip("sqlglot", reason="the train extra is not installed")
from seglam_lang.translator.nano.shortest import agree, length, shortest, variations

TABLE = {
    "columns": ["Name", "Dept", "Pay", "Hours"],
    "rows": [["Ann", "IT", 30, 10], ["Bob", "IT", 20, 8], ["Cy", "HR", 28, 7], ["Di", None, 11, 5]],
}
INPUTS = read_inputs(values={"table": TABLE})


def row(program: str, sql: str, *flags: str) -> dict[str, Any]:
    return {"gold": {"seglam": program, "sql": sql}, "inputs": {"table": TABLE}, "flags": list(flags)}


def test_a_detour_is_written_anew() -> None:
    given = row("rows.map(row => row[`Pay`] * row[`Hours`]).sum()", 'SELECT sum("Pay" * "Hours") FROM t')
    assert shortest(given) == "rows.total(row => row[`Pay`] * row[`Hours`])"


@pytest.mark.parametrize(
    ("program", "sql"),
    [
        ("rows.total(`Pay`)", 'SELECT sum("Pay") FROM t'),  # no shorter
        (
            "rows.sort_by(`Pay`).take(1).values(`Name`)",
            'SELECT "Name" FROM t ORDER BY "Hours" LIMIT 1',
        ),  # only here alike
        ("rows.where(row => row[`Pay`] > 20 and row[`Pay`] > 0).count()", 'SELECT count(*) FROM t WHERE "Pay" >= 21'),
        ("rows.map(row => {Name: row[`Name`]}).to_table()", 'SELECT "Name" FROM t'),  # a list is no table
        ("rows.map(row => row[`Pay`]).sum()", "SELECT list(x) FROM t"),  # not converted
        ("rows.map(row => row[`Pay`]).sum()", ""),
    ],
)
def test_otherwise_the_program_stays(program: str, sql: str) -> None:
    assert shortest(row(program, sql)) == program


def test_an_order_that_is_asked_for_counts() -> None:
    one, other = "rows.sort_by(`Pay`).values(`Pay`)", "rows.values(`Pay`)"
    assert agree(one, other, INPUTS, in_order=False)
    assert not agree(one, other, INPUTS, in_order=True)


def test_failures_agree_only_with_failures() -> None:
    assert agree("rows.take(0).average(`Pay`)", "rows.drop(9).average(`Pay`)", INPUTS, in_order=False)
    assert not agree("rows.average(`Pay`)", "rows.take(1).average(`Pay`)", INPUTS, in_order=False)


def test_variations_have_the_same_columns_and_only_rows_of_the_table() -> None:
    table = INPUTS.tables["table"]
    for each in variations(INPUTS):
        other = each.tables["table"]
        assert (other.headers, other.types) == (table.headers, table.types)
        assert other.length > 0
        assert set(other.rows()) <= set(table.rows())
    assert Headed.of("rows.count()").run(read_inputs(values={"table": {"columns": ["a"], "rows": []}})) == 0


def test_a_column_is_one_lexeme() -> None:
    assert length("rows.total(`a long header`)") == len(["return", "rows", ".", "total", "(", "column", ")"])
