"""Durations added up and averaged: `sum`, `total`, `average` and `median` mean those of Durations where these are."""

from __future__ import annotations

import statistics
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang import language
from seglam_lang.language import LanguageError, Param, Signature, check_draft, compile_procedure
from seglam_lang.language.builtins import REGISTRY
from seglam_lang.language.builtins.registry import Registry
from seglam_lang.language.completion import lexemes, start
from seglam_lang.language.computing.times import microseconds
from seglam_lang.language.core import Call, preorder
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import DATETIME, DURATION, NUMBER, TABLE, TEXT, Type, column_of, list_of
from seglam_lang.language.values import Column, Table
from tests import reference
from tests.backends.stored import store

SIGNATURE = Signature(
    (
        Param("rows", TABLE),
        Param("agent", column_of(TEXT)),
        Param("length", column_of(DURATION)),
        Param("number", column_of(NUMBER)),
        Param("began", column_of(DATETIME)),
        Param("ended", column_of(DATETIME)),
        Param("lengths", list_of(DURATION)),
    )
)
MINUTE = timedelta(minutes=1)
DAY = datetime(2024, 1, 31)
CALLS = Table(
    ("agent", "length", "number", "began", "ended"),
    (TEXT, DURATION, NUMBER, DATETIME, DATETIME),
    (
        ("Ann", "Bob", "Ann", "Bob", "Cid", None),
        (4 * MINUTE, 12 * MINUTE, timedelta(seconds=1), None, None, MINUTE),
        (1, 2, 3, 4, 5, 6),
        (DAY,) * 6,
        (DAY + MINUTE, DAY + 2 * MINUTE, DAY + 4 * MINUTE, None, DAY, DAY),
    ),
    6,
)
GIVEN = {
    "rows": CALLS,
    **{header: Column(header, kind) for header, kind in zip(CALLS.headers, CALLS.types, strict=True)},
    "lengths": (4 * MINUTE, MINUTE, 12 * MINUTE),
}
some_lengths = st.lists(st.timedeltas(timedelta(days=-400), timedelta(days=400)), min_size=1)


def procedure(body: str) -> Any:
    return check_draft(f"return {body}", SIGNATURE)


def ran(body: str, table: Table = CALLS) -> Any:
    """What a body comes to, by the closures and by the reference evaluator."""
    checked = procedure(body)
    arguments = [(GIVEN | {"rows": table})[name] for name in checked.params]
    found = compile_procedure(checked.core).run(arguments)
    if not table.is_stored:
        assert reference.run(checked.core, arguments, 10_000).value == found
    return found


def builtins_of(body: str) -> list[str]:
    return [node.builtin for node in preorder(procedure(body).core.body) if isinstance(node, Call)]


def nearest(exact: Fraction) -> int:
    return round(exact)  # of two the even one


def lists(method: str, lengths: list[timedelta]) -> timedelta:
    checked = check_draft(f"return lengths.{method}()", Signature((Param("lengths", list_of(DURATION)),)))
    found: timedelta = compile_procedure(checked.core).run([tuple(lengths)])
    return found


