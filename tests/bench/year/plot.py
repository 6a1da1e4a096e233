"""The year as a chart of Vega-Lite, written as SVG by Altair: calls of the model a day, and which tier answers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bench.year.__main__ import Day

WEEK = 7
WIDTH, HEIGHT = 340, 200
CALLS, HITS, IDEAL = "model calls a day", "share of requests answered", "asked before"


def draw(days: Sequence[Day], years: int, target: Path) -> None:
    """Write the chart; each point is the mean of a week, of all years."""
    import altair as alt

    weeks = [days[start : start + WEEK] for start in range(0, len(days) - WEEK + 1, WEEK)]
    calls = alt.Chart(_values(_calls(weeks, years))).mark_line().encode(
        x=alt.X("day:Q", title="day"), y=alt.Y("value:Q", title=CALLS), color=alt.value("#4c78a8")
    )  # fmt: skip
    shares = alt.Chart(_values(_shares(weeks))).mark_area().encode(
        x=alt.X("day:Q", title="day"),
        y=alt.Y("value:Q", title=HITS, axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("tier:N", title="tier", sort=None),
        order=alt.Order("place:Q"),
    )  # fmt: skip
    ideal = alt.Chart(_values(_ideal(weeks))).mark_line(strokeDash=[4, 3], color="black").encode(x="day:Q", y="value:Q")
    size = {"width": WIDTH, "height": HEIGHT}
    chart = alt.hconcat(
        calls.properties(**size, title="The model is needed less"),
        (shares + ideal).properties(**size, title="Answered by (dashed: asked before)"),
    )
    chart.configure_axis(grid=False).configure_view(stroke=None).save(str(target), format="svg")


def _values(rows: list[dict[str, Any]]) -> Any:
    import altair as alt

    return alt.Data(values=rows)


def _calls(weeks: Sequence[Sequence[Day]], years: int) -> list[dict[str, Any]]:
    return [
        {"day": _middle(at), "value": round(sum(day.calls for day in week) / len(week) / years, 3)}
        for at, week in enumerate(weeks)
    ]


def _shares(weeks: Sequence[Sequence[Day]]) -> list[dict[str, Any]]:
    """Return the share of each tier in each week, also where it is 0: areas are stacked."""
    tiers = list(dict.fromkeys(tier for week in weeks for day in week for tier in day.hits))
    rows = []
    for at, week in enumerate(weeks):
        requests = sum(day.requests for day in week)
        for place, tier in enumerate(tiers):
            hits = sum(day.hits[tier] for day in week)
            rows.append({"day": _middle(at), "tier": tier, "place": place, "value": round(hits / requests, 4)})
    return rows


def _ideal(weeks: Sequence[Sequence[Day]]) -> list[dict[str, Any]]:
    shares = [sum(day.ideal for day in week) / sum(day.requests for day in week) for week in weeks]
    return [{"day": _middle(at), "value": round(share, 4)} for at, share in enumerate(shares)]


def _middle(week: int) -> int:
    return week * WEEK + (WEEK + 1) // 2
