"""The typing rules, asked of types alone, say what the checker says of source."""

from __future__ import annotations

from itertools import product

import pytest

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.builtins.registry import KEYWORD_OPERATORS
from seglam_lang.language.checking import rules
from seglam_lang.language.checking.procedures import analyse
from seglam_lang.language.checking.signature import Param, Signature
from seglam_lang.language.diagnostics import LanguageError
from seglam_lang.language.syntax.lexicon import BINDINGS, UNARY_LEVELS
from seglam_lang.language.syntax.parser import parse_body
from seglam_lang.language.types import (
    BOOL,
    DATE,
    NUMBER,
    TABLE,
    TEXT,
    Con,
    Constructor,
    Type,
    Var,
    column_of,
    is_a,
    list_of,
    map_of,
    optional,
    parameter,
    record,
    show,
    table,
)

VALUES: tuple[Con, ...] = (
    NUMBER,
    TEXT,
    BOOL,
    DATE,
    optional(NUMBER),
    optional(TEXT),
    list_of(NUMBER),
    list_of(TEXT),
    list_of(optional(NUMBER)),
    map_of(TEXT, NUMBER),
    record({"a": NUMBER, "b": optional(TEXT)}),
    parameter("T"),
    parameter("K", "ordered"),
)
PAIRS = list(product(VALUES, VALUES))
COLUMNS = (Param("c0", column_of(NUMBER)), Param("c1", column_of(TEXT)), Param("c2", column_of(NUMBER)))


def checked(source: str, *params: Param) -> Type | None:
    """Return the type that the checker finds for what a body returns; None where it finds a mistake."""
    try:
        return analyse(parse_body(source), Signature(params), None).result
    except LanguageError:
        return None


def test_every_operator_is_a_builtin_or_decides_what_is_evaluated() -> None:
    builtins = {each.name for each in REGISTRY.all()}
    assert set(BINDINGS) - set(rules.LAZY) <= builtins and not set(rules.LAZY) & builtins
    assert {rules.UNARY[sign] for sign in UNARY_LEVELS} | {rules.INDEX} <= builtins
    words = {*BINDINGS, *UNARY_LEVELS} - set(rules.LAZY)
    assert {word for word in words if word.isidentifier()} == KEYWORD_OPERATORS


@pytest.mark.parametrize("operator", sorted(BINDINGS))
def test_operators(operator: str) -> None:
    for left, right in PAIRS:
        found = rules.operands(operator, left)
        whole = found[1] if found and rules.fit(found[0], right) is not None else None
        assert whole == checked(f"return a {operator} b", Param("a", left), Param("b", right)), (left, right)


@pytest.mark.parametrize("operator", sorted(UNARY_LEVELS))
def test_unary_operators(operator: str) -> None:
    wanted, whole = rules.operand(operator)
    for kind in VALUES:
        found = whole if rules.fit(wanted, kind) is not None else None
        assert found == checked(f"return {operator} a", Param("a", kind)), kind


def test_a_variable_stands_for_no_table_and_no_column() -> None:
    for kind in (TABLE, table(("c0",)), Con(Constructor.ROW, (), ("c0",)), Con(Constructor.COLUMN, (NUMBER,), ("c0",))):
        assert rules.fit_argument(Var("T"), kind) is None
        assert rules.fit_argument(kind, kind) == {}
    assert rules.fit_argument(Var("T"), NUMBER) == {"T": NUMBER}


def test_branches_and_items() -> None:
    for one, other in PAIRS:
        params = Param("a", one), Param("b", other)
        joined = rules.join(one, other)
        assert joined == checked("return if true then a else b", *params), (one, other)
        assert (joined and list_of(joined)) == checked("return [a, b]", *params), (one, other)
        assert (joined and map_of(TEXT, joined)) == checked('return ["x": a, "y": b]', *params), (one, other)


def test_what_is_always_there_stands_for_what_may_be_absent_only_where_it_lifts() -> None:
    assert rules.fit(optional(NUMBER), NUMBER) == {}
    assert rules.fit(optional(NUMBER), NUMBER, lifts=False) is None
    assert rules.fit(NUMBER, optional(NUMBER)) is None


def test_branches_that_are_tables_have_the_columns_of_both() -> None:
    assert rules.join(table(("c0", "c1")), table(("c1", "c2"))) == table(("c1",))
    assert rules.join(table(("c0",)), NUMBER) is None


@pytest.mark.parametrize("kind", VALUES, ids=show)
def test_fields_and_items_of_loops(kind: Con) -> None:
    for name in ("a", "b", "c"):
        assert rules.field_of(kind, name) == checked(f"return x.{name}", Param("x", kind))
    item = rules.item_of(kind)
    assert (item and list_of(item)) == checked("return for each in x { yield each }", Param("x", kind))


