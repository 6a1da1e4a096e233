"""Columns whose numbers are percentages that are written without the sign: 8.1 under `Growth %` is 8.1 %."""

from __future__ import annotations

import re

from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Table
from seglam_lang.requests.first_cells import first_cells

_SAYS_PERCENT = re.compile(r"%|(?:\b|_)(?:pct|perc|percent|percentage)(?:\b|_)", re.IGNORECASE)
_MOST = 2  # 200 %, as a share of 1: a column with more than that has no shares


def is_in_points(header: str, table: Table) -> bool:
    """Return whether a column has percentages as numbers like 8.1, for what a request states as 0.081 ("8.1%")."""
    return says_percent(header) and has_no_shares(header, table)


def says_percent(header: str) -> bool:
    """Return whether a header says that its numbers are percentages."""
    return bool(_SAYS_PERCENT.search(header))


def has_no_shares(header: str, table: Table) -> bool:
    """Return whether numbers of a column are too large for shares, of which 1 is all, and its file says no percent."""
    if table.types[table.headers.index(header)] != NUMBER or header in table.percentages:
        return False
    return any(cell is not None and abs(cell) > _MOST for cell in first_cells(header, table))
