"""Files that appear whole or not at all: written beside their place under another name, then moved there."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from seglam_lang.output.failures import OutputError


def expect_writable(path: Path) -> Path:
    """Return where a file is to be written, links followed. Raise OutputError where that cannot be done."""
    try:
        target = Path(os.path.realpath(path))
        folder, mode = target.parent, target.stat().st_mode if target.exists() else stat.S_IFREG
    except (OSError, ValueError) as error:
        raise _unwritable(path, error) from None
    if stat.S_ISDIR(mode):
        raise OutputError("is-folder", f"{str(path)!r} is a folder; name a file in it")
    if not stat.S_ISREG(mode):
        raise OutputError("no-file", f"{str(path)!r} is no ordinary file; --to writes to standard output")
    if not folder.is_dir():
        raise OutputError("no-folder", f"there is no folder {str(path.parent)!r} to write {path.name!r} in")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError("unwritable-file", f"{str(path)!r} cannot be written: its folder is read-only for you")
    return target


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give the path of a file to be written, which lies at `path` once the block has ended without an error."""
    target = expect_writable(path)
    draft = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
    try:
        yield draft
        if target.exists():
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(draft, target)
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _unwritable(path: Path, error: Exception) -> OutputError:
    why = getattr(error, "strerror", None) or error
    return OutputError("unwritable-file", f"{str(path)!r} cannot be written: {why}")
