"""What the gold query of a row asks for beside its values: whether in an order, and which keys may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

Sql = Any  # an expression of sqlglot, which mypy need not know


class Wanted(NamedTuple):
    """How the rows of an answer may stand, and what may stand beside the columns that are asked for.

    `sorted_by` are the selected columns by which the query sorts, None where it sorts by another one. `keys` is how
    many keys of groups and order the query does not select, `no_keys` the columns of the inputs that these are not of.
    """

    ordered: bool = False
    sorted_by: tuple[int, ...] | None = None
    keys: int = 0
    no_keys: frozenset[str] = frozenset()

    def may_be_key(self, header: str) -> bool:
        """Return whether a column with this header may be a key: one of the inputs' that is none may not."""
        return header.casefold() not in self.no_keys


def wanted_of(row: Mapping[str, Any]) -> Wanted:
    """Return what the gold query asks for; of rows without one a single key may be shown."""
    gold, flags = row["gold"], row.get("flags", ())
    sql = gold.get("sql") if isinstance(gold, Mapping) else gold
    if not isinstance(sql, str) or not sql.lstrip().upper().startswith(("SELECT", "WITH")):
        return Wanted("ordered" in flags, keys=int(gold is None))
    try:
        query = sqlglot.parse_one(sql, read="duckdb" if isinstance(gold, Mapping) else "sqlite")
    except SqlglotError:
        return Wanted("ordered" in flags or "ORDER BY" in sql.upper(), keys=1)
    return _wanted(query, "ordered" in flags, row["inputs"])


def _wanted(query: Sql, ordered: bool, inputs: Mapping[str, Any]) -> Wanted:
    order = [each.this for each in _parts(query, "order")]
    places = [_place(query, key) for key in order]
    unselected = {key.sql(): key for key in [*_parts(query, "group"), *order] if _place(query, key) is None}
    of_keys = frozenset(column.name.casefold() for key in unselected.values() for column in key.find_all(exp.Column))
    headers = frozenset(header.casefold() for table in _tables(inputs) for header in table["columns"])
    known = None if None in places or not places else tuple(place for place in places if place is not None)
    return Wanted(ordered or bool(order), known, len(unselected), headers - of_keys)


def _parts(query: Sql, clause: str) -> list[Sql]:
    found = query.args.get(clause)
    return list(found.expressions) if found else []


def _place(query: Sql, key: Sql) -> int | None:
    """Return which selected column a key is: named by its number, its alias or its expression."""
    if isinstance(key, exp.Literal) and key.is_int:
        return int(key.this) - 1
    for place, selected in enumerate(query.selects):
        names = {selected.unalias().sql().casefold(), selected.alias.casefold()}
        if key.sql().casefold() in names or (isinstance(key, exp.Column) and key.name.casefold() in names):
            return place
    return None


def _tables(inputs: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (value for value in inputs.values() if isinstance(value, Mapping) and "columns" in value)
