"""Dates that leave out a part of their year, quoted dates, and years alone."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.language.values import Record
from seglam_lang.requests import ask_for_today, read
from seglam_lang.requests.dates import periods_in
from seglam_lang.requests.dates.shortened import shortened_dates
from seglam_lang.requests.kinds import Family

DATED = read_inputs(table={"day": ["2024-01-05", "2024-02-05"], "sales": [3, 5]})
NUMBERED = read_inputs(table={"year": [2023, 2024], "sales": [3, 5]})
FEB, MARCH = ("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31")
WORDS = "in on may March Q1 12 24 - to and 2024 , june 2023 the of total 3/4 30"


def dates(request: str, today: date | None = None) -> dict[str, tuple[str, ...]]:
    """Return the further dates and periods of a request, by their words."""
    found = {}
    reading = read(request, DATED, today)
    for each in reading.further:
        days = each.value.values if isinstance(each.value, Record) else (each.value,)
        if all(isinstance(day, date) for day in days):
            found[reading.written(each)] = tuple(map(str, days))
    return found


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("april 24 sales", {"april 24": ("2024-04-01", "2024-04-30")}),
        ("sales on april 24", {}),  # a day, of which year is not said
        ("sales after 19 may 24", {"19 may 24": ("2024-05-19",)}),
        ("sales 12-20 feb 24", {"12-20 feb 24": ("2024-02-12", "2024-02-20")}),
        ("sales of Oct 23 - Mar 24", {"Oct 23 - Mar 24": ("2023-10-01", "2024-03-31")}),
        ("sales in February or March 2024", {"February": FEB, "March 2024": MARCH}),
        ("more sales in February than in March 2024", {"February": FEB, "March 2024": MARCH}),
        ("sales June 3-9, 2024", {"June 3-9, 2024": ("2024-06-03", "2024-06-09")}),
        ("sales between March 16 and 31, 2024", {"March 16 and 31, 2024": ("2024-03-16", "2024-03-31")}),
        ("sales from July 15 through 21, 2024", {"July 15 through 21, 2024": ("2024-07-15", "2024-07-21")}),
        ("1 March, 20 February, 15 March 2024", {"1 March": ("2024-03-01",), "20 February": ("2024-02-20",)}),
        ("pre-2010 sales", {"2010": ("2010-01-01", "2010-12-31")}),
        ("where day >= '2024-09-03'", {"'2024-09-03'": ("2024-09-03",)}),
        ("what may be sold", {}),
        ("sales in may", {}),
    ],
)
def test_what_is_left_out_is_said_elsewhere(request_: str, expected: dict[str, tuple[str, ...]]) -> None:
    assert dates(request_) == expected


SEASON = read_inputs(table={"day": ["2023-09-02", "2024-05-25"], "sales": [3, 5]})


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ("who was missing on 1 Oct?", {"1 Oct": "2023-10-01"}),
        ("not in class 24 sept - who", {"24 sept": "2023-09-24"}),
        ("since the 2nd of May", {"the 2nd of May": "2024-05-02"}),
        ("sales between 3 and 9 October", {"3 and 9 October": "2023-10-03 2023-10-09"}),
        ("sales from 28 Dec until 3 Jan", {"28 Dec until 3 Jan": "2023-12-28 2024-01-03"}),
        ("since May 12", {"May 12": "2024-05-12"}),  # a day: there is nothing of 2012
        ("since May 24", {"May 24": "2024-05-01 2024-05-31"}),
        ("sales after 8 June", {}),  # there is nothing of that month
        ("sales in october", {}),  # a month is a word: `month()` is 10
        ("average rounded to 2 dec", {}),
        ("sales before 2 dec", {"2 dec": "2023-12-02"}),
    ],
)
def test_a_day_without_a_year_is_that_of_the_data(request_: str, expected: dict[str, str]) -> None:
    reading = read(request_, SEASON)
    found = {
        reading.written(each): " ".join(map(str, getattr(each.value, "values", (each.value,))))
        for each in reading.further
        if each.kind.family in (Family.DATE, Family.PERIOD)
    }
    assert found == expected


@pytest.mark.parametrize(
    ("request_", "is_asked"), [("who came on 1 Oct", False), ("sales in october", False), ("sales after 8 June", True)]
)
def test_what_one_year_of_the_data_has_is_not_asked_for(request_: str, is_asked: bool) -> None:
    assert bool(ask_for_today(read(request_, SEASON))) is is_asked


def test_a_day_that_is_in_several_years_of_the_data_is_none_of_them() -> None:
    born = read_inputs(table={"born": ["1990-02-03", "2001-10-10"], "day": ["2024-09-30", "2024-10-02"]})
    assert read("who came on 1 October", born).further == ()
    assert ask_for_today(read("who came on 1 October", born))


def test_a_year_is_a_period_only_where_a_column_has_dates() -> None:
    assert [str(each.kind) for each in read("sales over 2010", DATED).further] == ["period"]
    assert read("sales over 2010", NUMBERED).further == ()


def test_with_a_day_to_count_from_the_latest_days_are_meant() -> None:
    assert dates("sales in april 24", date(2025, 6, 1)) == {}  # it is read before, as a day
    assert [
        each.value
        for each in read("sales in april 24", DATED, date(2025, 6, 1)).visible
        if each.value == date(2025, 4, 24)
    ]


@given(st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=10))
def test_days_are_in_order_and_outside_of_what_is_known(norms: list[str]) -> None:
    taken = {at for first, last, _ in periods_in(norms, None) for at in range(first, last)}
    end = 0
    for first, last, days in shortened_dates(norms, taken):
        assert end <= first < last <= len(norms) and first not in taken
        assert days.first <= days.last
        end = last
