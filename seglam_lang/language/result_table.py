"""Tables as Python programs get them: a sequence of rows that are dicts, which keeps its headers where it is empty.

    >>> from seglam_lang import language
    >>> module = language.load("proc top(t: Table, n: Column<Number>) -> Table { return t.sort_by(n) }")
    >>> table = module["top"]([{"city": "Ulm", "n": 3}, {"city": "Bonn", "n": None}], "n")
    >>> table
    city  n
    ----  -
    Ulm   3
    Bonn
    >>> table.columns, table.rows
    (('city', 'n'), (('Ulm', 3), ('Bonn', None)))
    >>> table[0], table == [{"city": "Ulm", "n": 3}, {"city": "Bonn", "n": None}]
    ({'city': 'Ulm', 'n': 3}, True)

`pandas.DataFrame(table)` and `polars.DataFrame(table)` take it as the list of dicts that it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, overload

from seglam_lang.language.computing.numbers import show_number
from seglam_lang.language.computing.times import iso_text
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Table, Value

if TYPE_CHECKING:
    import rich.table

MOST_ROWS = 20  # that `repr` shows
_WIDEST = 60  # characters of a cell that `repr` shows


class ResultTable(Sequence[dict[str, Value]]):
    """A table that a procedure gave. It never changes.

    It equals the list of dicts, one for each row, that it stands for, and it may be given to a procedure again. A cell
    is an int, Decimal, str, bool, datetime.date, datetime, time or timedelta; None is a blank one.
    """

    __slots__ = ("_table",)

    def __init__(self, table: Table) -> None:
        self._table = table

    @property
    def table(self) -> Table:
        """The same table as the language has it."""
        return self._table

    @property
    def columns(self) -> tuple[str, ...]:
        """The headers."""
        return self._table.headers

    @property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The rows, each a tuple of cells."""
        return tuple(self._table.rows())

    def to_dict(self) -> dict[str, Any]:
        """Return {"columns": [header, ...], "rows": [[cell, ...], ...]}: the form in which JSON has a table."""
        return {"columns": list(self._table.headers), "rows": [list(row) for row in self._table.rows()]}

    def to_pandas(self) -> Any:
        """Return a pandas DataFrame.

        No value is changed: Decimals, dates and times stay what they are, and whole numbers beside blank cells are
        Int64.
        """
        import pandas

        columns = zip(self._table.headers, self._table.cells, strict=True)
        return pandas.DataFrame(
            {header: pandas.Series(list(cells), dtype=_pandas_type(cells)) for header, cells in columns}
        )

    def __len__(self) -> int:
        return self._table.length

    @overload
    def __getitem__(self, position: int) -> dict[str, Value]: ...
    @overload
    def __getitem__(self, position: slice) -> ResultTable: ...
    def __getitem__(self, position: int | slice) -> dict[str, Value] | ResultTable:
        if isinstance(position, slice):
            return ResultTable(self._table.take(list(range(len(self))[position])))
        return {header: cells[position] for header, cells in zip(self._table.headers, self._table.cells, strict=True)}

    def __iter__(self) -> Iterator[dict[str, Value]]:
        headers = self._table.headers
        return (dict(zip(headers, row, strict=True)) for row in self._table.rows())

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ResultTable):
            return self.columns == other.columns and self.rows == other.rows
        return list(self) == other if isinstance(other, list) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # as of a list, to which it may be equal

    def __repr__(self) -> str:
        from seglam_lang.language.alignment import align

        texts, right = self._cells_as_texts(MOST_ROWS)
        lines = align([_cell_text(header) for header in self.columns], texts, right)
        rest = len(self) - len(texts)
        more = f"... {rest} more row{'s' * (rest > 1)}" if rest else "" if texts else "no rows"
        return "\n".join([*lines, more] if more else lines)

    def __rich__(self) -> rich.table.Table:
        import rich.table
        import rich.text

        texts, right = self._cells_as_texts(len(self))
        table = rich.table.Table()
        for position, header in enumerate(self.columns):
            table.add_column(
                rich.text.Text(_cell_text(header)), justify="right" if position in right else "left"
            )  # as Text, in which [bold] is no markup
        for row in texts:
            table.add_row(*map(rich.text.Text, row))
        return table

    def _cells_as_texts(self, rows: int) -> tuple[list[list[str]], frozenset[int]]:
        """Return the first rows as texts, and the positions of the columns of numbers."""
        first = self._table.take(list(range(min(rows, len(self)))))
        right = frozenset(place for place, kind in enumerate(first.types) if kind == NUMBER)
        return [[_cell_text(cell) for cell in row] for row in first.rows()], right


def _cell_text(cell: Value) -> str:
    from seglam_lang.language.alignment import escape_controls

    text = "" if cell is None else _scalar_text(cell)
    return escape_controls(text if len(text) <= _WIDEST else f"{text[:_WIDEST]}...")


def _scalar_text(cell: Value) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | Decimal):
        return show_number(cell)
    return cell if isinstance(cell, str) else iso_text(cell)


def _pandas_type(cells: Sequence[Value]) -> str | None:
    """Return the dtype that keeps every cell as it is; None where pandas finds such a one."""
    classes = {type(cell) for cell in cells}
    if not classes <= {int, bool, type(None)} or classes <= {type(None)}:
        return "object"
    if bool in classes:
        return "boolean" if type(None) in classes else None
    if max(abs(cell) for cell in cells if cell is not None) >= 2**63:
        return "object"
    return "Int64" if type(None) in classes else None
