"""Table and Row: the last rows, rows that occur twice, the one row with a key, cells that are blank."""

from __future__ import annotations

from collections import Counter
from typing import Any

from seglam_lang.language import jsonvalue
from seglam_lang.language.builtins.keys import check_keys
from seglam_lang.language.builtins.registry import builtin, listed
from seglam_lang.language.builtins.table import cell_text, column_cells, looking_up
from seglam_lang.language.computing.fuel import cells
from seglam_lang.language.computing.numbers import Number, natural
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Column, Row, Table


@builtin(
    "Row.is_blank(column: Column<T>) -> Bool",
    phrase="{column} <has no value|has a value>[ in {self}]",
    examples=["rows.where(row => row.is_blank(age)).count() == 0"],
)
def is_blank(row: Row, column: Column) -> bool:
    """Return whether the row's cell in a column is blank."""
    return column_cells(row.table, column)[row.position] is None


@builtin(
    "Table.take_last(number: Number) -> Table",
    cost=cells,
    phrase="the last {number:row}[ of {self}]; , only the last {number:row}",
    examples=['rows.take_last(2).values(name) == ["Bob", "Cy"]'],
)
def take_last(table: Table, number: Number) -> Table:
    """Return the last `number` rows in their order, or all rows if there are fewer. Fail if `number` is negative or not
    whole."""
    first = max(0, table.length - natural(number, "a number of rows"))
    return table.take(list(range(first, table.length)))


@builtin(
    "Table.duplicates(column: Column<A>, second?: Column<B>, third?: Column<C>, fourth?: Column<D>) -> Table",
    cost=cells,
    phrase=f"the rows[ of {{self}}] that share {listed(('column', 'second', 'third', 'fourth'))} with another",
    examples=['rows.duplicates(age).values(name) == ["Bob", "Cy"]'],
    keys="column second third fourth",
)
def duplicates(table: Table, column: Column, *others: Column | None) -> Table:
    """Return the rows whose values in these columns stand in another row too, in their order. Rows with a blank there
    are left out."""
    columns = [column_cells(table, each) for each in (column, *others) if each is not None]
    keys = list(zip(*columns, strict=True))
    check_keys(keys)
    counts = Counter(keys)
    return table.take([place for place, key in enumerate(keys) if counts[key] > 1 and None not in key])


@builtin(
    "Table.value(column: Column<K>, key: K, result: Column<T>) -> T",
    cost=looking_up,
    phrase="the one {result} where {column} is {key}[ in {self}]",
    examples=['rows.value(name, "Bob", age) == 20'],
)
def value(table: Table, column: Column, key: Any, result: Column) -> Any:
    """Return the cell of the `result` column in the one row whose `column` equals `key`. Fail if there is no such row,
    if there are several, or if the cell is blank."""
    found, results = column_cells(table, column), column_cells(table, result)
    places = [place for place, cell in enumerate(found) if cell == key]
    if len(places) != 1:
        header, text = jsonvalue.text(column.header), jsonvalue.text(cell_text(key))
        number = "there is no row" if not places else f"there are {len(places)} rows"
        raise Failure("not-one-row", f"{number} whose {header} is {text}, where one is needed")
    cell = results[places[0]]
    if cell is None:
        raise Failure("blank-cell", f"the cell of {result.header!r} in row {places[0] + 1} is blank")
    return cell
