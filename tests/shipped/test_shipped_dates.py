"""Dates, the calendar and business days.

Other values than in the examples of the procedures, and requests that are only similar.
"""

from __future__ import annotations

from datetime import date

import pytest

from seglam_lang.engine import Seglam
from tests.shipped.asked import Asked, asked, must_fail, must_hit, must_miss, not_asked_for

DATES = {
    "dates": """
        days_between | how many days is it from 2024-12-24 to 2025-01-01
          8
        days_after | what is 45 days after March 1, 2023?
          "2023-04-15"
        days_before | subtract 60 days from 1 March 2024
          "2024-01-01"
        months_after | 2024-08-31 plus 6 months
          "2025-02-28"
        weekday_of | which weekday was July 20, 1969
          "Sunday"
        months_before | 3 months before May 31, 2023
          "2023-02-28"
        weeks_after | what date is 6 weeks from 2024-05-01
          "2024-06-12"
        weeks_before | 2 weeks before 2024-03-07
          "2024-02-22"
        years_after | add 10 years to 2020-02-29
          "2030-02-28"
        years_before | 25 years before 5 June 2010
          "1985-06-05"
        difference_in_days | how many days apart are 2024-03-10 and 2024-02-28
          11
        difference_in_months | difference in months between 2023-11-30 and 2024-02-29
          3
        difference_in_years | number of years between 2024-07-04 and 1776-07-04
          248
        difference_in_weeks | how many weeks between 2024-05-01 and 2024-06-05
          {"weeks": 5, "days": 0}
        difference_in_parts | how many years, months and days are between 2020-02-29 and 2024-03-01
          {"years": 4, "months": 0, "days": 1}
        age_on | i was born on 1984-02-29, how old am i on 2023-02-28
          39
        next_birthday | when is the next birthday after 2024-03-01 of someone born on 1990-02-01
          "2025-02-01"
        is_before | is 2024-01-31 earlier than 2024-01-30
          false
        is_before | is 2:30 pm before 3 pm
          true
        is_before | is 2024-05-05 10:00 earlier than 2024-05-05 09:00
          false
        is_after | is March 3, 2024 after 2024-03-02
          true
        earlier_of | which comes first, 2024-05-05 or 2023-06-06?
          "2023-06-06"
        later_of | which date is later, 2024-05-05 or 2023-06-06?
          "2024-05-05"
        later_of | the later of 9am and 5pm
          "17:00:00"
        halfway_between | midpoint of 2024-02-01 and 2024-03-01
          "2024-02-15"
    """,
    "calendar": """
        last_day_of_month | end of the month of February 3, 2023
          "2023-02-28"
        first_day_of_month | first day of the month of 2023-11-30
          "2023-11-01"
        last_day_of_quarter | end of the quarter of 2023-11-05
          "2023-12-31"
        days_in_month_of | how many days does the month of 2023-02-03 have
          28
        days_in_month_number | how many days does month 9 of 2023 have
          30
        day_of_year_of | what day of the year is 2023-03-01
          60
        week_number_of | which calendar week is 2020-12-31 in
          53
        quarter_of | what quarter is June 30, 2023 in?
          2
        monday_of_week | monday of the week of 2024-09-01
          "2024-08-26"
        is_weekend_day | does 2024-09-01 fall on a weekend
          true
        days_left_in_year | how many days remain in the year after 2023-12-01
          30
        is_leap_year | was 2000 a leap year?
          true
        next_leap_year | when is the next leap year after 2025
          2028
        leap_years_between | which years between 2010 and 2020 are leap years
          [2012, 2016, 2020]
        days_in_year | how many days are in the year 2100
          365
        easter_sunday | when is easter in 2038
          "2038-04-25"
        fridays_the_13th | when is friday the 13th in 2025
          ["2025-06-13"]
        days_from_to | list all dates from 2023-12-31 to 2024-01-02
          ["2023-12-31", "2024-01-01", "2024-01-02"]
        monthly_dates | list 4 monthly dates starting on 2023-11-30
          ["2023-11-30", "2023-12-30", "2024-01-30", "2024-02-29"]
        weekly_dates | 2 weekly dates from 2023-12-28
          ["2023-12-28", "2024-01-04"]
        long_date | 2023-07-04 in long form
          "4 July 2023"
        american_date | format 2023-07-04 as mm/dd/yyyy
          "07/04/2023"
        iso_date | 4 July 2023 in iso format
          "2023-07-04"
    """,
    "business_days": """
        business_days_after | what date is 10 working days after 2024-05-03
          "2024-05-17"
        business_days_before | 3 business days before 2024-05-06
          "2024-05-01"
        business_days_from_to | how many working days from 2024-05-03 through 2024-05-13
          7
        business_days_between | how many business days between 2024-05-04 and 2024-05-19
          10
        is_business_day_of_week | is 2024-05-04 a working day
          false
        first_business_day_from | first business day on or after 2024-05-05
          "2024-05-06"
        last_business_day_of_month | last working day of the month of 2024-06-02
          "2024-06-28"
        weekend_days_from_to | weekend days from 2024-05-03 through 2024-05-13
          4
    """,
}

