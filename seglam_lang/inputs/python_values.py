"""Python objects, and what JSON holds, as values of the language: the guessing door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from seglam_lang.inputs.guessing import GUESSING
from seglam_lang.inputs.model import InputError
from seglam_lang.language.python.misfits import Unfit
from seglam_lang.language.python.tables import FORMS, read_table
from seglam_lang.language.python.untyped import TypedValue, read_untyped
from seglam_lang.language.types import TABLE

_T = TypeVar("_T")


def from_python(value: Any, name: str = "the input") -> TypedValue:
    """Return a Python or JSON value as a value of the language; a list of dicts and {"columns", "rows"} are tables."""
    return explained(name, lambda: read_untyped(value, GUESSING))


def table_from_python(value: Any, name: str = "table") -> TypedValue:
    """Return a value that has to be a table, in any form that `seglam_lang.language.python.tables` knows."""
    columns = explained(name, lambda: read_table(value, GUESSING))
    if columns.any_header:
        raise InputError("empty-table", f"{name} has no rows and no columns ({FORMS})")
    return TypedValue(columns.table(), TABLE, columns.notes)


def explained(name: str, read: Callable[[], _T]) -> _T:
    """Return what `read` returns; a misfit is an InputError that names the place in the input."""
    try:
        return read()
    except Unfit as misfit:
        hint = f" ({misfit.hint})" if misfit.hint else ""
        raise InputError(misfit.code, f"{name}{misfit.place}: {misfit.message}{hint}") from None
