"""Closures of calls that name columns which the procedure made, or compute one for the call from a function of a row.

What an implementation gets is a Column in both cases.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from seglam_lang.language.builtins.table import cell, computed_column, made_column
from seglam_lang.language.failures import Failure
from seglam_lang.language.running.closures import Code, Frame, Function, place, spend
from seglam_lang.language.values import Column, Groups, Row, Table

Given = Callable[[Frame, Table], Any]  # an argument; the table is the one that has the columns


def call(
    impl: Function, cost: Callable[..., int], receiver: Code, arguments: Sequence[tuple[Given, bool]], number: int
) -> Code:
    """Return the code of a builtin on a table, a row or groups; the columns behind an argument that is a table (True)
    are that table's."""

    def run(frame: Frame) -> Any:
        try:
            owner = receiver(frame)
            table = table_of(owner)
            given = [owner]
            for argument, is_table in arguments:
                value = argument(frame, table)
                given.append(value)
                table = value if is_table else table
            spend(frame, cost(*given))
            return impl(*given)
        except Failure as failure:
            place(failure, number)
            raise

    return run


def table_of(owner: Table | Row | Groups) -> Table:
    """Return the table that has the columns of a receiver."""
    return owner if isinstance(owner, Table) else owner.table


def plain(code: Code) -> Given:
    """Return an argument that has nothing to do with the table."""
    return lambda frame, table: code(frame)


def made(name: str) -> Given:
    """Return the column that the procedure made and called `name`."""
    return lambda frame, table: made_column(table, name)


def computed(header: str, function: Callable[[Frame], Function]) -> Given:
    """Return the column of what a function gives for each row."""

    def column(frame: Frame, table: Table) -> Column:
        return computed_column(table, header, function(frame))

    return column


def made_cell(row: Code, name: str, number: int) -> Code:
    """Return the code of `row["name"]`."""

    def run(frame: Frame) -> Any:
        try:
            found: Row = row(frame)
            return cell(found, made_column(found.table, name))
        except Failure as failure:
            place(failure, number)
            raise

    return run
