"""The guessing policy of files and requests: what a value most likely means, where it does not say so itself.

Both doors for values walk Python values with the same code (`seglam_lang.language.python`) and refuse the same things
in the same words: what is no value of the language, a number of more than 34 digits, NaN, rows and columns of different
lengths. They differ where a value leaves a choice:

    what is given                             strict (language.load)     guessing (files, Seglam)
    a table whose cells are all texts         columns of Text            read as the cells of a CSV file are
    texts like "2024-01-31", all of a column  Text                       Date, and so on: all ISO forms
    "12" in a column of numbers               refused                    the Number 12
    any other column of several types         refused                    Text, with a note
    a cell that is not of the stated type     refused                    Text, with a note; "12" is read as a Number
    "n/a", "-"                                refused, or a Text         blank, with a note, if all cells are texts
    a text of spaces, or an empty one         a Text                     blank
    two columns with the same header          refused                    numbered, with a note
    a header that is empty                    kept                       "column 3"
    a header or a field name that is no text  refused                    written as a text
    datetimes, all of a column at midnight    DateTime                   Date
    datetimes in UTC                          refused                    without the zone, with a note
    a column of lists, dicts or bytes         refused                    left out, with a note, if there are others
    a list of several types                   refused                    a list of Texts
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from types import NoneType
from typing import Any, Protocol, TypeVar

from seglam_lang.inputs.blanks import without_marks
from seglam_lang.inputs.columns import infer_texts
from seglam_lang.inputs.headers import as_header, called, describe, distinct_headers, name_of
from seglam_lang.inputs.model import UNKNOWN, Decimals, Inferred, Writing
from seglam_lang.inputs.nested import spread
from seglam_lang.inputs.progress import COLUMNS, watched
from seglam_lang.inputs.value_types import SEVERAL_TYPES, as_text, convert, infer_json, infer_values
from seglam_lang.language.python.policy import TypedColumn, to_cells
from seglam_lang.language.python.scalars import scalar_type
from seglam_lang.language.types import NUMBER, TEXT
from seglam_lang.language.values import SCALAR_TYPES, Notation, Value

_TEXTS = frozenset({str, NoneType})
_PLAIN = _TEXTS | {int, float, Decimal, bool, date}  # cells that are what they seem
_AS_WRITTEN = _PLAIN - {float}  # cells of sheets, whose numbers are Numbers
_MIDNIGHT = time(0)
_ORDERS = frozenset({Notation.DAY_FIRST, Notation.MONTH_FIRST})


def _row(position: int) -> str:
    return f"row {position + 1}"


class Guessing:
    """The policy (see `seglam_lang.language.python.policy.Policy`) that takes a value for what it most likely means.

    `of_json` says that the values are those of a JSON file, in which days and amounts can be nothing but texts. Cells
    with a text of `blank` have no value.
    """

    def __init__(self, of_json: bool = False, blank: Sequence[str] = ()) -> None:
        self.of_json, self.blank = of_json, blank

    def columns(
        self,
        headers: Sequence[Any],
        columns: Sequence[tuple[Any, ...]],
        types: Sequence[str],
        place: Callable[[int], str] = _row,
    ) -> list[TypedColumn]:
        """Return the columns with headers made distinct and the types that are stated, or that their cells suggest;
        `place` names a row in notes."""
        given = list(map(as_header, headers))
        if self.blank:
            columns = list(map(tuple, without_marks(columns, self.blank)))
        if all(map(_is_plain, columns)):
            return self._of_cells(given, columns, types, place)
        if not types:
            given, columns = spread(given, columns)
        return self._of_objects(given, columns, types, place)

    def _of_objects(
        self,
        given: Sequence[str],
        columns: Sequence[tuple[Any, ...]],
        types: Sequence[str],
        place: Callable[[int], str],
    ) -> list[TypedColumn]:
        """Return the columns, some of which have cells that are not what they seem, or none at all; records have been
        taken apart.
        """
        left_out = _without_cells(given, columns)
        if left_out:
            kept = [at for at, each in enumerate(left_out) if each is None]
            stated = [types[at] for at in kept] if types else ()
            read = self._of_objects([given[at] for at in kept], [columns[at] for at in kept], stated, place)
            return read + [each for each in left_out if each is not None]
        local = list(map(_without_utc, columns))
        return self._of_cells(given, [_days(column) for column, _ in local], types, place, [note for _, note in local])

    def _of_cells(
        self,
        given: Sequence[str],
        columns: Sequence[tuple[Any, ...]],
        types: Sequence[str],
        place: Callable[[int], str],
        notes: Sequence[str] = (),
    ) -> list[TypedColumn]:
        """Return the columns of cells; `notes` are about how those were read so far."""
        cells = list(map(to_cells, given, columns))
        if not types and all(_TEXTS.issuperset(map(type, column)) for column in cells):
            return text_columns(given, cells, place)
        raw = [_with_blanks(column) for column in cells]
        if types:
            inferred = [convert(*each) for each in zip(raw, types, strict=True)]
        elif self.of_json:
            inferred = [infer_json(column, header, place) for header, column in zip(given, raw, strict=True)]
        else:
            inferred = [infer_values(column) for column in raw]
        if any(notes):
            inferred = [each._replace(note=note or each.note) for each, note in zip(inferred, notes, strict=True)]
        return _typed_columns(given, raw, inferred)

    def field_name(self, key: Any) -> str:
        """Return the name of a field, or a header, as a text."""
        return name_of(key)

    def one_type(self, items: tuple[Value, ...]) -> tuple[Value, ...]:
        """Return scalars of several types as texts."""
        return tuple(map(as_text, items))


GUESSING = Guessing()
GUESSING_JSON = Guessing(of_json=True)


def text_columns(
    headers: Sequence[str],
    columns: Sequence[Sequence[Any]],
    place: Callable[[int], str],
    infer: Callable[..., Inferred] = infer_texts,
    has_semicolons: bool = False,
) -> list[TypedColumn]:
    """Return columns of texts, as CSV files have them, as typed ones; `place` names a row in notes.

    What could be read otherwise (5/6/2024, 1.500) is read as other columns show it.
    """
    named = watched(zip(headers, columns, strict=True), "finding the types", len(headers), COLUMNS)
    read = one_writing(
        [infer(column, place, header) for header, column in named],
        lambda position, writing: infer(columns[position], place, headers[position], writing),
        has_semicolons,
    )
    return _typed_columns(headers, columns, read)


class _Written(Protocol):
    """What a column holds, as far as it may be read otherwise."""

    @property
    def notation(self) -> Notation | None: ...
    @property
    def is_doubtful(self) -> bool: ...
    @property
    def decimals(self) -> Decimals | None: ...


Written = TypeVar("Written", bound=_Written)


def one_writing(
    read: list[Written], again: Callable[[int, Writing], Written], has_semicolons: bool = False
) -> list[Written]:
    """Return columns, of which those whose dates could have the day or the month first have them as other columns do,
    and those of 1,500 and 1.500 a decimal comma; `again` reads the column at a position so.

    Where semicolons separate the cells, it is because commas do not: 1,500 has decimals then too, and 1.500 may have
    none, unless a column has a decimal point. Who writes so writes the day first.
    """
    day_first = _day_first(read)
    is_closer_so = any(column.is_doubtful and column.notation is Notation.DAY_FIRST for column in read)
    shown = {column.decimals for column in read}
    is_shown = Decimals.COMMA in shown
    comma = Writing(decimal_comma=True, by_semicolons=not is_shown)
    meant: dict[Decimals | None, Writing] = {}
    if is_shown or has_semicolons:
        meant[Decimals.AFTER_COMMA] = comma
    if is_shown:
        meant[Decimals.AFTER_POINT] = comma
    elif has_semicolons and Decimals.POINT not in shown:
        meant[Decimals.AFTER_POINT] = Writing(by_semicolons=True)

    def once_more(position: int, column: Written) -> Written:
        if column.is_doubtful and column.notation in _ORDERS:
            if day_first is not None or has_semicolons:
                return again(position, Writing(day_first, by_semicolons=has_semicolons))
            is_other = is_closer_so and column.notation is Notation.MONTH_FIRST
            return again(position, Writing(day_first=True)) if is_other else column
        return again(position, meant[column.decimals]) if column.decimals in meant else column

    return [once_more(position, column) for position, column in enumerate(read)]


def _day_first(read: Iterable[_Written]) -> bool | None:
    """Return whether columns show that dates have the day first; None where they do not, or contradict each other."""
    shown = {column.notation for column in read if not column.is_doubtful} & _ORDERS
    return Notation.DAY_FIRST in shown if len(shown) == 1 else None


def written_columns(
    headers: Sequence[Any],
    columns: Sequence[Sequence[Any]],
    place: Callable[[int], str],
    has_semicolons: bool = False,
) -> list[TypedColumn]:
    """Return columns that people have filled in, cell by cell, as typed ones: those of sheets, and of CSV files.

    A cell may be a text where another one is a number or a date. Such a column is read as if all were texts, so that
    "n/a" is a blank in it; what the cells of any other column are, they say.
    """
    named = list(map(as_header, headers))
    if all(_TEXTS.issuperset(map(type, column)) for column in columns):
        return text_columns(named, columns, place, has_semicolons=has_semicolons)
    return text_columns(named, columns, place, _infer_written)


def _infer_written(
    cells: Sequence[Any], place: Callable[[int], str], header: str, writing: Writing = UNKNOWN
) -> Inferred:
    classes = set(map(type, cells))
    if not classes <= _AS_WRITTEN:
        cells = to_cells(header, _days(tuple(cells)))
        classes = set(map(type, cells))
    if classes <= _TEXTS:
        return infer_texts(cells, place, header, writing)
    if str in classes:
        cells = _with_blanks(cells)
        classes = set(map(type, cells))
    kinds = {SCALAR_TYPES[each] for each in classes - {NoneType}}
    if len(kinds) == 1 and TEXT not in kinds:
        return Inferred(kinds.pop(), cells, blanks=None if NoneType in classes else 0)
    found = infer_texts([as_text(cell) for cell in cells], place, header, writing)
    return found._replace(note=found.note or SEVERAL_TYPES) if len(kinds) > 1 and found.type == TEXT else found


def _typed_columns(
    headers: Sequence[str], raw: Sequence[Sequence[Value]], inferred: Sequence[Inferred]
) -> list[TypedColumn]:
    found = []
    for name, header, cells, column in zip(distinct_headers(headers), headers, raw, inferred, strict=True):
        in_percent = column.cells is not cells and column.type == NUMBER and _is_in_percent(cells, column.cells)
        blanks = _blanks(column.cells) if column.blanks is None else column.blanks
        note = describe(name, header, column.type, blanks, column.note, column.is_doubtful)
        found.append(TypedColumn(name, column.type, tuple(column.cells), note, in_percent, column.notation))
    return found


def _blanks(cells: Sequence[Value]) -> int:
    """Return how many cells are blank; to compare classes takes a fraction of what comparing Decimals does."""
    return list(map(type, cells)).count(NoneType)


def _is_plain(column: Sequence[Any]) -> bool:
    return _PLAIN.issuperset(map(type, column))


def _without_cells(headers: Sequence[str], columns: Sequence[tuple[Any, ...]]) -> list[TypedColumn | None]:
    """Return what to say of columns that hold no cells at all (lists, dicts, bytes); [] where all or none do."""
    found: list[TypedColumn | None] = []
    for header, column in zip(headers, columns, strict=True):
        first = next((cell for cell in column if cell is not None), "")
        if scalar_type(first) is not None or any(cell is not None and scalar_type(cell) for cell in column):
            found.append(None)
        else:
            note = f"{called(header)}: left out, as it holds no cells of a table ({type(first).__name__})"
            found.append(TypedColumn(header, None, (), note, is_left_out=True))
    return found if any(found) and not all(found) else []


def _without_utc(column: tuple[Any, ...]) -> tuple[tuple[Any, ...], str]:
    """Return a column of datetimes in UTC without their zone, and a note; any other as it is."""
    first = next((cell for cell in column if cell is not None), None)
    if not isinstance(first, datetime) or first.tzinfo is None:
        return column, ""
    if not all(cell is None or (isinstance(cell, datetime) and cell.utcoffset() == timedelta(0)) for cell in column):
        return column, ""
    return tuple([cell and cell.replace(tzinfo=None) for cell in column]), "read as the time in UTC"


def _days(column: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a column of datetimes that are all at midnight as dates: data frames have no other dates."""
    if not any(issubclass(each, datetime) for each in set(map(type, column))):
        return column
    present = [cell for cell in column if cell is not None]
    if not all(isinstance(cell, datetime) and cell.timetz() == _MIDNIGHT for cell in present):
        return column
    return tuple([None if cell is None else cell.date() for cell in column])


def _with_blanks(column: Sequence[Value]) -> Sequence[Value]:
    if str not in map(type, column):
        return column
    return [None if type(cell) is str and not cell.strip() else cell for cell in column]


def _is_in_percent(raw: Sequence[Value], typed: Sequence[Value]) -> bool:
    """Return whether a column of numbers is written in percent: its first cell that is not 0 says so, as all are or
    none is."""
    first = next((cell for cell, value in zip(raw, typed, strict=True) if value), None)
    return isinstance(first, str) and "%" in first
