"""What a procedure comes to, once it is computed: small tables with their cells, large ones kept in DuckDB.

One that is kept is computed all the same: its rows lie in a table of their own, and no step of the procedure can fail,
or come to something else, when they are fetched. Whoever writes them gets them part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from seglam_lang.language.backends.database import database
from seglam_lang.language.backends.relation import Owner, Relation, StoredTable
from seglam_lang.language.computing.fuel import MAX_TREE, too_large
from seglam_lang.language.values import Table, Value

MOST_FETCHED = 200_000  # cells of a table that is given to Python at once


class KeptTable(StoredTable):
    """A table that a procedure has come to, in the database; the positions of its rows are 0, 1, 2, ..."""

    __slots__ = ()

    def parts(self, rows: int) -> Iterator[Table]:
        """The table in pieces of at most so many rows, in order, of which no two are in memory."""
        for start in range(0, max(self.length, 1), rows):
            yield self._where(f"p >= {start} AND p < {start + rows}", min(rows, self.length - start))

    def rows(self) -> Iterator[tuple[Value, ...]]:
        """The rows as tuples, in order."""
        for part in self.parts(max(1, MOST_FETCHED // len(self.headers))):
            yield from part.rows()

    def take(self, positions: list[int]) -> Table:
        """The table of the rows at `positions`, in that order."""
        if len(positions) * len(self.headers) > MOST_FETCHED or not positions:
            return super().take(positions)
        wanted = sorted(set(positions))
        found = self._where(f"p IN ({', '.join(map(str, wanted))})", len(wanted))
        places = {position: place for place, position in enumerate(wanted)}
        return found.take([places[position] for position in positions])

    def _where(self, condition: str, length: int) -> Table:
        return self.with_relation(self.relation.filtered(condition), length).fetched()


def settled(table: Value, most_parts: Callable[[], int]) -> Value:
    """Return a result; if it is a table in the database, once it is computed. Raise Failure where it has more than
    `most_parts` parts."""
    if not isinstance(table, StoredTable):
        return table
    width = len(table.headers)
    if table.relation.most * width <= MOST_FETCHED:
        return table.fetched()
    most = MAX_TREE // width  # what any result may have: only a larger one is worth counting its arguments for
    kept = _kept(table, most + 1)
    if kept.length > most:
        most = most_parts() // width
        kept = _kept(table, most + 1)
        if kept.length > most:
            raise too_large("the value")
    return kept.fetched() if kept.length * width <= MOST_FETCHED else kept


def _kept(table: StoredTable, most: int) -> KeptTable:
    """Return the first rows of a table in a table of their own."""
    relation, kept = table.relation, database()
    name, owner = kept.new_name(), Owner()
    kept.keep(owner, name)
    # The order is that of the old names: a new one that is the same would be taken for it.
    columns = tuple([replace(column, sql=relation.new_column(place)) for place, column in enumerate(table.columns)])
    asked = ", ".join(f"{given.sql} AS {made.sql}" for given, made in zip(table.columns, columns, strict=True))
    relation.database.save(f"{relation.ordered(asked)} LIMIT {most}", name)
    length = int(kept.row(f"SELECT count(*) FROM {name}")[0])
    rows = f"(SELECT rowid AS p, * FROM {name})"
    return KeptTable(
        Relation(kept, rows, columns, length, owner),
        table.headers,
        columns,
        table.planner,
        percentages=table.percentages,
        made=table.made,
        notations=table.notations,
        length=length,
    )
