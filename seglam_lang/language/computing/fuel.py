"""Fuel: the bound on a run's time and memory, the same on every machine.

A run is charged 1 for each node of the procedure's core when it starts; 1 for each node of a lambda's body each time
the lambda is called (whichever branches it takes, so that the charge is known before); and the cost formula of each
builtin, *before* the builtin runs. A unit is some tens of nanoseconds of work and at most a few machine words of
memory, so that the budget bounds both. Sizes are tree sizes: a shared part counts each time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
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

ATOMS = frozenset({int, Decimal, bool, date, datetime, time, timedelta, type(None)})  # values of constant size


def budget(args: Sequence[Any]) -> int:
    """Return the fuel for a run on `args`: a constant and a rate for each input cell."""
    return BASE_BUDGET + BUDGET_PER_CELL * sum(map(_cells, args))


def _cells(argument: Any) -> int:
    if type(argument) in ATOMS or type(argument) is Column:
        return 1
    if isinstance(argument, Table):
        return 1 + argument.length * len(argument.headers)
    return tree_size(argument)


def result_size(result: Any, args: Sequence[Any]) -> int:
    """Return the number of parts of what a run on `args` came to; raise Failure where those are too many."""
    if not isinstance(result, Table):
        return tree_size(result)
    size = _table_size(result)
    if size > MAX_TREE and size > most_parts(args):
        raise too_large("the value")
    return size


def most_parts(args: Sequence[Any]) -> int:
    """Return how many parts a table that comes of `args` may have: as many as those have, or MAX_TREE."""
    return max(MAX_TREE, sum(_table_size(each) if isinstance(each, Table) else _cells(each) for each in args))


def out_of_fuel(node: int = -1) -> Failure:
    """Return the failure of a run that needs more fuel than its budget, at the place of `node`."""
    return Failure("out-of-fuel", "the computation takes too much work for inputs of this size", node)


def too_large(what: str) -> Failure:
    """Return the failure of an operation whose result would be larger than a value may be."""
    return Failure("too-large", f"{what} would be too large")


def tree_size(value: Any) -> int:
    """Return the number of parts of `value`: 1 for an atom, more for a long text, the cells of a table.

    Raise Failure beyond MAX_DEPTH or MAX_TREE. The walk has its own stack and does not recurse.
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
        elif issubclass(kind, Table):
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
    """Return 1 for each cell, and more for long texts."""
    texts = [place for place, kind in enumerate(table.types) if kind.constructor is Constructor.TEXT]
    long = sum(table.characters(place) // COMPARED_PER_UNIT for place in texts)
    return 1 + table.length * len(table.headers) + long


def _atoms(items: Collection[Any], depth: int, pending: list[tuple[Any, int]]) -> int:
    """Return the size of the items without parts of their own, and add the others to `pending`.

    Most values are lists of atoms or of short texts, or records or lists of atoms; for these there is a short way.
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
    """Return the cost of constant time: nothing beyond the 1 that every node of the core costs."""
    return 0


def comparing(a: Any, b: Any) -> int:
    """Return the cost of comparing two values: the parts of the first, beyond one."""
    return 0 if type(a) in ATOMS else tree_size(a) - 1


def length(items: Sequence[Any], *_arguments: Any) -> int:
    """Return 1 for each item (or character) of the receiver."""
    return len(items)


def reading(text: str, *_arguments: Any) -> int:
    """Return the cost of scanning a text without making one."""
    return len(text) // COMPARED_PER_UNIT


def rewriting(text: str, *_arguments: Any) -> int:
    """Return the cost of making a text about as long as the receiver."""
    return len(text) // CHARACTERS_PER_UNIT


def sorting(items: Sequence[Any], *_arguments: Any) -> int:
    """Return the cost of n log n comparisons, each of the size of the items."""
    return tree_size(items) * len(items).bit_length()


def hashing(items: Sequence[Any], *_arguments: Any) -> int:
    """Return 1 for each part of each item."""
    return tree_size(items)


def searching(items: Sequence[Any], wanted: Any) -> int:
    """Return the cost of comparing every item with a value; no comparison looks at more than the smaller of both.

    The value is measured even if there are few items, so that is charged too.
    """
    parts = comparing(wanted, None)
    return len(items) * (1 + parts) + parts


def rows(table: Table, *_arguments: Any) -> int:
    """Return 1 for each row."""
    return table.length


def cells(table: Table, *_arguments: Any) -> int:
    """Return 1 for each cell."""
    return table.length * (1 + len(table.headers))


def sorting_rows(table: Table, *_arguments: Any) -> int:
    """Return the cost of sorting the rows and making the sorted table."""
    return table.length * (table.length.bit_length() + len(table.headers))


def sorting_values(table: Table, *_arguments: Any) -> int:
    """Return the cost of sorting the values of a column."""
    return table.length * (1 + table.length.bit_length())


def grouped(groups: Groups, *_arguments: Any) -> int:
    """Return 1 for each row in a group and for each group."""
    return groups.table.length + len(groups.keys)
