"""What is well typed and hardly ever meant, whatever the drafts agree on.

Of 2,342 greatest and least values in the everyday requests for training, 3 are of texts: "best" is not the last in the
alphabet. And a cell that the words mention is looked for in a column that holds it. A total of 0 of which all cells are
blank is the total of another column: what was spent does not stand under "Money in". The cells that are looked for are
no answer: of 917 cells looked up in the natural requests for training none is (some numbers are in Schema2QA, which
makes them up).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from seglam_lang.language import Failure, compile_procedure
from seglam_lang.language.core import And, Call, Core, Lambda, Let, Local, Procedure, preorder
from seglam_lang.language.types import TEXT, list_of
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.model import CellRef
from seglam_lang.requests.scope import ColumnOrigin, Origin, ValueOrigin, columns_of

_GREATEST = frozenset(
    f"{of}.{name}@1" for of in ("table", "groups") for name in ("maximum", "minimum", "top", "bottom")
)
_CELL, _TOTAL, _VALUES, _COUNT = "row.cell@1", "table.total@1", "table.values@1", "table.count@1"
_WHERE = "table.where@1"
_SOME = frozenset({"list.distinct@1", "list.first@1", "list.last@1"})  # of the values of a list
_EQUALITY = ("any.equal@1", "any.unequal@1")


def why_unlikely(core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin]) -> str:
    """Return, as a sentence, what a program does that is hardly ever meant; "" where it does nothing of that kind.

    `arguments` and `origins` are those of its parameters, in the core's order.
    """
    calls = [node for root in core.roots() for node in preorder(root) if isinstance(node, Call)]
    if (ranked := next(_ranked(calls, arguments), None)) is not None:
        return f"it takes the first or last of {ranked.header!r} in the alphabet, as that has no numbers or days"
    if (wrong := next(_misplaced(calls, origins), None)) is not None:
        return f"it looks for a cell in {wrong.header!r}, which does not hold it"
    if (repeated := _repeated(core, origins)) is not None:
        return f"it gives back what it looks for in {repeated.header!r}"
    if _adds_up_nothing(core, arguments):
        return "it adds up nothing: all of the cells are blank"
    return ""


def _adds_up_nothing(core: Procedure, arguments: Sequence[Value]) -> bool:
    """Return whether a procedure gives the total of a column that has no value in any of the rows that it takes."""
    end = _end_of(core)
    if not isinstance(end, Call) or end.builtin != _TOTAL:
        return False
    count = replace(core, body=_ending(core.body, Call(_COUNT, end.args[:1])), ensures=())
    cells = replace(core, body=_ending(core.body, Call(_VALUES, end.args)), result=list_of(core.result), ensures=())
    try:
        return not compile_procedure(cells).run(arguments) and compile_procedure(count).run(arguments) > 0
    except Failure:
        return False


def _end_of(core: Procedure) -> Core:
    """Return what a procedure gives after its steps."""
    end = core.body
    while isinstance(end, Let):
        end = end.body
    return end


def _ending(body: Core, end: Core) -> Core:
    """Return a body that ends otherwise."""
    return replace(body, body=_ending(body.body, end)) if isinstance(body, Let) else end


def _ranked(calls: Iterable[Call], arguments: Sequence[Value]) -> Iterator[Column]:
    """Yield the columns of texts of which the greatest or least is taken."""
    for call in calls:
        for part in call.args if call.builtin in _GREATEST else ():
            value = arguments[part.slot] if isinstance(part, Local) and part.slot < len(arguments) else None
            if isinstance(value, Column) and value.type == TEXT:
                yield value


def _misplaced(calls: Iterable[Call], origins: Sequence[Origin]) -> Iterator[ColumnOrigin]:
    """Yield the columns that are compared with a cell of other columns."""
    for call in calls:
        if call.builtin in _EQUALITY:
            columns = [each for part in call.args for each in _column_of(part, origins)]
            holders = [each for part in call.args for each in _holders_of(part, origins) if each]
            yield from (column for column in columns for each in holders if column not in each)


def _repeated(core: Procedure, origins: Sequence[Origin]) -> ColumnOrigin | None:
    """Return the column whose cells are given for rows in which they are a certain one; None where there is none."""
    end = _end_of(core)
    while isinstance(end, Call) and end.builtin in _SOME:
        end = end.args[0]
    if not isinstance(end, Call) or end.builtin != _VALUES:
        return None
    table, column = end.args
    given = origins[column.slot] if isinstance(column, Local) and column.slot < len(origins) else None
    return next((each for each in _fixed(table, origins) if each == given), None)


def _fixed(table: Core, origins: Sequence[Origin]) -> Iterator[ColumnOrigin]:
    """Yield the columns that are a certain cell in all rows of a table."""
    while isinstance(table, Call) and table.args:
        test = table.args[1] if table.builtin == _WHERE else None
        conditions = [test.body] if isinstance(test, Lambda) else []
        while conditions:
            condition = conditions.pop()
            if isinstance(condition, And):
                conditions += condition.left, condition.right
            elif isinstance(condition, Call) and condition.builtin == _EQUALITY[0]:
                compared = [each for part in condition.args for each in _column_of(part, origins)]
                yield from compared if any(list(_holders_of(part, origins)) for part in condition.args) else ()
        table = table.args[0]


def _column_of(part: Core, origins: Sequence[Origin]) -> Iterator[ColumnOrigin]:
    """Yield the column whose cell a part is, if it is one."""
    if isinstance(part, Call) and part.builtin == _CELL:
        for each in part.args:
            origin = origins[each.slot] if isinstance(each, Local) and each.slot < len(origins) else None
            if isinstance(origin, ColumnOrigin):
                yield origin


def _holders_of(part: Core, origins: Sequence[Origin]) -> Iterator[tuple[ColumnOrigin, ...]]:
    """Yield the columns that hold a part, if it is a cell that the words mention or that is offered."""
    origin = origins[part.slot] if isinstance(part, Local) and part.slot < len(origins) else None
    if isinstance(origin, ValueOrigin):
        yield (origin.column,)
    elif isinstance(origin, CellRef):
        yield columns_of(origin)