@given(some_lengths)
def test_of_a_list(lengths: list[timedelta]) -> None:
    sizes = [Fraction(microseconds(each)) for each in lengths]
    assert microseconds(lists("sum", lengths)) == sum(sizes)
    assert microseconds(lists("average", lengths)) == nearest(sum(sizes, Fraction(0)) / len(sizes))
    assert microseconds(lists("median", lengths)) == nearest(Fraction(statistics.median(sizes)))
    assert lists("median", lengths) == lists("median", lengths[::-1])


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("rows.total(length)", 17 * MINUTE + timedelta(seconds=1)),
        ("rows.average(length)", timedelta(seconds=255.25)),
        ("rows.median(length)", 2.5 * MINUTE),
        ("rows.minimum(length)", timedelta(seconds=1)),
        ("rows.maximum(length)", 12 * MINUTE),
        ("rows.total(row => row[ended] - row[began])", 7 * MINUTE),
        ("rows.average(row => row[length] * 2)", timedelta(seconds=510.5)),
        ("rows.median(row => row[length])", 2.5 * MINUTE),
        ("rows.take(0).total(row => row[ended] - row[began])", timedelta(0)),
        ("lengths.sum()", 17 * MINUTE),
        ("lengths.map(x => x + @PT1M).average()", 20 * MINUTE / 3),
        ("lengths.filter(x => x > @PT1H).sum()", timedelta(0)),
        ("rows.values(length).median()", 2.5 * MINUTE),
        ("[].sum()", 0),
        ("rows.total(row => rows.total(row_2 => rows.average(number)))", 126),
    ],
)
def test_of_a_column(body: str, expected: Any) -> None:
    assert ran(body) == expected


def cells(table: Table) -> list[tuple[Any, ...]]:
    return list(table.rows())


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("total(length)", [241, 720, 0]),
        ("average(length)", [120.5, 720, None]),
        ("median(length)", [120.5, 720, None]),
        ("maximum(length)", [240, 720, None]),
        ("total(row => row[ended] - row[began])", [300, 120, 0]),
        ("summary(g => {whole: g.total(length), middle: g.total(number)}).select(agent, \"whole\")", [241, 720, 0]),
    ],
)  # fmt: skip
def test_of_each_group(body: str, expected: list[float | None]) -> None:
    found = cells(ran(f"rows.group_by(agent).{body}"))
    seconds = [None if each is None else each.total_seconds() for _, each in found]
    assert ([agent for agent, _ in found], seconds) == (["Ann", "Bob", "Cid"], expected)


@pytest.mark.parametrize(
    "body",
    [
        "rows.total(row => row[ended] - row[began])",
        "rows.median(row => row[ended] - row[began])",
        "rows.group_by(agent).average(row => row[ended] - row[began])",
        "rows.where(row => row[number] > 1).group_by(agent).total(row => row[ended] - row[began])",
        "rows.group_by(agent).summary(g => {whole: g.total(row => row[ended] - row[began]), calls: g.count()})",
    ],
)
def test_of_a_table_in_the_database(body: str) -> None:
    """Durations have no form in SQL: what makes them is left to the interpreter, which gets the cells."""
    kept = [place for place, kind in enumerate(CALLS.types) if kind != DURATION]
    headers, types = (tuple(CALLS.headers[place] for place in kept), tuple(CALLS.types[place] for place in kept))
    table = Table(headers, types, tuple(CALLS.cells[place] for place in kept), CALLS.length)
    found, expected = ran(body, store(table)), ran(body, table)
    assert found == expected and repr(found) == repr(expected)


def test_a_computed_column_has_the_name_of_the_aggregate() -> None:
    body = 'rows.group_by(agent).average(row => row[ended] - row[began]).sort_by_descending("average")'
    assert ran(body).headers == ("agent", "average")
    assert [each.total_seconds() for _, each in cells(ran(body))] == [150, 120, 0]


def test_what_was_made_is_added_up_as_what_it_is() -> None:
    made = "rows.group_by(agent).summary(g => {whole: g.total(length), calls: g.count()})"
    assert ran(f'{made}.total("whole")') == 16 * MINUTE + timedelta(seconds=1)
    assert ran(f'{made}.total("calls")') == 5
    assert ran(f'{made}.average("calls")').__class__ is not timedelta


def test_numbers_are_computed_with_as_ever() -> None:
    assert builtins_of("rows.total(number)") == ["table.total@1"]
    assert builtins_of("rows.group_by(agent).median(number)") == ["groups.median@1", "table.group_by@1"]
    assert "table_of_durations.total@1" in builtins_of("rows.total(length)")
    assert "list_of_durations.sum@1" in builtins_of("lengths.sum()")


