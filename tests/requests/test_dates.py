"""Dates and periods in words: every usual form, with and without the year, against a given day."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seglam_lang.requests.dates import days_in, periods_in, relative_dates
from seglam_lang.requests.dates.days import Days, shift, unit_at
from seglam_lang.requests.number_words import ORDINALS
from seglam_lang.requests.tokens import norms, tokenise

TODAY = date(2024, 3, 31)  # a Sunday, the last day of a month, a quarter and a week
MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DATES = st.dates(date(1000, 1, 1), date(2999, 12, 31))
ORDINAL_WORDS = {value: word for word, value in ORDINALS.items() if value < 20}


def periods(text: str, today: date | None = TODAY) -> list[tuple[str, str]]:
    """Return the first and last days that are read in a text."""
    return [(days.first.isoformat(), days.last.isoformat()) for _, _, days in periods_in(list(norms(text)), today)]


def the_date(text: str, today: date | None = None) -> date | None:
    """Return the one date that a whole text is."""
    words = list(norms(text))
    found = [days.first for first, last, days in days_in(words, today) if (first, last) == (0, len(words))]
    return found[0] if found else None


# Dates


@given(DATES)
def test_a_date_is_read_in_every_usual_form(day: date) -> None:
    name, suffix = MONTH_NAMES[day.month - 1], {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    suffix = "th" if 10 < day.day < 20 else suffix
    forms = [
        f"{name} {day.day}, {day.year}",
        f"{name[:3]}. {day.day} {day.year}",
        f"{day.day} {name} {day.year}",
        f"the {day.day}{suffix} of {name}, {day.year}",
        f"{name} the {day.day}{suffix}, {day.year}",
        f"{day.day}-{name[:3]}-{day.year}",
        f"{day.day:02}/{name[:3]}/{day.year}",
        f"{day.year}/{name[:3].upper()}/{day.day:02}",
        f"{day.year}-{day.month}-{day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}",
        f"{day.month}/{day.day}/{day.year}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%A}, {name} {day.day}, {day.year}",
    ]
    assert {form: the_date(form) for form in forms} == dict.fromkeys(forms, day)


@given(DATES, DATES)
def test_a_date_without_a_year_is_the_latest_that_has_come(day: date, today: date) -> None:
    text = f"{MONTH_NAMES[day.month - 1]} {day.day}"
    assert the_date(text) is None
    found = the_date(text, today)
    if today.year > 1010:
        assert found is not None and found <= today and (found.month, found.day) == (day.month, day.day)
        assert (day.month, day.day) == (2, 29) or today - found < timedelta(days=366)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-7-07", date(2007, 3, 7)),
        ("21/04/16", date(2016, 4, 21)),
        ("31-Oct-74", date(1974, 10, 31)),
        ("13.5.2015", date(2015, 5, 13)),
        ("10.31.1974", date(1974, 10, 31)),
        ("08/12,2015", date(2015, 8, 12)),
        ("monday, jan twenty two, 2018", date(2018, 1, 22)),
        ("September the twenty-first nineteen seventy eight", date(1978, 9, 21)),
        ("the second of May two thousand and five", date(2005, 5, 2)),
        ("15 april of 87", date(1987, 4, 15)),
        ("1/2/3/4", None),
        ("31 February 2024", None),
        ("2024-13-01", None),
        ("1/2/3", None),
    ],
)
def test_dates_that_say_their_year(text: str, expected: date | None) -> None:
    assert the_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2024-03-31"),
        ("yesterday", "2024-03-30"),
        ("the day after tomorrow", "2024-04-02"),
        ("Friday", "2024-03-29"),
        ("Sunday", "2024-03-31"),
        ("next Friday", "2024-04-05"),
        ("last Friday", "2024-03-22"),
        ("this Friday", "2024-03-29"),
        ("Friday of last week", "2024-03-22"),
        ("next week on Tuesday", "2024-04-02"),
        ("3 days ago", "2024-03-28"),
        ("a week ago", "2024-03-24"),
        ("one month ago", "2024-02-29"),
        ("in two months", "2024-05-31"),
        ("2 years, 1 month and 3 days ago", "2022-02-25"),
        ("two days before yesterday", "2024-03-28"),
        ("2 weeks after 2024-02-01", "2024-02-15"),
        ("two Sundays ago", "2024-03-17"),
        ("the 20th of next month", "2024-04-20"),
        ("the first Friday of May 2024", "2024-05-03"),
        ("the last Monday of this month", "2024-03-25"),
        ("4/22", "2023-04-22"),
    ],
)
def test_dates_that_count_from_today(text: str, expected: str) -> None:
    assert the_date(text, TODAY) == date.fromisoformat(expected)


# Periods


@given(DATES)
def test_months_quarters_halves_and_years_are_periods(day: date) -> None:
    quarter, half = (day.month + 2) // 3, (day.month + 5) // 6
    name = MONTH_NAMES[day.month - 1]
    forms = {
        f"{name} {day.year}": "month",
        f"{name[:3]}, {day.year}": "month",
        f"{day.year}-{name[:3]}": "month",
        f"{day.month:02}/{day.year}": "month",
        f"Q{quarter} {day.year}": "quarter",
        f"{day.year}-Q{quarter}": "quarter",
        f"{day.year}q{quarter}": "quarter",
        f"the {ORDINAL_WORDS[quarter]} quarter of {day.year}": "quarter",
        f"H{half} {day.year}": "half",
        f"the {ORDINAL_WORDS[half]} half of {day.year}": "half",
        f"in {day.year}": "year",
        f"calendar year {day.year}": "year",
        f"FY {day.year}": "year",
    }
    for text, unit in forms.items():
        whole = unit_at(day, unit)
        assert periods(text, None) == [(whole.first.isoformat(), whole.last.isoformat())], text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the 90s", ("1990-01-01", "1999-12-31")),
        ("the 1970s", ("1970-01-01", "1979-12-31")),
        ("nineteen seventies", ("1970-01-01", "1979-12-31")),
        ("the noughties", ("2000-01-01", "2009-12-31")),
        ("summer 2023", ("2023-06-01", "2023-08-31")),
        ("the winter of 2023", ("2023-12-01", "2024-02-29")),
        ("the third week of 2027", ("2027-01-18", "2027-01-24")),
        ("the first half of March 2024", ("2024-03-01", "2024-03-15")),
        ("the second half of february 2023", ("2023-02-16", "2023-02-28")),
        ("the last half of March 2024", ("2024-03-16", "2024-03-31")),
        ("the first 2 weeks of 2021", ("2021-01-04", "2021-01-17")),
        ("FY23", ("2023-01-01", "2023-12-31")),
        ("between 2019 and 2021", ("2019-01-01", "2021-12-31")),
        ("2014-2018", ("2014-01-01", "2018-12-31")),
        ("from May 4 to June 2, 2024", ("2024-05-04", "2024-06-02")),
        ("from 4 to 22 January, 1995", ("1995-01-04", "1995-01-22")),
        ("nov 18-dec 19, 2015", ("2015-11-18", "2015-12-19")),
        ("from november to march 2020", ("2019-11-01", "2020-03-31")),
        ("from 2007 to the end of 2008", ("2007-01-01", "2008-12-31")),
        ("from 2017-q1 to 2018-q1", ("2017-01-01", "2018-03-31")),
    ],
)
def test_periods_that_say_their_year(text: str, expected: tuple[str, str]) -> None:
    assert periods(text, None) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("May", ("2023-05-01", "2023-05-31")),
        ("March", ("2024-03-01", "2024-03-31")),
        ("this month", ("2024-03-01", "2024-03-31")),
        ("last month", ("2024-02-01", "2024-02-29")),
        ("next quarter", ("2024-04-01", "2024-06-30")),
        ("last year", ("2023-01-01", "2023-12-31")),
        ("next decade", ("2030-01-01", "2039-12-31")),
        ("last week", ("2024-03-18", "2024-03-24")),
        ("this weekend", ("2024-03-30", "2024-03-31")),
        ("the last 3 months", ("2023-12-31", "2024-03-30")),
        ("past 2 quarters", ("2023-07-01", "2023-12-31")),
        ("next 3 days", ("2024-04-01", "2024-04-03")),
        ("June next year", ("2025-06-01", "2025-06-30")),
        ("next June", ("2024-06-01", "2024-06-30")),
        ("Q3 last year", ("2023-07-01", "2023-09-30")),
        ("year to date", ("2024-01-01", "2024-03-31")),
        ("the rest of the year", ("2024-03-31", "2024-12-31")),
        ("week 10", ("2024-03-04", "2024-03-10")),
        ("the week of April 10th", ("2023-04-10", "2023-04-16")),
        ("November 19 to 20", ("2023-11-19", "2023-11-20")),
        ("from next Monday to Friday", ("2024-04-01", "2024-04-05")),
        ("between Jan 22 and now", ("2024-01-22", "2024-03-31")),
        ("for 3 days from tomorrow", ("2024-04-01", "2024-04-03")),
    ],
)
def test_periods_that_count_from_today(text: str, expected: tuple[str, str]) -> None:
    assert expected in periods(text)
    assert expected not in periods(text, None)


@pytest.mark.parametrize(
    "text",
    ["may I ask", "she sat in the sun", "only 3 next week", "a second look", "top 5", "2024", "5 - 3", "on the 27th"],
)
def test_words_that_are_no_dates(text: str) -> None:
    assert periods(text, None) == []
    assert [days for _, _, days in days_in(list(norms(text)), TODAY) if days.is_day] == []


@pytest.mark.parametrize("text", ["paid by the month", "cost by the week", "sales per the year"])
def test_how_often_is_no_period(text: str) -> None:
    assert periods(text) == []


@pytest.mark.parametrize("text", ["by day of the week", "which months of the year", "busiest week of the month"])
def test_a_part_of_every_period_is_none(text: str) -> None:
    assert periods(text) == []


@pytest.mark.parametrize(
    "text", ["the last day of the month", "the 31st day of the month", "the last week of the month"]
)
def test_a_part_of_this_period_is_one(text: str) -> None:
    assert len(periods(text)) == 1


VOCABULARY = """
    the of in from to between and until next last this past week month quarter year day days weeks first last
    second 3 20 2024 1/2 - / . , Monday friday may march q3 q h1 2 ago before after starting for twenty-first
    nineteen ninety thousand s 's rest ytd w / c summer winter fy 24 hundred weekend decade fiscal today tomorrow
    now 9999 1000 29 feb
