"""What the words of a request and a program must have in common, whatever the drafts agree on."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.values import Table
from seglam_lang.requests.model import Mention, Reading
from seglam_lang.requests.scope import ColumnOf, Scope
from seglam_lang.requests.template import visible


def unstated(reading: Reading, scope: Scope, params: Sequence[str]) -> str:
    """Return what a program over a table uses although the words do not say so, as a sentence; "" if they say all.

    Drafts about a table agree on something for any words whatever. What shows that the words are about the table is
    that they mention what is computed with.
    """
    used = [scope.origins[name] for name in params]
    if not any(isinstance(scope.arguments[name], Table) for name in params):
        return ""
    values = [origin for origin in used if isinstance(origin, Mention)]
    columns = [origin for origin in used if isinstance(origin, ColumnOf)]
    stated = {(mention.table, header) for mention in values for header in mention.columns}
    stated |= {(each.table, each.value.header) for each in visible(reading) if each.kind == "column"}
    guessed = [column.header for column in columns if (column.table, column.header) not in stated]
    if guessed:
        return f"the model guessed at the column {guessed[0]!r}, which the request does not mention"
    return "" if values or columns else "the request mentions nothing of the table"
