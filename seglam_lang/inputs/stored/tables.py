"""Tables over columns that have been read in a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from seglam_lang.inputs.columns import Meaning
from seglam_lang.inputs.guessing import one_writing
from seglam_lang.inputs.headers import describe, distinct_headers
from seglam_lang.inputs.model import Writing
from seglam_lang.inputs.stored.columns import Read, TextColumns
from seglam_lang.language.backends import planner
from seglam_lang.language.backends.columns import SqlColumn
from seglam_lang.language.backends.relation import Owner, Relation, StoredTable
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import TABLE, TEXT


def stored_table(
    columns: TextColumns, given: Sequence[str], notes: Sequence[str], has_semicolons: bool
) -> TypedValue | None:
    """Return a table over columns of texts; None where it is not known for certain what one of them holds."""
    first = [column.read(header) for column, header in zip(columns.columns, given, strict=True)]
    read = [each for each in first if each is not None]
    if len(read) < len(first):
        return None

    def again(position: int, writing: Writing) -> _Written:
        return _Written(columns.columns[position].read(given[position], writing))

    written = one_writing(list(map(_Written, read)), again, has_semicolons)
    read = [each.read for each in written if each.read is not None]
    if len(read) < len(first):
        return None
    headers = distinct_headers(given)
    about = [
        describe(name, header, each.column.type, each.blanks, each.meaning.note, each.meaning.is_doubtful)
        for name, header, each in zip(headers, given, read, strict=True)
    ]
    table = _over([each.column for each in read], columns, headers, read)
    return TypedValue(table, TABLE, (*notes, *about))


class _Written:
    """A column, as far as it may be read otherwise."""

    def __init__(self, read: Read | None) -> None:
        self.read = read
        found = Meaning(TEXT) if read is None else read.meaning
        self.notation, self.is_doubtful, self.decimals = found.notation, found.is_doubtful, found.decimals


def _over(
    found: Sequence[SqlColumn], columns: TextColumns, headers: tuple[str, ...], read: Sequence[Read]
) -> StoredTable:
    named = tuple([replace(column, sql=f"x{place}") for place, column in enumerate(found)])
    asked = ", ".join(f"{column.sql} AS {name.sql}" for column, name in zip(found, named, strict=True))
    owner = Owner()
    columns.database.keep(owner, columns.table)
    sql = f"(SELECT rowid AS p, {asked} FROM {columns.table})"
    return StoredTable(
        Relation(columns.database, sql, named, columns.length, owner),
        headers,
        named,
        planner,
        percentages=tuple([header for header, each in zip(headers, read, strict=True) if each.in_percent]),
        notations=frozenset([each.meaning.notation for each in read if each.meaning.notation]),
        length=columns.length,
        distinct={place: each.distinct for place, each in enumerate(read) if each.distinct is not None},
        blanks={place: each.blanks for place, each in enumerate(read)},
    )
