"""The arguments that another request has for the procedure of a known wording."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.types import Con, Mismatch, Type, Var, column_of, show, unify
from seglam_lang.language.values import SCALAR_TYPES, Column, Table, Value
from seglam_lang.matching.model import Bound
from seglam_lang.requests.families import is_of
from seglam_lang.requests.headers import digest_of_headers, normal_header
from seglam_lang.requests.model import (
    ArgumentSource,
    CellRef,
    ColumnRef,
    ColumnSource,
    FieldRef,
    FromCellColumn,
    FromColumn,
    FromField,
    FromHeader,
    FromInput,
    FromPart,
    FromSlot,
    FromTable,
    FromValue,
    Literal,
    Match,
    Mention,
    Wording,
    columns_of_value,
)
from seglam_lang.requests.narrowing import amounts_left
from seglam_lang.requests.parts import part_of
from seglam_lang.requests.per import is_per_figure
from seglam_lang.requests.reading import Reading

Typed: TypeAlias = tuple[Value, Con]


def find_arguments(wording: Wording, reading: Reading, params: Sequence[Type]) -> Bound | None:
    """Return what a request has for the procedure of `wording`, whose parameters have the types `params`.

    Return None where the request is not of this wording, or has not every argument.
    """
    for match in reading.matches_of(wording.template):
        arguments = arguments_of(wording, match, reading.inputs, params)
        if arguments is None or groups_by_figures(wording, match, reading, params):
            continue
        if not leaves_amounts(wording, match, reading, arguments):
            return Bound(match, arguments)
    return None


def arguments_of(wording: Wording, match: Match, inputs: Inputs, params: Sequence[Type]) -> tuple[Value, ...] | None:
    """Return the arguments that a match of the wording's template gives its procedure.

    Return None where one is missing or not of its parameter's type.
    """
    if len(params) != len(wording.sources):
        return None
    arguments: list[Value] = []
    bindings: dict[str, Type] = {}
    for param, source in zip(params, wording.sources, strict=True):
        found = fetch(source, match, inputs)
        if found is None:
            return None
        value, kind = found
        try:
            unify(param, kind, bindings)
        except Mismatch:
            return None
        arguments.append(value)
    is_it = all(_is_held(*each, match, params, arguments) for each in zip(wording.sources, params, strict=True))
    return tuple(arguments) if is_it and _are_apart(wording.sources, match, arguments) else None


def groups_by_figures(wording: Wording, match: Match, reading: Reading, params: Sequence[Type]) -> bool:
    """Return whether a procedure would take a column of whatever it holds, of which the words want a figure per each:
    "weight per stop" does not group by the number of stops.
    """
    for param, source in zip(params, wording.sources, strict=True):
        if isinstance(source, FromColumn) and isinstance(param, Con) and isinstance(param.args[0], Var):
            mention = match.slots[source.slot]
            if isinstance(mention, ColumnRef) and is_per_figure(mention, reading):
                return True
    return False


def leaves_amounts(wording: Wording, match: Match, reading: Reading, arguments: Sequence[Value]) -> str:
    """Return words of a wording that name a column of amounts here, of which its procedure takes nothing, and named
    none where they were learnt; "" where there are none.

    "How many trips were late" may count rows; in a table with a column `Trips` of numbers, it adds these up.
    """
    taken = [each.header for each in arguments if isinstance(each, Column)]
    for source in wording.sources:
        if isinstance(source, FromTable) and source.amounts is not None:
            for words in amounts_left(source.input, match, reading, taken):
                if words not in source.amounts:
                    return words
    return ""


def _is_held(
    source: ArgumentSource, param: Type, match: Match, params: Sequence[Type], arguments: Sequence[Value]
) -> bool:
    """Return whether a cell that is meant as one of a column that is an argument is in one of them: where it was so
    when the wording was learnt, and where the procedure takes it for one of the cells of a column, by its type.

    "Number of urgent calls" may count the rows with "urgent" under `Calls`; in a table where `Status` has it, the same
    words ask for something else. And "total fee of the rentals of Burton" is none where `Rental` is "Burton".
    """
    if not isinstance(source, FromSlot):
        return True
    mention = match.slots[source.slot]
    if not source.held and not isinstance(mention, CellRef):
        return True
    wanted = column_of(param)
    pairs = zip(arguments, params, strict=True)
    taken = [each for each, kind in pairs if isinstance(each, Column) and (source.held or kind == wanted)]
    columns = columns_of_value(mention)
    return any(each.header in columns for each in taken) or not (taken or source.held)


def _are_apart(sources: Sequence[ArgumentSource], match: Match, arguments: Sequence[Value]) -> bool:
    """Return whether no column that the words do not spell is one that they name here: "reported within 5 days", which
    takes the days since `Taken`, is no wording for "taken within 5 days".
    """
    hidden = [at for at, source in enumerate(sources) if isinstance(source, FromHeader)]
    if not hidden:
        return True
    columns = {
        at: (_table_of(source, match), value.header)
        for at, (source, value) in enumerate(zip(sources, arguments, strict=True))
        if isinstance(source, ColumnSource) and isinstance(value, Column)
    }
    return all(columns[at] != column for at in hidden for other, column in columns.items() if other != at)


def fetch(source: ArgumentSource, match: Match, inputs: Inputs) -> Typed | None:
    """Return the argument that comes from `source`, with its type. Return None where there is none."""
    match source:
        case FromColumn():
            return _named(source, _slot(match, source.slot), inputs)
        case FromTable(name, headers):
            value = inputs.values.get(name)
            is_it = isinstance(value, Table) and (not headers or digest_of_headers(value.headers) == headers)
            return (value, inputs.types[name]) if is_it else None
        case FromSlot(slot, of=of):
            mention = _slot(match, slot)
            return None if mention is None else _if_of(of, mention.value, mention.type)
        case FromPart(slot, part):
            return _part(_slot(match, slot), part)
        case FromCellColumn():
            return _holder(source, _slot(match, source.slot), match, inputs)
        case FromHeader():
            return _headed(source, inputs)
        case FromValue():
            return _cell(source, match, inputs)
        case FromField(record, name):
            inside = (each for each in inputs.fields if each.inside and each.input == record and each.name == name)
            return next(((each.value, each.type) for each in inside), None)
        case FromInput(name, of):
            return _if_of(of, inputs.values[name], inputs.types[name]) if name in inputs.values else None


def _if_of(of: str, value: Value, kind: Con) -> Typed | None:
    """Return a value with its type, if it is of the type that is wanted ("" for any): a list without items is of all
    types of lists, and one in which some are missing is one of what the others are.
    """
    is_it = of in ("", show(kind)) or (of.startswith("List<") and (value == () or show(kind).replace("?", "") == of))
    return (value, kind) if is_it else None


def _named(source: FromColumn, mention: Mention | None, inputs: Inputs) -> Typed | None:
    """Return the column that a mention names, if it is of the table, family or type, and header that are wanted."""
    if not isinstance(mention, ColumnRef) or source.table not in ("", mention.table):
        return None
    if source.of and not is_of(source.of, mention.header, inputs.tables[mention.table]):
        return None
    if source.header and source.header != normal_header(mention.header):
        return None
    return mention.value, mention.type


def _slot(match: Match, index: int) -> Mention | None:
    return match.slots[index] if 0 <= index < len(match.slots) else None


def _part(mention: Mention | None, name: str) -> Typed | None:
    part = part_of(mention, name) if mention is not None else None
    return None if part is None else (part.value, part.type)


def _holder(source: FromCellColumn, mention: Mention | None, match: Match, inputs: Inputs) -> Typed | None:
    """Return the one column that holds the value of a mention: that with the header that is wanted, if the table has
    it.
    """
    if mention is None or isinstance(mention, ColumnRef | FieldRef):
        return None
    if source.table not in ("", mention.table) or len(mention.columns) != 1 or _is_chance(mention, match):
        return None
    (header,), table = mention.columns, inputs.tables[mention.table]
    if source.header and source.header != normal_header(header) and source.header in map(normal_header, table.headers):
        return None
    return _column_at(table, header)


def _is_chance(mention: Mention, match: Match) -> bool:
    """Return whether a literal occurs in a column only by chance, as the words ask something else of that column.

    In "total sales in 2021", 2021 is no condition on the sales.
    """
    if not isinstance(mention, Literal):
        return False
    asked = {(slot.table, (slot.header,)) for slot in match.slots if isinstance(slot, ColumnRef)}
    return (mention.table, mention.columns) in asked


def _headed(source: FromHeader, inputs: Inputs) -> Typed | None:
    """Return the column with a header, of the type that is remembered. Of two with that header none is meant."""
    table = inputs.values.get(source.table)
    if not isinstance(table, Table):
        return None
    wanted = normal_header(source.header)
    found = [header for header in table.headers if normal_header(header) == wanted]
    if len(found) != 1:
        return None
    column, kind = _column_at(table, found[0])
    return (column, kind) if source.type in ("", column.type.name) else None


def _column_at(table: Table, header: str) -> tuple[Column, Con]:
    kind = table.types[table.headers.index(header)]
    return Column(header, kind), column_of(kind)


def _cell(source: FromValue, match: Match, inputs: Inputs) -> Typed | None:
    """Return a value that is remembered, for a column of the same type that may hold it."""
    found = fetch(source.column, match, inputs)
    if found is None:
        return None
    column, _ = found
    assert isinstance(column, Column), "it comes from the source of a column"
    table = inputs.tables[_table_of(source.column, match)]
    place = table.headers.index(column.header)
    if column.type != SCALAR_TYPES.get(type(source.value)):
        return None
    may_hold = table.holds(place, source.value) or set(table.distinct(place)) <= set(source.among)
    return (source.value, column.type) if may_hold else None


def _table_of(source: ColumnSource, match: Match) -> str:
    """Return the table of a column that has been fetched from `source`."""
    if isinstance(source, FromHeader):
        return source.table
    mention = match.slots[source.slot]
    assert not isinstance(mention, FieldRef), "it is a column, or is held by one"
    return mention.table
