"""A percentage that is compared with numbers which are percentages without the sign.

    growth above 3%             written     rows.where(row => row[c1] > s0)         s0: 0.03
    Growth %: 3.2, -1.5, 11     meant       rows.where(row => row[c1] > s0 * 100)

In the language 3 % is 0.03, which is what the model has learned to compare with.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass

from seglam_lang.drafts import Draft
from seglam_lang.language.completion import lexemes
from seglam_lang.requests.points import is_in_points, states_percent
from seglam_lang.requests.scope import ColumnOrigin, mention_in
from seglam_lang.translator.messages import Task
from seglam_lang.translator.writing import source_of

_COMPARED = frozenset(("==", "!=", "<", "<=", ">", ">="))
_OPERATES = frozenset(("*", "/", "+", "-", "."))  # on what stands before it: then it is no operand by itself


@dataclass(frozen=True)
class Points:
    """A task with the names of its `columns` that have percentages without the sign, and of stated `percentages`."""

    task: Task
    columns: Set[str] = frozenset()
    percentages: Set[str] = frozenset()

    def meant(self, draft: Draft) -> Draft:
        """Return what has been written, with a percentage as the number that it is compared with."""
        body = lexemes(draft.text) if self.columns else []
        found = {at for at, lexeme in enumerate(body) if lexeme in self.percentages and self._is_compared(body, at)}
        if not found:
            return draft
        return draft.over(source_of([f"{lexeme} * 100" if at in found else lexeme for at, lexeme in enumerate(body)]))

    def _is_compared(self, body: Sequence[str], at: int) -> bool:
        """Return whether the lexeme at a place is compared with a cell of such a column: row [c1] > s0."""
        before, behind = body[max(at - 3, 0) : at], body[at + 1 : at + 5]
        if len(before) == 3 and before[-1] in _COMPARED:
            return before[0] in self.columns and _OPERATES.isdisjoint(behind[:1])
        return len(behind) == 4 and behind[0] in _COMPARED and behind[-1] in self.columns


def with_points(task: Task) -> Points:
    """Return a task with what it has of such columns and percentages; with nothing of them where it lacks either."""
    tables, origins = task.reading.inputs.tables, task.scope.origins
    stated = {name for name, each in origins.items() if states_percent(mention_in(each))}
    columns = {
        name
        for name, each in origins.items()
        if stated and isinstance(each, ColumnOrigin) and is_in_points(each.header, tables[each.table])
    }
    return Points(task, columns, stated) if columns else Points(task)
