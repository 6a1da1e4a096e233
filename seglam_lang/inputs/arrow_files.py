"""Parquet, Feather and Arrow files, read by pyarrow."""

from __future__ import annotations

from typing import Any

from seglam_lang.inputs.file import File
from seglam_lang.inputs.libraries import library
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.python_values import explained
from seglam_lang.inputs.raw import RawTable


def read_arrow_file(file: File) -> RawTable:
    """Return the cells of a Parquet or Arrow file; its first bytes say which of them it is."""
    pyarrow = library("pyarrow", "arrow", file.name)
    try:
        table = _read(pyarrow, file)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        message = f"{file.name} is no Parquet or Arrow file that can be read"
        raise InputError("unreadable-file", f"{message}: {str(error).partition(chr(10))[0]}") from None
    from seglam_lang.language.python.arrow import read_arrow

    headers, columns = explained(file.name, lambda: read_arrow(table))
    return RawTable(headers, columns).expect_rows(file.name)


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
