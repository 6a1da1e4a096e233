"""Paths, and the bytes at them: whatever keeps a file from being read is an InputError."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from stat import S_ISREG

from seglam_lang.inputs.model import InputError
from seglam_lang.inputs.progress import MEGABYTES, listener, watched

PART = "::"  # between a file and the sheet or table of it that is meant
STDIN = "-"
STANDARD_INPUT = "standard input"  # as messages call it
_MOST_NAMES = 10_000  # of a folder in which one is looked for
_LIKENESS = 0.8  # of two names of files: endings make all of them alike
_BLOCK = 1_000_000  # bytes that are read at once where somebody watches
GZIP = b"\x1f\x8b"  # how a gzipped file begins


def split_part(given: Path | str) -> tuple[Path, str]:
    """Return the path and the part in `book.xlsx::Sheet2`; a file whose own name has the signs is still found."""
    path = Path(given)
    before, signs, part = str(given).rpartition(PART)
    return (Path(before), part) if signs and before and part and not exists(path) else (path, "")


def exists(path: Path) -> bool:
    """Return whether there is a file or a folder; what cannot be a path is none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def no_file(path: Path) -> str:
    """Return that there is no such file, and which of its folder has a name like that."""
    from seglam_lang.language.diagnostics import did_you_mean

    try:
        with os.scandir(path.parent) as found:
            names = [each.name for each in islice(found, _MOST_NAMES)]
    except (OSError, ValueError):
        names = []
    hint = did_you_mean(path.name, names, _LIKENESS)
    return f"there is no file {str(path)!r}" + (f"; {hint}" if hint else "")


def is_several(path: Path) -> bool:
    """Return whether a path means several files: it is a folder, or a pattern that is no file."""
    return os.path.isdir(path) or (any(sign in str(path) for sign in "*?[") and not exists(path))


def read_bytes(path: Path, most: int = -1) -> bytes:
    """Return the bytes of a file, or the first of them."""
    with readable(path), path.open("rb") as file:
        if most >= 0:
            return file.read(most)
        with unchanged(path, file.fileno()):
            if listener() is None:
                return file.read()
            size = os.fstat(file.fileno()).st_size
            blocks = iter(lambda: file.read(_BLOCK), b"")
            return b"".join(watched(blocks, f"opening {path.name}", size // _BLOCK, MEGABYTES))


@contextmanager
def unchanged(path: Path, number: int | None = None) -> Iterator[None]:
    """Raise InputError where a file is written to while it is read: what was read may be of no moment.

    `number` is that of the open file, which others may replace by another one meanwhile.
    """
    before = state_of(path if number is None else number)
    try:
        yield
    except Exception:
        _expect(before, path, number)  # which is why it could not be read
        raise
    _expect(before, path, number)


def _expect(before: object, path: Path, number: int | None) -> None:
    if state_of(path if number is None else number) != before:
        raise InputError("changed-file", f"{str(path)!r} was changed while it was read; ask again once it is whole")


def state_of(file: Path | int) -> tuple[int, int] | None:
    """Return what changes whenever a file is written to; pipes and devices are as they are."""
    try:
        found = os.stat(file)
    except (OSError, ValueError):  # whoever opens it says so
        return None
    return (found.st_size, found.st_mtime_ns) if S_ISREG(found.st_mode) else None


@contextmanager
def readable(path: Path) -> Iterator[None]:
    """Raise InputError for whatever keeps a file from being read."""
    try:
        yield
    except FileNotFoundError:
        raise InputError("unknown-file", no_file(path)) from None
    except (OSError, EOFError) as error:
        why = getattr(error, "strerror", None) or error
        raise InputError("unreadable-file", f"{str(path)!r} cannot be read: {why}") from None
    except ValueError as error:  # a path with a null character in it
        if isinstance(error, UnicodeError):
            raise
        raise InputError("unknown-file", f"there is no file {str(path)!r}: {error}") from None
    except Exception as error:  # zlib's own, of a damaged gzip file, which is no OSError
        if type(error).__module__ != "zlib":
            raise
        raise InputError("unreadable-file", f"{str(path)!r} cannot be read: {error}") from None
