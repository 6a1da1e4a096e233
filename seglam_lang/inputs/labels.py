"""What people call the rows that have the totals of others, and rows that are none of a table at all."""

from __future__ import annotations

from collections.abc import Sequence
from types import NoneType
from typing import Any

from seglam_lang.inputs.amounts import is_amount
from seglam_lang.inputs.rows import first_cells
from seglam_lang.inputs.sums import is_blank


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
_SUMS = _TOTALS | _PARTIAL
SUM_WORDS = tuple(sorted(each for each in _SUMS if " " not in each))  # one of them is in each label of totals
_FILLING = frozenset(("for", "of", "the", "all", "items", "rows", "grand", "overall", "net", "sub"))
_MOST_WORDS = 5  # of a label: what is longer is a sentence
_TEXT_OR_BLANK = frozenset((str, NoneType))
Row = Sequence[Any]  # its cells; None where one is blank


def label_of(row: Row) -> str:
    """Return the first cell of a row that is not blank, if it is a text."""
    first = next((cell for cell in row if not is_blank(cell)), None)
    return first.strip() if isinstance(first, str) else ""


def labels_of(rows: Sequence[Row], start: int, end: int) -> Sequence[str]:
    """Return the labels (see `label_of`) of the rows from `start` to `end`, which are many."""
    cells = first_cells(rows, start, end)
    if _TEXT_OR_BLANK.isdisjoint(map(type, cells)):
        return [""] * len(cells)
    return [
        label_of(rows[position]) if is_blank(cell) else cell.strip() if isinstance(cell, str) else ""
        for position, cell in enumerate(cells, start)
    ]


def label_of_totals(row: Row) -> str:
    """Return what the first cell of a row calls it, if that is a word for totals or averages."""
    label = label_of(row)
    return label if _is_in(label, _AVERAGES) or _speaks_of_sums(label) else ""


def label_of_sums(row: Row) -> str:
    """Return what the first cell of a row calls it, if that is a word for totals."""
    label = label_of(row)
    return label if _speaks_of_sums(label) else ""


def is_called_totals(label: str) -> bool:
    """Return whether a label says nothing but that its row has totals, so that the row is worth a note where it has
    none: "Total", but not "Total Wine"."""
    return _is_in(label, _SUMS | _AVERAGES)


def is_called_averages(label: str) -> bool:
    """Return whether a label says nothing but that its row has averages."""
    return _is_in(label, _AVERAGES)


def is_between_totals(row: Row) -> bool:
    """Return whether a row has what lies between a subtotal and a total: tax, discount, shipping."""
    return _is_in(label_of(row), _BETWEEN)


def what_is_summed(label: str) -> str:
    """Return the words of a label beside those for totals, in lower case: "north" of "North Total"."""
    if is_called_totals(label):
        return ""
    words = [word for word in _words(label) if word not in _SUMS and word not in _FILLING]
    return " ".join(word for word in words if any(map(str.isalpha, word)) and not any(map(str.isdigit, word)))


def is_remark(row: Row, width: int) -> bool:
    """Return whether a row of a table of several columns has one cell alone, a text in the first of them."""
    return width > 1 and isinstance(row[0], str) and not is_blank(row[0]) and all(map(is_blank, row[1:]))


def has_no_label(row: Row) -> bool:
    """Return whether a row begins with a blank, and goes on with numbers and blanks alone."""
    stated = [cell for cell in row if not is_blank(cell)]
    return (
        is_blank(row[0])
        and bool(stated)
        and all(not isinstance(cell, str) or is_amount(cell.strip()) for cell in stated)
    )


def _is_in(label: str, labels: frozenset[str]) -> bool:
    return label.rstrip(": ").casefold() in labels


def _speaks_of_sums(label: str) -> bool:
    """Return whether a word for totals is among a few: "Total 2024", "Total (20 items)", "Grand total, all shops"."""
    words = _words(label)
    return len(words) <= _MOST_WORDS and not _SUMS.isdisjoint([*words, " ".join(words)])


def _words(label: str) -> list[str]:
    return [word.strip(":(),").casefold() for word in label.split()]