"""
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, max_size=12).map(" ".join), st.none() | st.dates())
def test_whatever_the_words_what_is_read_is_a_period(text: str, today: date | None) -> None:
    words = list(norms(text))
    found = list(periods_in(words, today))
    for first, last, days in found:
        assert 0 <= first < last <= len(words)
        assert days.first <= days.last
        assert not days.is_day or days.first == days.last
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert all(days.first == days.last for _, _, days in days_in(words, today) if days.is_day)


@given(st.dates(), st.sampled_from(["day", "week", "fortnight", "month", "quarter", "half", "year", "decade"]))
def test_units_of_the_calendar_follow_each_other(day: date, unit: str) -> None:
    assume(date(20, 1, 1) < day < date(9970, 1, 1))
    whole = unit_at(day, unit)
    assert whole.first <= day <= whole.last
    assert unit_at(day, unit, 1).first == whole.last + timedelta(days=1)
    assert unit_at(whole.last, unit) == whole or unit == "fortnight"
    assert shift(shift(whole.first, unit, 3), unit, -3) == whole.first


def test_days_of_one_day() -> None:
    assert Days.of(TODAY) == Days(TODAY, TODAY, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sales of last month by city", ["last month"]),
        ("hired in May or yesterday", ["May", "yesterday"]),
        ("may I see what was sold in May 2024", []),
        ("sales since 2024-01-01", []),
    ],
)
def test_words_that_would_be_dates_with_a_day_to_count_from(text: str, expected: list[str]) -> None:
    tokens = tokenise(text)
    found = [text[tokens[first].start : tokens[last - 1].end] for first, last in relative_dates(tokens)]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many days between may 15 and june 1, 2024", ["2024-05-15", "2024-06-01"]),
        ("days between march 5 and march 10 2021", ["2021-03-05", "2021-03-10"]),
        ("from november 5 to february 3, 2024", ["2023-11-05", "2024-02-03"]),
        ("from november 5, 2022 to february 3", ["2022-11-05", "2023-02-03"]),
        ("months between january 15 and may 15", ["2024-01-15", "2024-05-15"]),
        ("from 5 november to 3 february", ["2023-11-05", "2024-02-03"]),
        ("is may 5 after jan 5", ["2023-05-05", "2023-01-05"]),
        ("days from yesterday to may 5", ["2024-03-30", "2023-05-05"]),
    ],
)
def test_several_dates_are_of_one_year(text: str, expected: list[str]) -> None:
    assert [days.first.isoformat() for _, _, days in days_in(list(norms(text)), TODAY)] == expected


@given(st.dates(date(2001, 1, 1), date(2020, 12, 31)), st.integers(0, 364))
def test_a_period_within_a_year_is_read_with_the_year_at_either_end(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    assume((first.month, first.day) != (2, 29) and (last.month, last.day) != (2, 29))
    begin, end = (f"{MONTH_NAMES[day.month - 1]} {day.day}" for day in (first, last))
    for text in (f"from {begin}, {first.year} to {end}", f"from {begin} to {end}, {last.year}"):
        assert [days.first for _, _, days in days_in(list(norms(text)), TODAY)] == [first, last]
