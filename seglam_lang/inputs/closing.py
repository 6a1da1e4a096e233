"""The rows that close a table: totals and averages of those above, as people write them below their data.

    Total, 18, , 12              sums; a cell may be blank
    Total, 18, 6                 a sum, and an average
    Subtotal, 18                 what lies between the first of them and the last total belongs to them:
    Tax, 2                       tax, discount, shipping
    Total, 20
    Source: HR                       remarks below

    , 20                             no label, and each of its cells is the sum of those above

A row is one where its label says so *and* a column bears it out: its cell is the sum, or the average, of those above.
One column is enough, as others may hold "n/a", a rate, or a mistake. A label alone is none: there may be a shop named
Total.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import Any, NamedTuple

from seglam_lang.inputs.amounts import is_amount, read_numbers, without_currency
from seglam_lang.inputs.columns import NEARLY, NO_VALUE
from seglam_lang.language.computing.numbers import exact_sum
from seglam_lang.language.values import Number


def _labels(text: str) -> frozenset[str]:
    return frozenset(each.strip() for each in text.split(","))


_TOTALS = _labels(
    "total, totals, grand total, overall total, sum, sums, summe, gesamt, gesamtsumme, totale, suma, total général, "
    "総計, 合計, итого, всего, insgesamt, totaal, σ"
)
_PARTIAL = _labels("subtotal, subtotals, sub total, sub-total, zwischensumme, sous-total, subtotale, net total, 小計")
_AVERAGES = _labels("average, averages, avg, mean, durchschnitt, mittelwert, moyenne, media, promedio, среднее, 平均")
_BETWEEN = _labels(
    "tax, taxes, sales tax, vat, gst, mwst, ust, tva, iva, discount, shipping, delivery, postage, fee, fees, service, "
    "service charge, tip, rabatt, versand, rounding, deposit, balance due"
)
_MOST = 8  # rows that close a table
_MOST_REMARKS = 3  # rows below the totals
_MOST_WORDS = 5  # of a label: what is longer is a sentence
Row = Sequence[Any]  # its cells; None where one is blank


class Closing(NamedTuple):
    """The rows from `start` on that close a table, and what they are called; none where `start` is behind the last."""

    start: int
    labels: tuple[str, ...] = ()


def is_blank(cell: Any) -> bool:
    """Return whether a cell has no value."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def label_of_totals(row: Row) -> str:
    """Return what the first cell of a row calls it, if that is a word for totals or averages."""
    label = _label(row)
    return label if _is_in(label, _TOTALS | _PARTIAL | _AVERAGES) or _speaks_of_totals(label) else ""


def is_called_totals(label: str) -> bool:
    """Return whether a label says nothing but that its row has totals, so that the row is worth a note where it has
    none: "Total", but not "Total Wine"."""
    return _is_in(label, _TOTALS | _PARTIAL | _AVERAGES)


def closing_rows(rows: Sequence[Row], first: int) -> Closing:
    """Return which of the last rows close the table whose data begin at `first`."""
    start = last = _without_remarks(rows, first)
    while start > max(first + 1, last - _MOST) and _may_close(rows[start - 1], start == last):
        start -= 1
    for position in range(start, len(rows)):
        if _is_borne_out(rows[first:position], rows[position]):
            return Closing(
                _without_blanks(rows, position),
                tuple("" if has_no_label(row) else _label(row) for row in rows[position:]),
            )
    return Closing(len(rows))


def is_remark(row: Row) -> bool:
    """Return whether a row has one cell alone, a text in the first of several columns."""
    return len(row) > 1 and isinstance(row[0], str) and not is_blank(row[0]) and all(map(is_blank, row[1:]))


def _without_remarks(rows: Sequence[Row], first: int) -> int:
    """Return where remarks begin below a table. They are none of its rows where its totals stand above them."""
    end = len(rows)
    while end > max(first + 1, len(rows) - _MOST_REMARKS) and (
        is_remark(rows[end - 1]) or all(map(is_blank, rows[end - 1]))
    ):
        end -= 1
    return end


def _may_close(row: Row, is_last: bool) -> bool:
    if label_of_totals(row) or (is_last and has_no_label(row)):
        return True
    return not is_last and (_is_in(_label(row), _BETWEEN) or all(map(is_blank, row)))


def has_no_label(row: Row) -> bool:
    """Return whether a row begins with a blank, and goes on with numbers and blanks alone."""
    stated = [cell for cell in row if not is_blank(cell)]
    return (
        is_blank(row[0])
        and bool(stated)
        and all(not isinstance(cell, str) or is_amount(cell.strip()) for cell in stated)
    )


