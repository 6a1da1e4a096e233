"""A file that is to be read, whatever its format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from seglam_lang.inputs.decoding import decode
from seglam_lang.inputs.layout import NOTHING_SAID, Asked
from seglam_lang.inputs.paths import GZIP, read_bytes, readable
from seglam_lang.language.backends.engine_names import DUCKDB

CUT = "its end is missing (it was cut short, or someone is still writing it)"
LARGE = 2_000_000  # bytes of a file that is read into a database: smaller ones take less time in memory
_BYTES_OF_A_CELL = 6  # in a CSV file, with its separator


@dataclass
class File:
    """What is to be read: a file, what is packed in one, or standard input.

    `name` is what messages call it. It lies at `path`, or there is none and its bytes are `unpacked`. `part` is which
    of its sheets or tables is meant ("" if none is named), `asked` what a person says about where its table stands.
    Its rows `may_be_stored` in a database, and the `engine` computes with them then. `skipped` has the lines that are
    left out as they are bad, once the file is read; it is None where they are errors.
    """

    name: str
    path: Path | None
    unpacked: bytes | None = None
    part: str = ""
    asked: Asked = NOTHING_SAID
    skipped: list[int] | None = None
    may_be_stored: bool = False
    engine: str = DUCKDB

    @property
    def is_large(self) -> bool:
        """Whether the file is better read into a database, if it may be: it is large, and not packed."""
        return are_large([self])

    @cached_property
    def data(self) -> bytes:
        """All bytes of the file; of what is gzipped under another name, those that are packed in it."""
        if self.path is None:
            return self.unpacked or b""
        data = read_bytes(self.path)
        if data[:2] != GZIP:
            return data
        from seglam_lang.inputs.unpacking import from_gzip

        return from_gzip(data, str(self.path))

    @property
    def start(self) -> bytes:
        """The first bytes of the file, which show its format."""
        return self.data[:16] if self.path is None else read_bytes(self.path, 16)

    def text(self) -> tuple[str, tuple[str, ...]]:
        """Return the file as a text, with notes on how it was decoded."""
        return decode(self.data, self.name, self.skipped)


def is_large_table(cells: int) -> bool:
    """Return whether a table of so many cells is better read into a database, if it may be: as a file of them is."""
    return cells * _BYTES_OF_A_CELL >= LARGE


def are_large(files: Sequence[File]) -> bool:
    """Return whether files are better read into a database, if they may be: they are large together, or an engine was
    asked for, and they are not packed."""
    size = 0
    for file in files:
        if not file.may_be_stored or file.path is None:
            return False
        with readable(file.path):
            size += file.path.stat().st_size
    is_asked_for = any(file.engine != DUCKDB for file in files)
    return (size >= LARGE or is_asked_for) and not any(file.start.startswith(GZIP) for file in files)
