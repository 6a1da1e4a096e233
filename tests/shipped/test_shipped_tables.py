"""Totals, averages and other figures of tables, whole, by groups and by periods.

Other values than in the examples of the procedures, and requests that are only similar.
"""

from __future__ import annotations

import pytest

from seglam_lang.engine import Seglam
from tests.shipped.asked import Asked, asked, must_fail, must_hit, must_miss, not_asked_for

ORDERS = {
    "table": {
        "columns": ["day", "region", "customer", "units", "price"],
        "rows": [
            ["2024-01-15", "North", "Ada", 10, 2.5],
            ["2024-01-31", "South", "Ben", 4, 10],
            ["2024-02-01", "North", "Cem", 6, 1.5],
            ["2024-02-29", "East", "Ada", 1, 100],
            ["2024-04-03", "South", "Dora", None, 20],
        ],
    }
}

ANSWERS = {
    "tables": """
        total_by | what is the total units per region?
          North, 16
          South, 4
          East, 1
        average_by | mean price for each region
          North, 2
          South, 15
          East, 100
        total | what is the sum of units
          21
        average | average of price
          26.8
        highest | the highest price
          100
        lowest | what is the smallest units
          1
        count_rows | how many rows does the table have
          5
        top_rows | show the 2 rows with the highest price
          2024-02-29, East, Ada, 1, 100
          2024-04-03, South, Dora, -, 20
        sort_rows | sort the table by price
          2024-02-01, North, Cem, 6, 1.5
          2024-01-15, North, Ada, 10, 2.5
          2024-01-31, South, Ben, 4, 10
          2024-04-03, South, Dora, -, 20
          2024-02-29, East, Ada, 1, 100
        distinct_values | what are the different region?
          ["North", "South", "East"]
        total_where | sum of units for North
          16
        average_where | what is the average price where customer is Ada
          51.25
        highest_where | maximum units for North
          10
        lowest_where | lowest price in South
          10
    """,
    "groups": """
        highest_by | for each region the highest price
          North, 2.5
          South, 20
          East, 100
        lowest_by | minimum units per region
          North, 6
          South, 4
          East, 1
        latest_by | the latest day for each region
          North, 2024-02-01
          South, 2024-04-03
          East, 2024-02-29
        earliest_by | earliest day per region
          North, 2024-01-15
          South, 2024-01-31
          East, 2024-02-29
        median_by | median price by region
          North, 2
          South, 15
          East, 100
        count_by | how many rows are there for each region
          North, 2
          South, 2
          East, 1
        count_different_by | how many different customers does each region have
          North, 2
          South, 2
          East, 1
        total_by_two | total units for each region and customer
          North, Ada, 10
          South, Ben, 4
          North, Cem, 6
          East, Ada, 1
          South, Dora, 0
        average_by_two | average price per region and customer
          North, Ada, 2.5
          South, Ben, 10
          North, Cem, 1.5
          East, Ada, 100
          South, Dora, 20
        count_by_two | number of rows by region and customer
          North, Ada, 1
          South, Ben, 1
          North, Cem, 1
          East, Ada, 1
          South, Dora, 1
        totals_across | pivot units with region as rows and customer as columns
          North, 10, -, 6, -
          South, -, 4, -, 0
          East, 1, -, -, -
        share_by | what percentage of units does each region have
          North, 16, 76.19
          South, 4, 19.05
          East, 1, 4.76
        share_of_rows_by | percentage of rows for each region
          North, 2, 40
          South, 2, 40
          East, 1, 20
        ranked_totals | total units by region, highest first
          North, 16
          South, 4
          East, 1
        top_totals | top 1 customers by total units
          Ada, 11
        groups_with_highest_total | which region has the largest total units
          ["North"]
        groups_with_lowest_total | which region has the lowest total units
          ["East"]
        groups_with_highest_average | which region has the highest average price
          ["East"]
        groups_with_lowest_average | which region has the lowest average price
          ["North"]
        most_common_values | which region appears the most
          ["North", "South"]
        values_more_than_once | which customers occur more than once
          ["Ada"]
    """,
    "periods": """
        total_by_month | monthly total of units by day
          2024-01, 14
          2024-02, 7
        average_by_month | average price for each month of day
          2024-01, 6.25
          2024-02, 50.75
          2024-04, 20
        count_by_month | how many rows per month of day
          2024-01, 2
          2024-02, 2
          2024-04, 1
        total_by_quarter | total units per quarter of day
          2024-Q1, 21
        total_by_year | annual total of units by day
          2024, 21
        total_by_weekday | total price per weekday of day
          Monday, 2.5
          Wednesday, 30
          Thursday, 101.5
        total_from_to | total units with day between 2024-01-31 and 2024-02-29
          11
        running_total_by | cumulative sum of units by day
          2024-01-15, North, Ada, 10, 2.5, 10
          2024-01-31, South, Ben, 4, 10, 14
          2024-02-01, North, Cem, 6, 1.5, 20
          2024-02-29, East, Ada, 1, 100, 21
          2024-04-03, South, Dora, -, 20, 21
        running_total | show the running total of units
          2024-01-15, North, Ada, 10, 2.5, 10
          2024-01-31, South, Ben, 4, 10, 14
          2024-02-01, North, Cem, 6, 1.5, 20
          2024-02-29, East, Ada, 1, 100, 21
          2024-04-03, South, Dora, -, 20, 21
        changes_by | difference in price from one day to the next
          2024-01-31, 7.5
          2024-02-01, -8.5
          2024-02-29, 98.5
          2024-04-03, -80
        percent_changes_by | percentage change in price from one day to the next
          2024-01-31, 300
          2024-02-01, -85
          2024-02-29, 6566.67
          2024-04-03, -80
    """,
    "conditions": """
        total_where_above | total units where price is greater than 2
          15
        total_where_below | total units where price is under 2.5
          6
        total_where_at_least | total price where day is on or after 2024-02-29
          120
        total_where_at_most | total units where price <= 10
          20
        average_where_above | what is the average price where units is above 4
          2
        average_where_below | average price where day is before 2024-02-01
          6.25
        average_where_at_least | average price where units is at least 4
          4.666666666666666666666666666666667
        average_where_at_most | average units with price at most 2.5
          8
    """,
}

