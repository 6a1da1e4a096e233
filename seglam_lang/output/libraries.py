"""Libraries that only some formats need: imported when such a file is written, and named where they are missing."""

from __future__ import annotations

from importlib import import_module
from typing import Any, NamedTuple

from seglam_lang.output.failures import OutputError


class Library(NamedTuple):
    """A module, the name under which it is installed, and the extra of ours that has it."""

    module: str
    name: str
    extra: str


PYARROW = Library("pyarrow", "pyarrow", "arrow")
XLSXWRITER = Library("xlsxwriter", "XlsxWriter", "excel")
ALTAIR = Library("altair", "altair", "chart")
VL_CONVERT = Library("vl_convert", "vl-convert-python", "chart")
PLOTEXT = Library("plotext", "plotext", "chart")


def load(library: Library, purpose: str) -> Any:
    """Return a library. Raise OutputError, with what to install, where it is not there."""
    try:
        return import_module(library.module)
    except ImportError:
        needed = f"{purpose} needs {library.name}, which is not installed"
        raise OutputError("missing-library", f"{needed}: pip install 'seglam[{library.extra}]' has it") from None
