"""What was computed for one request: a procedure with its arguments. It is put into words only where somebody reads
them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from seglam_lang.language.values import Column, Table, Value
from seglam_lang.requests.model import (
    ArgumentSource,
    ColumnRef,
    FromField,
    FromInput,
    FromTable,
    Match,
    Mention,
    are_of_rows,
    is_implicit,
)
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.template import Template
from seglam_lang.store.program import Loaded

if TYPE_CHECKING:
    from seglam_lang.language.describing import Argument
    from seglam_lang.requests.taken import Taken

MOST_GROUPS = 3  # that are named in the line about an answer


@dataclass(frozen=True, slots=True)
class Computation:
    """A procedure, and the arguments of one request with the source of each; `match` is how the request was read.

    `known` is the template of the wording that was found, where that is another than the request's.
    """

    program: Loaded
    arguments: tuple[Value, ...]
    sources: tuple[ArgumentSource, ...]
    reading: Reading
    match: Match
    known: Template | None = None

    def describe(self) -> str:
        """Return it in plain words: columns by their headers, what the words state by value, inputs by name."""
        from seglam_lang.language.describing import describe

        names = [_name(source, argument) for source, argument in zip(self.sources, self.arguments, strict=True)]
        return describe(self.program.compiled.procedure, names, self.program.callees, conditions=False)

    def blanks(self) -> tuple[str, ...]:
        """Return, for each column that it is given, how many cells are blank, whether their rows are left out, and of
        which groups they are all there is.
        """
        procedure = self.program.compiled.procedure
        blank: dict[tuple[Column, int], list[int]] = {}  # column and table to the positions of their parameters
        for at, (column, of) in enumerate(zip(self.arguments, procedure.tables, strict=True)):
            if isinstance(column, Column) and _blanks(self.arguments[of], column.header):
                blank.setdefault((column, of), []).append(at)
        if not blank:
            return ()
        from seglam_lang.language.groups_of_blanks import groups_of_blanks
        from seglam_lang.language.left_out import left_out

        keys = left_out(procedure)
        return tuple(
            _about_blanks(self.arguments[of], column.header, not keys.isdisjoint(places))
            + _all_of(groups_of_blanks(procedure, self.arguments, places[0]))
            for (column, of), places in blank.items()
        )

    def ties(self) -> tuple[Any, ...]:
        """Return what is level with the answer and not in it, as Python values, a row as a list of its cells.

        Where a table lies in a database it is not looked for: that would take as long as the answer again.
        """
        from seglam_lang.language.python.results import to_python
        from seglam_lang.language.ties import level, ranks

        compiled = self.program.compiled
        if any(isinstance(each, Table) and each.is_stored for each in self.arguments) or not ranks(compiled.procedure):
            return ()
        return tuple(map(to_python, level(compiled, self.arguments)))

    def taken(self) -> tuple[Taken, ...]:
        """Return what was taken for what, where the words do not spell it."""
        is_implied = any(map(is_implicit, self.sources))
        if not (are_of_rows(self.sources) or is_implied or any(map(self._is_in_other_words, self.match.slots))):
            return ()
        from seglam_lang.requests.taken import taken_of

        return taken_of(self.reading, self.match, self.sources, self.arguments)

    def _is_in_other_words(self, slot: Mention) -> bool:
        """Return whether a slot may be called otherwise than it is: of most, this is all that a hit looks at."""
        if isinstance(slot, ColumnRef):
            return bool(slot.likeness) or self.reading.written(slot).casefold() != slot.header.casefold()
        return bool(slot.likeness)


def _name(source: ArgumentSource, argument: Value) -> str | Argument:
    from seglam_lang.language.describing import Argument

    if isinstance(source, FromTable | FromInput):
        return source.input
    return source.field if isinstance(source, FromField) else Argument(argument)


def _blanks(table: Table, header: str) -> int:
    return table.blanks(table.headers.index(header))


def _about_blanks(table: Table, header: str, are_left_out: bool) -> str:
    """Return how many cells are blank, which aggregates skip, and whether their rows have no part in the answer."""
    blank = _blanks(table, header)
    are, rows = ("is", "its row is") if blank == 1 else ("are", "their rows are")
    return f"{blank} of {table.length} cells in {header} {are} blank{f', and {rows} left out' if are_left_out else ''}"


def _all_of(groups: Sequence[Value]) -> str:
    """Return of which groups the blanks are all there is: the total of such a group is 0 though nothing is added up."""
    if not groups:
        return ""
    from seglam_lang.language.jsonvalue import dumps

    named = [each if isinstance(each, str) else dumps(each) for each in groups[:MOST_GROUPS]]
    more = len(groups) - len(named)
    return f" (all of {', '.join(named)}{f' and {more} more' if more else ''})"