NEAR_MISSES = [
    "total units by region excluding North",
    "average units by region and total price",
    "median units by region and customer",
    "how many regions have total units above 4",
    "which region has the second highest total units",
    "which region does not have the highest total units",
    "which region has the highest total units in 2024",
    "total units by week of day",
    "running average of units by day",
    "total units before 2024-02-01",
    "total units where region is not North",
    "total units where region is North or South",
    "total units where price is not above 5",
    "total units where price is above 5 and below 20",
    "percentage of units in North",
    "share of units by region and customer",
    "highest and lowest price",
    "highest customer",
    "the biggest region",
    "largest day",
    "oldest units",
    "newest price",
    "the row with the highest customer",
    "highest customer by region",
    "latest price by region",
    "the 2 regions with the most customer",
    "second highest price",
    "highest price by region and customer",
    "average of the highest price by region",
    "least common region",
    "which region has the fewest rows",
    "largest increase in price from one day to the next",
    "total units by month",
    "total units times 2",
    "average units where units is above 4",
    "average units where price is above 4%",
    "bottom 2 regions by total units",
    "how many rows per region have units above 4",
]

# What cannot be answered, with a part of the sentence that says why.
MISTAKES = {
    "change in price from one region to the next": "must differ",
    "total units with day between 2024-03-01 and 2024-02-01": "not be before",
    "top 1.5 customers by total units": "must be 0, 1, 2",
}


@pytest.mark.parametrize("line", asked(ANSWERS), ids=str)
def test_requests_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, ORDERS)


def test_every_procedure_is_asked_for() -> None:
    assert not not_asked_for(asked(ANSWERS))


@pytest.mark.parametrize("request_", NEAR_MISSES)
def test_near_misses_do_not_hit(shipped: Seglam, request_: str) -> None:
    must_miss(shipped, request_, ORDERS)


@pytest.mark.parametrize(("request_", "why"), MISTAKES.items())
def test_mistakes_are_explained(shipped: Seglam, request_: str, why: str) -> None:
    must_fail(shipped, request_, ORDERS, why)


CALLS = {
    "table": {
        "columns": ["agent", "call length", "calls"],
        "rows": [["Ann", "PT4M10S", 2], ["Bob", "PT12M30S", 4], ["Ann", "PT1M20S", 6], ["Bob", None, 8]],
    }
}

OF_LENGTHS = {
    "lengths": """
        total_length | what is the total call length
          "PT18M"
        average_length | average call length
          "PT6M"
        total_length_by | total call length by agent
          Ann, 5 min 30 s
          Bob, 12 min 30 s
        average_length_by | average call length per agent
          Ann, 2 min 45 s
          Bob, 12 min 30 s
    """,
    "tables": """
        total_by | total calls by agent
          Ann, 8
          Bob, 12
        average | average calls
          5
    """,
}


@pytest.mark.parametrize("line", asked(OF_LENGTHS), ids=str)
def test_lengths_of_time_are_added_up_and_averaged(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, CALLS)


def test_every_procedure_of_lengths_is_asked_for() -> None:
    assert {name for file, name in not_asked_for(asked(OF_LENGTHS)) if file == "lengths"} == set()


COMMISSIONS = {
    "table": {
        "columns": ["rep", "commission %", "sales"],
        "rows": [["Ann", 0.05, 100], ["Bob", 0.07, 200], ["Cy", 0.03, 50]],
    }
}


@pytest.mark.parametrize(
    "request_",
    [
        "total commission %",
        "total commission % by rep",
        "total commission % for Ann",
        "which rep has the highest total commission %",
        "total commission % where sales is above 60",
    ],
)
def test_percentages_are_not_added_up(shipped: Seglam, request_: str) -> None:
    must_miss(shipped, request_, COMMISSIONS)


OF_PERCENTAGES = {
    "tables": """
        average | average commission %
          0.05
        total | total sales
          350
    """,
    "names": """
        names_with_highest | which rep has the highest commission %
          ["Bob"]
    """,
}


@pytest.mark.parametrize("line", asked(OF_PERCENTAGES), ids=str)
def test_percentages_have_an_average_and_a_highest(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, COMMISSIONS)
