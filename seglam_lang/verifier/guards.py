"""What the words of a request and a program must have in common, whatever the drafts agree on."""

from __future__ import annotations

from collections.abc import Sequence

from seglam_lang.language.values import Table
from seglam_lang.requests.model import ColumnRef
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.scope import ColumnOrigin, Scope, ValueOrigin, columns_of, mention_in


def unmentioned(reading: Reading, scope: Scope, params: Sequence[str]) -> str:
    """Return, as a sentence, what a program over a table uses and the words do not mention; "" where they mention all.

    Drafts about a table agree on something for any words whatever. What shows that the words are about the table is
    that they mention what is computed with.
    """
    used = [scope.origins[name] for name in params]
    if not any(isinstance(scope.arguments[name], Table) for name in params):
        return ""
    values = [mention for mention in map(mention_in, used) if mention is not None]
    columns = [origin for origin in used if isinstance(origin, ColumnOrigin)]
    columns_named = [mention for mention in reading.visible if isinstance(mention, ColumnRef)]
    mentioned = {column for mention in (*values, *columns_named) for column in columns_of(mention)}
    guessed = [f"column {column.header!r}" for column in columns if column not in mentioned]
    guessed += [f"value {each.value!r} of {each.column.header!r}" for each in used if isinstance(each, ValueOrigin)]
    if guessed:
        return f"the model guessed at the {guessed[0]}, which the request does not mention"
    return "" if values or columns else "the request mentions nothing of the table"
