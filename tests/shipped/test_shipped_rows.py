"""Rows and names that conditions pick out of a table, their order, and single columns.

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

CITIES = {
    "table": {
        "columns": ["city", "country", "people", "area"],
        "rows": [
            ["Oslo", "Norway", 700, 450],
            ["Bergen", "Norway", 290, 465],
            ["Turku", "Finland", 200, 245],
            ["Tampere", "Finland", 250, 690],
            ["Malmo", "Sweden", 350, 330],
        ],
    }
}

REPEATED = {"table": {"columns": ["city", "n"], "rows": [["Oslo", 1], ["Rome", 2], ["Oslo", 1]]}}

ON_ORDERS = {
    "filters": """
        rows_where | show the rows where region is south
          2024-01-31, South, Ben, 4, 10
          2024-04-03, South, Dora, -, 20
        rows_where_not | show rows where region is not North
          2024-01-31, South, Ben, 4, 10
          2024-02-29, East, Ada, 1, 100
          2024-04-03, South, Dora, -, 20
        count_where | how many rows have region North
          2
        count_where_not | in how many rows is region not North
          3
        percentage_where | what percentage of the rows have region East
          20
        rows_above | rows where price > 10
          2024-02-29, East, Ada, 1, 100
          2024-04-03, South, Dora, -, 20
        rows_below | rows with units under 6
          2024-01-31, South, Ben, 4, 10
          2024-02-29, East, Ada, 1, 100
        rows_at_least | show the rows where price is at least 10
          2024-01-31, South, Ben, 4, 10
          2024-02-29, East, Ada, 1, 100
          2024-04-03, South, Dora, -, 20
        rows_at_most | rows where price <= 10
          2024-01-15, North, Ada, 10, 2.5
          2024-01-31, South, Ben, 4, 10
          2024-02-01, North, Cem, 6, 1.5
        rows_between | rows with day from 2024-01-31 to 2024-02-28
          2024-01-31, South, Ben, 4, 10
          2024-02-01, North, Cem, 6, 1.5
        count_above | how many rows have more than 4 units
          2
        count_below | how many rows have fewer than 4 units
          1
        count_at_least | how many rows have at least 4 units
          3
        count_at_most | how many rows have 4 or fewer units
          2
        count_between | how many rows have a price between 2.5 and 10
          2
    """,
    "ranking": """
        bottom_rows | bottom 1 rows by price
          2024-02-01, North, Cem, 6, 1.5
        rows_with_highest | which row has the highest units
          2024-01-15, North, Ada, 10, 2.5
        rows_with_lowest | show the row with the lowest price
          2024-02-01, North, Cem, 6, 1.5
        sort_rows_descending | sort by units from highest to lowest
          2024-01-15, North, Ada, 10, 2.5
          2024-02-01, North, Cem, 6, 1.5
          2024-01-31, South, Ben, 4, 10
          2024-02-29, East, Ada, 1, 100
          2024-04-03, South, Dora, -, 20
        sort_rows_by_two | sort the rows by region then by price
          2024-02-29, East, Ada, 1, 100
          2024-02-01, North, Cem, 6, 1.5
          2024-01-15, North, Ada, 10, 2.5
          2024-01-31, South, Ben, 4, 10
          2024-04-03, South, Dora, -, 20
        ranked_from_highest | rank by price, highest first
          2024-02-29, East, Ada, 1, 100, 1
          2024-04-03, South, Dora, -, 20, 2
          2024-01-31, South, Ben, 4, 10, 3
          2024-01-15, North, Ada, 10, 2.5, 4
          2024-02-01, North, Cem, 6, 1.5, 5
        ranked_from_lowest | rank by units from lowest to highest
          2024-02-29, East, Ada, 1, 100, 1
          2024-01-31, South, Ben, 4, 10, 2
          2024-02-01, North, Cem, 6, 1.5, 3
          2024-01-15, North, Ada, 10, 2.5, 4
          2024-04-03, South, Dora, -, 20, -
        first_rows | show first 1 rows
          2024-01-15, North, Ada, 10, 2.5
        last_rows | last 1 rows
          2024-04-03, South, Dora, -, 20
    """,
    "columns": """
        median_of_column | what is the median of price
          10
        percentile_of_column | the 75th percentile of price
          20
        sample_deviation_of_column | sample standard deviation of units
          3.774917217635374848618342403473059
        population_deviation_of_column | population standard deviation of units
          3.269174207655505164177736487894712
        deviations_of_column | standard deviation of units
          {"sample": 3.774917217635374848618342403473059, "population": 3.269174207655505164177736487894712}
        range_of_column | difference between the highest and lowest price
          98.5
        weighted_average_of_column | average price weighted by units
          8.285714285714285714285714285714286
        correlation_of_columns | correlation of units and price
          -0.7839049463966739838459346166540437
        total_of_product | what is the sum of units times price
          174
        with_product | multiply units by price for each row
          2024-01-15, North, Ada, 10, 2.5, 25
          2024-01-31, South, Ben, 4, 10, 40
          2024-02-01, North, Cem, 6, 1.5, 9
          2024-02-29, East, Ada, 1, 100, 100
          2024-04-03, South, Dora, -, 20, -
        with_difference | price minus units for each row
          2024-01-15, North, Ada, 10, 2.5, -7.5
          2024-01-31, South, Ben, 4, 10, 6
          2024-02-01, North, Cem, 6, 1.5, -4.5
          2024-02-29, East, Ada, 1, 100, 99
          2024-04-03, South, Dora, -, 20, -
        earliest | what is the earliest day
          "2024-01-15"
        latest | most recent day
          "2024-04-03"
    """,
    "contents": """
        column_names | what columns are there?
          ["day", "region", "customer", "units", "price"]
        column_count | how many columns does the table have
          5
        two_columns | show only customer and units
          Ada, 10
          Ben, 4
          Cem, 6
          Ada, 1
          Dora, -
        values_of | show the region column
          ["North", "South", "North", "East", "South"]
        count_different | how many distinct customers are there
          4
        blanks_in | how many rows have no units
          1
        blanks_in | count the rows without units
          1
        rows_without | rows without units
          2024-04-03, South, Dora, -, 20
        rows_that_have | remove the rows where units is blank
          2024-01-15, North, Ada, 10, 2.5
          2024-01-31, South, Ben, 4, 10
          2024-02-01, North, Cem, 6, 1.5
          2024-02-29, East, Ada, 1, 100
        table_as_csv | convert the table to csv
          "day,region,customer,units,price\\n2024-01-15,North,Ada,10,2.5\\n2024-01-31,South,Ben,4,10\\n2024-02-01,North,Cem,6,1.5\\n2024-02-29,East,Ada,1,100\\n2024-04-03,South,Dora,,20\\n"
    """,
}

ON_CITIES = {
    "contents": """
        list_of | list all cities
          ["Oslo", "Bergen", "Turku", "Tampere", "Malmo"]
        count_values | how many cities are listed
          5
    """,
    "names": """
        names_where | cities where country is Norway
          ["Oslo", "Bergen"]
        values_where | list the cities where country is Norway
          ["Oslo", "Bergen"]
        names_above | which cities have more than 290 people
          ["Oslo", "Malmo"]
        names_below | cities with people below 290
          ["Turku", "Tampere"]
        names_at_least | list the cities with at least 290 people
          ["Oslo", "Bergen", "Malmo"]
        names_at_most | which cities have 290 or fewer people
          ["Bergen", "Turku", "Tampere"]
        names_between | cities with area between 330 and 465
          ["Oslo", "Bergen", "Malmo"]
        names_with_highest | which city has the most people?
          ["Oslo"]
        names_with_highest_single | which country has the highest single area
          ["Finland"]
        names_with_lowest | the city with the lowest area
          ["Turku"]
        names_with_lowest_single | which country has the lowest single area
          ["Finland"]
        values_of_name | what is the area of Turku?
          [245]
        how_much_more | how many more people does Oslo have than Malmo
          350
        difference_between | what is the difference in area between Turku and Oslo
          205
    """,
    "ranking": """
        top_names | what are the top 2 cities by area
          Tampere, 690
          Bergen, 465
        bottom_names | the 2 cities with the fewest people
          Turku, 200
          Tampere, 250
    """,
}

ON_REPEATED = {
    "contents": """
        without_duplicate_rows | remove the duplicate rows
          Oslo, 1
          Rome, 2
        table_as_json | export as json
          "{\\"columns\\": [\\"city\\", \\"n\\"], \\"rows\\": [[\\"Oslo\\", 1], [\\"Rome\\", 2], [\\"Oslo\\", 1]]}"
    """,
}

NEAR_MISSES_ON_ORDERS = [
    "rows where region is North or South",
    "rows where region is North and units is 4",
    "how many rows have units not above 4",
    "how many rows have no more than 4 units",
    "rows where units is not at least 4",
    "how many rows have units above 4%",
    "how many rows have price above $10",
    "rows with units above the average",
    "remove the rows where region is North",
    "count the rows without a north region",
    "sort by units descending then by price",
    "sort by units and then by price descending",
    "top 2 rows by price for each region",
    "top 50% by price",
    "second row",
    "every other row",
    "average price of the top 2 rows by units",
    "correlation between units and price by region",
    "weighted average of price",
    "sum of units minus price",
    "rows between 2024-01-01 and 2024-02-01",
    "how many rows have units between 4 and 6 and price above 5",
    "how many different customers are in North",
    "difference between the highest and the second highest price",
    "standard error of units",
    "how many columns have blanks",
    "rank the customers",
]

NEAR_MISSES_ON_CITIES = [
    "list the cities where country is not Norway",
    "which city does not have the most people",
    "which city has the most people in Norway",
    "which cities have no more than 290 people",
    "how many fewer people does Oslo have than Malmo",
    "what is the total area of Turku and Oslo",
    "what is the area of Turku and Oslo",
    "what is the area of Turku plus 5",
    "top 2 cities by area and people",
    "which cities have more than 290 people and less than 400 area",
    "which city has the second most people",
    "cities with the most people and the lowest area",
    "which cities have more people than Malmo",
    "how many cities have more than 290 people",
    "what is the rank of Turku",
    "which 2 cities have the most people in Norway",
]

# What cannot be answered, with a part of the sentence that says why.
MISTAKES_ON_ORDERS = {
    "how many customers are there": "several rows",
    "list the regions": "several rows",
    "top 2 customers by price": "several rows",
    "rows with units between 6 and 4": "must not be below",
}

MISTAKES_ON_CITIES = {
    "what is the city of Turku": "the very column",
    "how much more area does Norway have than Sweden": "exactly one row",
    "top 2 countries by area": "several rows",
    "which country has the fewest people": "lowest single value",
}


@pytest.mark.parametrize("line", asked(ON_ORDERS), ids=str)
def test_requests_on_orders_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, ORDERS)


@pytest.mark.parametrize("line", asked(ON_CITIES), ids=str)
def test_requests_on_cities_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, CITIES)


@pytest.mark.parametrize("line", asked(ON_REPEATED), ids=str)
def test_requests_on_repeated_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, REPEATED)


def test_every_procedure_is_asked_for() -> None:
    assert not not_asked_for(asked(ON_ORDERS) + asked(ON_CITIES) + asked(ON_REPEATED))


@pytest.mark.parametrize("request_", NEAR_MISSES_ON_ORDERS)
def test_near_misses_on_orders_do_not_hit(shipped: Seglam, request_: str) -> None:
    must_miss(shipped, request_, ORDERS)


@pytest.mark.parametrize(("request_", "why"), MISTAKES_ON_ORDERS.items())
def test_mistakes_on_orders_are_explained(shipped: Seglam, request_: str, why: str) -> None:
    must_fail(shipped, request_, ORDERS, why)


@pytest.mark.parametrize("request_", NEAR_MISSES_ON_CITIES)
def test_near_misses_on_cities_do_not_hit(shipped: Seglam, request_: str) -> None:
    must_miss(shipped, request_, CITIES)


@pytest.mark.parametrize(("request_", "why"), MISTAKES_ON_CITIES.items())
def test_mistakes_on_cities_are_explained(shipped: Seglam, request_: str, why: str) -> None:
    must_fail(shipped, request_, CITIES, why)