def methods_of(receiver: Con, least: int, most: int) -> list[Builtin]:
    """Return the methods of a receiver that take so many values, and no functions, tables or types."""
    special = (Constructor.FUNCTION, Constructor.TABLE, Constructor.TYPE, Constructor.COLUMN)
    found = REGISTRY.methods(receiver.constructor)
    return [
        each
        for each in found
        if least <= len(each.params) - 1 <= most and not any(is_a(param, *special) for param in each.params)
    ]


@pytest.mark.parametrize(
    "receiver", [each for each in VALUES if each.constructor is not Constructor.PARAMETER], ids=show
)
def test_methods_with_values(receiver: Con) -> None:
    for builtin in methods_of(receiver, 0, 1):
        call = rules.call_of(builtin.name, receiver)
        without = call.outcome() if call and not call.needs_more else None
        assert without == checked(f"return x.{builtin.name}()", Param("x", receiver)), builtin.id
        for kind in VALUES:
            given = call.given(kind) if call else None
            with_one = given.outcome() if given and not given.needs_more else None
            params = Param("x", receiver), Param("y", kind)
            assert with_one == checked(f"return x.{builtin.name}(y)", *params), (builtin.id, kind)


def test_functions_take_what_the_receiver_has_and_give_what_is_expected() -> None:
    call = rules.call_of("map", list_of(TEXT))
    assert call and call.function_takes == (TEXT,)
    given = call.given(NUMBER)
    assert given and given.outcome() == list_of(NUMBER)
    chosen = rules.call_of("where", table(("c0", "c1")))
    assert chosen and chosen.function_takes == (Con(Constructor.ROW, (), ("c0", "c1")),)
    assert chosen.given(NUMBER) is None and chosen.given(BOOL)


ON_COLUMNS = [
    each
    for each in REGISTRY.methods("Table")
    if each.params[1:] and all(is_a(p, Constructor.COLUMN) for p in each.params[1:])
]


@pytest.mark.parametrize("builtin", ON_COLUMNS, ids=lambda builtin: builtin.id)
@pytest.mark.parametrize("names", [("c0",), ("c1",), ("c1", "c0"), ("c0", "c2")], ids="-".join)
def test_columns_of_what_methods_of_tables_result_in(builtin: Builtin, names: tuple[str, ...]) -> None:
    given = rules.call_of(builtin.name, table(("c0", "c1", "c2")))
    for name in names:
        kind = next(each.type for each in COLUMNS if each.name == name)
        assert isinstance(kind, Con)
        given = given and given.given(Con(Constructor.COLUMN, kind.args, (name,)))
    outcome = given.outcome() if given and not given.needs_more else None
    call = f"rows.{builtin.name}({', '.join(names)})"
    params = Param("rows", TABLE), *COLUMNS
    result = checked(f"return {call}", *params)
    if is_a(outcome, Constructor.GROUPS):
        assert result is None  # groups are no result
    elif is_a(outcome, Constructor.TABLE):
        assert is_a(result, Constructor.TABLE) and outcome.labels == result.labels
        for column in COLUMNS:
            named = checked(f"return {call}.values({column.name})", *params)
            assert (named is not None) == (column.name in outcome.labels)
    else:
        assert outcome == result


def test_a_second_table_brings_its_own_columns() -> None:
    call = rules.call_of("join_on", table(("c0", "c1")))
    key, other_key = (Con(Constructor.COLUMN, (NUMBER,), (name,)) for name in ("c0", "d0"))
    assert call and call.columns == ("c0", "c1") and call.given(other_key) is None
    with_key = call.given(key)
    with_table = with_key and with_key.given(table(("d0", "d1")))
    assert with_table and with_table.columns == ("d0", "d1") and with_table.given(key) is None
    joined = with_table.given(other_key)
    assert joined and joined.outcome() == table(("c0", "c1", "d0", "d1"))


def test_a_procedure_returns_values_and_tables() -> None:
    may_be: tuple[Type, ...] = (*VALUES, TABLE, Var("T"))
    assert all(map(rules.may_be_returned, may_be))
    for kind in (column_of(NUMBER), list_of(TABLE), Con(Constructor.ROW), optional(Con(Constructor.GROUPS, (), ("",)))):
        assert not rules.may_be_returned(kind)


def test_a_rigid_type_is_equal_to_no_other() -> None:
    a, b = rules.rigid(Var("A")), rules.rigid(Var("B", "ordered"))
    assert isinstance(a, Con) and isinstance(b, Con)
    assert rules.matching(a, b) is None and rules.matching(a, NUMBER) is None
    assert rules.matching(Var("T", "ordered"), a) is None and rules.matching(Var("T", "ordered"), b) is not None
    assert rules.rigid(Var("N", "numeric")) == NUMBER
