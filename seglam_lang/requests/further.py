"""Literals that templates may have in a slot, and that no model has learned yet: periods, shortened and quoted dates,
ranges, measures, ages, money by name, numbers with a scale, times, timestamps, durations, lists of cells.

This is the one place where they are kept apart. `Reading.mentions` are what the model that ships was trained on, and a
reading of further kinds never changes one of those. They are sought only where no stored wording has a template of
these, so that a hit costs what it did. To offer a kind to a model, take it from `Reading.values`, or move its
recogniser to `literals`.

A period or a range is one mention whose value is a record {first, last}; a quantity's value is its number, and its unit
is in its kind. A procedure may take the value (`FromSlot`), or, as most do, its parts as parameters of their own
(`FromPart`; see `parts`): so "from 2024-01-01 to 2024-03-31" and "in Q1 2024" ask for one procedure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from seglam_lang.inputs.dates import parse_date
from seglam_lang.inputs.model import Inputs
from seglam_lang.language.computing.numbers import parse_number
from seglam_lang.language.types import DATE, DATETIME, NUMBER, TIME, list_of, record
from seglam_lang.language.values import Notation, Record
from seglam_lang.requests import kinds
from seglam_lang.requests.dates import periods_in
from seglam_lang.requests.dates.days import Days
from seglam_lang.requests.dates.shortened import shortened_dates, years_alone
from seglam_lang.requests.dates.years_of_data import YearsOfData
from seglam_lang.requests.durations import durations_in
from seglam_lang.requests.mentions import located
from seglam_lang.requests.model import CellRef, Literal, Mention
from seglam_lang.requests.number_words import is_digits
from seglam_lang.requests.quantities import quantities
from seglam_lang.requests.ranges import ranges_in
from seglam_lang.requests.request import Request
from seglam_lang.requests.times import times_in, timestamps_in

_BETWEEN_CELLS = (("as", "well", "as"), ("and", "/", "or"), ("/",), ("nor",))  # besides commas, "and" and "or"
PERIOD = record({"first": DATE, "last": DATE})


LENGTHS = frozenset({Notation.MINUTES, Notation.HOURS})  # as columns write them, "4:30"


def further_literals(
    request: str, mentions: Sequence[Mention], inputs: Inputs, today: date | None
) -> list[Literal | CellRef]:
    """Return the literals of a request that are not among its `mentions`, with the columns that hold their values."""
    cut = Request.of(request, today, inputs.notations)
    known = {(each.first, each.last, each.kind) for each in mentions}
    single = [*quantities(cut), *timestamps_in(cut), *_times_and_durations(cut, inputs)]
    inside = {at for each in single for at in range(each.first + 1, each.last)}
    whole = [each for each in single if each.first not in inside]  # no range begins in the middle of "1h20m"
    ordinals = [each for each in mentions if isinstance(each, Literal) and each.kind == kinds.ORDINAL]
    dates = [*_periods(cut), *_quoted_dates(mentions)]
    dates += _shortened(cut, [*dates, *(each for each in mentions if each.type == DATE)], inputs)
    lists = [*_lists_of_cells(cut, mentions), *(() if inputs.tables else _spaced_lists(cut))]
    found = [*dates, *single, *ranges_in(cut, [*whole, *ordinals]), *lists]
    new = [each for each in found if (each.first, each.last, each.kind) not in known]
    return list(_located(new, cut, inputs))


def _times_and_durations(request: Request, inputs: Inputs) -> list[Literal]:
    """Return both; a "4:30" over a table that writes its lengths so is a Time only where the table has times too."""
    times, durations = list(times_in(request)), list(durations_in(request))
    has_times = any(kind in (TIME, DATETIME) for table in inputs.tables.values() for kind in table.types)
    if has_times or not LENGTHS.intersection(request.notations):
        return times + durations
    lengths = {(each.first, each.last) for each in durations}
    return [each for each in times if (each.first, each.last) not in lengths] + durations


def _located(literals: Iterable[Literal], request: Request, inputs: Inputs) -> Iterator[Literal | CellRef]:
    for literal in literals:
        yield from located(literal, request.tokens, inputs) if inputs.tables else (literal,)


def _periods(request: Request) -> Iterator[Literal]:
    for first, last, days in periods_in(request.norms, request.today, request.day_first):
        if not days.is_day:
            yield _dated(first, last, days)


def _quoted_dates(mentions: Sequence[Mention]) -> Iterator[Literal]:
    """Read the whole of a quoted text as a date: "where sent >= '2024-05-01'"."""
    for each in mentions:
        if each.kind == kinds.TEXT and (day := parse_date(each.value)) is not None:
            yield Literal(each.first, each.last, DATE, day, kinds.DATE)


def _shortened(request: Request, dates: Sequence[Mention], inputs: Inputs) -> Iterator[Literal]:
    """Read dates whose year is said elsewhere or with two digits, and years alone, which a column of dates may mean."""
    taken = {at for each in dates for at in range(each.first, each.last)}
    if request.today is None:
        for first, last, days in shortened_dates(request.norms, taken, YearsOfData(inputs.tables.values())):
            yield _dated(first, last, days)
    if any(kind in (DATE, DATETIME) for table in inputs.tables.values() for kind in table.types):
        for first, last, days in years_alone(request.norms, taken):
            yield _dated(first, last, days)


def _dated(first: int, last: int, days: Days) -> Literal:
    if days.is_day:
        return Literal(first, last, DATE, days.first, kinds.DATE)
    return Literal(first, last, PERIOD, period(days), kinds.PERIOD)


def period(days: Days) -> Record:
    """Return days as a value of the language."""
    return Record(("first", "last"), (days.first, days.last))


def _spaced_lists(request: Request) -> Iterator[Literal]:
    """Find three or more numbers with nothing but spaces between them: "average 12 9.5 20", and no "1 414 021"."""
    norms, first = request.norms, 0
    while first < len(norms):
        last = first
        while last < len(norms) and is_digits(norms[last]) and not (last > first and request.adjacent(last - 1)):
            last += 1
        values = [parse_number(norm) for norm in norms[first:last]]
        grouped = all(len(norm) == 3 and norm.isdecimal() for norm in norms[first + 1 : last])
        if last - first >= 3 and not grouped and None not in values:
            yield Literal(first, last, list_of(NUMBER), tuple(values), kinds.LIST)
        first = max(last, first + 1)


def _lists_of_cells(request: Request, mentions: Sequence[Mention]) -> Iterator[Literal]:
    """Find two or more cells of one column: "Oslo, Rome and Bern", "Oslo/Rome", "neither Oslo nor Rome"."""
    cells = [each for each in mentions if isinstance(each, CellRef)]
    by_first: dict[int, list[CellRef]] = {}
    for cell in cells:
        by_first.setdefault(cell.first, []).append(cell)
    used: set[int] = set()
    for cell in cells:
        if cell.first in used:
            continue
        run, columns = [cell], set(cell.columns)
        while following := _following(request, run[-1].last, by_first, columns, cell.table):
            run.append(following)
            columns &= set(following.columns)
        if len(run) > 1:
            used.update(each.first for each in run)
            values = tuple(each.value for each in run)
            held = tuple(header for header in cell.columns if header in columns)
            yield Literal(cell.first, run[-1].last, list_of(cell.type), values, kinds.LIST_OF_CELLS, cell.table, held)


def _following(
    request: Request, at: int, by_first: dict[int, list[CellRef]], columns: set[str], table: str
) -> CellRef | None:
    start = _after_separator(request, at)
    found = (cell for cell in by_first.get(start, ()) if cell.table == table and not columns.isdisjoint(cell.columns))
    return next(found, None)


def _after_separator(request: Request, at: int) -> int:
    for words in _BETWEEN_CELLS:
        if tuple(request.norms[at : at + len(words)]) == words:
            return at + len(words)
    return request.after_separator(at)
