"""Functions of the rows of a group, for each of many groups at once: `summary`, and the condition of `where`.

What a function asks of the rows (`g.total(sales)`, `g.where(row => ...).count()`) the database computes for all groups;
the rest of it (a quotient of two totals, an `if`) is computed by the closures of the interpreter, group by group. A
function that does anything else with the rows is left to the interpreter, and so is one that fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from seglam_lang.language.backends import aggregates
from seglam_lang.language.backends.aggregates import Aggregate
from seglam_lang.language.backends.columns import SqlColumn
from seglam_lang.language.backends.dialects import NotPushed
from seglam_lang.language.backends.groups import groups_of_keys, key_columns, rows_by_group
from seglam_lang.language.backends.operations import Computed, sql_of
from seglam_lang.language.backends.relation import Relation, StoredTable, numbered
from seglam_lang.language.builtins.groups import with_results
from seglam_lang.language.builtins.table import cells_type
from seglam_lang.language.core import Call, Core, Lambda, Let, Local, Loop, Procedure, RecordOf, preorder
from seglam_lang.language.failures import BLANK_CELL, EMPTY, Failure
from seglam_lang.language.running.closures import Code, Frame
from seglam_lang.language.running.compiled import Compiled
from seglam_lang.language.running.compiler import Builder
from seglam_lang.language.values import Column, Groups, Table, Value

_MOST_KEPT = 10_000  # groups that a condition leaves: they are listed in a query
_OUT_OF_FUEL = "out-of-fuel"


class Asked(NamedTuple):
    """A call in a function of a group that asks something of the rows: which aggregate of which column, and what
    conditions the rows meet."""

    call: Core
    aggregate: str
    columns: Sequence[Any]  # one, or none where the rows are counted
    conditions: Sequence[Computed]

    def of(self, table: StoredTable) -> Aggregate:
        """Return what to ask the database for. Raise NotPushed."""
        columns = [sql_of(table, column) for column in self.columns]
        found = _AGGREGATES[self.aggregate](*columns, table.relation.database.dialect)
        met = " AND ".join(each.column(table).sql for each in self.conditions)
        return found._replace(asked=tuple([f"{each} FILTER (WHERE {met})" for each in found.asked])) if met else found


_AGGREGATES: dict[str, Callable[..., Aggregate]] = {
    **aggregates.OF_A_COLUMN,
    "count": aggregates.count_rows,
    "count_distinct": aggregates.count_distinct,
}
# A sample of one number fails otherwise than one of none, which a group leaves blank: the database tells neither.
_OF_ROWS = {f"table.{name}@1": name for name in ("count", *aggregates.OF_A_COLUMN) if not name.startswith("sample_")}


def asked_calls(body: Core, group: int) -> Iterator[tuple[Core, str, Call, list[Lambda]]]:
    """Yield the calls in a function of a group that ask something of its rows: each with the aggregate, the call that
    has the column, and the conditions that the rows meet first. What else is done with the rows stands in none of them.
    """
    bound = _bound(body) | {group}
    for node in preorder(body):
        aggregate, call = _aggregate(node)
        if call is not None:
            rows, conditions = call.args[0], []
            while isinstance(rows, Call) and rows.builtin == "table.where@1" and isinstance(rows.args[1], Lambda):
                conditions.append(rows.args[1])
                rows = rows.args[0]
            if rows == Local(group) and not any(_free(each) & bound for each in (*call.args[1:], *conditions)):
                yield node, aggregate, call, conditions


def _aggregate(node: Core) -> tuple[str, Call | None]:
    """Return the aggregate that a node is, and the call in it that has the rows and the column; None if it is none."""
    match node:
        case Call(name) if name in _OF_ROWS:
            return _OF_ROWS[name], node
        case Call("list.count@1", (Call("list.distinct@1", (Call("table.values@1") as values,)),)):
            return "count_distinct", values
    return "", None


def _bound(node: Core) -> set[int]:
    """Return the slots that are given values inside of a node."""
    found: set[int] = set()
    for each in preorder(node):
        if isinstance(each, Let):
            found.add(each.slot)
        elif isinstance(each, Lambda):
            found.update(each.slots)
        elif isinstance(each, Loop):
            found.update((each.item, *each.states))
    return found


def _free(node: Core) -> set[int]:
    """Return the slots that a node uses and that get their values outside of it."""
    return {each.slot for each in preorder(node) if isinstance(each, Local)} - _bound(node)


@dataclass(frozen=True, slots=True)
class OfGroup:
    """A function of the rows of a group; `group` is the slot of those, and `frame` what else it may use."""

    procedure: Procedure
    callees: Mapping[str, Compiled]
    group: int
    body: Core
    asked: Sequence[Asked]
    frame: Frame

    def results(self, table: StoredTable, by: Sequence[Any], parts: Sequence[Core]) -> tuple[Groups, list[list[Value]]]:
        """Return the groups, of which only the keys are known, and what each part of the body gives for each of them.
        Raise NotPushed."""
        nodes, calls = list(preorder(self.body)), [each.call for each in self.asked]
        if nodes.count(Local(self.group)) > sum(node in calls for node in nodes):
            raise NotPushed("the rows of a group as a table")
        found = [each.of(table) for each in self.asked]
        keys = key_columns(table, by)
        rows = rows_by_group(numbered(table.relation), keys, [sql for each in found for sql in each.asked])
        if not rows and any(isinstance(each, Computed) for each in by):
            raise NotPushed("there are no groups, so that the type of their keys is not known")
        told = [list(_values(found, row[len(keys) :])) for row in rows]
        codes = [self._code(part, calls) for part in parts]
        return groups_of_keys(table, by, keys, rows), [[code(each) for each in told] for code in codes]

    def _code(self, part: Core, calls: Sequence[Core]) -> Callable[[Sequence[Value]], Value]:
        """Return what computes a part of the body from what was told of a group."""
        builder = _Builder(self.procedure, self.callees, calls)
        run = builder.code(part)
        start, constants = self.procedure.frame, builder.constants[len(calls) :]

        def value(told: Sequence[Value]) -> Value:
            frame = [*self.frame[:start], *told, *constants, self.frame[-1]]
            try:
                return run(frame)
            except Failure as failure:
                if failure.code in (BLANK_CELL, EMPTY):
                    return None
                if failure.code == _OUT_OF_FUEL:
                    raise
                raise NotPushed(failure.message) from None
            finally:
                self.frame[-1] = frame[-1]

        return value


def _values(found: Sequence[Aggregate], cells: Sequence[Any]) -> Iterator[Value]:
    start = 0
    for each in found:
        yield each.value(*cells[start : start + len(each.asked)])
        start += len(each.asked)


class _Builder(Builder):
    """Builds the closures of a part of a function of a group: what is asked of the rows lies behind the slots."""

    def __init__(self, procedure: Procedure, callees: Mapping[str, Compiled], calls: Sequence[Core]) -> None:
        super().__init__(procedure, callees)
        self._slots = {call: procedure.frame + place for place, call in enumerate(calls)}
        self.constants += [None] * len(calls)

    def code(self, node: Core) -> Code:
        """Return the closure of one node."""
        slot = self._slots.get(node) if isinstance(node, Call) else None
        return super().code(node) if slot is None else _told(slot)


def _told(slot: int) -> Code:
    def value(frame: Frame) -> Value:
        if frame[slot] is None:
            raise Failure(EMPTY, "there are no values")
        return frame[slot]

    return value


def summary(table: StoredTable, by: Sequence[Any], function: OfGroup) -> Table:
    """Return the table of the groups with a column for each field of the record that a function gives."""
    if not isinstance(function.body, RecordOf):
        raise NotPushed("it is no record")
    groups, results = function.results(table, _given(by), function.body.items)
    try:
        named = zip(function.body.names, map(tuple, results), strict=True)
        return with_results(groups, [Column(name, cells_type(cells), name, cells) for name, cells in named])
    except Failure as failure:
        raise NotPushed(failure.message) from None


def kept(table: StoredTable, by: Sequence[Any], function: OfGroup) -> StoredTable:
    """Return the rows of the groups for which a function gives true."""
    by = _given(by)
    _, (results,) = function.results(table, by, [function.body])
    number = sum(map(bool, results))
    if number == len(results):
        return table
    if number > _MOST_KEPT:
        raise NotPushed("too many groups are kept")
    places = [str(place) for place, is_kept in enumerate(results) if is_kept] or ["-1"]
    return table.with_relation(_of_groups(numbered(table.relation), key_columns(table, by), places))


def _of_groups(relation: Relation, keys: Sequence[SqlColumn], places: Sequence[str]) -> Relation:
    """Return the rows of some groups, which are known by their places in the order of first appearance."""
    named = ", ".join(f"{key.sql} AS k{place}" for place, key in enumerate(keys))
    present = " AND ".join(f"{key.sql} IS NOT NULL" for key in keys)
    group = relation.select(f"{named}, row_number() OVER (ORDER BY min(p)) - 1 AS g", f"WHERE {present} GROUP BY ALL")
    given, names = ", ".join(key.sql for key in keys), ", ".join(f"k{place}" for place in range(len(keys)))
    listed = relation.database.dialect.form("listed_columns", names)
    some = f"SELECT {listed} FROM ({group}) WHERE g IN ({', '.join(places)})"
    return relation.derived(relation.select("*", f"WHERE ({given}) IN ({some})"), is_ordered=False)


def _given(by: Sequence[Any]) -> list[Any]:
    return [each for each in by if each is not None]
