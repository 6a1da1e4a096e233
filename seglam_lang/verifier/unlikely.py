"""What is well typed and hardly ever meant, whatever the drafts agree on.

Of 2,342 greatest and least values in the everyday requests for training, 3 are of texts: "best" is not the last in the
alphabet. And a cell that the words mention is looked for in a column that holds it. The cells that are looked for are
no answer: of 917 cells looked up in the natural requests for training none is (some numbers are in Schema2QA, which
makes them up). "The second" is not two of them: of 86 programs of the data with such an ordinal none gives two.
`backwards`, `connectives`, `contrary`, `conversions`, `day_parts`, `figures`, `flags`, `groupings`, `orders`,
`percentages`, `rates`, `shares`, `shown`, `stated_ends`, `superlatives` and `vacuous` have further ones; `python -m
tests.bench.objections` counts how many right programs each hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from seglam_lang.language.builtins.number_format import ordinal
from seglam_lang.language.core import And, Call, Core, Lambda, Local, Procedure, preorder
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.types import TEXT
from seglam_lang.language.values import Column, Value
from seglam_lang.matching.ordinals import is_later, taken_for_counts
from seglam_lang.requests.model import CellRef, ColumnRef, Literal, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Origin, ValueOrigin, columns_of, mention_in
from seglam_lang.verifier.backwards import why_always_so, why_backwards
from seglam_lang.verifier.cells import column_of, compared_with_parameters
from seglam_lang.verifier.connectives import why_disconnected
from seglam_lang.verifier.contrary import why_contrary
from seglam_lang.verifier.conversions import why_no_amount
from seglam_lang.verifier.day_parts import why_not_then
from seglam_lang.verifier.figures import end_of, why_counts_rows, why_no_total, why_of_one
from seglam_lang.verifier.flags import why_flag_denied, why_flag_left
from seglam_lang.verifier.groupings import why_not_by_time, why_not_one_number, why_ranked_by
from seglam_lang.verifier.orders import why_other_order
from seglam_lang.verifier.percentages import why_no_share
from seglam_lang.verifier.rates import why_no_rate
from seglam_lang.verifier.shares import why_more_than_all, why_no_share_of
from seglam_lang.verifier.shown import why_not_listed, why_not_shown
from seglam_lang.verifier.stated_ends import why_misused
from seglam_lang.verifier.superlatives import why_other_end
from seglam_lang.verifier.vacuous import EQUAL, UNEQUAL, why_vacuous

_GREATEST = frozenset(
    f"{of}.{name}@1" for of in ("table", "groups") for name in ("maximum", "minimum", "top", "bottom")
)
_VALUES, _WHERE, _GROUP_BY = "table.values@1", "table.where@1", "table.group_by@1"
_SOME = frozenset({"list.distinct@1", "list.first@1", "list.last@1"})  # of the values of a list
_EQUALITY = (EQUAL, UNEQUAL)


def why_unlikely(core: Procedure, arguments: Sequence[Value], origins: Sequence[Origin], reading: Reading) -> str:
    """Return, as a sentence, what a program does for a request that is hardly ever meant; "" where it does nothing of
    that kind.

    `arguments` and `origins` are those of its parameters, in the core's order.
    """
    calls = [node for root in core.roots() for node in preorder(root) if isinstance(node, Call)]
    if (ranked := next(_ranked(calls, arguments), None)) is not None:
        return f"it takes the first or last of {ranked.header!r} in the alphabet, as that has no numbers or days"
    if (wrong := next(_misplaced(calls, arguments, origins, reading), None)) is not None:
        value, column, holder = wrong
        return f"it looks for {dumps(value)} in {column.header!r}, where {holder.header!r} has it"
    if (beside := next(_named_beside(core, origins, reading), None)) is not None:
        value, header, said = beside
        where = f"looks for {dumps(value.value)} in" if isinstance(value, CellRef) else f"compares {value.value} with"
        return f'it {where} {header!r}, and the request says "{said} {reading.written(value)}"'
    if (absent := next(_left_out(calls, arguments, origins, reading), None)) is not None:
        value, column = absent
        return f"it leaves out {dumps(value)} of {column.header!r}, which no cell is"
    if (repeated := _repeated(core, origins)) is not None:
        return f"it gives back what it looks for in {repeated.header!r}"
    if (grouped := next(_grouped(calls, origins), None)) is not None:
        return f"it groups by {grouped.header!r}, which is the same in all the rows"
    if (stated := _counted(core, origins)) is not None:
        return f"it takes {stated.value} where the {ordinal(stated.value)} is asked for"
    return (
        why_no_amount(calls, arguments)
        or why_no_total(core, arguments)
        or why_vacuous(core, arguments)
        or why_backwards(core, arguments)
        or why_always_so(core, arguments, reading)
        or why_misused(core, arguments, origins)
        or why_contrary(core, origins, reading)
        or why_no_share(core, origins, reading)
        or why_disconnected(core, arguments, origins, reading)
        or why_no_rate(calls, arguments, reading)
        or why_not_by_time(calls, arguments, reading)
        or why_ranked_by(calls, arguments, reading)
        or why_not_one_number(calls, arguments, reading)
        or why_not_shown(core, arguments, reading)
        or why_not_listed(core, reading)
        or why_not_then(calls, arguments, reading)
        or why_flag_left(arguments, reading)
        or why_flag_denied(core, arguments, origins, reading)
        or why_other_end(calls, arguments, reading)
        or why_other_order(calls, arguments, reading)
        or why_more_than_all(core, arguments, reading)
        or why_no_share_of(calls, arguments, reading)
        or why_of_one(calls, arguments, reading)
        or why_counts_rows(core, arguments, reading)
    )


def _counted(core: Procedure, origins: Sequence[Origin]) -> Mention | None:
    """Return the ordinal that is taken for how many rows or items there are, of which none is taken after that; None
    where there is none.
    """
    stated = (mention_in(origins[place]) for place in taken_for_counts(core))
    return next((each for each in stated if is_later(each)), None)


def _ranked(calls: Iterable[Call], arguments: Sequence[Value]) -> Iterator[Column]:
    """Yield the columns of texts of which the greatest or least is taken."""
    for call in calls:
        for part in call.args if call.builtin in _GREATEST else ():
            value = arguments[part.slot] if isinstance(part, Local) and part.slot < len(arguments) else None
            if isinstance(value, Column) and value.type == TEXT:
                yield value


def _misplaced(
    calls: Iterable[Call], arguments: Sequence[Value], origins: Sequence[Origin], reading: Reading
) -> Iterator[tuple[Value, ColumnOrigin, ColumnOrigin]]:
    """Yield the cells of other columns that columns are compared with: the cell, the column, and one that holds it. A
    "Yes" that is offered for one column is that of any other that has it.
    """
    for call in calls:
        if call.builtin in _EQUALITY:
            columns = [each for part in call.args for each in _column_of(part, origins)]
            for part in call.args:
                for holders in filter(None, _holders_of(part, origins)):
                    assert isinstance(part, Local), "it is a parameter, as it has an origin"
                    value = arguments[part.slot]
                    is_offered = isinstance(origins[part.slot], ValueOrigin)
                    others = [each for each in columns if each not in holders]
                    yield from (
                        (value, column, holders[0])
                        for column in others
                        if not (is_offered and _holds(column, value, reading))
                    )


def _named_beside(
    core: Procedure, origins: Sequence[Origin], reading: Reading
) -> Iterator[tuple[CellRef | Literal, str, str]]:
    """Yield the cells that are looked for in another column than the one that is named right before them, and numbers
    that are compared with another: the value, that column, and what it is called. Of `From` and `To`, "from Bonn" says
    which, and "more volunteers than event 1" are not more than one.
    """
    looked_for: dict[CellRef | Literal, list[str]] = {}
    for subject, operator, slot in compared_with_parameters(core):
        value = mention_in(origins[slot])
        if (isinstance(value, CellRef) and operator in _EQUALITY) or isinstance(value, Literal):
            looked_for.setdefault(value, []).extend(each.header for each in _column_of(subject, origins))
    named = [each for each in reading.visible if isinstance(each, ColumnRef)]
    for value, headers in looked_for.items():
        right = [each for each in named if each.last == value.first and each.header in value.columns]
        yield from (
            (value, headers[0], reading.written(each)) for each in right if headers and each.header not in headers
        )


def _left_out(
    calls: Iterable[Call], arguments: Sequence[Value], origins: Sequence[Origin], reading: Reading
) -> Iterator[tuple[str, ColumnOrigin]]:
    """Yield the texts that no cell of a column is which they are left out of: the "<>" of "<>active" is no name."""
    for call in calls:
        for part in call.args if call.builtin == UNEQUAL else ():
            value = arguments[part.slot] if isinstance(part, Local) and part.slot < len(arguments) else None
            for column in (each for other in call.args for each in _column_of(other, origins)):
                if isinstance(value, str) and not _holds(column, value, reading):
                    yield value, column


def _holds(column: ColumnOrigin, value: Value, reading: Reading) -> bool:
    table = reading.inputs.tables[column.table]
    return table.holds(table.headers.index(column.header), value)


def _repeated(core: Procedure, origins: Sequence[Origin]) -> ColumnOrigin | None:
    """Return the column whose cells are given for rows in which they are a certain one; None where there is none."""
    end = end_of(core)
    while isinstance(end, Call) and end.builtin in _SOME:
        end = end.args[0]
    if not isinstance(end, Call) or end.builtin != _VALUES:
        return None
    table, column = end.args
    given = origins[column.slot] if isinstance(column, Local) and column.slot < len(origins) else None
    return next((each for each in _fixed(table, origins) if each == given), None)


def _grouped(calls: Iterable[Call], origins: Sequence[Origin]) -> Iterator[ColumnOrigin]:
    """Yield the columns by which rows are grouped in all of which they are a certain cell."""
    for call in calls:
        if call.builtin == _GROUP_BY and len(call.args) == 2:
            table, column = call.args
            given = origins[column.slot] if isinstance(column, Local) and column.slot < len(origins) else None
            yield from (each for each in _fixed(table, origins) if each == given)


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
    place = column_of(part, len(origins))
    origin = None if place is None else origins[place]
    if isinstance(origin, ColumnOrigin):
        yield origin


def _holders_of(part: Core, origins: Sequence[Origin]) -> Iterator[tuple[ColumnOrigin, ...]]:
    """Yield the columns that hold a part, if it is a cell that the words mention or that is offered."""
    origin = origins[part.slot] if isinstance(part, Local) and part.slot < len(origins) else None
    if isinstance(origin, ValueOrigin):
        yield (origin.column,)
    elif isinstance(origin, CellRef):
        yield columns_of(origin)
