"""The formats in which an answer is written: by which ending each is known, and what writes it.

A format is a text, which comes piece by piece, or a file that a library writes. A chart is the third: `charts` has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from seglam_lang.language.diagnostics import did_you_mean
from seglam_lang.output.failures import OutputError
from seglam_lang.output.libraries import PYARROW, XLSXWRITER, Library

Pieces = Callable[[Any, str], Iterator[str]]  # of a value, under a title
Write = Callable[[Any, str, Path], None]


class Format(NamedTuple):
    """A format by its ending; the function `name` of a `module` of this room writes it, with the help of a library."""

    ending: str
    module: str
    name: str
    library: Library | None = None

    @property
    def is_text(self) -> bool:
        """Whether it may be written to standard output."""
        return self.library is None

    def writer(self) -> Any:
        """Return the function that writes it: `Pieces` of a text, else `Write`."""
        return getattr(import_module(f"seglam_lang.output.{self.module}"), self.name)


FORMATS = (
    Format("csv", "texts", "csv_pieces"),
    Format("tsv", "texts", "tsv_pieces"),
    Format("json", "texts", "json_pieces"),
    Format("jsonl", "texts", "json_lines"),
    Format("md", "texts", "markdown_pieces"),
    Format("html", "pages", "html_pieces"),
    Format("parquet", "parquet", "write_parquet", PYARROW),
    Format("xlsx", "workbooks", "write_workbook", XLSXWRITER),
)
_OTHER_NAMES = {"ndjson": "jsonl", "markdown": "md", "htm": "html", "pq": "parquet"}
_BY_ENDING = {format.ending: format for format in FORMATS}
TEXTS = tuple(format.ending for format in FORMATS if format.is_text)
CHARTS = ("html", "svg", "png")  # what a chart is written as


def format_of(path: Path, named: str = "") -> Format:
    """Return the format that is `named`, or else the one that the ending of a path says. Raise OutputError for none."""
    ending = (named or path.suffix).lower().removeprefix(".")
    found = _BY_ENDING.get(_OTHER_NAMES.get(ending, ending))
    if found is None:
        raise _unknown(path, ending, [*_BY_ENDING, *CHARTS[1:]])
    return found


def chart_ending(path: Path) -> str:
    """Return in which form a chart is written there. Raise OutputError where a path is that of no chart."""
    ending = path.suffix.lower().removeprefix(".")
    if ending not in CHARTS:
        known = ", ".join(f".{each}" for each in CHARTS)
        raise OutputError("no-chart-format", f"{str(path)!r} cannot hold a chart; {known} can")
    return ending


def _unknown(path: Path, ending: str, known: Iterable[str]) -> OutputError:
    endings = list(known)
    said = f"the ending of {str(path)!r} is not known" if ending else f"{str(path)!r} has no ending"
    hint = did_you_mean(ending, endings) if ending else ""
    return OutputError("unknown-format", f"{said}; {hint or 'there are ' + ', '.join(f'.{each}' for each in endings)}")
