"""Rows in a database, and tables over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol, overload

from seglam_lang.language.backends.columns import WORD, SqlColumn, alike, literal
from seglam_lang.language.backends.dialects import NotPushed
from seglam_lang.language.backends.engines import Engine, Rows
from seglam_lang.language.computing.numbers import CONTEXT, canonical
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Notation, Ran, Table, Value

if TYPE_CHECKING:
    from seglam_lang.language.running.compiled import Compiled


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows in a database: what follows FROM, with the columns that can be asked for and a position `p` for each row.

    They stand in the order of the terms of `order`, of which the last is `p`; a query without ORDER BY gives them so if
    `is_ordered`. There are at most `most`. The `owner` is kept as long as the rows are needed.
    """

    database: Engine
    sql: str
    columns: tuple[SqlColumn, ...]
    most: int
    owner: object
    order: tuple[str, ...] = ("p",)
    is_ordered: bool = True

    @property
    def by_order(self) -> str:
        """The terms of the order, as they follow ORDER BY."""
        return ", ".join(self.order)

    def select(self, columns: str, rest: str = "") -> str:
        """Return a query of these rows, without an order of its own."""
        return f"SELECT {columns} FROM {self.sql} {rest}".rstrip()

    def query(self, columns: str, where: str = "") -> Rows:
        """Return the rows in their order."""
        return self.database.rows(self.ordered(columns, where))

    def ordered(self, columns: str, where: str = "") -> str:
        """Return a query of these rows in their order."""
        order = "" if self.is_ordered else f" ORDER BY {self.by_order}"
        return self.select(columns, f"{where}{order}")

    def only(self, columns: str, where: str = "") -> tuple[Any, ...]:
        """Return the only row of aggregates over these rows."""
        return self.database.row(self.select(columns, where))

    def derived(self, sql: str, **changes: Any) -> Relation:
        """Return the relation of a query over these rows, which has their columns and maybe more."""
        return replace(self, sql=f"({sql})", **changes)

    def filtered(self, condition: str) -> Relation:
        """Return the rows for which a condition is true."""
        return self.derived(self.select("*", f"WHERE {condition}"))

    def new_column(self, number: int = 0) -> str:
        """Return the name of a column that can be added; `number` counts those that are added at once."""
        return f"x{max((int(each.sql[1:]) for each in self.columns), default=-1) + 1 + number}"

    def with_column(self, added: SqlColumn) -> tuple[Relation, SqlColumn]:
        """Return the rows with a column more, and that column by a name of its own."""
        name = self.new_column()
        column, kind = replace(added, sql=name), added.sql_type(self.database.dialect)
        made = self.derived(self.select(f"*, CAST({added.sql} AS {kind}) AS {name}"))
        return replace(made, columns=(*self.columns, column)), column

    def values(self, column: SqlColumn, where: str = "") -> tuple[Value, ...]:
        """Return the cells of a column, or of an expression, as values of the language, blanks included."""
        (cells,) = self.cells([column], where)
        return cells

    def cells(self, columns: Sequence[SqlColumn], where: str = "") -> list[tuple[Value, ...]]:
        """Return the cells of columns, or of expressions, as values of the language, blanks included."""
        rows = self.query(", ".join(map(_fetched, columns)), where)
        found = zip(*rows, strict=True) if rows else [()] * len(columns)
        return [_valued(column, cells) for column, cells in zip(columns, found, strict=True)]


def _fetched(column: SqlColumn) -> str:
    """Return what to ask for in place of a column: whole numbers, which take a fifth of the time of decimals."""
    if column.type != NUMBER or not column.scale or column.digits > WORD:
        return column.sql
    number = column.sql
    if column.digits + column.scale > WORD:  # the product of what the decimal is kept as
        number = f"CAST({number} AS DECIMAL(38, {column.scale}))"
    return f"CAST({number} * {10**column.scale} AS BIGINT)"


