"""Fuel: what bounds a run's time and memory, the same on every machine.

A run is charged 1 for every node of the procedure's core when it starts, 1 for every node of a lambda's body each
time the lambda is called (taken branches or not, so that it is known before), and what each builtin's cost formula
says *before* the builtin runs. A unit is some tens of nanoseconds of work and a few machine words of memory at most,
so that the budget bounds both. Sizes are tree sizes: a part that is shared counts each time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from seglam_lang.language.failures import Failure
from seglam_lang.language.types import Constructor
from seglam_lang.language.values import Column, Groups, Map, Record, Row, Table

BASE_BUDGET = 2_000_000  # about a tenth of a second
BUDGET_PER_CELL = 400  # several passes over a table, sorting among them
MAX_TREE = 2_000_000  # parts of a value; more is a Failure("too-large")
MAX_DEPTH = 64  # of a value
MAX_TEXT = 10_000_000  # characters
MAX_LIST = 1_000_000  # items made at once
CHARACTERS_PER_UNIT = 8  # of text that is made
COMPARED_PER_UNIT = 64  # characters of text that is compared or read

ATOMS = frozenset({int, Decimal, bool, date, type(None)})  # values of constant size


def budget(args: Sequence[Any]) -> int:
    """The fuel that a run on `args` gets: a constant and a rate for each input cell."""
    return BASE_BUDGET + BUDGET_PER_CELL * sum(map(_cells, args))


def _cells(argument: Any) -> int:
    if type(argument) in ATOMS or type(argument) is Column:
        return 1
    if type(argument) is Table:
        return 1 + argument.length * len(argument.headers)
    return tree_size(argument)


def out_of_fuel(node: int = -1) -> Failure:
    """The failure of a run that would do more work than its budget allows, at the place of `node`."""
    return Failure("out-of-fuel", "the computation takes too much work for inputs of this size", node)


def too_large(what: str) -> Failure:
    """The failure of an operation whose result would be larger than values may be."""
    return Failure("too-large", f"{what} would be too large")


def tree_size(value: Any) -> int:
    """The number of parts of `value`: 1 for an atom, more for long texts, a table's cells.

    Walks with a stack of its own, never deeper than MAX_DEPTH, never over more than MAX_TREE parts.
    """
    kind = type(value)
    if kind in ATOMS:
        return 1
    if kind is str:
        return 1 + len(value) // COMPARED_PER_UNIT
    if kind is tuple and ATOMS.issuperset(map(type, value)) and len(value) < MAX_TREE:
        return 1 + len(value)
    size = 0
    pending = [(value, 1)]
    while pending:
        value, depth = pending.pop()
        kind = type(value)
        if kind is tuple or kind is Record:
            items = value if kind is tuple else value.values
            if depth > MAX_DEPTH:
                raise Failure("too-large", "the value is nested too deeply")
            size += 1 + _atoms(items, depth, pending)
        elif kind is Map:
            if depth > MAX_DEPTH:
                raise Failure("too-large", "the value is nested too deeply")
            size += 1 + _atoms(value.items.keys(), depth, pending) + _atoms(value.items.values(), depth, pending)
        elif kind is Table:
            size += _table_size(value)
        elif kind is Groups:
            size += _table_size(value.table) + value.table.length
        elif kind is Row:
            size += 1
        else:
            size += tree_size(value) if kind is str or kind in ATOMS else 1
        if size > MAX_TREE:
            raise too_large("the value")
    return size


def _table_size(table: Table) -> int:
    """One for each cell, more for long texts."""
    texts = [
        cells for cells, kind in zip(table.cells, table.types, strict=True) if kind.constructor is Constructor.TEXT
    ]
    long = sum(sum(map(len, filter(None, cells))) // COMPARED_PER_UNIT for cells in texts)
    return 1 + table.length * len(table.headers) + long


def _atoms(items: Collection[Any], depth: int, pending: list[tuple[Any, int]]) -> int:
    """The size of the items without parts of their own; the others become `pending`.

    Most values are lists of atoms, of short texts, or of records or lists of atoms: those are seen at a glance.
    """
    kinds = set(map(type, items))
    if kinds <= ATOMS:
        return len(items)
    if len(kinds) == 1 and depth < MAX_DEPTH:
        (kind,) = kinds
        if kind is str and max(map(len, items)) < COMPARED_PER_UNIT:
            return len(items)
        if kind is tuple or kind is Record:
            parts = items if kind is tuple else [item.values for item in items]
            if ATOMS.issuperset(map(type, chain.from_iterable(parts))):
                return len(items) + sum(map(len, parts))
    size = 0
    for item in items:
        kind = type(item)
        if kind in ATOMS:
            size += 1
        elif kind is str:
            size += 1 + len(item) // COMPARED_PER_UNIT
        else:
            pending.append((item, depth + 1))
    return size


# Cost formulas that several builtins share.


def free(*_arguments: Any) -> int:
    """The cost of what takes constant time: nothing beyond the 1 that every node of the core costs."""
    return 0


def comparing(a: Any, b: Any) -> int:
    """Comparing two values: the parts of the first, beyond one."""
    return 0 if type(a) in ATOMS else tree_size(a) - 1


def length(items: Sequence[Any], *_arguments: Any) -> int:
    """One for each item (or character) of the receiver."""
    return len(items)


def reading(text: str, *_arguments: Any) -> int:
    """Going over a text quickly, without making one."""
    return len(text) // COMPARED_PER_UNIT


def rewriting(text: str, *_arguments: Any) -> int:
    """Making a text about as long as the receiver."""
    return len(text) // CHARACTERS_PER_UNIT


def sorting(items: Sequence[Any], *_arguments: Any) -> int:
    """n log n comparisons, each of the size of what is compared."""
    return tree_size(items) * len(items).bit_length()


def hashing(items: Sequence[Any], *_arguments: Any) -> int:
    """Every part of every item, once."""
    return tree_size(items)


def searching(items: Sequence[Any], wanted: Any) -> int:
    """Comparing every item with a value: no comparison goes over more than the smaller of both.

    To measure the value is paid for too, however few the items are.
    """
    parts = comparing(wanted, None)
    return len(items) * (1 + parts) + parts


def rows(table: Table, *_arguments: Any) -> int:
    """One for each row."""
    return table.length


def cells(table: Table, *_arguments: Any) -> int:
    """One for each cell."""
    return table.length * (1 + len(table.headers))


def sorting_rows(table: Table, *_arguments: Any) -> int:
    """Sorting the rows, then making them anew."""
    return table.length * (table.length.bit_length() + len(table.headers))


def grouped(groups: Groups, *_arguments: Any) -> int:
    """One for each row in a group and for each group."""
    return groups.table.length + len(groups.keys)
