"""Functions of Power Fx that give a table, or a record, other columns."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.conformance import powerfx_parser as fx
from tests.conformance.harness import NotTranslatable
from tests.conformance.powerfx_functions import MANY, special
from tests.conformance.powerfx_tables import column_name
from tests.conformance.powerfx_types import Term, table_of, written_out

if TYPE_CHECKING:
    from tests.conformance.powerfx_compiler import Compiler, Scope

Nodes = tuple[fx.Node, ...]
Columns = dict[str, Term]


def _changed_columns(
    compiler: Compiler, arguments: Nodes, scope: Scope, change: Callable[[Columns, Scope], Columns]
) -> Term:
    """The table, or the record, with other columns; of a blank it is a blank."""
    table, name = compiler.rows(arguments[0], scope)

    def made(row: Term) -> Term:
        cells = {each: compiler.field(row, each) for each, _ in row.kind.fields}
        changed = change(cells, compiler.within(scope, row, name))
        if not changed:
            raise NotTranslatable("a record without fields")
        return written_out(tuple(changed.items()))

    if table.kind.name == "Record" and not table.kind.optional:
        inner = compiler.fresh("record")
        record = made(Term(inner, table.kind))
        return Term(f"[{table.source}].map({inner} => {record.source}).first()", record.kind)
    if table.kind.name != "Table":
        raise NotTranslatable("a function of what is no table")

    def changed(each: Term) -> Term:
        row = compiler.fresh("row")
        record = made(Term(row, each.kind.row))
        return Term(f"{each.source}.map({row} => {record.source})", table_of(record.kind), filled=each.filled)

    return compiler.through(table, changed)


def _in_pairs(arguments: Nodes) -> list[tuple[fx.Node, fx.Node]]:
    if len(arguments) % 2:
        raise NotTranslatable("a wrong number of arguments")
    return list(zip(arguments[::2], arguments[1::2], strict=True))


@special("AddColumns", least=3, most=MANY)
def _add_columns(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    pairs = _in_pairs(arguments[1:])

    def change(cells: Columns, inner: Scope) -> Columns:
        return {**cells, **{column_name(column): compiler.term(value, inner) for column, value in pairs}}

    return _changed_columns(compiler, arguments, scope, change)


@special("DropColumns", least=2, most=MANY)
def _drop_columns(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    dropped = {column_name(each) for each in arguments[1:]}
    return _changed_columns(
        compiler, arguments, scope, lambda cells, _: {name: cells[name] for name in cells if name not in dropped}
    )


@special("ShowColumns", least=2, most=MANY)
def _show_columns(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    shown = [column_name(each) for each in arguments[1:]]

    def change(cells: Columns, _: Scope) -> Columns:
        if not set(shown) <= set(cells):
            raise NotTranslatable("a column that the table has not")
        return {name: cells[name] for name in shown}

    return _changed_columns(compiler, arguments, scope, change)


@special("RenameColumns", least=3, most=MANY)
def _rename_columns(compiler: Compiler, arguments: Nodes, scope: Scope) -> Term:
    names = {column_name(old): column_name(new) for old, new in _in_pairs(arguments[1:])}
    return _changed_columns(
        compiler, arguments, scope, lambda cells, _: {names.get(name, name): cells[name] for name in cells}
    )
