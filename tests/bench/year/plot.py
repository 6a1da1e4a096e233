"""The year as a chart of Vega-Lite, written as SVG by Altair: calls of the model a day, which tier answers, what is
answered wrongly, and the time saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.bench.year.__main__ import Day

WEEK = 7
SIZE = {"width": 330, "height": 150}
BLUE, RED, GREEN = "#4c78a8", "#e45756", "#54a24b"
Weeks = Sequence[Sequence["Day"]]


def draw(days: Sequence[Day], years: int, target: Path) -> None:
    """Write the chart; each point is the mean of a week, of all years."""
    import altair as alt

    weeks = [days[start : start + WEEK] for start in range(0, len(days) - WEEK + 1, WEEK)]
    length = WEEK * years

    def line(title: str, color: str, value: Callable[[Sequence[Day]], float], **mark: Any) -> Any:
        rows = [{"day": _middle(at), "value": round(value(week), 4)} for at, week in enumerate(weeks)]
        encoded = alt.Chart(alt.Data(values=rows)).mark_line(color=color, **mark)
        return encoded.encode(x=alt.X("day:Q", title="day"), y=alt.Y("value:Q", title=title))

    calls = line("model calls a day", BLUE, lambda week: _sum(week, "calls") / length)
    new = line(
        "model calls a day",
        "black",
        lambda week: (_sum(week, "requests") - _sum(week, "ideal")) / length,
        strokeDash=[4, 3],
    )
    shares = alt.Chart(alt.Data(values=_shares(weeks))).mark_area()
    answered = shares.encode(
        x=alt.X("day:Q", title="day"),
        y=alt.Y("value:Q", title="share of requests", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1])),
        color=alt.Color("tier:N", title="tier", sort=None),
        order=alt.Order("place:Q"),
    )
    wrong = line("wrong, of what is answered, in %", RED, lambda week: 100 * _sum(week, "false") / (_hits(week) or 1))
    saved = line("seconds saved a day", GREEN, lambda week: _sum(week, "seconds_saved") / length)
    chart = alt.vconcat(
        alt.hconcat(
            (calls + new).properties(**SIZE, title="The model is asked (dashed: tasks that are new)"),
            answered.properties(**SIZE, title="Answered without it"),
        ),
        alt.hconcat(wrong.properties(**SIZE, title="Answered wrongly"), saved.properties(**SIZE, title="Time saved")),
    )
    chart.configure_axis(grid=False).configure_view(stroke=None).save(str(target), format="svg")


def _shares(weeks: Weeks) -> list[dict[str, Any]]:
    """Return the share of each tier in each week, also where it is 0: areas are stacked."""
    tiers = list(dict.fromkeys(tier for week in weeks for day in week for tier in day.hits))
    return [
        {"day": _middle(at), "tier": tier, "place": place, "value": round(_of_tier(week, tier), 4)}
        for at, week in enumerate(weeks)
        for place, tier in enumerate(tiers)
    ]


def _of_tier(week: Sequence[Day], tier: str) -> float:
    return float(sum(day.hits[tier] for day in week) / _sum(week, "requests"))


def _hits(week: Sequence[Day]) -> int:
    return sum(day.hits.total() for day in week)


def _sum(week: Sequence[Day], name: str) -> float:
    return float(sum(getattr(day, name) for day in week))


def _middle(week: int) -> int:
    return week * WEEK + (WEEK + 1) // 2