HOLIDAYS = {"holidays": [date(2024, 5, 1), date(2024, 5, 9)]}

WITH_HOLIDAYS = {
    "business_days": """
        business_days_after_with_holidays | 2 business days after 2024-04-30
          "2024-05-03"
        business_days_from_to_with_holidays | how many business days from 2024-04-29 through 2024-05-10
          8
    """,
}

NEAR_MISSES = [
    "how many days between 2024-01-01 and 2024-02-01 without weekends",
    "how many days between 2024-01-01 and 2024-02-01 inclusive",
    "how many hours between 2024-01-01 and 2024-02-01",
    "3 business days and 2 weeks after 2024-01-01",
    "how many leap years between 2000 and 2020",
    "previous leap year before 2024",
    "is 2024 not a leap year",
    "when is orthodox easter 2024",
    "easter monday 2024",
    "next friday after 2024-03-01",
    "age in months of someone born 2020-01-01 on 2024-01-01",
    "age of someone born 2020-01-01",
    "is 2024-01-01 on or before 2024-01-02",
    "is 2024-01-01 not before 2024-01-02",
    "third monday of the month of 2024-01-01",
    "last friday of the month of 2024-01-01",
    "how many days until 2024-01-01",
    "which fiscal quarter is 2024-01-01 in",
    "how many weeks are in 2024",
    "2024-01-31 plus 1 month and 3 days",
    "how many sundays between 2024-01-01 and 2024-02-01",
    "how many business days between 2024-01-01 and 2024-02-01 excluding holidays",
    "how many weekdays are left in the year after 2024-01-01",
    "last day of the month after 2024-01-01",
    "first business day of the month of 2024-01-01",
    "list the weekends from 2024-01-01 to 2024-02-01",
    "how many days are left in the month after 2024-01-01",
    "week number of the month of 2024-01-01",
    "2 monthly dates before 2024-01-01",
    "5 business days after the end of the month of 2024-01-01",
]

# What cannot be answered, with a part of the sentence that says why.
MISTAKES = {
    "age of someone born 2024-05-01 on 2024-04-30": "after the day",
    "1.5 weeks after 2024-01-01": "whole weeks",
    "how many business days between 2024-05-03 and 2024-05-13": "inclusive",
    "0 business days after 2024-05-03": "1, 2, 3",
    "when is easter 1500": "1583",
    "is 2024.5 a leap year": "must be one",
    "list the days from 2024-02-01 to 2024-01-01": "not be before",
    "how many days are in month 13 of 2024": "1 to 12",
    "9999 years after 2024-01-01": "date",
}


@pytest.mark.parametrize("line", asked(DATES), ids=str)
def test_requests_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, {})


@pytest.mark.parametrize("line", asked(WITH_HOLIDAYS), ids=str)
def test_requests_with_holidays_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, HOLIDAYS)


def test_every_procedure_is_asked_for() -> None:
    assert not not_asked_for(asked(DATES) + asked(WITH_HOLIDAYS))


@pytest.mark.parametrize("request_", NEAR_MISSES)
def test_near_misses_do_not_hit(shipped: Seglam, request_: str) -> None:
    must_miss(shipped, request_, {})


@pytest.mark.parametrize(("request_", "why"), MISTAKES.items())
def test_mistakes_are_explained(shipped: Seglam, request_: str, why: str) -> None:
    must_fail(shipped, request_, {}, why)


def test_easter_falls_where_the_church_says(shipped: Seglam) -> None:
    """The earliest, the latest and some dates between, from the tables of the Book of Common Prayer."""
    known = {1818: (3, 22), 1943: (4, 25), 2000: (4, 23), 2008: (3, 23), 2011: (4, 24), 2019: (4, 21), 2285: (3, 22)}
    for year, (month, day) in known.items():
        assert shipped.exec(f"when is easter in {year}").value == date(year, month, day)