def test_an_overload_has_the_name_of_a_builtin_with_as_many_parameters() -> None:
    overloads = [each for each in REGISTRY.by_id.values() if each.is_overload]
    assert len(overloads) == 9 and all("_of_durations." in each.id for each in overloads)
    for each in overloads:
        found = REGISTRY.find(each.name, each.receiver)
        assert found is not None and each in REGISTRY.overloads(found) and each in REGISTRY.all()
        assert (found.names, found.columns, found.optional) == (each.names, each.columns, each.optional)


def test_a_superseded_overload_is_only_for_stored_procedures() -> None:
    registry = Registry()
    numbers, earlier = REGISTRY.by_id["list.sum@1"], REGISTRY.by_id["list_of_durations.sum@1"]
    later = replace(earlier, id="list_of_durations.sum@2")
    registry.add(earlier, current=False)
    registry.add(later)
    registry.add(numbers)
    assert registry.find("sum", "List") == numbers and registry.overloads(numbers) == (later,)
    assert registry.all() == [numbers, later] and registry.by_id[earlier.id] == earlier


def test_failures() -> None:
    for body in ("rows.take(0).average(length)", "rows.take(0).median(length)", "rows.take(0).values(length).median()"):
        with pytest.raises(Failure) as failed:
            ran(body)
        assert failed.value.code == "empty"
    with pytest.raises(Failure) as failed:
        ran("rows.total(row => 999999999.days())")
    assert failed.value.code == "out-of-range"


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("rows.total(agent)", "`total` takes a Column<Number> or a Column<Duration>, `agent` is a Column<Text>"),
        (
            "rows.total(row => row[ended])",
            "`total` takes a Column<Number> or a Column<Duration>, `ended` is a Column<DateTime>",
        ),
        (
            "rows.total(row => row[agent] == row[agent])",
            "what the function of `total` gives must be a Number or a Duration, this is a Bool",
        ),
        (
            "rows.group_by(agent).median(ended)",
            "`median` takes a Column<Number> or a Column<Duration>, `ended` is a Column<DateTime>",
        ),
        ("rows.total(row => row[length] + 1)", "the right side of `+` must be a Duration, this is a Number"),
        ("lengths.map(x => true).sum()", "`sum` works on a List<Number> or a List<Duration>; this is a List<Bool>"),
        ("rows.correlation(length, number)", "`correlation` takes a Column<Number>, `length` is a Column<Duration>"),
    ],
)
def test_other_types_are_refused(source: str, said: str) -> None:
    with pytest.raises(LanguageError) as wrong:
        procedure(source)
    assert said in str(wrong.value)


def test_columns_of_any_type_that_it_takes_are_proposed() -> None:
    with pytest.raises(LanguageError) as wrong:
        procedure("rows.total(agent)")
    assert [each.hint for each in wrong.value.diagnostics] == ["length or number would do"]


@pytest.mark.parametrize(
    ("text", "expects", "admitted", "others"),
    [
        ("return rows . group_by ( agent ) . average (", TABLE, {"number", "row"}, {"agent", "began"}),
        ("return rows . total (", NUMBER, {"number"}, {"agent"}),
        ("return lengths . sum", DURATION, {"("}, set()),
    ],
)
def test_what_may_come_next(text: str, expects: Type, admitted: set[str], others: set[str]) -> None:
    state = start(SIGNATURE, result=expects)
    for lexeme in lexemes(text):
        following = state.advance(lexeme)
        assert following is not None, lexeme
        state = following
    offered = set(state.next())
    assert admitted <= offered and not others & offered


def test_from_python() -> None:
    module = language.load(
        "proc each<G>(rows: Table, v: Column<Duration>, g: Column<G>) -> Table { return rows.group_by(g).average(v) }"
    )
    rows = [{"who": "Ann", "took": MINUTE}, {"who": "Ann", "took": 2 * MINUTE}]
    assert module["each"](rows, "took", "who") == [{"who": "Ann", "took": 1.5 * MINUTE}]
