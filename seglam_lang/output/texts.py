"""Answers as CSV, TSV, JSON, JSON Lines and Markdown, piece by piece: no text of the whole is ever made.

    csv     region,sales       json   [                                  md   | region | sales |
            North,15                    {"region": "North", "sales": 15}      | :----- | ----: |
                                      ]                                       | North  | 15    |

No value is changed: numbers keep every digit, dates and times are ISO texts, a blank is empty or null.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from seglam_lang.language.builtins.csv_text import csv_lines
from seglam_lang.language.computing.times import iso_text
from seglam_lang.language.jsonvalue import dumps, number, text
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Table, Value
from seglam_lang.output.tabular import as_table, unwrapped


def cell_text(cell: Value) -> str:
    """Return a cell that is not blank as it is written."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return number(cell)
    return iso_text(cell) if isinstance(cell, date | time | timedelta) else str(cell)


def _separated(separator: str, value: Any, _title: str) -> Iterator[str]:
    table = as_table(value)
    rows = ([None if cell is None else cell_text(cell) for cell in row] for row in table.rows())
    yield from csv_lines([table.headers], separator)
    yield from csv_lines(rows, separator)


csv_pieces = partial(_separated, ",")
tsv_pieces = partial(_separated, "\t")


# JSON


def json_pieces(value: Any, _title: str) -> Iterator[str]:
    """Yield an answer as JSON: a table as a list of objects, one a line, anything else as `--json` has it."""
    value = unwrapped(value)
    if not isinstance(value, Table):
        yield dumps(value) + "\n"
        return
    before = "[\n  "
    for each in _objects(value):
        yield before + each
        before = ",\n  "
    yield "\n]\n" if value.length else "[]\n"


def json_lines(value: Any, _title: str) -> Iterator[str]:
    """Yield an answer as JSON Lines: an object for each row of a table, a line for each item of a list."""
    value = unwrapped(value)
    if isinstance(value, Table):
        lines: Iterable[str] = _objects(value)
    else:
        lines = map(dumps, value if isinstance(value, list | tuple) else [value])
    for line in lines:
        yield line + "\n"


def _objects(table: Table) -> Iterator[str]:
    names = [text(header) for header in table.headers]
    for row in table.rows():
        yield "{" + ", ".join([f"{name}: {dumps(cell)}" for name, cell in zip(names, row, strict=True)]) + "}"


# Markdown

# Signs that Markdown reads as more than themselves. An underscore inside of a word is none of them.
_ACTIVE = re.compile(r"[\\`*\[\]<>|~&]|(?<![^\W_])_|_(?![^\W_])")
_OUTER_SPACE = re.compile(r"^\s+|\s+$")


def markdown_pieces(value: Any, _title: str) -> Iterator[str]:
    """Yield an answer as a table of GitHub's Markdown, numbers to the right."""
    table = as_table(value)
    yield _markdown_row([_escaped(header) for header in table.headers])
    yield _markdown_row(["--:" if kind == NUMBER else ":--" for kind in table.types])
    for row in table.rows():
        yield _markdown_row(["" if cell is None else _escaped(cell_text(cell)) for cell in row])


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is: line ends as `<br>`, spaces at its borders by their number."""
    text = _ACTIVE.sub(r"\\\g<0>", text)
    text = _OUTER_SPACE.sub(lambda space: "".join(f"&#{ord(each)};" for each in space[0]), text)
    return text.replace("\r\n", "<br>").replace("\n", "<br>").replace("\r", "&#13;")
