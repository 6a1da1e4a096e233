"""From SQL over one table to the procedure language, for the data whose programs are queries (Spider, nvBench, ...).

    convert("SELECT name FROM staff WHERE pay > 3", table)  # rows.where(row => row[`name`] > 3).values(`name`)

Needs the `train` extra (sqlglot reads the SQL).

reading             SQL as the few parts that are known: Query, Combination
values              expressions, conditions and aggregates
queries, groups     what a person would write for a query, without and with GROUP BY
"""

from __future__ import annotations

from seglam_lang.translator.nano.sql.queries import convert
from seglam_lang.translator.nano.sql.reading import Unconvertible

__all__ = ["Unconvertible", "convert"]
