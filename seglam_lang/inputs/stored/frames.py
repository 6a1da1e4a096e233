"""Large frames of other libraries, and Arrow files: their rows are copied into the database by way of Arrow.

A frame may be changed by its owner; a copy is not. It takes a fraction of the time in which as many Python objects are
made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyarrow
import pyarrow.types as kinds

from seglam_lang.inputs.stored.typed_columns import Doubtful, Source, typed_table
from seglam_lang.language.backends.database import database
from seglam_lang.language.backends.engines import DatabaseError
from seglam_lang.language.backends.relation import Owner
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.values import Table

InMemory = Callable[[Any], Table]  # the table of an Arrow table


def store_frame(frame: Any, in_memory: InMemory) -> TypedValue | None:
    """Return the table of a frame; None where another reader has to decide (see the package)."""
    try:
        return store_arrow(_as_arrow(frame), in_memory)
    except (pyarrow.ArrowException, TypeError, ValueError, OverflowError):
        return None  # its cells are of more than one type, say


def store_arrow(table: Any, in_memory: InMemory) -> TypedValue | None:
    """Return the table of an Arrow table; None where another reader has to decide (see the package)."""
    db, name, owner = database(), database().new_name(), Owner()
    columns = [f"c{place}" for place in range(table.num_columns)]
    try:
        plain = pyarrow.table([_plain(column) for column in table.columns], names=columns)
        db.keep(owner, name)
        db.copy_arrow(plain, name)
        described = db.rows(f"DESCRIBE {name}")
        source = Source(
            name,
            "rowid",
            [(header, column, kind) for header, (column, kind, *_) in zip(table.column_names, described, strict=True)],
            owner,
        )
        return typed_table(db, source, lambda: in_memory(db.arrow(f"FROM {name}").rename_columns(table.column_names)))
    except (DatabaseError, Doubtful, pyarrow.ArrowException):
        return None


def _as_arrow(frame: Any) -> Any:
    if isinstance(frame, pyarrow.Table):
        return frame
    if type(frame).__module__.partition(".")[0] == "pandas":
        if not all(isinstance(header, str) for header in frame.columns):
            raise TypeError("a header that is no text")
        return pyarrow.Table.from_pandas(frame, preserve_index=False)
    return pyarrow.RecordBatchReader.from_stream(frame).read_all()


def _plain(column: Any) -> Any:
    """Return a column as one of a type that the database and the reader of frames call the same. Raise Doubtful."""
    if kinds.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    kind = column.type
    if isinstance(kind, pyarrow.BaseExtensionType) or (kinds.is_timestamp(kind) and kind.tz is not None):
        raise Doubtful
    if kinds.is_timestamp(kind):
        return column.cast(pyarrow.timestamp("us"))  # which fails where something would be lost
    if kinds.is_time64(kind):
        return column.cast(pyarrow.time64("us"))
    return column.cast(pyarrow.int64()) if kinds.is_unsigned_integer(kind) else column
