"""Charts as Vega-Lite, made by Altair: for notebooks, and as files of HTML, SVG and PNG.

A page of HTML holds the libraries that draw it, so that it needs no network. Numbers are drawn as floats.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from seglam_lang.language.values import Value
from seglam_lang.output.charts.shapes import Along, Chart, Kind
from seglam_lang.output.libraries import ALTAIR, VL_CONVERT, load
from seglam_lang.output.texts import cell_text

_LINE = 70  # characters of a title
_WIDTH = 480  # of a chart whose first axis has no names
_SCALE = 2  # pixels of a PNG for each of the chart


def expect_libraries(ending: str) -> None:
    """Raise OutputError where a library that a file with this ending needs is missing."""
    for library in (ALTAIR, VL_CONVERT):
        load(library, f"a chart as .{ending}")


def save(chart: Chart, path: Path, ending: str) -> None:
    """Write a chart to a file."""
    made = altair_chart(chart)
    options: dict[str, Any] = (
        {"inline": True} if ending == "html" else {"scale_factor": _SCALE} if ending == "png" else {}
    )
    made.save(str(path), format=ending, **options)


def altair_chart(chart: Chart) -> Any:
    """Return a chart as one of Altair's."""
    alt = load(ALTAIR, "a chart")
    data = alt.InlineData(values=list(_values(chart)))
    base = alt.Chart(data)
    if chart.title or chart.note:
        lines = textwrap.wrap(chart.title, _LINE) or [""]
        base = base.properties(title=alt.TitleParams(lines, subtitle=chart.note))
    if chart.x.along is not Along.NAMES:
        base = base.properties(width=_WIDTH)
    if chart.kind is Kind.PIE:
        order = [_place(point.at) for series in chart.series for point in series.points]
        color = alt.Color("x:N", title=chart.x.title, sort=order)
        return base.mark_arc().encode(
            alt.Theta("y:Q", title=chart.y), color, alt.Order("at:Q"), tooltip=_tooltip(alt, chart)
        )
    encoding = [_x(alt, chart), alt.Y("y:Q", title=chart.y)]
    if len(chart.series) > 1:
        encoding.append(alt.Color("series:N", title=None, sort=[series.name for series in chart.series]))
        if chart.kind is Kind.BAR:
            encoding.append(alt.XOffset("series:N", sort=[series.name for series in chart.series]))
    return _marked(base, chart.kind).encode(*encoding, tooltip=_tooltip(alt, chart))


def _marked(base: Any, kind: Kind) -> Any:
    return {
        Kind.LINE: lambda: base.mark_line(point=True),
        Kind.AREA: lambda: base.mark_area(opacity=0.6),
        Kind.SCATTER: lambda: base.mark_point(),
    }.get(kind, lambda: base.mark_bar())()


def _values(chart: Chart) -> Iterator[dict[str, Any]]:
    for series in chart.series:
        for at, point in enumerate(series.points):
            yield {"x": _place(point.at), "y": float(point.number), "series": series.name, "at": at}


_FIELDS = {Along.NAMES: "x:N", Along.NUMBERS: "x:Q", Along.TIME: "x:T"}


def _x(alt: Any, chart: Chart) -> Any:
    title, along = chart.x.title, chart.x.along
    options: dict[str, Any] = {}
    if along is Along.NAMES:
        options["sort"] = None  # the order of the answer
    elif along is Along.NUMBERS:
        options["scale"] = alt.Scale(zero=False)
        if all(isinstance(point.at, int) for series in chart.series for point in series.points):
            options["axis"] = alt.Axis(format="d")  # a year is 2024, not 2,024
    return alt.X(_FIELDS[along], title=title, **options)


def _tooltip(alt: Any, chart: Chart) -> list[Any]:
    series = [alt.Tooltip("series:N", title="")] if len(chart.series) > 1 else []
    return [alt.Tooltip(_FIELDS[chart.x.along], title=chart.x.title), alt.Tooltip("y:Q", title=chart.y), *series]


def _place(at: Value) -> str | float | int:
    """Return what lies along the axis as JSON has it."""
    if isinstance(at, date):
        return cell_text(at)
    return at if isinstance(at, str | int) else float(at)
