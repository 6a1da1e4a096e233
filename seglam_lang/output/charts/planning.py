"""From an answer to a chart: which columns are drawn along which, and as what where nobody says it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from seglam_lang.language.computing.times import HOUR, count_of
from seglam_lang.language.types import DATE, DATETIME, DURATION, NUMBER, TEXT, Con
from seglam_lang.language.values import Table, Value
from seglam_lang.output.charts.classes import classes_of
from seglam_lang.output.charts.shapes import Along, Axis, Chart, Kind, Point, Series
from seglam_lang.output.failures import OutputError
from seglam_lang.output.tabular import VALUE, as_table, unwrapped
from seglam_lang.output.texts import cell_text

MOST_POINTS = 20_000
MOST_SERIES = 12
MOST_SLICES = 30
_TIMES = (DATE, DATETIME)
_BETWEEN = " · "  # the parts of a name that stands in several columns


class _Column(NamedTuple):
    header: str
    type: Con
    cells: Sequence[Value]
    written: Sequence[str] = ()  # of cells that are no numbers


class _Roles(NamedTuple):
    """The columns of an answer by what they can be in a chart. Durations are numbers, of hours."""

    numbers: list[_Column]
    times: list[_Column]
    names: list[_Column]


def plan(value: Any, kind: Kind, title: str = "") -> Chart:
    """Return what a chart of an answer shows. Raise OutputError, with the reason, where it cannot be drawn."""
    value = unwrapped(value)
    if not isinstance(value, Table | tuple | list | dict):
        raise _undrawable(f"it is a single value{'' if value is None else f', {cell_text(value)}'}")
    table = as_table(value)
    roles = _roles(table)
    if not table.length:
        raise _undrawable("it is empty")
    if not roles.numbers:
        raise _undrawable("it has no numbers")
    if table.length > MOST_POINTS:
        most = f"at most {MOST_POINTS:,} can be drawn; ask for totals, or for the top ones"
        raise _undrawable(f"it has {table.length:,} rows, and {most}")
    chart = _chart(roles, kind if kind is not Kind.ANY else _best(roles), title)
    points = sum(len(series.points) for series in chart.series)
    if not points:
        raise _undrawable("all its numbers are blank")
    if len(chart.series) > MOST_SERIES:
        raise _undrawable(f"it has {len(chart.series)} series, and at most {MOST_SERIES} can be told apart")
    return chart


def _undrawable(why: str) -> OutputError:
    return OutputError("no-chart", f"this answer cannot be drawn: {why}")


def _roles(table: Table) -> _Roles:
    roles = _Roles([], [], [])
    for header, kind, cells in zip(table.headers, table.types, table.cells, strict=True):
        if kind == NUMBER:
            roles.numbers.append(_Column(header, kind, cells))
        elif kind == DURATION:
            roles.numbers.append(_hours(header, cells))
        else:
            (roles.times if kind in _TIMES else roles.names).append(_Column(header, kind, cells))
    return roles


def _hours(header: str, cells: Sequence[Any]) -> _Column:
    from seglam_lang.language.describing.names import duration

    hours = [None if cell is None else count_of(cell, HOUR) for cell in cells]
    return _Column(f"{header} (hours)", NUMBER, hours, ["" if cell is None else duration(cell) for cell in cells])


def _best(roles: _Roles) -> Kind:
    """Return the kind that suits the columns: lines over time, bars for names, points for two numbers."""
    if roles.times:
        return Kind.LINE
    if roles.names:
        return Kind.BAR
    if len(roles.numbers) == 1:
        return Kind.HISTOGRAM
    first = [cell for cell in roles.numbers[0].cells if cell is not None]
    rises = all(one < other for one, other in pairwise(first))
    return Kind.LINE if rises else Kind.SCATTER


def _chart(roles: _Roles, kind: Kind, title: str) -> Chart:
    numbers, times, names = roles
    alone = len(numbers) == 1 and not times and not names
    if kind is Kind.HISTOGRAM:
        return _histogram(numbers[0], title) if alone else _chart(roles, Kind.BAR, title)
    if kind is Kind.SCATTER:
        return _scatter(roles, title)
    if alone:
        x = _Column("", NUMBER, range(1, len(numbers[0].cells) + 1))
        return _drawn(kind, title, x, numbers, None)
    if kind is Kind.PIE:
        return _pie(roles, title)
    keys = [*times, *names]
    if not keys:
        return _drawn(kind, title, numbers[0], numbers[1:], None)
    if len(keys) == 2 and len(numbers) == 1:
        return _drawn(kind, title, keys[0], numbers, keys[1])
    return _drawn(kind, title, _joined(keys), numbers, None)


def _drawn(kind: Kind, title: str, x: _Column, numbers: Sequence[_Column], by: _Column | None) -> Chart:
    """Return the chart of columns over another; of one column, a series for each value of the column `by`."""
    along = _along(x, kind)
    found: dict[str, list[Point]] = {}
    left_out = 0
    for number in numbers:
        name = number.header if len(numbers) > 1 else ""
        series = found.setdefault(name, []) if by is None else []
        for row, (at, cell) in enumerate(zip(x.cells, number.cells, strict=True)):
            if cell is None or (at is None and along is not Along.NAMES):
                left_out += 1
                continue
            point = Point(
                _name(at) if along is Along.NAMES else at, cell, number.written[row] if number.written else ""
            )
            (series if by is None else found.setdefault(_name(by.cells[row]), [])).append(point)
    y = numbers[0].header if len(numbers) == 1 else VALUE
    series_of = tuple(Series(name, tuple(_in_order(points, kind, along))) for name, points in found.items())
    return Chart(kind, title, Axis(x.header, along), y, series_of, left_out)


def _in_order(points: list[Point], kind: Kind, along: Along) -> list[Point]:
    """Return points as they are drawn: a line runs from left to right, bars stand in the order of the answer."""
    if kind in (Kind.LINE, Kind.AREA) and along is not Along.NAMES:
        return sorted(points, key=lambda point: point.at)
    return points


def _along(x: _Column, kind: Kind) -> Along:
    if x.type in _TIMES and kind in (Kind.LINE, Kind.AREA, Kind.SCATTER):
        return Along.TIME
    return Along.NUMBERS if x.type == NUMBER and kind in (Kind.LINE, Kind.AREA, Kind.SCATTER) else Along.NAMES


def _pie(roles: _Roles, title: str) -> Chart:
    """Return the chart of the parts of a whole."""
    numbers, times, names = roles
    keys = [*times, *names]
    parts = numbers[0] if keys else numbers[1]
    if len(numbers) > (1 if keys else 2):
        raise _undrawable(f"a pie shows one column of numbers, and there are {len(numbers)}; bars show several")
    if any(cell is not None and cell < 0 for cell in parts.cells):
        raise _undrawable(f"a pie has no negative parts, as {parts.header!r} has; bars show them")
    chart = _drawn(Kind.PIE, title, _joined(keys) if keys else numbers[0], [parts], None)
    (series,) = chart.series or (Series("", ()),)
    if len(series.points) > MOST_SLICES:
        raise _undrawable(f"a pie of {len(series.points)} slices cannot be read ({MOST_SLICES} at most); bars can")
    if not any(point.number for point in series.points):
        raise _undrawable("the parts of the pie are all 0")
    return chart


def _scatter(roles: _Roles, title: str) -> Chart:
    """Return the chart of one column against another: the first two of numbers, or one over time."""
    numbers, times, names = roles
    if len(numbers) + len(times) < 2:
        raise _undrawable("points need two columns of numbers, and there is one")
    x, y = (times[0], numbers[0]) if times and len(numbers) == 1 else (numbers[0], numbers[1])
    by = names[0] if len(names) == 1 and len(set(names[0].cells)) <= MOST_SERIES else None
    return _drawn(Kind.SCATTER, title, x, [y], by)


def _histogram(numbers: _Column, title: str) -> Chart:
    found = [cell for cell in numbers.cells if cell is not None]
    points = tuple(Point(name, count) for name, count in classes_of(found))
    header = numbers.header if numbers.header != VALUE else ""
    left_out = len(numbers.cells) - len(found)
    return Chart(Kind.HISTOGRAM, title, Axis(header, Along.NAMES), "count", (Series("", points),), left_out)


def _joined(keys: Sequence[_Column]) -> _Column:
    """Return several columns as one of names."""
    if len(keys) == 1:
        return keys[0]
    names = [_BETWEEN.join(_name(cell) for cell in row) for row in zip(*(key.cells for key in keys), strict=True)]
    return _Column(_BETWEEN.join(key.header for key in keys), TEXT, names)


def _name(cell: Value) -> str:
    return "(blank)" if cell is None else cell_text(cell)
