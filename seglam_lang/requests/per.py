"""What a figure is per, as against what rows are grouped by.

    weight per stop     of Stops: 14, 19, 11        a figure per something that is counted
    cost per km         of Km: 182.4, 203.0         or measured
    weight per driver   of Driver                   rows grouped by a column
    sales per year      of Year: 2023, 2024

Of 33,743 right programs of the data none groups rows by a column of numbers that "per", "each" or "every" names so.
"""

from __future__ import annotations

from seglam_lang.language.types import NUMBER
from seglam_lang.requests.first_cells import first_cells
from seglam_lang.requests.headers import normal_header
from seglam_lang.requests.mentions import header_words, stem
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading

_PER = frozenset(("per", "each", "every"))
_OF_RATES = frozenset(("per", "pace", "speed"))


def is_rate(header: str) -> bool:
    """Return whether a header is that of figures per something: `€/kg`, `costPerKm`, `Avg pace`."""
    return "/" in header or not _OF_RATES.isdisjoint(header_words(header))


def is_per_figure(column: ColumnRef, reading: Reading) -> bool:
    """Return whether words ask for a figure per each of what a column has numbers of: it is called by a single one of
    them behind "per", or they are not whole.
    """
    if column.type.args[0] != NUMBER or not column.first or reading.tokens[column.first - 1].norm not in _PER:
        return False
    word = reading.tokens[column.last - 1].norm
    if any(stem(each) == stem(word) and len(each) > len(word) for each in normal_header(column.header).split()):
        return True  # "per stop" of Stops
    cells = first_cells(column.header, reading.inputs.tables[column.table])
    return not all(cell is None or isinstance(cell, int) for cell in cells)
