"""Whether a stored table may have rows of totals: how those are read is known in memory alone."""

from __future__ import annotations

from seglam_lang.inputs.labels import SUM_WORDS
from seglam_lang.inputs.subtotals import may_be_subtotal
from seglam_lang.language.backends.database import Database, quoted, text_literal

_MOST = 1_000  # rows with a word for totals that are looked at


def has_labels(db: Database, table: str, cells: str, said: str) -> bool:
    """Return whether there are rows that may be totals by what they `said`: an expression for their texts, in lower
    case; `cells` lists expressions for what they have. A table in which many rows have such a word is taken for one
    that may have some.
    """
    form = text_literal(rf"(^|[^\pL])({'|'.join(SUM_WORDS)})([^\pL]|$)")
    rows = db.rows(f"SELECT {cells} FROM {quoted(table)} WHERE regexp_matches({said}, {form}) LIMIT {_MOST + 1}")
    return len(rows) > _MOST or any(map(may_be_subtotal, rows))
