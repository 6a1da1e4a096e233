"""Signatures of generated procedures, the types that they are made of, and arguments for them.

Type parameters are rigid while a procedure is written (`types.parameter`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from seglam_lang.language.core import Procedure
from seglam_lang.language.types import (
    BOOL,
    DATE,
    DURATION,
    NUMBER,
    ORDERED,
    SCALARS,
    TABLE,
    TEXT,
    Con,
    Constructor,
    Type,
    column_of,
    is_a,
    list_of,
    map_of,
    optional,
    parameter,
    record,
)
from seglam_lang.language.values import Column
from tests.totality import values
from tests.totality.choices import Choices, chance, pick
from tests.totality.kinds import Scope, con, meets, parts_of, variables_in

LABELS = ("a", "b", "n", "t", "d", "key", "value", "position", "item", "two words", "type")


def signature(choices: Choices) -> tuple[list[Type], tuple[int, ...]]:
    """The types of the parameters, and of which table each column is."""
    generic = [parameter(f"T{i}", pick(choices, ("", ORDERED))) for i in range(max(0, choices.below(6) - 3))]
    params: list[Type] = []
    tables: list[int] = []
    for _ in range(max(0, choices.below(5) - 1) // 2 + choices.below(2)):
        table = len(params)
        params.append(TABLE)
        tables.append(-1)
        for _ in range(1 + choices.below(4)):
            params.append(column_of(pick(choices, (NUMBER, TEXT, DATE, BOOL, NUMBER, TEXT, DURATION, *generic))))
            tables.append(table)
    for _ in range(choices.below(4)):
        params.append(any_kind(choices, 2, generic))
        tables.append(-1)
    for each in generic:  # of each type parameter there is a value somewhere
        if chance(choices, 2) or not any(param == column_of(each) for param in params):
            params.append(pick(choices, (each, list_of(each))))
            tables.append(-1)
    return params, tuple(tables)


def result_of(choices: Choices, params: Sequence[Type]) -> Con:
    """The type of what the procedure returns."""
    generic = [part for param in params for part in parts_of(param) if part.constructor is Constructor.PARAMETER]
    return TABLE if TABLE in params and chance(choices, 4) else any_kind(choices, 2, generic)


def any_kind(choices: Choices, depth: int, others: Sequence[Con] = ()) -> Con:
    """A type that a parameter or a result may have; `others` are such types too."""
    scalars = (NUMBER, TEXT, BOOL, DATE, NUMBER, TEXT, *others)
    form = choices.below(9)
    if depth == 0 or form < 4:
        return pick(choices, scalars)
    if form == 4 or form == 5:
        return list_of(any_kind(choices, depth - 1, others))
    if form == 6:
        return optional(any_kind(choices, depth - 1, others))
    if form == 7:
        return map_of(any_kind(choices, depth - 1, others), any_kind(choices, depth - 1, others))
    names = [pick(choices, LABELS) for _ in range(1 + choices.below(3))]
    return record({name: any_kind(choices, depth - 1, others) for name in names})


def kind_in(choices: Choices, scope: Scope, bound: str) -> Con:
    """A type that meets a bound, mostly of something in scope."""
    inside = [
        part
        for kind in scope.values()
        for part in parts_of(kind)
        if part.constructor not in (Constructor.COLUMN, Constructor.TYPE, Constructor.FUNCTION)
    ]
    if bound:
        inside = [part for part in inside if meets(part, bound)]
        return pick(choices, (NUMBER, TEXT, DATE, *inside))
    if inside and chance(choices, 2):
        return pick(choices, inside)
    if chance(choices, 6):
        return record({"key": any_kind(choices, 1), "value": any_kind(choices, 1)})
    return TABLE if chance(choices, 8) else any_kind(choices, 2)


def row_kind(choices: Choices, scope: Scope, of_csv: bool) -> Con:
    """The type of a record that is a row of the first table, or of a CSV in `hints`."""
    cells = {header(slot): con(con(of).args[0]) for slot, of in scope.items() if is_a(of, Constructor.COLUMN)}
    fields = {name: kind for name, kind in cells.items() if kind in SCALARS and chance(choices, 2)}
    if not fields or chance(choices, 4) == (not of_csv):
        fields = {"a": NUMBER, "b": TEXT}
    return record({name: optional(kind) for name, kind in fields.items()})


def arguments(choices: Choices, procedure: Procedure) -> tuple[Any, ...]:
    """Values for the parameters of `procedure`; its type parameters are given a meaning first."""
    of_cells = {
        each.name for param in procedure.params for each in variables_in((param,)) if is_a(param, Constructor.COLUMN)
    }
    meant: dict[str, Con] = {}
    for variable in variables_in(procedure.params):
        if variable.bound == ORDERED:
            kinds: tuple[Con, ...] = (NUMBER, TEXT, DATE)
        else:
            kinds = SCALARS if variable.name in of_cells else (*SCALARS, list_of(NUMBER), optional(TEXT))
        meant[variable.name] = pick(choices, kinds)
    kinds_of = [values.instance(param, meant) for param in procedure.params]
    made: list[Any] = []
    for place, kind in enumerate(kinds_of):
        if kind == TABLE:
            columns = {
                header(each): con(of.args[0])
                for each, of in enumerate(kinds_of)
                if of.constructor is Constructor.COLUMN and procedure.tables[each] == place
            }
            made.append(values.table(choices, columns))
        else:
            is_column = kind.constructor is Constructor.COLUMN
            made.append(Column(header(place), con(kind.args[0])) if is_column else values.value(choices, kind))
    return tuple(made)


def header(place: int) -> str:
    """The header of the column that the parameter at `place` is bound to."""
    return "ntdabc"[place % 6] + "'" * (place // 6)
