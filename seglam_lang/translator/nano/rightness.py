"""Whether an answer is right: what it says must be what the row of the data says, whatever shape it has.

Both become a grid of atoms: a scalar is one cell, a list a column, a record a row. Texts are compared without regard to
case and spacing, numbers within 1e-6 relative, a text of a number as that number, a date with a time as that moment,
written with a T or a space, and at midnight as the date. Then

- rows may stand in any order, unless the request asks for one: then columns and rows must stand as they do in the data,
  but rows that are equal in what they are sorted by may change places;
- columns that were not asked for may be there where they are what the gold query groups or sorts by;
- one column of values may have each once, or as often as it stands in the table, where no order was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from seglam_lang.translator.nano.wanted import Wanted, wanted_of

Atom = bool | Decimal | str | None
Grid = list[list[Atom]]

TOLERANCE = Decimal("1e-6")
MOST_PLACEMENTS = 1000  # ways to take asked columns for given ones; more have only tables of equal columns
_NUMBER = re.compile(r"[-+]?(\d+(,\d{3})*)?(\.\d+)?%?")
_MOMENT = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)[t ](?P<time>\d\d:\d\d)(?P<seconds>:\d\d(?:\.\d+)?)?")

DOUBTFUL = frozenset(  # flags of rows whose answer in the data is doubtful, or not the only right one
    {
        "agg_cue_inconsistent",
        "empty_answer",
        "gold_wrong",
        "literal_not_in_request",
        "null_in_answer",
        "order_cue_inconsistent",
        "tie_at_limit",
    }
)


def is_doubtful(row: Mapping[str, Any]) -> bool:
    """Return whether the answer of a row in the data is doubtful, so that no answer can be called right or wrong."""
    return not DOUBTFUL.isdisjoint(row.get("flags", ()))


def is_right(row: Mapping[str, Any], answer: Any) -> bool:
    """Return whether an answer (as JSON has it) is what the row of the data expects."""
    return _is_right(row, answer, wanted_of(row))


def is_right_in_another_order(row: Mapping[str, Any], answer: Any) -> bool:
    """Return whether an answer would be right if the request asked for no order."""
    return _is_right(row, answer, wanted_of(row)._replace(ordered=False))


def is_nothing(row: Mapping[str, Any], answer: Any) -> bool:
    """Return whether the answer and that of the data are empty, or 0, because no row of a table matches.

    Any program with a condition that nothing meets comes to this, so that it says nothing of this one.
    """
    has_table = any(isinstance(value, Mapping) and "rows" in value for value in row["inputs"].values())
    return has_table and row["expect"] == "answer" and _is_void(row["answer"]) and _is_void(answer)


def _is_void(value: Any) -> bool:
    if isinstance(value, Mapping):
        return value.get("rows") == [] or not value
    return value is None or value == [] or (value == 0 and not isinstance(value, bool))


def _is_right(row: Mapping[str, Any], answer: Any, asked: Wanted) -> bool:
    if row["expect"] != "answer":
        return False
    wanted = [grid for grid, _ in _grids(row["answer"])]
    return any(_answers(got, want, asked, headers) for got, headers in _grids(answer) for want in wanted)


def _answers(got: Grid, want: Grid, asked: Wanted, headers: Sequence[str]) -> bool:
    if len(want) == 1:
        asked = asked._replace(ordered=False)  # the first of an order is no order
    if len(got) != len(want) and _width(got) == _width(want) == 1 and not asked.ordered:
        got, want = _distinct(got), _distinct(want)
    if len(got) == len(want):
        return any(_same_rows(got, want, asked, places) for places in _placements(got, want, asked, headers))
    if 1 in (len(got), len(want)):  # a record for a list, or a list for a record
        return _width(got) == len(want) and _width(want) == len(got) and _alike(_flat(got), _flat(want))
    return False


def _same_rows(got: Grid, want: Grid, asked: Wanted, places: Sequence[int]) -> bool:
    """Return whether the columns at `places` have the wanted rows, in their order where there is one."""
    taken = [[row[place] for place in places] for row in got]
    if asked.ordered and all(map(_alike, taken, want)):
        return True
    if asked.ordered and not _equally_sorted(taken, want, asked.sorted_by):
        return False
    return _paired(taken, want)


def _equally_sorted(one: Grid, other: Grid, keys: Sequence[int] | None) -> bool:
    """Return whether two grids have the same keys row by row; where the keys are not seen (None), they have not."""
    return keys is not None and all(_close(a[key], b[key]) for a, b in zip(one, other, strict=True) for key in keys)


def _placements(got: Grid, want: Grid, asked: Wanted, headers: Sequence[str]) -> Iterator[tuple[int, ...]]:
    """Yield where the wanted columns may stand among the given ones, whose others are keys."""
    if not got:
        yield ()
        return
    extra = _width(got) - _width(want)
    if not 0 <= extra <= asked.keys:
        return
    columns = [sorted(column, key=_rank) for column in zip(*got, strict=True)]
    fits = [
        [place for place, column in enumerate(columns) if _alike(column, sorted(wanted, key=_rank))]
        for wanted in zip(*want, strict=True)
    ]
    for places in islice(_choices(fits, asked.ordered), MOST_PLACEMENTS):
        others = [header for place, header in enumerate(headers) if place not in places]
        if all(map(asked.may_be_key, others)):
            yield places


def _choices(fits: Sequence[Sequence[int]], in_order: bool, taken: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Yield a place for each column, none twice."""
    if not fits:
        yield taken
        return
    for place in fits[0]:
        if place not in taken and (not in_order or not taken or place > taken[-1]):
            yield from _choices(fits[1:], in_order, (*taken, place))


