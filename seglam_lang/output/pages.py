"""Answers as a page of HTML with one table: nothing in it comes from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from seglam_lang.language.types import NUMBER
from seglam_lang.output.tabular import as_table
from seglam_lang.output.texts import cell_text

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font-family: system-ui, sans-serif; margin: 2rem; }}
table {{ border-collapse: collapse; }}
caption {{ text-align: left; padding-bottom: 0.5rem; }}
th, td {{ border-bottom: 1px solid #ccc; padding: 0.25rem 0.75rem; text-align: left; white-space: pre-wrap; }}
.n {{ text-align: right; font-variant-numeric: tabular-nums; }}
</style>
</head>
<body>
<table>
<caption>{title}</caption>
<thead>
"""
_FOOT = "</tbody>\n</table>\n</body>\n</html>\n"


def html_pieces(value: Any, title: str) -> Iterator[str]:
    """Yield an answer as a page, its rows one after the other; `title` is its caption."""
    table = as_table(value)
    right = [' class="n"' if kind == NUMBER else "" for kind in table.types]
    yield _HEAD.format(title=escape(title or "Answer"))
    yield _row("th", right, table.headers) + "</thead>\n<tbody>\n"
    for row in table.rows():
        yield _row("td", right, ["" if cell is None else cell_text(cell) for cell in row])
    yield _FOOT


def _row(tag: str, right: Sequence[str], cells: Sequence[str]) -> str:
    # A carriage return that is no reference would be read as a line feed.
    inner = [escape(cell).replace("\r", "&#13;") for cell in cells]
    return "<tr>" + "".join([f"<{tag}{at}>{each}</{tag}>" for at, each in zip(right, inner, strict=True)]) + "</tr>\n"
