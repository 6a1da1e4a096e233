"""The rows that close a table: totals and averages of those above, as people write them below their data.

    Total, 18, , 12              sums; a cell may be blank
    Total, 18, 6                 a sum, and an average
    Subtotal, 18                 what lies between the first of them and the last total belongs to them:
    Tax, 2                       tax, discount, shipping
    Total, 20
    Source: HR                       remarks below

    , 20                             no label, and each of its cells is the sum of those above

A row is one where its label says so *and* a column bears it out: its cell is the sum, or the average, of those above.
One column is enough, as others may hold "n/a", a rate, or a mistake; below a single row all of them have to. A label
alone is none: there may be a shop named Total.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, NamedTuple

from seglam_lang.inputs.labels import (
    Row,
    has_no_label,
    is_between_totals,
    is_called_averages,
    is_remark,
    label_of,
    label_of_totals,
)
from seglam_lang.inputs.sums import is_average, is_blank, is_sum, numbers_of
from seglam_lang.language.values import Number

_MOST = 8  # rows that close a table
_MOST_REMARKS = 3  # rows below the totals
_FEWEST_ABOVE = 3  # rows of which the sum stands below them without a label


class Closing(NamedTuple):
    """The rows from `start` on that close a table, and what they are called; none where `start` is behind the last."""

    start: int
    labels: tuple[str, ...] = ()


def closing_rows(rows: Sequence[Row], first: int) -> Closing:
    """Return which of the last rows close the table whose data begin at `first`."""
    for position in range(closing_block(rows, first), len(rows)):
        if _is_borne_out(rows[first:position], rows[position]):
            return Closing(
                _without_blanks(rows, position),
                tuple("" if has_no_label(row) else label_of(row) for row in rows[position:]),
            )
    return Closing(len(rows))


def closing_block(rows: Sequence[Row], first: int) -> int:
    """Return where the last rows begin that may close a table, as they are called."""
    start = last = without_remarks(rows, first)
    while start > max(first + 1, last - _MOST) and _may_close(rows[start - 1], start == last):
        start -= 1
    return start


def without_remarks(rows: Sequence[Row], first: int) -> int:
    """Return where remarks begin below a table. They are none of its rows where its totals stand above them."""
    end, width = len(rows), max(map(len, rows[max(0, first - 1) : first + 1]), default=0)
    while end > max(first + 1, len(rows) - _MOST_REMARKS) and (
        is_remark(rows[end - 1], width) or all(map(is_blank, rows[end - 1]))
    ):
        end -= 1
    return end


def has_sums_of_few(rows: Sequence[Row], first: int) -> bool:
    """Return whether the last row has no label, and the sums of so few rows that they may be so by chance."""
    last = rows[-1]
    above = (rows[position] for position in range(first, len(rows) - 1))
    data = list(islice((each for each in above if len(each) == len(last)), _FEWEST_ABOVE))
    return 1 < len(data) < _FEWEST_ABOVE and _is_bare(data, last) and _are_sums(data, last, 0)


def _may_close(row: Row, is_last: bool) -> bool:
    if label_of_totals(row) or (is_last and has_no_label(row)):
        return True
    return not is_last and (is_between_totals(row) or all(map(is_blank, row)))


def _without_blanks(rows: Sequence[Row], end: int) -> int:
    """Return where the data end, of which rows of blanks just above what closes the table are no part."""
    while all(map(is_blank, rows[end - 1])):
        end -= 1
    return end


def _is_borne_out(above: Sequence[Row], row: Row) -> bool:
    """Return whether the label of a row says what it has, and its cells are that of those above.

    "Average" is also what people call what is neither good nor bad: all cells have to be averages, and not of small
    whole numbers alone. Rows of another length are bad lines, which are none of the table.
    """
    data = [each for each in above if len(each) == len(row)]
    label = label_of_totals(row)
    if all(all(map(is_blank, each)) for each in data):
        return False
    if not label:
        return len(data) >= _FEWEST_ABOVE and _is_bare(data, row) and _are_sums(data, row, 0)
    columns = _columns(data, row, 1 + next(position for position, cell in enumerate(row) if not is_blank(cell)))
    if not is_called_averages(label):
        sums = [numbers is not None and is_sum(numbers) for numbers in columns]
        return any(sums) and (len(data) > 1 or all(sums))  # of one row each column may be so by chance
    certain = len(columns) > 1 or any(numbers and type(numbers[-1]) is Decimal for numbers in columns)
    return certain and all(numbers is not None and is_average(numbers) for numbers in columns)


def _is_bare(data: Sequence[Row], row: Row) -> bool:
    """Return whether a row has no label, and is the only one without."""
    return has_no_label(row) and not any(is_blank(each[0]) for each in data)


def _are_sums(data: Sequence[Row], row: Row, begins: int) -> bool:
    """Return whether each cell of a row is the sum of those above."""
    columns = _columns(data, row, begins)
    return all(numbers is not None and is_sum(numbers, may_be_rounded=False) for numbers in columns)


def _columns(data: Sequence[Row], row: Row, begins: int) -> list[list[Number] | None]:
    """Return the numbers of each column in which a row has a cell, with that one as the last."""
    stated = [place for place in range(begins, len(row)) if not is_blank(row[place])]
    return [_with_last([*(each[place] for each in data), row[place]]) for place in stated]


def _with_last(cells: Sequence[Any]) -> list[Number] | None:
    """Return the numbers of a column, of whose cells the last has to be one."""
    numbers = numbers_of(cells)
    if numbers is None or numbers[-1] is None or not any(number is not None for number in numbers[:-1]):
        return None
    return [number for number in numbers if number is not None]
