"""Python objects, and what JSON holds, as values of the language: the guessing door."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Any, TypeVar

from seglam_lang.inputs.file import is_large_table
from seglam_lang.inputs.guessing import GUESSING, Guessing
from seglam_lang.inputs.model import InputError
from seglam_lang.language.python.frames import is_frame
from seglam_lang.language.python.misfits import Unfit
from seglam_lang.language.python.tables import FORMS, read_table
from seglam_lang.language.python.untyped import TypedValue, read_untyped
from seglam_lang.language.types import TABLE

_T = TypeVar("_T")


def from_python(value: Any, name: str = "the input", blank: Sequence[str] = ()) -> TypedValue:
    """Return a Python or JSON value as a value of the language; a list of dicts and {"columns", "rows"} are tables.
    Cells with a text of `blank` have no value.
    """
    return _stored(value, name, blank) or explained(name, lambda: read_untyped(value, _policy(blank)))


def table_from_python(value: Any, name: str = "table", blank: Sequence[str] = ()) -> TypedValue:
    """Return a value that has to be a table, in any form that `seglam_lang.language.python.tables` knows."""
    return _stored(value, name, blank) or _table_in_memory(value, name, blank)


def _policy(blank: Sequence[str]) -> Guessing:
    return Guessing(blank=blank) if blank else GUESSING


def _table_in_memory(value: Any, name: str, blank: Sequence[str] = ()) -> TypedValue:
    columns = explained(name, lambda: read_table(value, _policy(blank)))
    if columns.any_header:
        raise InputError("empty-table", f"{name} has no rows and no columns ({FORMS})")
    return TypedValue(columns.table(), TABLE, columns.notes)


def _stored(value: Any, name: str, blank: Sequence[str] = ()) -> TypedValue | None:
    """Return the table of a large frame, in a database; None where another reader has to decide."""
    if blank or not is_frame(value) or not _is_large(value) or not all(map(find_spec, ("duckdb", "pyarrow"))):
        return None
    from seglam_lang.inputs.stored.frames import store_frame

    return store_frame(value, lambda table: _table_in_memory(table, name).value)


def _is_large(frame: Any) -> bool:
    """Return whether a frame says that it has many cells; a stream does not."""
    shape = getattr(frame, "shape", None)
    return isinstance(shape, tuple) and len(shape) == 2 and is_large_table(shape[0] * shape[1])


def explained(name: str, read: Callable[[], _T]) -> _T:
    """Return what `read` returns; a misfit is an InputError that names the place in the input."""
    try:
        return read()
    except Unfit as misfit:
        hint = f" ({misfit.hint})" if misfit.hint else ""
        raise InputError(misfit.code, f"{name}{misfit.place}: {misfit.message}{hint}") from None
