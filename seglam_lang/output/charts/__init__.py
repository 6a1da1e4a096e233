"""What a chart shows: which column lies along it, and what is drawn of which.

chart = plan(answer.value, Kind.ANY, "the total sales by region")
chart.kind, chart.x.title, [series.name for series in chart.series]

A chart only shows what the answer is: nothing is added up, counted or left out, but for a histogram of single numbers,
which are counted in classes, and for rows without a number or a place, which cannot be drawn (`left_out`).
"""

from __future__ import annotations

from seglam_lang.output.charts.planning import plan
from seglam_lang.output.charts.shapes import Along, Axis, Chart, Kind, Point, Series

__all__ = ["Along", "Axis", "Chart", "Kind", "Point", "Series", "plan"]
