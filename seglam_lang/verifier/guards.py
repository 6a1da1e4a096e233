"""What the words of a request and a program must have in common, whatever the drafts agree on."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.values import Table
from seglam_lang.requests.model import ColumnRef, Mention
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Scope, columns_of


def unstated(reading: Reading, scope: Scope, params: Sequence[str]) -> str:
    """Return what a program over a table uses although the words do not say so, as a sentence; "" if they say all.

    Drafts about a table agree on something for any words whatever. What shows that the words are about the table is
    that they mention what is computed with.
    """
    used = [scope.origins[name] for name in params]
    if not any(isinstance(scope.arguments[name], Table) for name in params):
        return ""
    values = [origin for origin in used if isinstance(origin, Mention)]
    columns = [origin for origin in used if isinstance(origin, ColumnOrigin)]
    named = [mention for mention in reading.visible if isinstance(mention, ColumnRef)]
    stated = {column for mention in (*values, *named) for column in columns_of(mention)}
    guessed = [column.header for column in columns if column not in stated]
    if guessed:
        return f"the model guessed at the column {guessed[0]!r}, which the request does not mention"
    return "" if values or columns else "the request mentions nothing of the table"