# Grids and atoms


def _grids(value: Any) -> list[tuple[Grid, Sequence[str]]]:
    """Return how a value may be read as a grid, each with its headers: a JSON object may be a record or a map."""
    if isinstance(value, Mapping) and "rows" in value and "columns" in value:
        rows = [list(row.values()) if isinstance(row, Mapping) else row for row in value["rows"]]
        return [(_grid(rows), value["columns"])]
    if isinstance(value, Mapping):
        record, pairs = [list(value.values())], [list(pair) for pair in value.items()]
        return [(_grid(record), list(value)), (_grid(pairs), ())]
    if not isinstance(value, list):
        return [([[_atom(value)]], ())]
    if value and all(isinstance(row, Mapping) for row in value):
        return [(_grid([list(row.values()) for row in value]), list(value[0]))]
    return [(_grid([row if isinstance(row, list) else [row] for row in value]), ())]


def _grid(rows: Sequence[Sequence[Any]]) -> Grid:
    """Return rows as atoms; those of unequal lengths are one column."""
    grid = [list(_atoms(row)) for row in rows]
    return grid if len({len(row) for row in grid}) <= 1 else [[atom] for row in grid for atom in row]


def _atoms(value: Any) -> Iterator[Atom]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _atoms(each)
    else:
        yield _atom(value)


def _atom(value: Any) -> Atom:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    text = " ".join(str(value).split()).casefold()
    if moment := _MOMENT.fullmatch(text):
        time = moment["time"] + (moment["seconds"] or ":00").removesuffix(":00")
        return moment["day"] if time == "00:00" else f"{moment['day']} {time}"
    return Decimal(text.replace(",", "").rstrip("%")) if text.strip("+-%") and _NUMBER.fullmatch(text) else text


def _rank(atom: Atom) -> tuple[int, Decimal, str]:
    """Return what atoms are sorted by, so that columns can be compared whatever the order of their rows."""
    if isinstance(atom, Decimal):
        return 1, atom, ""
    return (2, Decimal(0), atom) if isinstance(atom, str) else (0, Decimal(0), str(atom))


def _alike(one: Sequence[Atom], other: Sequence[Atom]) -> bool:
    return len(one) == len(other) and all(map(_close, one, other))


def _close(one: Atom, other: Atom) -> bool:
    if isinstance(one, Decimal) and isinstance(other, Decimal):
        return abs(one - other) <= TOLERANCE * max(abs(one), abs(other))
    return type(one) is type(other) and one == other


def _paired(one: Grid, other: Grid) -> bool:
    """Return whether each row of one grid has its own partner in the other."""
    left = list(other)
    for row in one:
        found = next((i for i, candidate in enumerate(left) if _alike(row, candidate)), None)
        if found is None:
            return False
        del left[found]
    return not left


def _distinct(column: Grid) -> Grid:
    found: Grid = []
    for row in column:
        if not any(_alike(row, known) for known in found):
            found.append(row)
    return found


def _width(grid: Grid) -> int:
    return len(grid[0]) if grid else 0


def _flat(grid: Grid) -> list[Atom]:
    return [atom for row in grid for atom in row]
