"""Several files that are one table: those of a folder, or of a pattern as 'sales/*.csv'. All have the same columns."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from glob import glob
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from seglam_lang.inputs.formats import BY_ENDING, DATABASE, PACKED, PLAIN_TEXT, Read
from seglam_lang.inputs.headers import as_header
from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.raw import RawTable

_LEFT_ASIDE = {*PLAIN_TEXT.endings, *DATABASE.endings}  # in a folder: they hold no table, or several


def files_of(path: Path) -> list[Path]:
    """Return the files of a folder or a pattern, in the order of their names. Raise InputError if there is none."""
    paths = _in_folder(path) if path.is_dir() else sorted(map(Path, glob(str(path), recursive=True)))
    files = [each for each in paths if each.is_file()]
    if not files:
        found = f"the folder {str(path)!r} has no file" if path.is_dir() else f"no file has a name like {str(path)!r}"
        raise InputError("unknown-file", f"{found} with a table" if path.is_dir() else found)
    return files


def read_several(files: Sequence[Path], read: Callable[[Path], Read]) -> RawTable:
    """Return the rows of all files, in their order; `read` reads one."""
    tables = []
    for each in files:
        table = read(each)
        if not isinstance(table, RawTable):
            raise InputError("no-table", f"{str(each)!r} is no table; only tables can be put together")
        tables.append(table)
    return _one_below_the_other(files, tables)


def _in_folder(folder: Path) -> list[Path]:
    """Return the files of a folder that may be tables; those that are hidden are left aside."""
    return sorted(each for each in folder.iterdir() if not each.name.startswith(".") and _may_be_table(each))


def _may_be_table(path: Path) -> bool:
    ending = path.suffix.lower()
    if ending in PACKED:
        return ending == ".zip" or Path(path.stem).suffix.lower() in BY_ENDING.keys() - _LEFT_ASIDE
    return ending in BY_ENDING.keys() - _LEFT_ASIDE


def _one_below_the_other(files: Sequence[Path], tables: Sequence[RawTable]) -> RawTable:
    if len(tables) == 1:
        return tables[0]
    first = tables[0]
    parts = [_in_order(first, table, files[0], path) for table, path in zip(tables, files, strict=True)]
    columns = [tuple(chain.from_iterable(each)) for each in zip(*parts, strict=True)]
    ends = list(accumulate(table.length for table in tables))

    def place(position: int) -> str:
        number = bisect_right(ends, position)
        return f"{files[number].name}, {tables[number].place(position - (ends[number] - tables[number].length))}"

    notes = tuple(chain.from_iterable(table.notes for table in tables))
    is_written, has_semicolons = (
        all(each) for each in zip(*[(table.is_written, table.has_semicolons) for table in tables], strict=True)
    )
    return RawTable(first.headers, columns, notes, is_written, place, _types(tables), has_semicolons)


def _in_order(first: RawTable, table: RawTable, first_path: Path, path: Path) -> Sequence[Sequence[Any]]:
    """Return the columns of a table in the order that the first one has them. Raise InputError if they are others."""
    wanted, found = list(map(as_header, first.headers)), list(map(as_header, table.headers))
    if found == wanted:
        return table.columns
    if sorted(found) == sorted(wanted) and len(set(found)) == len(found):
        return [table.columns[found.index(header)] for header in wanted]
    missing = next((header for header in wanted if header not in found), None)
    other = next((header for header in found if header not in wanted), None)
    difference = f"it has no column {missing!r}" if missing is not None else f"it has a column {other!r} more"
    if missing is None and other is None:
        difference = f"it has {len(found)} columns, not {len(wanted)}"
    elif missing is not None and other is not None:
        difference += f", but {other!r}"
    raise InputError("other-columns", f"{str(path)!r} has not the columns of {str(first_path)!r}: {difference}")


def _types(tables: Sequence[RawTable]) -> Sequence[str]:
    """Return the types that the tables state, if they state the same ones."""
    return tables[0].types if all(table.types == tables[0].types for table in tables) else ()
