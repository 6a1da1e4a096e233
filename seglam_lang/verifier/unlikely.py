"""What is well typed and hardly ever meant, whatever the drafts agree on.

Of 2,342 greatest and least values in the everyday requests for training, 3 are of texts: "best" is not the last in the
alphabet. And a cell that the words mention is looked for in a column that holds it. A total of 0 of which all cells are
blank is the total of another column: what was spent does not stand under "Money in".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from seglam_lang.language import Failure, compile_procedure
from seglam_lang.language.core import Call, Core, Let, Local, Procedure, preorder
from seglam_lang.language.types import TEXT, list_of
from seglam_lang.language.values import Column, Value
from seglam_lang.requests.model import CellRef
from seglam_lang.requests.scope import ColumnOrigin, Origin, ValueOrigin, columns_of

_GREATEST = frozenset(
    f"{of}.{name}@1" for of in ("table", "groups") for name in ("maximum", "minimum", "top", "bottom")
)
_CELL, _TOTAL, _VALUES, _COUNT = "row.cell@1", "table.total@1", "table.values@1", "table.count@1"
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
    if _adds_up_nothing(core, arguments):
        return "it adds up nothing: all of the cells are blank"
    return ""


def _adds_up_nothing(core: Procedure, arguments: Sequence[Value]) -> bool:
    """Return whether a procedure gives the total of a column that has no value in any of the rows that it takes."""
    end = core.body
    while isinstance(end, Let):
        end = end.body
    if not isinstance(end, Call) or end.builtin != _TOTAL:
        return False
    count = replace(core, body=_ending(core.body, Call(_COUNT, end.args[:1])), ensures=())
    cells = replace(core, body=_ending(core.body, Call(_VALUES, end.args)), result=list_of(core.result), ensures=())
    try:
        return not compile_procedure(cells).run(arguments) and compile_procedure(count).run(arguments) > 0
    except Failure:
        return False


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
