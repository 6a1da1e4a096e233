"""Several files that are one table, in the database or in another engine that reads them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from seglam_lang.inputs.stored.typed_columns import Doubtful, Source
from seglam_lang.language.backends.engines import Engine

MOST_FILES = 300  # that a query reads one below the other
POSITION = "file_row_number"  # of a row in its file
Columns = dict[str, str]  # names with types, as DuckDB calls them


def below_each_other(db: Engine, rows: Sequence[str], described: Sequence[Columns]) -> Source:
    """Return the rows of all files, in their order. Raise Doubtful where their columns are not the same."""
    first = described[0]
    if any(each != first for each in described):
        raise Doubtful
    named = [(name, db.dialect.name(name), kind) for name, kind in first.items()]
    if len(rows) == 1:
        return Source(rows[0], POSITION, named)
    lengths = [db.row(f"SELECT count(*) FROM {each}")[0] for each in rows]
    asked = ", ".join(sql for _, sql, _ in named)
    parts = [
        f"SELECT {POSITION} + {end - length} AS {POSITION}, {asked} FROM {each}"
        for each, length, end in zip(rows, lengths, accumulate(lengths), strict=True)
    ]
    return Source(f"({' UNION ALL '.join(parts)})", POSITION, named, is_ordered=False)
