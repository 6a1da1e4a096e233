"""How long something took, where the table has when it began and when it ended: put to a model as one column more.

    Left              Returned              asked: the longest tour
    2025-03-03 06:10  2025-03-03 14:25      written: rows.top(1, c6), where c6 is shown as `Duration`
    2025-03-04 06:05  2025-03-04 13:40      meant: ... of the table with that column, the time from Left to Returned

Next to none of the requests that the shipped model has learned from is about two moments, and "how long" and "took" say
neither of the two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from seglam_lang.drafts import Draft
from seglam_lang.language.builtins.units import unit_of
from seglam_lang.language.checking.signature import Param, Signature, is_column, is_table
from seglam_lang.language.completion import lexemes
from seglam_lang.language.types import DATE, DATETIME, DURATION, NUMBER, TIME, Con, column_of, table
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.first_cells import first_cells
from seglam_lang.requests.scope import MAX_COLUMNS, ColumnOrigin, Origin, Scope
from seglam_lang.translator.messages import Task
from seglam_lang.translator.parts import with_own_column
from seglam_lang.translator.writing import source_of

_HEADER = "Duration"
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOSTLY = 0.75  # of the rows: a shift may go on over midnight


@dataclass(frozen=True)
class Lengths:
    """A task with a `column` of the time from the cells of one column to those of another, or, of days, of how many it
    is; "" where there is none.
    """

    task: Task
    column: str = ""
    begins: str = ""
    ends: str = ""
    in_days: bool = False

    def meant(self, draft: Draft) -> Draft:
        """Return what has been written over the column, said of the two that it is made of; days between these are
        counted forth.
        """
        if not self.column:
            return draft
        body = written = lexemes(draft.text)
        until = "days_until" if self.in_days else "time_until"
        cell = lexemes(f"row [{self.begins}].{until}(row [{self.ends}])")
        if self.in_days:
            body = _forth(body, lexemes(f"row [{self.ends}].{until}(row [{self.begins}])"), cell)
        if self.column in body:
            (rows,) = {each.table for each in self.task.scope.signature.params if each.name == self.begins}
            body = with_own_column(body, rows, self.column, _HEADER.casefold(), cell)
        return draft if body == written else draft.over(source_of(body))


def _forth(body: list[str], back: list[str], forth: list[str]) -> list[str]:
    """Return a body that counts days `forth` where it counts them `back`: nothing ends before it begins."""
    found, at = [], 0
    while at < len(body):
        is_back = body[at : at + len(back)] == back and body[at - 1] != "-"
        found += forth if is_back else body[at : at + 1]
        at += len(back) if is_back else 1
    return found


def with_lengths(task: Task) -> Lengths:
    """Return a task with a column of lengths of time where its table has two columns of moments, of times of day or of
    days, of which one comes before the other in each row, and no lengths: beside days, numbers of minutes or days are
    lengths too.
    """
    columns = [(each, each.type.args[0]) for each in task.scope.signature.params if is_column(each.type)]
    if any(kind == DURATION for _, kind in columns) or len(columns) == MAX_COLUMNS:
        return Lengths(task)
    has_lengths = any(kind == NUMBER and _is_a_length(task.scope.arguments[each.name].header) for each, kind in columns)
    for kind in (DATETIME, TIME) if has_lengths else (DATETIME, TIME, DATE):
        pair = [each for each, its_kind in columns if its_kind == kind]
        origins = [task.scope.origins[each.name] for each in pair]
        if len(pair) == 2 and len({each.table for each in origins if isinstance(each, ColumnOrigin)}) == 1:
            order = _in_order(origins, kind, task)
            return _with_column(task, *(pair[place] for place in order)) if order else Lengths(task)
    return Lengths(task)


def _is_a_length(header: str) -> bool:
    """Return whether a header says of its numbers that they are lengths of time: `Len (min)`, `Hrs`."""
    units = (unit_of(word) for word in _WORD.findall(header))
    return any(unit is not None and unit.dimension == "time" for unit in units)


def _in_order(origins: Sequence[Origin], kind: Con, task: Task) -> Sequence[int]:
    """Return the places of two columns, the one that comes first before the other one; nothing where neither does, or
    where they are the same. Behind late times of day may come early ones.
    """
    one, other = (_cells(each, task) for each in origins)
    pairs = [(a, b) for a, b in zip(one, other, strict=True) if a is not None and b is not None and a != b]
    forth = sum(a < b for a, b in pairs)
    if not pairs:
        return ()
    least = _MOSTLY if kind == TIME else 1
    if forth >= least * len(pairs):
        return (0, 1)
    return (1, 0) if len(pairs) - forth >= least * len(pairs) else ()


def _cells(origin: Origin, task: Task) -> Sequence[Value]:
    assert isinstance(origin, ColumnOrigin), "it is a column"
    return first_cells(origin.header, task.reading.inputs.tables[origin.table])


def _with_column(task: Task, begins: Param, ends: Param) -> Lengths:
    scope = task.scope
    length = NUMBER if begins.type == column_of(DATE) else DURATION
    name = f"c{sum(is_column(each.type) for each in scope.signature.params)}"
    params = [_having(name, each) if each.name == begins.table else each for each in scope.signature.params]
    last = max(place for place, each in enumerate(params) if is_column(each.type))
    params.insert(last + 1, Param(name, column_of(length), begins.table))
    origin = scope.origins[begins.name]
    assert isinstance(origin, ColumnOrigin), "it is a column"
    seen = Scope(
        Signature(tuple(params)),
        {**scope.arguments, name: Column(_HEADER, length)},
        {**scope.origins, name: ColumnOrigin(origin.table, _HEADER)},
    )
    return Lengths(replace(task, scope=seen), name, begins.name, ends.name, length == NUMBER)


def _having(column: str, param: Param) -> Param:
    """Return the parameter of a table with one column more."""
    assert is_table(param.type), "columns are of tables"
    return replace(param, type=table((*param.type.labels, column)))