def _label(row: Row) -> str:
    """Return the first cell of a row that is not blank, if it is a text."""
    first = next((cell for cell in row if not is_blank(cell)), None)
    return first.strip() if isinstance(first, str) else ""


def _is_in(label: str, labels: frozenset[str]) -> bool:
    return label.rstrip(": ").casefold() in labels


def _speaks_of_totals(label: str) -> bool:
    """Return whether a word for totals is among a few: "Total 2024", "Total (20 items)", "Grand total, all shops"."""
    words = [word.strip(":(),").casefold() for word in label.split()]
    return len(words) <= _MOST_WORDS and not _TOTALS.isdisjoint(words)


def _without_blanks(rows: Sequence[Row], end: int) -> int:
    """Return where the data end, of which rows of blanks just above what closes the table are no part."""
    while all(map(is_blank, rows[end - 1])):
        end -= 1
    return end


def _is_borne_out(data: Sequence[Row], row: Row) -> bool:
    """Return whether the label of a row says what it has, and its cells are that of those above.

    "Average" is also what people call what is neither good nor bad: all cells have to be averages, and not of small
    whole numbers alone.
    """
    label = label_of_totals(row)
    is_bare = not label and has_no_label(row) and len(data) > 2 and not any(is_blank(each[0]) for each in data)
    if (
        not (label or is_bare)
        or any(len(each) != len(row) for each in data)
        or all(all(map(is_blank, each)) for each in data)
    ):
        return False
    begins = 0 if is_bare else next(position for position, cell in enumerate(row) if not is_blank(cell))
    stated = [place for place in range(begins + 1, len(row)) if not is_blank(row[place])]
    columns = [_numbers([each[place] for each in data], row[place]) for place in stated]
    if is_bare:
        return all(numbers is not None and _is_sum(numbers) for numbers in columns)
    if not _is_in(label, _AVERAGES):
        return any(numbers and (_is_sum(numbers) or _is_average(numbers)) for numbers in columns)
    certain = len(columns) > 1 or any(numbers and type(numbers[-1]) is Decimal for numbers in columns)
    return certain and all(numbers is not None and _is_average(numbers) for numbers in columns)


def _is_sum(numbers: Sequence[Number]) -> bool:
    """Return whether the last number is the sum of the others; of zeros each is."""
    *parts, total = numbers
    return any(numbers) and exact_sum(parts) == total


def _is_average(numbers: Sequence[Number]) -> bool:
    """Return whether the last number is the average of the others, rounded as it is; a whole one is seldom rounded.
    Where all are one number each row is the average.
    """
    from fractions import Fraction  # few tables have such a row

    *parts, average = numbers
    if len(set(parts)) == 1:
        return False
    off = abs(Fraction(exact_sum(parts)) - Fraction(average) * len(parts))
    digits = -int(average.as_tuple().exponent) if isinstance(average, Decimal) else 0
    return off <= (Fraction(len(parts), 2 * 10**digits) if digits > 0 else 0)


def _numbers(above: Sequence[Any], stated: Any) -> list[Number] | None:
    """Return the numbers of a column with that of the row below it; None where it is no column of numbers.

    Blanks and what stands for them are left out, and so are texts, if they are few ("absent" among marks).
    """
    present = [cell for cell in above if not is_blank(cell) and not _says_blank(cell)]
    numbers = [cell for cell in present if type(cell) in (int, Decimal)]
    if numbers:
        return [*numbers, stated] if type(stated) in (int, Decimal) and _are_most(numbers, present) else None
    texts = [cell.strip() for cell in present if isinstance(cell, str)]
    if not isinstance(stated, str) or not texts or len(texts) < len(present):
        return None
    return next(filter(None, (_read([*kept, stated.strip()]) for kept in _ways(texts))), None)


def _says_blank(cell: Any) -> bool:
    return isinstance(cell, str) and cell.strip() in NO_VALUE


def _ways(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield the texts of a column, and those that state numbers, if they are most."""
    yield list(texts)
    states = {text: is_amount(text) for text in dict.fromkeys(texts)}
    amounts = [text for text in texts if states[text]]
    if len(amounts) < len(texts) and _are_most(amounts, texts):
        yield amounts


def _are_most(some: Sequence[Any], cells: Sequence[Any]) -> bool:
    return len(some) >= min(NEARLY * len(cells), len(cells) - 1) and len(some) > 0


def _read(texts: Sequence[str]) -> list[Number] | None:
    """Return texts as numbers, also where only some of them name their currency."""
    for written, decimal_comma in product((texts, list(map(without_currency, texts))), (False, True)):
        different = list(dict.fromkeys(written))
        read = read_numbers(different, decimal_comma)
        if read is not None and read.type.name == "Number":
            value = dict(zip(different, read.cells, strict=True))
            return [value[text] for text in written]
    return None
