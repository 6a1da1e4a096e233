"""Programs that might answer a question over a table, with what they give: found fast, in Python, over the cells.

They are made of what the words mention: conditions on the cells and numbers that they state, then a count, values of a
column, an aggregate, the row with the largest number, the first and the last row, what is most frequent, the difference
of two, what comes next. Whether one is right, `searching` judges, by the language's own answer.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple

from seglam_lang.language.syntax.literals import show_value
from seglam_lang.language.values import Table, Value
from seglam_lang.requests.model import CellRef
from seglam_lang.requests.reading import Reading
from seglam_lang.translator.nano.sources.answers import Atom, atom

MOST_SELECTIONS = 150
LONGEST_LIST = 12  # values of an answer
_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}


class Candidate(NamedTuple):
    """A program in the notation of `headed`, and what it gives, in the form of `key_of`."""

    program: str
    key: tuple[str, ...]


class Selection(NamedTuple):
    """Some rows of the table, by their places, and the program for them; `known` are columns whose value they state."""

    program: str
    places: tuple[int, ...]
    known: frozenset[str] = frozenset()


class Condition(NamedTuple):
    """What a row must fulfil, on which column, and the places of the rows that do."""

    text: str
    header: str
    is_equal: bool
    places: frozenset[int]


def key_of(values: Sequence[Value | Atom]) -> tuple[str, ...]:
    """Return values so that equal answers have equal keys, in whatever order."""
    return tuple(sorted(_key(value) for value in values))


def _number(cell: Value) -> Decimal | None:
    return Decimal(cell) if isinstance(cell, int | Decimal) and not isinstance(cell, bool) else None


def _key(value: Value | Atom) -> str:
    found = atom(float(value) if isinstance(value, Decimal) else str(value))
    return f"{found:.9g}" if isinstance(found, float) else str(found)


@dataclass(frozen=True)
class Candidates:
    """The programs for a request over its table."""

    reading: Reading
    table: Table

    def all(self) -> Iterator[Candidate]:
        """Yield every program that is tried."""
        for selection in self.selections:
            yield from self._of_rows(selection)
            for header in self.table.headers:
                if header not in selection.known:
                    yield from self._of_column(selection, header)
        yield from self._differences()
        yield from self._neighbours()

    @cached_property
    def cells(self) -> list[tuple[str, str]]:
        """The cells that the words mention: header and value."""
        mentions = [each for each in (*self.reading.visible, *self.reading.hints) if isinstance(each, CellRef)]
        texts = [(header, each.value) for each in mentions for header in each.columns]
        return list(dict.fromkeys((header, value) for header, value in texts if isinstance(value, str)))

    @cached_property
    def conditions(self) -> list[Condition]:
        """What the words may ask of a row."""
        found = []
        for header, value in self.cells:
            column = self.table.column(header)
            for sign, is_equal in (("==", True), ("!=", False)):
                places = frozenset(
                    at for at, cell in enumerate(column) if cell is not None and (cell == value) is is_equal
                )
                found.append(Condition(f"row[`{header}`] {sign} {show_value(value)}", header, is_equal, places))
        numbers = {each.value for each in self.reading.mentions if type(each.value) in (int, Decimal)}
        for value in sorted(numbers):
            for header in self._headers_of("Number"):
                column = self.table.column(header)
                for sign, holds in _SIGNS.items():
                    places = frozenset(at for at, cell in enumerate(column) if cell is not None and holds(cell, value))
                    found.append(Condition(f"row[`{header}`] {sign} {show_value(value)}", header, sign == "==", places))
        return [each for each in found if each.places]

    @cached_property
    def selections(self) -> list[Selection]:
        """The rows that may be meant: all, those of one condition, of two, of one or the other."""
        found = [Selection("rows", tuple(range(self.table.length)))]
        found += [self._selection(each.text, each.places, each) for each in self.conditions]
        for one, other in combinations(self.conditions, 2):
            if one.header != other.header or not (one.is_equal or other.is_equal):
                found.append(self._selection(f"{one.text} and {other.text}", one.places & other.places, one, other))
            elif one.is_equal and other.is_equal:
                found.append(self._selection(f"{one.text} or {other.text}", one.places | other.places))
        return [each for each in found if each.places][:MOST_SELECTIONS]

    def _selection(self, condition: str, places: frozenset[int], *joined: Condition) -> Selection:
        """Return the rows of a condition; `joined` are those that all must hold."""
        known = frozenset(each.header for each in joined if each.is_equal)
        return Selection(f"rows.where(row => {condition})", tuple(sorted(places)), known)

    def _headers_of(self, *types: str) -> list[str]:
        return [h for h, kind in zip(self.table.headers, self.table.types, strict=True) if kind.name in types]

    def _of_rows(self, selection: Selection) -> Iterator[Candidate]:
        yield Candidate(f"{selection.program}.count()", (str(len(selection.places)),))
        for by in self._headers_of("Number", "Date"):
            column: tuple[Any, ...] = self.table.column(by)
            filled = [at for at in selection.places if column[at] is not None]
            if len(filled) > 1:
                for method, extreme in (("top", max), ("bottom", min)):
                    place = extreme(filled, key=column.__getitem__)
                    rows = f"{selection.program}.{method}(1, `{by}`)"
                    for header in self.table.headers:
                        if header != by and header not in selection.known:
                            yield from self._values(f"{rows}.values(`{header}`)", (place,), header)

    def _values(self, program: str, places: Sequence[int], header: str) -> Iterator[Candidate]:
        keys = self._keys[header]
        found = [keys[at] for at in places if self.table.column(header)[at] is not None]
        if 0 < len(found) <= LONGEST_LIST:
            yield Candidate(program, tuple(sorted(found)))

    @cached_property
    def _keys(self) -> dict[str, list[str]]:
        return {header: [_key(cell) for cell in self.table.column(header)] for header in self.table.headers}

    def _of_column(self, selection: Selection, header: str) -> Iterator[Candidate]:
        column, rows = self.table.column(header), selection.program
        filled = [at for at in selection.places if column[at] is not None]
        if not filled:
            return
        if rows != "rows":
            yield from self._values(f"{rows}.values(`{header}`)", filled, header)
        if len(selection.places) > 1:
            yield from self._values(f"{rows}.take(1).values(`{header}`)", selection.places[:1], header)
            yield from self._values(f"{rows}.take_last(1).values(`{header}`)", selection.places[-1:], header)
        yield from self._counted(rows, header, [self._keys[header][at] for at in filled])
        numbers = [number for at in filled if (number := _number(column[at])) is not None]
        if len(numbers) == len(filled) > 1:
            total = sum(numbers, Decimal(0))
            values = {"total": total, "average": total / len(numbers), "maximum": max(numbers), "minimum": min(numbers)}
            for method, value in values.items():
                yield Candidate(f"{rows}.{method}(`{header}`)", key_of([value]))

    def _counted(self, rows: str, header: str, keys: Sequence[str]) -> Iterator[Candidate]:
        """Yield the different values of a column, how many there are, and the most frequent one."""
        counted = Counter(keys)
        if len(counted) > 1:
            yield Candidate(f"{rows}.values(`{header}`).distinct().count()", (str(len(counted)),))
        if 1 < len(counted) < len(keys):
            yield Candidate(f"{rows}.values(`{header}`).distinct()", tuple(sorted(counted)))
            often, _ = counted.most_common(1)[0]
            yield Candidate(f"{rows}.group_by(`{header}`).most_frequent(1).values(`{header}`)", (often,))

    def _differences(self) -> Iterator[Candidate]:
        """Yield by how much two things that the words mention differ."""
        for (key, one), (other_key, other) in combinations(self.cells, 2):
            column = self.table.column(key)
            if key != other_key or column.count(one) != 1 or column.count(other) != 1:
                continue
            for header in self._headers_of("Number"):
                first, second = (_number(self.table.column(header)[column.index(each)]) for each in (one, other))
                if first is not None and second is not None and first != second:
                    ordered = (one, other) if first > second else (other, one)
                    cells = [f"rows.value(`{key}`, {show_value(each)}, `{header}`)" for each in ordered]
                    yield Candidate(" - ".join(cells), key_of([abs(first - second)]))

    def _neighbours(self) -> Iterator[Candidate]:
        """Yield what stands below and above something that the words mention."""
        for header, value in self.cells:
            column = [cell for cell in self.table.column(header) if cell is not None]
            at = column.index(value) if value in column else -1
            if at >= 0 and at + 1 < len(column):
                program = f"rows.values(`{header}`).drop_while(x => x != {show_value(value)}).at(2)"
                yield Candidate(program, key_of([column[at + 1]]))
            if at > 0:
                program = f"rows.values(`{header}`).take_while(x => x != {show_value(value)}).last()"
                yield Candidate(program, key_of([column[at - 1]]))
