"""Parquet, Feather and Arrow files, read by pyarrow."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from seglam_lang.inputs.file import CUT, File
from seglam_lang.inputs.libraries import library
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.paths import readable, unchanged
from seglam_lang.inputs.python_values import explained
from seglam_lang.inputs.raw import RawTable


def read_arrow_file(file: File) -> RawTable:
    """Return the cells of a Parquet or Arrow file; its first bytes say which of them it is."""
    return cells_of(arrow_table(file), file.name)


def cells_of(table: Any, name: str) -> RawTable:
    """Return the cells of a table of pyarrow, which was read from the file of this name."""
    from seglam_lang.language.python.arrow import read_arrow

    headers, columns = explained(name, lambda: read_arrow(table))
    return RawTable(headers, columns).expect_rows(name)


def arrow_table(file: File) -> Any:
    """Return a Parquet or Arrow file as a table of pyarrow. Raise InputError where it is none that can be read."""
    pyarrow = library("pyarrow", "arrow", file.name)
    if not file.start:
        raise InputError("empty-table", f"{file.name} is empty")
    try:
        with unchanged(file.path) if file.path is not None else nullcontext():
            return _read(pyarrow, file)
    except MemoryError:  # which may be one of pyarrow's own
        raise
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        message = f"{file.name} is no Parquet or Arrow file that can be read"
        why = CUT if _is_cut(file) else str(error).partition("\n")[0]
        raise InputError("unreadable-file", f"{message}: {why}") from None


def _is_cut(file: File) -> bool:
    """Return whether a file begins as one of Parquet and does not end so."""
    if not file.start.startswith(b"PAR1"):
        return False
    if file.path is None:
        return not file.data.endswith(b"PAR1")
    with readable(file.path), file.path.open("rb") as opened:
        opened.seek(-4, 2)
        return opened.read() != b"PAR1"


def _read(pyarrow: Any, file: File) -> Any:
    source: Any = str(file.path) if file.path is not None else pyarrow.BufferReader(file.data)
    start = file.start
    if start.startswith(b"FEA1"):
        return library("pyarrow.feather", "arrow", file.name).read_table(source)
    if start.startswith(b"PAR1") or not (start.startswith((b"ARROW1", b"\xff\xff\xff\xff"))):
        return library("pyarrow.parquet", "arrow", file.name).ParquetFile(source).read()
    ipc = library("pyarrow.ipc", "arrow", file.name)
    opened = pyarrow.OSFile(source) if file.path is not None else source
    return (ipc.open_file if start.startswith(b"ARROW1") else ipc.open_stream)(opened).read_all()
