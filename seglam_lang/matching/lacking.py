"""What a request lacks of a stored wording, where that can be named: a column by its header, or a value of one."""

from __future__ import annotations

from seglam_lang.inputs.model import Inputs
from seglam_lang.language.checking.differences import shortened
from seglam_lang.language.values import Table
from seglam_lang.requests.headers import digest_of_headers, normal_header
from seglam_lang.requests.model import FromHeader, FromTable, FromValue, Wording

UNFIT = "the request lacks an argument of its procedure, or has one of another type, or it was learnt of other columns"
_MOST = 8  # headers that are shown


def lacking(wording: Wording, inputs: Inputs) -> str:
    """Return which column or value that the words of a wording do not spell is not in the inputs; "" where all are."""
    for source in wording.sources:
        if isinstance(source, FromTable) and source.headers:
            table = inputs.values.get(source.input)
            if isinstance(table, Table) and digest_of_headers(table.headers) != source.headers:
                return "it was learnt of a table with other headers"
        column = source.column if isinstance(source, FromValue) else source
        if not isinstance(column, FromHeader):
            continue
        table = inputs.values.get(column.table)
        if not isinstance(table, Table):
            continue
        if missing := _column(column, table):
            return missing
        if isinstance(source, FromValue) and (missing := _value(source, column, table)):
            return missing
    return ""


def _column(source: FromHeader, table: Table) -> str:
    wanted = normal_header(source.header)
    found = [place for place, header in enumerate(table.headers) if normal_header(header) == wanted]
    if not found:
        more = ", ..." if len(table.headers) > _MOST else ""
        return f'it needs a column "{source.header}", and the table has {", ".join(table.headers[:_MOST])}{more}'
    if len(found) > 1:
        return f'it needs one column "{source.header}", and the table has {len(found)}'
    kind = table.types[found[0]].name
    if source.type not in ("", kind):
        return f'it needs a column "{source.header}" of type {source.type}, and that of the table has {kind}'
    return ""


def _value(source: FromValue, column: FromHeader, table: Table) -> str:
    """Return that a column, which is in the table, does not hold a value."""
    wanted = normal_header(column.header)
    place = next(place for place, header in enumerate(table.headers) if normal_header(header) == wanted)
    if table.holds(place, source.value) or set(table.distinct(place)) <= set(source.among):
        return ""
    return f"it needs {shortened(source.value)} in the column {table.headers[place]}, which does not hold it"
