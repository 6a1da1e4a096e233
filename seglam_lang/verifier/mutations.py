"""Inputs that look like the request's own: its rows dropped, repeated and shuffled, its values exchanged for others of
its data.

Drafts that differ on data like the user's are what agreement must tell apart. These inputs hold the user's cells, so
they are used and forgotten: a certificate never keeps them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal

from seglam_lang.language.checking.signature import Signature
from seglam_lang.language.computing.numbers import add, multiply, subtract
from seglam_lang.language.computing.times import HOUR, MINUTE, at_time, since_midnight
from seglam_lang.language.values import Column, Map, Record, Table, Value
from seglam_lang.verifier.generate import Choices, Sample, Seeded, other_columns, smaller_tables

MOST_ROWS = 24  # of a mutated table: enough to tell drafts apart, few enough to be quick
_LONG = timedelta(days=10_000_000)  # a Duration so long is left as it is
MOST_ROWS_READ = 400  # of the user's table, however long it is


class Pool:
    """The request's own values, by what may stand in for what."""

    def __init__(self, signature: Signature, arguments: Mapping[str, Value]) -> None:
        self.tables = {name: _head(value) for name, value in arguments.items() if isinstance(value, Table)}
        self.table_of = {param.name: self.tables.get(signature.table_of(param)) for param in signature.params}
        self._scalars = [
            value for value in arguments.values() if not isinstance(value, (Table, Column, tuple, Record, Map))
        ]
        self._columns = [cells for table in self.tables.values() for cells in table.cells]

    def homes(self, value: Value) -> list[tuple[Value, ...]]:
        """Return the columns in which `value` occurs as a cell."""
        kind = _kind(value)
        return [cells for cells in self._columns if value in cells and _kind(cells[cells.index(value)]) is kind]

    def alike(self, value: Value) -> list[Value]:
        """Return the request's other values of the type of `value`, or else some cells of that type."""
        kind = _kind(value)
        same = [other for other in self._scalars if _kind(other) is kind and other != value]
        if same or value is None:
            return same
        cells = dict.fromkeys(cell for column in self._columns for cell in column[:8])
        return [cell for cell in cells if _kind(cell) is kind and cell != value]


def _kind(value: Value) -> type:
    return int if isinstance(value, Decimal) else type(value)


def _head(table: Table) -> Table:
    return table if table.length <= MOST_ROWS_READ else table.take(list(range(MOST_ROWS_READ)))


def _nudged(value: Value, choices: Choices) -> Value:
    """Return a near value of the same type: where comparisons and rounding turn."""
    which = choices.below(4)
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, Decimal)):
        if which == 3 or type(value) is int:
            return (add(value, 1), subtract(value, 1), multiply(value, 2), add(value, 2))[which]
        return (multiply(value, 2), multiply(value, 3), multiply(value, Decimal("0.5")))[which]
    if isinstance(value, str):
        return (value + " " + value, value[1:], value.upper(), value[::-1])[which]
    if isinstance(value, time):
        return at_time(since_midnight(value) + (HOUR, -HOUR, MINUTE, 12 * HOUR)[which])
    if isinstance(value, timedelta):
        if abs(value) > _LONG:
            return value
        return (value + timedelta(hours=1), value - timedelta(hours=1), value * 2, value / 2)[which]
    if isinstance(value, date):
        return value + timedelta(days=(1, -1, 31, 366)[which]) if 1000 < value.year < 9000 else value
    return value


def _scalar(value: Value, pool: Pool, choices: Choices, row: int) -> Value:
    """Return a cell of a column that holds `value`, or something like it.

    The cell is often that of `row`, so that several conditions can hold at once.
    """
    how = choices.below(4)
    if how == 3:
        return _nudged(value, choices)
    if homes := pool.homes(value):
        cells = homes[choices.below(len(homes))]
        cell = cells[row % len(cells)] if how < 2 else cells[choices.below(len(cells))]
        return value if cell is None else cell
    alike = pool.alike(value)
    return alike[choices.below(len(alike))] if alike else _nudged(value, choices)


def _items(items: tuple[Value, ...], pool: Pool, choices: Choices, row: int) -> tuple[Value, ...]:
    """Return a list with items dropped, repeated, exchanged and out of order."""
    return tuple(
        [
            items[at] if choices.below(3) else changed(items[at], pool, choices, row)
            for at in _positions(len(items), choices)
        ]
    )


def _positions(length: int, choices: Choices) -> list[int]:
    """Return which rows, in which order: all, some, some twice, or shuffled."""
    how, count = choices.below(4), min(length, MOST_ROWS)
    if not count:
        return []
    if how == 0:
        return list(range(count))
    if how == 1:
        return [at for at in range(length) if choices.below(3)][:MOST_ROWS]
    picked = [choices.below(length) for _ in range(count)]
    return sorted(picked) if how == 2 else picked


def changed(value: Value, pool: Pool, choices: Choices, row: int) -> Value:
    """Return another value of the same type, like those of the request."""
    if isinstance(value, Table):
        return value.take(_positions(min(value.length, MOST_ROWS_READ), choices))
    if isinstance(value, Column):
        return value
    if isinstance(value, tuple):
        return _items(value, pool, choices, row)
    if isinstance(value, Record):
        return Record(value.names, tuple([changed(part, pool, choices, row) for part in value.values]))
    if isinstance(value, Map):
        return Map({key: changed(item, pool, choices, row) for key, item in value.items.items()})
    return _scalar(value, pool, choices, row)


def mutation(signature: Signature, arguments: Mapping[str, Value], pool: Pool, choices: Choices) -> Sample:
    """Return one input like the request's own."""
    values: dict[str, Value] = {}
    others: dict[str, tuple[Value, ...]] = {}
    row = choices.below(MOST_ROWS_READ)
    for param in signature.params:
        name = param.name
        own = pool.tables.get(name, arguments[name])
        is_table = isinstance(own, Table)
        values[name] = changed(own, pool, choices, row) if is_table or choices.below(2) else own
        if is_table:
            others[name] = smaller_tables(values[name])
        elif isinstance(own, Column):
            table = pool.table_of[name]
            others[name] = other_columns(table, own) if table else ()
        else:
            others[name] = tuple([changed(values[name], pool, choices, row) for _ in range(3)])
    return Sample(values, others)


def mutations(signature: Signature, arguments: Mapping[str, Value], seed: int, count: int) -> list[Sample]:
    """Return `count` inputs like the request's own; the same seed gives the same inputs."""
    pool = Pool(signature, arguments)
    return [mutation(signature, arguments, pool, Seeded("own", seed, i)) for i in range(count)]
