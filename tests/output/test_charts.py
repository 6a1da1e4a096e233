"""What a chart shows of which answer, and how it looks on a terminal."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Context, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.alignment import width_of
from seglam_lang.language.types import DATE, DURATION, NUMBER, TEXT, Con
from seglam_lang.language.values import Map, Table, Value
from seglam_lang.output import OutputError, draw
from seglam_lang.output.charts import Along, Kind, plan
from seglam_lang.output.charts.classes import MOST_CLASSES, classes_of
from tests.output.test_formats import tables
from tests.procedures import numbers

Columns = dict[str, tuple[Con, list[Value]]]
DAYS = [date(2024, 3, 1), date(2024, 1, 1), date(2024, 2, 1)]


def table(**columns: tuple[Con, list[Any]]) -> Table:
    types, cells = zip(*columns.values(), strict=True)
    return Table(tuple(columns), types, tuple(map(tuple, cells)), len(cells[0]))


NAMES = (TEXT, ["b", "a", "c"])
NUMBERS = (NUMBER, [3, Decimal("1.5"), 2])
RISING = (NUMBER, [2022, 2023, 2024])
TIMES = (DATE, DAYS)


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (table(name=NAMES, n=NUMBERS), Kind.BAR),
        (table(name=NAMES, n=NUMBERS, m=RISING), Kind.BAR),
        (table(day=TIMES, n=NUMBERS), Kind.LINE),
        (table(n=NUMBERS, day=TIMES, name=NAMES), Kind.LINE),
        (table(year=RISING, n=NUMBERS), Kind.LINE),
        (table(n=NUMBERS, m=RISING), Kind.SCATTER),
        (table(n=NUMBERS), Kind.HISTOGRAM),
        ([1, 2, 2], Kind.HISTOGRAM),
        (Map({"a": 1, "b": 2}), Kind.BAR),
        ({"a": 1, "b": 2}, Kind.BAR),
    ],
)
def test_what_suits_an_answer(value: Value, kind: Kind) -> None:
    assert plan(value, Kind.ANY).kind is kind


def test_bars_stand_in_the_order_of_the_answer_and_lines_run_from_left_to_right() -> None:
    bars = plan(table(name=NAMES, n=NUMBERS), Kind.ANY, "the title")
    assert (bars.x, bars.y, bars.title) == (("name", Along.NAMES), "n", "the title")
    assert [point.at for point in bars.series[0].points] == ["b", "a", "c"]
    line = plan(table(day=TIMES, n=NUMBERS), Kind.LINE)
    assert [point.at for point in line.series[0].points] == sorted(DAYS)


def test_two_names_and_a_number_are_series() -> None:
    value = table(region=(TEXT, ["N", "N", "S"]), kind=(TEXT, ["a", "b", "a"]), n=NUMBERS)
    chart = plan(value, Kind.BAR)
    assert {series.name: [point.at for point in series.points] for series in chart.series} == {
        "a": ["N", "S"],
        "b": ["N"],
    }
    several = plan(table(name=NAMES, n=NUMBERS, m=RISING), Kind.BAR)
    assert [series.name for series in several.series] == ["n", "m"]


def test_durations_are_drawn_in_hours() -> None:
    value = table(name=NAMES, took=(DURATION, [timedelta(hours=1), timedelta(minutes=30), None]))
    chart = plan(value, Kind.BAR)
    assert (chart.y, [point.number for point in chart.series[0].points]) == ("took (hours)", [1, Decimal("0.5")])
    assert chart.note == "(1 blank is not drawn)"


@pytest.mark.parametrize(
    ("value", "kind", "why"),
    [
        (3, "any", "it is a single value, 3"),
        (date(2024, 1, 1), "bar", "it is a single value, 2024-01-01"),
        ("text", "any", "it is a single value, text"),
        (None, "any", "it is a single value"),
        ([], "any", "it is empty"),
        (["a", "b"], "bar", "it has no numbers"),
        (table(name=NAMES), "bar", "it has no numbers"),
        (table(name=NAMES, n=(NUMBER, [None, None, None])), "bar", "all its numbers are blank"),
        (table(name=NAMES, n=NUMBERS, m=RISING), "pie", "a pie shows one column of numbers, and there are 2"),
        (table(name=NAMES, n=(NUMBER, [1, -2, 3])), "pie", "a pie has no negative parts, as 'n' has"),
        (table(name=NAMES, n=(NUMBER, [0, 0, 0])), "pie", "the parts of the pie are all 0"),
        (table(name=NAMES, n=NUMBERS), "scatter", "points need two columns of numbers, and there is one"),
        ([1] * 20_001, "histogram", "it has 20,001 rows, and at most 20,000 can be drawn"),
        ([[1], [2]], "any", "values inside of values"),
    ],
)
def test_what_cannot_be_drawn_says_why(value: Value, kind: str, why: str) -> None:
    with pytest.raises(OutputError) as caught:
        draw(value, kind)
    assert why in caught.value.message


@given(st.lists(numbers, min_size=1, max_size=30))
def test_every_number_is_in_one_class(found: list[Any]) -> None:
    classes = classes_of(found)
    assert sum(count for _, count in classes) == len(found)
    assert 1 <= len(classes) <= MOST_CLASSES + 1
    assert classes[0][1] and classes[-1][1]


def test_classes_are_round() -> None:
    assert classes_of([1, 2, 2, 4]) == [("1", 1), ("2", 2), ("3", 0), ("4", 1)]
    assert classes_of([5]) == [("5", 1)]
    assert [name for name, _ in classes_of([0, 99])][:2] == ["0 to 10", "10 to 20"]
    assert classes_of([Decimal("0.1"), Decimal("0.3")])[0] == ("0.1 to 0.12", 1)


def test_bars_on_a_terminal() -> None:
    text = draw(table(name=(TEXT, ["서울", "b\x1b[2J"]), n=(NUMBER, [4, 2])), "bar", title="the n by name", width=40)
    title, first, second = text.split("\n")
    assert title == "the n by name"
    assert first.startswith("서울 ") and first.endswith(" 4")
    assert second.startswith("b\\x1b[2J █") and second.endswith(" 2")
    assert first.count("█") == pytest.approx(2 * second.count("█"), abs=1)
    assert {width_of(first), width_of(second)} == {40}


def test_bars_below_nothing_begin_at_the_same_place() -> None:
    up, down = draw(table(name=(TEXT, ["a", "b"]), n=(NUMBER, [5, -5])), "bar", width=60).split("\n")
    assert up.index("█") >= down.rindex("█")


def test_a_pie_on_a_terminal_shows_shares() -> None:
    assert "37.5%" in draw({"a": 3, "b": 5}, "pie")


def test_long_fractions_are_labelled_with_their_first_digits() -> None:
    thirds = table(name=(TEXT, ["a", "b", "c"]), n=(NUMBER, [Decimal(10) / 3, Decimal("2.25"), 10**20]))
    assert [line.split()[-1] for line in draw(thirds, "bar").split("\n")] == ["3.333333333", "2.25", str(10**20)]
    lengths = table(name=(TEXT, ["a"]), n=(DURATION, [timedelta(minutes=205)]))
    assert draw(lengths, "bar").endswith(" 3 h 25 min")
    with localcontext(Context(prec=2)):  # of whoever calls
        (point,) = plan(lengths, Kind.BAR).series[0].points
    assert round(point.number, 3) == Decimal("3.417")


def test_many_bars_are_cut() -> None:
    many = table(name=(TEXT, [f"n{i}" for i in range(100)]), n=(NUMBER, list(range(100))))
    assert draw(many, "bar").split("\n")[-1] == "... 60 more bars of 100"


def test_lines_on_a_terminal() -> None:
    pytest.importorskip("plotext")
    text = draw(table(day=TIMES, n=NUMBERS), "line", title="the n by day", width=60)
    assert text.split("\n")[0] == "the n by day"
    assert "2024-01-01" in text and "2024-03-01" in text
    assert "\x1b" not in text
    assert "\x1b[" in draw(table(day=TIMES, n=NUMBERS), "line", color=True)
    assert max(map(width_of, text.split("\n"))) <= 60


@given(tables(least=1), st.sampled_from(list(Kind)))
def test_any_table_is_drawn_or_says_why_not(value: Table, kind: Kind) -> None:
    pytest.importorskip("plotext")
    try:
        text = draw(value, kind, width=50)
    except OutputError as error:
        assert str(error).startswith("this answer cannot be drawn: ")
        return
    assert text and "\x1b" not in text


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.ANY])
def test_every_kind_is_a_chart_of_vega_lite(kind: Kind) -> None:
    pytest.importorskip("altair")
    from seglam_lang.output import altair_chart

    value = table(n=NUMBERS, m=RISING) if kind is Kind.SCATTER else table(name=NAMES, n=NUMBERS)
    spec = altair_chart(value, kind, "the n by name").to_dict()
    assert spec["title"]["text"] == ["the n by name"]
    (values,) = spec["datasets"].values()
    assert len(values) == 3