def _valued(column: SqlColumn, cells: tuple[Any, ...]) -> tuple[Value, ...]:
    """Return what has been fetched as values, the same object for equal numbers that are not whole."""
    if column.type != NUMBER or (column.scale == 0 and column.digits <= WORD):
        return cells
    is_scaled, exponent = column.digits <= WORD, -column.scale
    known: dict[Any, Value] = {None: None}
    made = []
    for cell in cells:
        if cell not in known:
            known[cell] = canonical(Decimal(cell).scaleb(exponent, CONTEXT) if is_scaled else cell)
        made.append(known[cell])
    return tuple(made)


def decoded(cell: Any) -> Value:
    """Return what a query gives as a value of the language."""
    return canonical(cell) if isinstance(cell, Decimal) else cell


class _Cells(Sequence[tuple[Value, ...]]):
    """The columns of a stored table: each is fetched when it is first asked for."""

    def __init__(self, relation: Relation, columns: Sequence[SqlColumn]) -> None:
        self._relation, self._columns = relation, columns
        self._fetched: dict[int, tuple[Value, ...]] = {}

    @overload
    def __getitem__(self, place: int) -> tuple[Value, ...]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[tuple[Value, ...]]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return tuple([self[each] for each in range(len(self))[place]])
        if place not in self._fetched:
            self._fetched[place] = self._relation.values(self._columns[place])
        return self._fetched[place]

    def __iter__(self) -> Iterator[tuple[Value, ...]]:
        missing = [place for place in range(len(self)) if place not in self._fetched]
        if missing:
            cells = self._relation.cells([self._columns[place] for place in missing])
            self._fetched.update(zip(missing, cells, strict=True))
        return (self._fetched[place] for place in range(len(self)))

    def __len__(self) -> int:
        return len(self._columns)


class Owner:
    """What keeps a table in the database, as long as somebody has it (see `Database.keep`)."""


class Planner(Protocol):
    """What has the database compute: the module `planner`."""

    def run(self, compiled: Compiled, args: Sequence[Value]) -> Ran:
        """Return what a procedure comes to for arguments of which one is stored; raise Failure."""


