"""All that a request is about, read: files, values of the command line and Python objects, as `Inputs`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from seglam_lang.inputs.files import AS_NAMED, FileOptions, in_engine, own_name, read_file
from seglam_lang.inputs.model import InputError, Inputs, is_encodable
from seglam_lang.inputs.python_values import from_python, table_from_python
from seglam_lang.language.python.untyped import TypedValue
from seglam_lang.language.types import Con, Constructor, show
from seglam_lang.language.values import Table


def read_inputs(
    files: Iterable[tuple[str, Path | str]] = (),
    settings: Iterable[tuple[str, str]] = (),
    values: Mapping[str, Any] | None = None,
    table: Any = None,
    options: FileOptions = AS_NAMED,
) -> Inputs:
    """Return the inputs of a request: `files` ("" or a name, path), `settings` of the command line, Python or JSON
    `values`, and a `table` (see `read_table`). `options` say how files are to be read.

    A file without a name is named "table", "text" or "data" after what it holds, and after itself where several would
    have that name. The only table is named "table" always, so that requests over tables of different names are of one
    type.
    """
    typed = _named([(name, path, read_file(path, options)) for name, path in files])
    if table is not None:
        typed.append(("table", read_table(table, options)))
    if settings:
        from seglam_lang.inputs.notation import read_setting

        typed += [(name, read_setting(text, name)) for name, text in settings]
    given = [(_name(name), from_python(value, name, options.blank)) for name, value in (values or {}).items()]
    typed += [(name, in_engine(value, options.engine)) for name, value in given]
    names = [name for name, _ in typed]
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise InputError("duplicate-input", f"two inputs are named {twice!r}; give each a name of its own")
    tables = [name for name, each in typed if each.type.constructor is Constructor.TABLE]
    if len(tables) == 1 and "table" not in names:
        typed = [("table" if name == tables[0] else name, value) for name, value in typed]
    return Inputs(
        {name: each.value for name, each in typed},
        {name: each.type for name, each in typed},
        tuple(note for _, each in typed for note in each.notes),
    )


def _name(name: Any) -> str:
    """Return the name of an input. Raise InputError where it is no text."""
    if not isinstance(name, str) or not is_encodable(name):
        raise InputError("bad-input", f"the name of an input is a text, not {name!r}")
    return name


def _named(files: Sequence[tuple[str, Path | str, TypedValue]]) -> list[tuple[str, TypedValue]]:
    """Return files with a name for each."""
    if len(files) == 1:
        name, _, value = files[0]
        return [(name or _default_name(value.type), value)]
    defaults = Counter(_default_name(value.type) for name, _, value in files if not name)
    found = []
    for name, path, value in files:
        default = _default_name(value.type)
        found.append((name or (default if defaults[default] == 1 else own_name(path) or default), value))
    return found


def _default_name(kind: Con) -> str:
    return {Constructor.TABLE: "table", Constructor.TEXT: "text"}.get(kind.constructor, "data")


def read_table(given: Any, options: FileOptions = AS_NAMED) -> TypedValue:
    """Return what a program says is a table: the path of a file, or a table in one of Python's forms."""
    if not isinstance(given, str | Path):
        return in_engine(table_from_python(given, blank=options.blank), options.engine)
    typed = read_file(given, options)
    if not isinstance(typed.value, Table):
        raise InputError("no-table", f"expected Table, the file {str(given)!r} is read as {show(typed.type)}")
    return typed
