"""Charts as text for a terminal: bars by rich, lines and points by plotext.

A terminal draws no circles: the parts of a pie are bars with their shares.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import chain
from typing import TYPE_CHECKING, Any

from seglam_lang.language.alignment import escape_controls
from seglam_lang.language.computing.first_digits import first_digits
from seglam_lang.language.values import Number, Value
from seglam_lang.output.charts.shapes import Along, Chart, Kind, Point
from seglam_lang.output.libraries import PLOTEXT, load
from seglam_lang.output.texts import cell_text

if TYPE_CHECKING:
    from rich.table import Table

MOST_BARS = 40
NARROWEST, WIDEST, HEIGHT = 40, 120, 20
_TICKS = 5  # along the first axis
_COLORS = ("cyan", "magenta", "yellow", "green", "blue", "red")
_BARS = (Kind.BAR, Kind.PIE, Kind.HISTOGRAM)


def expect_library(kind: Kind) -> None:
    """Raise OutputError where the library that draws a kind of chart is missing."""
    if kind in (Kind.LINE, Kind.AREA, Kind.SCATTER):
        load(PLOTEXT, "a chart of lines or points on a terminal")


def drawn(chart: Chart, width: int, color: bool = False) -> str:
    """Return a chart as lines of text, without a final newline."""
    width = max(NARROWEST, min(width, WIDEST))
    lines = _bars(chart, width, color) if chart.kind in _BARS else _plotted(chart, width, color)
    title = [escape_controls(chart.title)] if chart.title else []
    return "\n".join([*title, *lines, *([chart.note] if chart.note else [])])


# Bars


def _bars(chart: Chart, width: int, color: bool) -> Iterator[str]:
    """Yield the lines of bars, in the order of the answer: those of one name below each other."""
    from rich.console import Console

    rows = _rows(chart)
    shown = rows[:MOST_BARS]
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=color, color_system="standard" if color else None, legacy_windows=False
    )
    console.print(_grid(chart, shown))
    yield from (line.rstrip() for line in out.getvalue().rstrip("\n").split("\n"))
    if len(rows) > len(shown):
        yield f"... {len(rows) - len(shown)} more bars of {len(rows)}"


def _rows(chart: Chart) -> list[tuple[str, int, Point]]:
    """Return the bars as name, number of the series, and point."""
    rows: dict[str, list[tuple[int, Point]]] = {}
    for number, series in enumerate(chart.series):
        for point in series.points:
            rows.setdefault(point.at if isinstance(point.at, str) else cell_text(point.at), []).append((number, point))
    if len(chart.series) == 1:  # two rows of one name are two bars
        return [(point.at, 0, point) for point in chart.series[0].points]
    return [(name, number, point) for name, points in rows.items() for number, point in points]


def _grid(chart: Chart, rows: Sequence[tuple[str, int, Point]]) -> Table:
    from rich.bar import Bar
    from rich.table import Table
    from rich.text import Text

    several = len(chart.series) > 1
    grid = Table.grid(padding=(0, 1))
    grid.add_column(overflow="ellipsis", no_wrap=True, max_width=30)
    if several:
        grid.add_column(overflow="ellipsis", no_wrap=True, max_width=20)
    grid.add_column(ratio=1)
    grid.add_column(justify="right", no_wrap=True)
    grid.expand = True
    every = [float(point.number) for series in chart.series for point in series.points]
    low, high = min(0.0, *every), max(0.0, *every)
    total = sum(every)
    before = ""
    for name, number, point in rows:
        size = float(point.number)
        bar = Bar((high - low) or 1, min(size, 0) - low, max(size, 0) - low, color=_COLORS[number % len(_COLORS)])
        share = f"  {size / total:6.1%}" if chart.kind is Kind.PIE else ""
        label = escape_controls("" if several and name == before else name)
        series = [Text(escape_controls(chart.series[number].name))] if several else []
        grid.add_row(Text(label), *series, bar, Text((point.written or cell_text(first_digits(point.number))) + share))
        before = name
    return grid


# Lines and points


def _plotted(chart: Chart, width: int, color: bool) -> Iterator[str]:
    """Yield the lines of a chart with two axes."""
    figure: Any = load(PLOTEXT, "a chart of lines or points on a terminal").figure
    figure.clear()
    figure.theme("default" if color else "colorless")
    figure.plot_size(width, HEIGHT)
    places = _Places(chart)
    for series in chart.series:
        signal = figure.signal(
            [places.of(point.at) for point in series.points],
            [float(point.number) for point in series.points],
            marker="braille" if chart.kind is not Kind.SCATTER else "•",
        )
        if series.name:
            signal.label(escape_controls(series.name))
        if chart.kind is not Kind.SCATTER:
            signal.lines()
        if chart.kind is Kind.AREA:
            signal.fillx()
        figure.draw(signal)
    figure.label(escape_controls(chart.x.title), "x")
    figure.label(escape_controls(chart.y), "y")
    figure.ruler("x").ticks(*places.ticks())
    text = figure.build().string(colorless=not color)
    yield from (line.rstrip() for line in text.rstrip("\n").split("\n"))


class _Places:
    """Where what lies along the first axis has its place, as numbers."""

    def __init__(self, chart: Chart) -> None:
        self._along = chart.x.along
        every = chain.from_iterable(series.points for series in chart.series)
        distinct = dict.fromkeys(point.at for point in every)
        self._order = list(distinct) if self._along is Along.NAMES else sorted(distinct)
        self._names = {at: number for number, at in enumerate(self._order)} if self._along is Along.NAMES else {}

    def of(self, at: Value) -> float:
        """Return where it is."""
        if self._along is Along.NAMES:
            return self._names[at]
        if isinstance(at, date):
            moment = at if isinstance(at, datetime) else datetime.combine(at, time())
            return moment.replace(tzinfo=UTC).timestamp()
        return float(at)

    def ticks(self) -> tuple[list[float], list[str]]:
        """Return the places with a name below the axis, and the names: the first, the last, and some between."""
        last = len(self._order) - 1
        chosen = sorted({round(last * tick / (_TICKS - 1)) for tick in range(_TICKS)})
        found: Sequence[Value | Number] = [self._order[at] for at in chosen]
        return [self.of(at) for at in found], [escape_controls(cell_text(at))[:16] for at in found]
