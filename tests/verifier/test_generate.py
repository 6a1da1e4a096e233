"""Generated inputs: well typed, repetitive enough to bite, and the same for a seed for ever."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.computing.numbers import is_canonical
from seglam_lang.language.types import (
    BOOL,
    DATE,
    NUMBER,
    TABLE,
    TEXT,
    Con,
    Constructor,
    Var,
    column_of,
    list_of,
    optional,
    record,
)
from seglam_lang.language.values import Record, Table, Value
from seglam_lang.verifier.generate import NO_HINTS, Hints, Palette, number, restricted, samples
from seglam_lang.verifier.mutations import MOST_ROWS, mutations
from seglam_lang.verifier.properties import inputs_digest
from seglam_lang.verifier.shrink import shrink
from seglam_lang.verifier.strategies import Drawn, inputs_of
from tests.verifier.drafts import ARGUMENTS, ORDERS, SIGNATURE


def test_the_inputs_of_a_seed_never_change() -> None:
    """Certificates name their inputs by seed: where this fails, all of them are examined afresh."""
    params = tuple(param.name for param in SIGNATURE.params)
    found = inputs_digest([each.arguments(params) for each in samples(SIGNATURE, 1, 20)])
    assert found == "85025b701b8d37caaaef8fe0e28b7a46c932c1ab44ddb7651b502804b112a544"


def test_input_i_does_not_depend_on_how_many_there_are() -> None:
    assert samples(SIGNATURE, 3, 5) == samples(SIGNATURE, 3, 9)[:5]
    assert samples(SIGNATURE, 3, 5) != samples(SIGNATURE, 4, 5)


def test_conditions_are_sometimes_true() -> None:
    """For two conditions at once, in a good part of the inputs, there are rows that meet both and rows that do not."""
    biting = 0
    for each in samples(SIGNATURE, 1, 40):
        table, s0, s2 = each.values["rows"], each.values["s0"], each.values["s2"]
        met = [row[0] == s0 and row[1] == s2 for row in table.rows()]
        biting += any(met) and not all(met)
    assert biting >= 8


def test_tables_have_blanks_repeats_and_none_at_times() -> None:
    tables = [each.values["rows"] for each in samples(SIGNATURE, 1, 40)]
    assert any(None in cells for table in tables for cells in table.cells)
    assert any(not table.length for table in tables)
    assert sum(len(set(table.cells[0])) < table.length for table in tables) > 10


@given(inputs_of(SIGNATURE))
def test_hypothesis_can_draw_inputs(each: object) -> None:
    assert each is not None


@st.composite
def values(draw: st.DrawFn, kind: Con) -> Value:
    return Palette(Drawn(draw), NO_HINTS).value(kind)


@st.composite
def tables(draw: st.DrawFn, columns: dict[str, Con]) -> Table:
    return Palette(Drawn(draw), NO_HINTS).table(columns)


@given(st.data())
def test_values_have_their_type(data: st.DataObject) -> None:
    kinds: dict[Con, type | tuple[type, ...]] = {NUMBER: (int, Decimal), TEXT: str, BOOL: bool, DATE: date}
    for kind, python in kinds.items():
        value = data.draw(values(kind))
        assert isinstance(value, python)
    assert is_canonical(data.draw(values(NUMBER)))
    assert all(isinstance(item, str) for item in data.draw(values(list_of(TEXT))))
    absent = data.draw(values(optional(DATE)))
    assert absent is None or isinstance(absent, date)
    made = data.draw(values(record({"a": NUMBER, "b": TEXT})))
    assert isinstance(made, Record) and made.names == ("a", "b")
    table = data.draw(tables({"x": NUMBER}))
    assert table.headers[0] == "x"


def test_a_type_parameter_is_one_type_throughout_an_input() -> None:
    kind = Var("T0")
    signature = Signature((Param("p0", TABLE), Param("p1", column_of(kind), "p0"), Param("p2", kind)))
    seen = set()
    for each in samples(signature, 1, 30):
        seen.add(each.values["p1"].type)
        cells = [cell for cell in each.values["p0"].column("p1") if cell is not None]
        assert all(isinstance(cell, (int, Decimal)) == isinstance(each.values["p2"], (int, Decimal)) for cell in cells)
    assert seen == {NUMBER, TEXT, DATE}


def test_constants_of_the_procedure_turn_up() -> None:
    signature = Signature((Param("s0", NUMBER), Param("s1", TEXT)))
    drawn = samples(signature, 1, 40, Hints((1234,), ("furlong",)))
    assert any(each.values["s0"] == 1234 for each in drawn)
    assert any("furlong" in each.values["s1"] for each in drawn)


def test_a_function_has_no_values() -> None:
    with pytest.raises(TypeError, match="no values of type"):
        samples(Signature((Param("f", NUMBER), Param("g", Con(Constructor.FUNCTION)))), 1, 1)


def test_only_what_is_used_is_generated() -> None:
    used = restricted(SIGNATURE, {"c2", "s0"})
    assert [param.name for param in used.params] == ["rows", "c2", "s0"]


def test_numbers_have_one_representation() -> None:
    assert [number(n) for n in (0, 100, 150, 5, -725)] == [0, 1, Decimal("1.5"), Decimal("0.05"), Decimal("-7.25")]


def test_mutations_look_like_the_request() -> None:
    used = restricted(SIGNATURE, {"c0", "c2", "s0", "s1"})
    mutated = mutations(used, ARGUMENTS, 1, 40)
    assert mutated == mutations(used, ARGUMENTS, 1, 40)
    tables = [each.values["rows"] for each in mutated]
    assert all(set(table.rows()) <= set(ORDERS.rows()) for table in tables)
    assert len({table.length for table in tables}) > 3
    assert {"Lima", "Oslo", "Bonn"} <= {each.values["s0"] for each in mutated}


def test_mutations_of_a_long_table_are_short() -> None:
    long = ORDERS.take([at % ORDERS.length for at in range(5000)])
    mutated = mutations(SIGNATURE, {**ARGUMENTS, "rows": long}, 1, 20)
    assert max(each.values["rows"].length for each in mutated) <= MOST_ROWS


def test_shrinking_ends_at_something_plain() -> None:
    smallest = shrink([(7, 12, -3, 40), "some text"], lambda arguments: sum(arguments[0]) > 30)
    assert smallest == [(40,), ""]


def test_shrinking_keeps_to_its_budget() -> None:
    runs = 0

    def holds(_arguments: object) -> bool:
        nonlocal runs
        runs += 1
        return False

    table = ORDERS.take([0, 1, 2, 3, 4, 5] * 4)
    assert shrink([table], holds, runs=50) == [table]
    assert runs <= 50


def test_two_tables_have_no_header_in_common() -> None:
    """Else none could be joined, and no procedure that joins two could be verified."""
    params = [Param("a", TABLE), Param("b", TABLE)]
    params += [Param("x", column_of(TEXT), "a"), Param("y", column_of(TEXT), "b")]
    for sample in samples(Signature(tuple(params)), 1, 40):
        one, other = sample.values["a"], sample.values["b"]
        assert len(one.headers) == len(other.headers) == 2
        assert set(one.headers).isdisjoint(other.headers)
