"""Hypothesis strategies for well-typed procedures, built directly as cores from the registry's signatures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.core import (
    And,
    Call,
    Coalesce,
    Const,
    Core,
    Field,
    If,
    Lambda,
    Let,
    ListOf,
    Local,
    MapOf,
    Or,
    Procedure,
    RecordOf,
    TypeOf,
)
from seglam_lang.language.numbers import canonical
from seglam_lang.language.types import (
    BOOL,
    DATE,
    NUMBER,
    TABLE,
    TEXT,
    Con,
    Mismatch,
    Substitution,
    Type,
    Var,
    column_of,
    list_of,
    optional,
    resolve,
    unify,
)
from seglam_lang.language.values import Column, Table

GROUPS, ROW = Con("Groups"), Con("Row")
RESULTS = (NUMBER, TEXT, BOOL, DATE, TABLE, list_of(NUMBER), list_of(TEXT), optional(NUMBER), optional(TEXT))
PARAMS = (TABLE, column_of(NUMBER), column_of(TEXT), column_of(DATE), NUMBER, TEXT, DATE, list_of(NUMBER))
TABLES = (-1, 0, 0, 0, -1, -1, -1, -1)

small_numbers = st.one_of(
    st.integers(-3, 12),
    st.sampled_from([Decimal("0.5"), Decimal("-2.25"), 1000, 10**33, Decimal("0.1"), Decimal("1E+40")]),
)
numbers = st.one_of(
    small_numbers,
    st.integers(-(10**34) + 1, 10**34 - 1),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=5).map(canonical),
)
texts = st.one_of(st.sampled_from(["", "a", "b", "ab", " a b ", "12", "1,5", "ft", "in", "é"]), st.text(max_size=6))
dates = st.dates(date(1999, 12, 25), date(2001, 3, 5))
_ATOMS: dict[Con, st.SearchStrategy[Any]] = {NUMBER: small_numbers, TEXT: texts, BOOL: st.booleans(), DATE: dates}


def tables(max_rows: int = 6) -> st.SearchStrategy[Table]:
    """Tables with a column of numbers, one of texts and one of dates, all with blanks."""

    def build(rows: list[tuple[Any, Any, Any]]) -> Table:
        columns = tuple(tuple(row[i] for row in rows) for i in range(3))
        return Table(("n", "t", "d"), (NUMBER, TEXT, DATE), columns, len(rows))

    cells = [st.one_of(st.none(), values) for values in (small_numbers, texts, dates)]
    return st.lists(st.tuples(*cells), max_size=max_rows).map(build)


@st.composite
def arguments(draw: st.DrawFn) -> tuple[Any, ...]:
    """Values for `PARAMS`."""
    columns = Column("n", NUMBER), Column("t", TEXT), Column("d", DATE)
    items = tuple(draw(st.lists(small_numbers, max_size=5)))
    return (draw(tables()), *columns, draw(numbers), draw(texts), draw(dates), items)


@st.composite
def procedures(draw: st.DrawFn, depth: int = 4) -> Procedure:
    """A well-typed procedure with the parameters `PARAMS`."""
    build = _Build(draw, len(PARAMS))
    scope: dict[int, Type] = dict(enumerate(PARAMS))
    result = draw(st.sampled_from(RESULTS))
    checks = [(build.node(BOOL, scope, 1), "no") for _ in range(draw(st.integers(0, 1)))]
    body = build.node(result, scope, depth)
    ensures: tuple[Core, ...] = ()
    if draw(st.booleans()) and result != TABLE:
        place = build.frame + 8  # lambdas of the ensure itself come before the result
        ensures = (build.node(BOOL, {**scope, place: result}, 2),)
        if build.frame > place:
            ensures = ()
        else:
            build.frame = place + 1
    return Procedure(PARAMS, TABLES, result, tuple(checks), body, ensures, build.frame)


class _Build:
    """Draws nodes of a wanted type; `frame` counts the slots given out."""

    def __init__(self, draw: st.DrawFn, frame: int) -> None:
        self.draw, self.frame = draw, frame

    def slot(self) -> int:
        self.frame += 1
        return self.frame - 1

    def node(self, kind: Type, scope: dict[int, Type], depth: int) -> Core:
        """A node of type `kind`."""
        assert isinstance(kind, Con)
        locals_ = [Local(slot) for slot, of in scope.items() if of == kind]
        if locals_ and (depth <= 0 or kind == ROW or self.draw(st.integers(0, 3)) == 0):
            return self.draw(st.sampled_from(locals_))
        if depth <= 0:
            return self.leaf(kind, scope)
        if self.draw(st.integers(0, 3)) == 0:
            form = self.form(kind, scope, depth - 1)
            if form is not None:
                return form
        usable = [builtin for builtin in _GIVING.get(kind, ()) if _usable(builtin, scope)]
        if not usable:
            return self.leaf(kind, scope)
        return self.call(self.draw(st.sampled_from(usable)), kind, scope, depth - 1)

    def leaf(self, kind: Con, scope: dict[int, Type]) -> Core:
        """A constant, or the smallest thing there is of a type without constants."""
        if kind in _ATOMS:
            return Const(self.draw(_ATOMS[kind]))
        if kind.name == "Optional":
            return Const(None)
        if kind == TABLE:
            return Local(0)
        if kind == GROUPS:
            return Call("table.group_by@1", (Local(0), Local(self.draw(st.sampled_from([1, 2, 3])))))
        if kind.name == "Type":
            return TypeOf(kind.args[0])
        if kind.name == "Record":
            return RecordOf(kind.labels, tuple(self.leaf(_con(arg), scope) for arg in kind.args))
        number = self.draw(st.integers(0, 3))
        items = tuple(self.leaf(_con(kind.args[0]), scope) for _ in range(number))
        if kind.name == "Map":
            return MapOf(items, tuple(self.leaf(_con(kind.args[1]), scope) for _ in range(number)))
        assert kind.name == "List", kind
        return ListOf(items)

    def form(self, kind: Con, scope: dict[int, Type], depth: int) -> Core | None:
        """One of the forms of the core, if the one that is drawn can be of this type."""
        choice = self.draw(st.sampled_from(["let", "if", "logic", "coalesce", "list", "field"]))
        if choice == "let":
            of = self.draw(st.sampled_from([NUMBER, TEXT, list_of(NUMBER)]))
            value, slot = self.node(of, scope, depth), self.slot()
            return Let(slot, value, self.node(kind, {**scope, slot: of}, depth))
        if choice == "if":
            return If(*(self.node(part, scope, depth) for part in (BOOL, kind, kind)))
        if choice == "logic" and kind == BOOL:
            left, right = self.node(BOOL, scope, depth), self.node(BOOL, scope, depth)
            return And(left, right) if self.draw(st.booleans()) else Or(left, right)
        if choice == "coalesce" and kind in (NUMBER, TEXT):
            return Coalesce(self.node(optional(kind), scope, depth), self.node(kind, scope, depth))
        if choice == "list" and kind.name == "List":
            return ListOf(tuple(self.node(kind.args[0], scope, depth) for _ in range(self.draw(st.integers(0, 3)))))
        if choice == "field":
            items = (self.node(NUMBER, scope, 0), self.node(kind, scope, depth))
            return Field(RecordOf(("a", "b"), items), "b")
        return None

    def call(self, builtin: Builtin, kind: Con, scope: dict[int, Type], depth: int) -> Core:
        """A call of `builtin`, whose result is `kind`; type variables that are left become Number or Text."""
        bindings: Substitution = {}
        unify(builtin.result, kind, bindings)
        for variable in _variables(builtin.params):
            if variable not in bindings:
                bindings[variable] = self.draw(st.sampled_from([NUMBER, TEXT]))
        given = len(builtin.params) - self.draw(st.integers(0, builtin.optional))
        params = [resolve(param, bindings) for param in builtin.params[:given]]
        if any(_con(param).name == "Column" and param not in scope.values() for param in params):
            return self.leaf(kind, scope)  # the table has no column of that type
        return Call(builtin.id, tuple(self.argument(_con(param), scope, depth) for param in params))

    def argument(self, param: Con, scope: dict[int, Type], depth: int) -> Core:
        """An argument for a parameter: a lambda, a column parameter, a type, or any node."""
        if param.name == "Fn":
            slots = tuple(self.slot() for _ in param.args[:-1])
            return Lambda(
                slots, self.node(param.args[-1], {**scope, **dict(zip(slots, param.args, strict=False))}, depth)
            )
        if param.name == "Column":
            return self.draw(st.sampled_from([Local(slot) for slot, of in scope.items() if of == param]))
        return self.leaf(param, scope) if param.name == "Type" else self.node(param, scope, depth)


def _con(kind: Type) -> Con:
    assert isinstance(kind, Con)
    return kind


def _variables(kinds: tuple[Type, ...]) -> set[str]:
    names: set[str] = set()
    for kind in kinds:
        names |= {kind.name} if isinstance(kind, Var) else _variables(kind.args)
    return names


def _usable(builtin: Builtin, scope: dict[int, Type]) -> bool:
    """A method of rows needs a row, which only a lambda gives."""
    return builtin.receiver != "Row" or ROW in scope.values()


def _gives(builtin: Builtin, kind: Con) -> bool:
    try:
        unify(builtin.result, kind, {})
    except Mismatch:
        return False
    return True


_GIVING = {kind: [builtin for builtin in REGISTRY.all() if _gives(builtin, kind)] for kind in (*RESULTS, GROUPS)}
