"""Columns whose numbers are percentages that are written without the sign: 8.1 under `Growth %` is 8.1 %."""

from __future__ import annotations

from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Table
from seglam_lang.requests import kinds
from seglam_lang.requests.first_cells import first_cells
from seglam_lang.requests.mentions import header_words
from seglam_lang.requests.model import Mention

_OF_PERCENT = frozenset(("pct", "perc", "percent", "percentage"))
_STATED = frozenset((kinds.PERCENT, kinds.range_of(kinds.PERCENT)))
_MOST = 2  # 200 %, as a share of 1: a column with more than that has no shares


def is_in_points(header: str, table: Table) -> bool:
    """Return whether a column has percentages as numbers like 8.1, for what a request states as 0.081 ("8.1%")."""
    return says_percent(header) and has_no_shares(header, table)


def says_percent(header: str) -> bool:
    """Return whether a header says that its numbers are percentages."""
    return "%" in header or not _OF_PERCENT.isdisjoint(header_words(header))


def states_percent(mention: Mention | None) -> bool:
    """Return whether a mention is a percentage, or a range between two."""
    return mention is not None and mention.kind in _STATED


def has_no_shares(header: str, table: Table) -> bool:
    """Return whether numbers of a column are too large for shares, of which 1 is all, and its file says no percent."""
    if table.types[table.headers.index(header)] != NUMBER or header in table.percentages:
        return False
    return any(cell is not None and abs(cell) > _MOST for cell in first_cells(header, table))
