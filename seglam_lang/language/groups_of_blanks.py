"""Groups that a procedure gives a total of 0 because all of their cells are blank: nothing was added up.

rows.group_by(status).total(net)      Cancelled 0, where no cancelled order has a net
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from seglam_lang.language.core import Call, Local, Procedure, preorder
from seglam_lang.language.values import Table, Value


def groups_of_blanks(procedure: Procedure, arguments: Sequence[Value], column: int) -> list[Value]:
    """Return the keys of the groups of an input whose cells in a column, the parameter at `column`, are all blank, in
    order of first appearance. Where the procedure gives no totals of them, or a table lies in a database, it is none.
    """
    keys = next(_keys(procedure, column), None)
    table = arguments[procedure.tables[column]]
    if keys is None or not isinstance(table, Table) or table.is_stored:
        return []
    cells = table.column(arguments[column].header)
    filled: dict[Value, bool] = {}
    for key, cell in zip(table.column(arguments[keys].header), cells, strict=True):
        filled[key] = filled.get(key, False) or cell is not None
    return [key for key, has_some in filled.items() if key is not None and not has_some]


def _keys(procedure: Procedure, column: int) -> Iterator[int]:
    """Yield the parameters by which all rows of an input are grouped where a column of it is added up."""
    params = len(procedure.params)
    for node in preorder(procedure.body):
        match node:
            case Call(
                "groups.total@1" | "groups_of_durations.total@1",
                (Call("table.group_by@1", (Local(rows), Local(keys))), Local(value)),
            ) if value == column and rows == procedure.tables[column] and keys < params:
                yield keys
