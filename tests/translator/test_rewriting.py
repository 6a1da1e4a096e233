"""Programs that go by a detour, and their shortest form."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import parse_body
from seglam_lang.language.syntax import nodes
from seglam_lang.language.values import Map, Record
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.rewriting import forms, length, rewrite
from seglam_lang.translator.nano.rewriting.agreement import runner, same, variations
from seglam_lang.translator.nano.rewriting.building import Unsuited, mentions, renamed, substitute

HEADERS = ("City", "Name", "Qty", "Price", "Day")
TYPES = ["text", "text", "number", "number", "date"]
ROWS: list[list[Any]] = [
    ["Oslo", "Ann", 3, 2, "2024-01-05"],
    ["Rome", "Bob", 1, 5, "2024-02-07"],
    ["Oslo", "Cy", 4, 1, "2024-01-09"],
    ["Bern", "Di", 2, 7, "2024-03-11"],
]

EXACT = [  # equal for all tables
    ("rows.where(row => not row.get(`Qty`).has_value()).count()", "rows.count_blanks(`Qty`)"),
    ("rows.where(row => row.get(`Qty`).has_value()).select(`Name`)", "rows.drop_blanks(`Qty`).select(`Name`)"),
    ("rows.where(row => row.get(`Qty`).has_value()).average(`Qty`)", "rows.average(`Qty`)"),
    ("rows.drop_blanks(`Qty`).top(2, `Qty`)", "rows.top(2, `Qty`)"),
    ("rows.drop_blanks(`Qty`).total(row => row[`Qty`] * row[`Price`])", "rows.total(row => row[`Qty`] * row[`Price`])"),
    (
        "rows.drop_blanks(`Qty`).where(row => row[`Price`] > 1 and row[`Qty`] > 1)",
        "rows.where(row => row[`Price`] > 1 and row[`Qty`] > 1)",
    ),
    ("rows.where(row => row[`Qty`] > 1).drop_blanks(`Qty`).count()", "rows.where(row => row[`Qty`] > 1).count()"),
    ("rows.map(row => row[`Qty`] * row[`Price`]).sum()", "rows.total(row => row[`Qty`] * row[`Price`])"),
    ("rows.map(row => row[`Qty`] * row[`Price`]).maximum()", "rows.maximum(row => row[`Qty`] * row[`Price`])"),
    ("rows.values(`Qty`).median()", "rows.median(`Qty`)"),
    ("rows.values(`City`).count_by(c => c)", "rows.group_by(`City`).count()"),
    ("rows.values(`City`).count_by(c => c).entries().maximum_by(e => e.value).key", "rows.mode(`City`)"),
    (
        "rows.values(`City`).count_by(c => c).filter((c, n) => n > 1).keys()",
        'rows.group_by(`City`).count().where(row => row["count"] > 1).values(`City`)',
    ),
    (
        "rows.values(`City`).count_by(c => c).entries().sort_by_descending(e => e.value).take(2)",
        "rows.group_by(`City`).most_frequent(2)",
    ),
    (
        "rows.map(row => row[`Day`].month()).sort().count_by(m => m)",
        'rows.group_by(row => row[`Day`].month()).count().sort_by("month")',
    ),
    (
        "rows.map(row => {name: row[`Name`], worth: row[`Qty`] * row[`Price`]}).filter(x => x.worth > 4)"
        ".map(x => x.name)",
        "rows.where(row => row[`Qty`] * row[`Price`] > 4).values(`Name`)",
    ),
    ("rows.top(1, `Qty`).values(`Qty`).first()", "rows.maximum(`Qty`)"),
    ("rows.values(`City`).distinct().count()", "rows.distinct(`City`).count()"),
    ("rows.map(row => row[`Day`].month()).distinct().count()", "rows.distinct(row => row[`Day`].month()).count()"),
    (
        "rows.where(row => not row.get(`Qty`).has_value()).take(9).count()",
        "rows.where(row => row.is_blank(`Qty`)).take(9).count()",
    ),
    ("rows.values(`Qty`).sort_descending().take(2)", "rows.top(2, `Qty`).values(`Qty`)"),
    ("rows.values(`Qty`).sort().last()", "rows.maximum(`Qty`)"),
    ("rows.values(`Day`).sort().first()", "rows.minimum(`Day`)"),
    ('rows.where(row => not (row[`City`] == "Rome")).count()', 'rows.where(row => row[`City`] != "Rome").count()'),
    (
        "let g = rows.group_by(`City`)\n"
        "g.count().join_on(`City`, g.total(`Qty`), `City`).join_on(`City`, g.average(`Price`), `City`)",
        "rows.group_by(`City`).summary(g => {count: g.count(), total: g.total(`Qty`), average: g.average(`Price`)})",
    ),
    (
        "let g = rows.group_by(`City`)\n"
        "g.count().join_on(`City`, g.total(`Qty`), `City`).join_on(`City`, g.average(`Price`), `City`)"
        ".sort_by_descending(`Qty`)",
        "rows.group_by(`City`).summary(g => {count: g.count(), total: g.total(`Qty`), average: g.average(`Price`)})"
        '.sort_by_descending("total")',
    ),
]
WITHOUT_BLANKS = [  # equal where no cell is blank
    ("rows.sort_by_descending(`Qty`).take(2).values(`Name`)", "rows.top(2, `Qty`).values(`Name`)"),
    ("rows.sort_by(`Qty`).take(1)", "rows.bottom(1, `Qty`)"),
    ("rows.map(row => {name: row[`Name`], city: row[`City`]})", "rows.select(`Name`, `City`)"),
    (
        "rows.map(row => {c: row[`City`], v: row[`Qty`] * row[`Price`]}).group_by(x => x.c)"
        ".map_values(l => l.map(x => x.v).sum())",
        "rows.group_by(`City`).total(row => row[`Qty`] * row[`Price`])",
    ),
    (
        "rows.map(row => {c: row[`City`], q: row[`Qty`]}).group_by(x => x.c).entries()"
        ".map(e => {city: e.key, n: e.value.count(), mean: e.value.map(x => x.q).average().round(1)})"
        ".sort_by_descending(x => x.mean).to_table()",
        "rows.group_by(`City`).summary(g => {n: g.count(), mean: g.average(`Qty`).round(1)})"
        '.sort_by_descending("mean")',
    ),
    (
        "rows.map(row => {c: row[`City`], n: row[`Name`]}).group_by(x => x.c)"
        ".map_values(l => l.map(x => x.n).distinct().count())",
        "rows.group_by(`City`).count_distinct(`Name`)",
    ),
    (
        "rows.map(row => {c: row[`City`], q: row[`Qty`]}).group_by(x => x.c)"
        ".filter((c, l) => l.map(x => x.q).sum() > 3).keys()",
        "rows.group_by(`City`).where(g => g.total(`Qty`) > 3).count().values(`City`)",
    ),
    (
        "rows.map(row => {m: row[`Day`].month(), q: row[`Qty`]}).group_by(g => g.m).entries().sort_by(g => g.key)"
        ".map(g => {month: g.key, total: g.value.map(x => x.q).sum()})",
        'rows.group_by(row => row[`Day`].month()).total(`Qty`).sort_by("month")',
    ),
    (
        "rows.map(row => {name: row[`Name`], worth: row[`Qty`] * row[`Price`]}).maximum_by(x => x.worth).name",
        "rows.top(1, row => row[`Qty`] * row[`Price`]).values(`Name`).first()",
    ),
    (
        "rows.map(row => {name: row[`Name`], worth: row[`Qty`] * row[`Price`]}).sort_by(x => x.worth).to_table()",
        'rows.with_column("worth", row => row[`Qty`] * row[`Price`]).sort_by("worth").select(`Name`, "worth")',
    ),
    (
        "rows.map(row => {c: row[`City`], q: row[`Qty`]}).group_by(r => r).entries()"
        ".map(e => {city: e.key.c, quantity: e.key.q, n: e.value.count()})",
        "rows.group_by(`City`, `Qty`).count()",
    ),
]


def inputs_of(rows: list[list[Any]]) -> Inputs:
    return read_inputs(values={"table": {"columns": list(HEADERS), "rows": rows, "types": TYPES}})


INPUTS = inputs_of(ROWS)


def tables(*, blanks: bool, least: int = 0) -> st.SearchStrategy[Inputs]:
    """Tables with many ties, and blanks where they may have some."""
    cells: list[st.SearchStrategy[Any]] = [
        st.sampled_from(["Oslo", "Rome", "Bern"]),
        st.sampled_from(["Ann", "Bob"]),
        st.integers(0, 4),
        st.integers(-1, 3),
        st.dates(date(2023, 12, 1), date(2024, 2, 28)).map(date.isoformat),
    ]
    if blanks:
        cells = [cell | st.none() for cell in cells]
    return st.lists(st.tuples(*cells).map(list), min_size=least, max_size=8).map(inputs_of)


@pytest.mark.parametrize(("detour", "direct"), EXACT + WITHOUT_BLANKS)
def test_a_detour_is_written_in_the_shortest_form(detour: str, direct: str) -> None:
    assert rewrite(detour, INPUTS).removeprefix("return ") == direct
    assert length(Headed.of(direct)) < length(Headed.of(detour))
    assert rewrite(direct, INPUTS) == direct


@pytest.mark.parametrize(
    ("program", "sql", "direct"),
    [
        (
            "rows.count() - rows.where(row => row[`Qty`] <= 1).count()",
            'SELECT count(*) FROM t WHERE "Qty" > 1',
            "return rows.where(row => row[`Qty`] > 1).count()",
        ),
        ("rows.total(`Qty`) / rows.count()", 'SELECT avg("Qty") FROM t', "return rows.average(`Qty`)"),
    ],
)
def test_the_sql_of_a_request_is_one_more_form(
    program: str, sql: str, direct: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("sqlglot", reason="the train extra is not installed")
    assert rewrite(program, INPUTS) == program
    assert rewrite(program, INPUTS, sql) == direct
    for name in [each for each in sys.modules if each.startswith("seglam_lang.translator.nano.sql")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "sqlglot", None)
    assert rewrite(program, INPUTS, sql) == program


@pytest.mark.parametrize(
    ("program", "sql"),
    [
        ("rows.total(`Qty`)", 'SELECT sum("Qty") FROM t'),  # no shorter
        ("rows.where(row => row[`Price`] == 1).total(`Qty`)", 'SELECT max("Qty") FROM t'),  # the same only here
        ("rows.where(row => row[`Qty`] > 2 and row[`Qty`] > 0).count()", 'SELECT count(*) FROM t WHERE "Qty" >= 3'),
        (
            "rows.where(row => row[`Day`] >= @2024-01-01 and row[`Day`] <= @2024-01-31).total(`Qty`)",
            """SELECT sum("Qty") FROM t WHERE strftime("Day", '%m/%Y') = '01/2024'""",  # a month as a text
        ),
        ("rows.total(`Qty`) / rows.count()", "SELECT list(x) FROM t"),  # not converted
        ("rows.total(`Qty`) / rows.count()", "SELECT FROM WHERE"),  # no SQL
    ],
)
def test_otherwise_the_program_stays_whatever_the_sql_says(program: str, sql: str) -> None:
    assert rewrite(program, INPUTS, sql) == program


@pytest.mark.parametrize(
    ("column", "between"),
    [
        ("Stamp", "row[`Stamp`] >= @2024-01-01T00:00 and row[`Stamp`] < @2024-02-01T00:00"),
        ("Day", "row[`Day`] >= @2024-01-01 and row[`Day`] < @2024-02-01"),
        ("Day", "row[`Day`] - @2024-01-01 >= @P0D and row[`Day`] - @2024-01-01 < @P31D"),
    ],
)
def test_times_of_every_type_are_kept(column: str, between: str) -> None:
    pytest.importorskip("sqlglot", reason="the train extra is not installed")
    cells = {"Day": ["2024-01-05", "2024-02-07"], "Stamp": ["2024-01-05T09:10", "2024-02-07T10:30"], "Qty": ["1", "2"]}
    program = f"rows.where(row => {between}).total(`Qty`)"
    sql = f"""SELECT sum("Qty") FROM t WHERE strftime("{column}", '%m/%Y') = '01/2024'"""
    assert rewrite(program, read_inputs(table=cells), sql) == program


@given(inputs=tables(blanks=True))
@pytest.mark.parametrize(("detour", "direct"), EXACT)
@settings(max_examples=40)
def test_an_exact_rule_holds_for_all_tables(detour: str, direct: str, inputs: Inputs) -> None:
    assert same(runner(Headed.of(detour), inputs)(inputs), runner(Headed.of(direct), inputs)(inputs))


@given(inputs=tables(blanks=False, least=1))
@pytest.mark.parametrize(("detour", "direct"), WITHOUT_BLANKS)
@settings(max_examples=40)
def test_any_rule_holds_where_no_cell_is_blank(detour: str, direct: str, inputs: Inputs) -> None:
    assert same(runner(Headed.of(detour), inputs)(inputs), runner(Headed.of(direct), inputs)(inputs))


def test_where_blanks_make_a_difference_rows_with_them_are_left_out_first() -> None:
    detour = (
        "rows.map(row => {c: row[`City`], q: row[`Qty`]}).group_by(x => x.c).entries()"
        ".map(e => {city: e.key, n: e.value.count()})"
    )
    assert rewrite(detour, INPUTS) == "return rows.group_by(`City`).count()"
    with_blank = inputs_of([*ROWS, ["Rome", "Ed", None, 3, "2024-02-01"], ["Kyiv", "Flo", None, 3, "2024-02-01"]])
    assert rewrite(detour, with_blank) == "return rows.drop_blanks(`Qty`).group_by(`City`).count()"


@pytest.mark.parametrize(
    "program",
    [
        "rows.total(`Qty`)",
        "rows.map(row => {a: row[`Qty`]}).windows(2).count()",
        "rows.where(row => row.get(`Qty`) == none).count() + rows.count()",
        "var n = 0\nfor row in rows { set n = n + row[`Qty`] }\nreturn n",
    ],
)
def test_what_has_no_shorter_form_stays(program: str) -> None:
    assert rewrite(program, INPUTS) == program


def test_steps_that_stay_are_kept_and_names_of_columns_in_texts_too() -> None:
    program = (
        'let least = 2\nrows.where(row => not row.get(`Qty`).has_value() and row[`Name`] != "column_0" and least > 1)'
    )
    assert rewrite(program, INPUTS) == (
        'let least = 2\nreturn rows.where(row => row.is_blank(`Qty`) and row[`Name`] != "column_0" and least > 1)'
    )


def test_forms_of_a_program_with_a_loop_can_be_read() -> None:
    program = Headed.of("var n = 0\nfor x in rows.values(`Qty`) { set n = n + x }\nreturn n")
    assert all(parse_body(each.source) for each in forms(program))


def test_variations_keep_columns_without_blanks_without() -> None:
    with_blank = inputs_of([*ROWS, ["Rome", "Ed", None, 3, "2024-02-01"]])
    blank = set()
    for each in variations(with_blank):
        table = each.tables["table"]
        assert table.length > 0
        blank |= {header for header in HEADERS if None in table.column(header)}
    assert blank == {"Qty"}


def test_what_is_the_same() -> None:
    table = INPUTS.tables["table"].take([0])
    assert same(table, table)
    assert not same(table, tuple(table.rows()))  # a table is not made a list
    assert not same(1, "1")
    assert same((Record(("a",), (1,)),), (Record(("b",), (1,)),))
    assert not same(Map({1: 2, 3: 4}), Map({3: 4, 1: 2}))


def test_a_name_of_a_row_is_not_taken_twice() -> None:
    mapped = parse_body("return rows.map(r => rows.map(row => r).count())").result.value
    assert isinstance(mapped, nodes.Call)
    (function,) = mapped.arguments
    assert isinstance(function, nodes.Lambda)
    with pytest.raises(Unsuited):
        renamed(function, "row")
    assert mentions(function, "r")
    with pytest.raises(Unsuited):
        substitute(function.body, "r", {"other": function.body})