class StoredTable(Table):
    """A table whose rows lie in a database. It is a Table to everyone; `columns[i]` is column i in SQL.

    How many rows there are, and what stands in the cells, is asked for when somebody wants to know.
    """

    __slots__ = (
        *("_blanks", "_cells", "_distinct", "_in_memory", "_length"),
        *("columns", "is_current", "planner", "relation"),
    )

    relation: Relation
    columns: tuple[SqlColumn, ...]
    planner: Planner
    is_current: Callable[[], bool] | None  # whether the file still is what it was, where the rows lie in one
    _cells: _Cells
    _distinct: dict[int, tuple[Value, ...]]
    _blanks: dict[int, int]
    _in_memory: Callable[[], Table] | None
    _length: int | None

    def __init__(
        self,
        relation: Relation,
        headers: tuple[str, ...],
        columns: tuple[SqlColumn, ...],
        planner: Planner,
        *,
        percentages: tuple[str, ...] = (),
        made: tuple[tuple[str, str], ...] = (),
        notations: frozenset[Notation] = frozenset(),
        length: int | None = None,
        in_memory: Callable[[], Table] | None = None,
        is_current: Callable[[], bool] | None = None,
        distinct: Mapping[int, tuple[Value, ...]] | None = None,
        blanks: Mapping[int, int] | None = None,
    ) -> None:
        types = tuple([column.type for column in columns])
        fields = {"headers": headers, "types": types, "percentages": percentages, "made": made, "notations": notations}
        own = {"relation": relation, "columns": columns, "planner": planner, "is_current": is_current}
        kept: dict[str, Any] = {
            "_length": length,
            "_in_memory": in_memory,
            "_cells": _Cells(relation, columns),
            "_distinct": dict(distinct or {}),
            "_blanks": dict(blanks or {}),
        }
        for name, value in (fields | own | kept).items():
            object.__setattr__(self, name, value)

    @property
    def is_stored(self) -> bool:
        return True

    @property
    def cells(self) -> Sequence[tuple[Value, ...]]:
        return self._cells

    @property
    def length(self) -> int:
        if self._length is None:
            object.__setattr__(self, "_length", self.relation.only("count(*)")[0])
        assert self._length is not None
        return self._length

    def distinct(self, place: int) -> tuple[Value, ...]:
        """The different values of a column, in order of first appearance, without blanks."""
        if place not in self._distinct:
            self._distinct[place] = different(self.relation, self.columns[place])
        return self._distinct[place]

    def known_values(self, column: SqlColumn) -> tuple[Value, ...] | None:
        """What `distinct` gives of one of the columns, None where that has to be asked for first."""
        return self._distinct.get(self.columns.index(column)) if column in self.columns else None

    def holds(self, place: int, value: Value) -> bool:
        """Whether a cell of a column has this value."""
        try:
            column, wanted = alike(self.columns[place], literal(value, self.relation.database.dialect))
        except NotPushed:  # no number of so many digits is in the column, nor a text that SQL has no form for
            return False
        found = self.relation.select("1", f"WHERE {column.sql} = {wanted.sql} LIMIT 1")
        return bool(self.relation.database.rows(found))

    def ends(self, place: int) -> tuple[Value, Value] | None:
        """The least and the greatest value of a column whose values have an order; None where all cells are blank."""
        column = self.columns[place].sql
        least, greatest = map(decoded, self.relation.only(f"min({column}), max({column})"))
        return None if least is None else (least, greatest)

    def blanks(self, place: int) -> int:
        """The number of blank cells in a column."""
        if place not in self._blanks:
            self._blanks[place] = int(self.relation.only(f"count(*) - count({self.columns[place].sql})")[0])
        return self._blanks[place]

    def characters(self, place: int) -> int:
        """The number of characters in all cells of a column of texts."""
        return int(self.relation.only(f"coalesce(sum(length({self.columns[place].sql})), 0)")[0])

    def take(self, positions: list[int]) -> Table:
        """The table of the rows at `positions`, in that order; the first rows are fetched alone."""
        number = len(positions)
        if positions != list(range(number)):
            return super().take(positions)
        rows = self.relation.select("*", f"ORDER BY {self.relation.by_order} LIMIT {number}")
        return self.with_relation(self.relation.derived(rows, is_ordered=False)).fetched()

    def reversed(self) -> Table:
        """The table with its rows in reverse."""
        rows = numbered(self.relation)
        turned = rows.select(self.relation.database.dialect.form("with_position", "-p"))
        return self.with_relation(rows.derived(turned, is_ordered=False), self._length)

    def with_relation(self, relation: Relation, length: int | None = None) -> StoredTable:
        """Return the same columns of other rows, as a procedure made them."""
        return StoredTable(relation, self.headers, self.columns, self.planner, made=self.made, length=length)

    def in_memory(self) -> Table:
        """Return the table as it is without a database: where that cannot give its cells, whoever made it reads them
        again."""
        return self._in_memory() if self._in_memory else self.fetched()

    def fetched(self) -> Table:
        """Return the table with all its cells."""
        cells = tuple(self.cells)
        length = len(cells[0]) if cells else self.length
        return Table(self.headers, self.types, cells, length, self.percentages, self.made, self.notations)

    def run(self, compiled: Compiled, args: Sequence[Value]) -> Ran:
        """Return what a procedure comes to for arguments of which this is one; raise Failure."""
        return self.planner.run(compiled, args)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.fetched() == (
            other.fetched() if isinstance(other, StoredTable) else other
        )

    def __hash__(self) -> int:
        return hash(self.fetched())


def different(relation: Relation, column: SqlColumn) -> tuple[Value, ...]:
    """Return the values of a column in order of first appearance, without blanks."""
    inner = numbered(relation).select(f"{column.sql} AS x0, min(p) AS p", f"WHERE {column.sql} IS NOT NULL GROUP BY 1")
    made = Relation(
        relation.database, f"({inner})", (replace(column, sql="x0"),), relation.most, relation.owner, is_ordered=False
    )
    return made.values(made.columns[0])


def numbered(relation: Relation) -> Relation:
    """Return the rows with positions that say their order."""
    if relation.order == ("p",):
        return relation
    number = f"row_number() OVER (ORDER BY {relation.by_order})"
    names = relation.database.dialect.form("with_position", number)
    return relation.derived(relation.select(names), order=("p",), is_ordered=False)
