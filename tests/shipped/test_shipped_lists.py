"""Lists in the words and as inputs, and their statistics.

Other values than in the examples of the procedures, and requests that are only similar.
"""

from __future__ import annotations

import pytest

from seglam_lang.engine import Seglam
from tests.shipped.asked import Asked, asked, must_fail, must_hit, must_miss, not_asked_for

LISTS = {
    "lists": """
        largest_numbers_of | top 2 of 12, 40, 33
          [40, 33]
        smallest_numbers_of | the 2 smallest of 12, 40, 33
          [12, 33]
        sum_of | total of 4, 5.5 and 10
          19.5
        average_of | what is the mean of [4, 5]
          4.5
        median_of | the median of 7, 1, 4 and 100
          5.5
        largest_of | what is the largest number in 4, 19, 7
          19
        smallest_of | lowest of 4, 19, -7
          -7
        range_of | what is the range of 4, 19 and 7?
          15
        sorted | sort 10, 9, 100 in ascending order
          [9, 10, 100]
        sorted_descending | put 10, 9, 100 in descending order
          [100, 10, 9]
        product_of | multiply 2, 5 and 7
          70
        nth_largest_of | 3rd highest of 12, 40, 33, 18
          18
        nth_smallest_of | what is the second smallest number in 12, 40, 33 and 18
          18
        numbers_above | which of 12, 40, 33 and 18 are greater than 18
          [40, 33]
        numbers_below | which of 12, 40, 33 and 18 are less than 33
          [12, 18]
        count_above | how many of 12, 40, 33 and 18 are more than 18
          2
        count_below | how many of 12, 40, 33 and 18 are below 33
          2
        even_numbers_of | which of 12, 41, 33 and 18 are even
          [12, 18]
        odd_numbers_of | the odd numbers in 12, 41, 33 and 18
          [41, 33]
    """,
    "items": """
        count_of | how many values are in 7, 7, 8, 9
          4
        sorted_texts | alphabetize "pear", "Fig" and "apple"
          ["apple", "Fig", "pear"]
        reversed_list | reverse the order of 1, 5, 2
          [2, 5, 1]
        without_duplicates | unique values of 4, 7, 4, 5, 7
          [4, 7, 5]
        duplicates_of | which numbers occur more than once in 4, 7, 4, 5, 7, 9
          [4, 7]
        counts_of | how often does each value occur in "x", "y", "x"
          {"x": 2, "y": 1}
        times_in_list | how many times does 7 appear in [7, 1, 7]
          2
        is_in_list | is "b" one of "a", "b" and "c"
          true
        positions_in_list | where is 5 in 4, 5, 6, 5
          [2, 4]
        in_common | intersection of [4, 5, 6] and [6, 4]
          [4, 6]
        only_in_first | what is in [4, 5, 6] but not in [6, 4]
          [5]
        in_either | union of ["a", "b"] and ["b", "c"]
          ["a", "b", "c"]
        joined_texts | join "a", "b" and "c" with "+"
          "a+b+c"
        groups_of | split 1, 2, 3, 4 into chunks of 3
          [[1, 2, 3], [4]]
    """,
    "statistics": """
        sample_standard_deviation_of | sample standard deviation of 2, 4 and 6
          2
        population_standard_deviation_of | population standard deviation of [1, 5]
          2
        standard_deviations_of | standard deviation of 5, 5, 5
          {"sample": 0, "population": 0}
        sample_variance_of | sample variance of 2, 4, 6
          4
        population_variance_of | population variance of [1, 5]
          4
        variances_of | what is the variance of [1, 5]
          {"sample": 8, "population": 4}
        modes_of | which number occurs most often in 3, 7, 7, 3, 7
          [7]
        percentile_of | what is the 25th percentile of 1, 2, 3, 4, 5
          2
        geometric_mean_of | geometric mean of 1, 3 and 9
          3
        harmonic_mean_of | harmonic mean of [40, 60]
          48
        root_mean_square_of | root mean square of [1, 7]
          5
        mean_absolute_deviation_of | mean absolute deviation of 1, 2, 6
          2
        sum_of_squares_of | sum of squares of 3, 4, 5
          50
        running_totals_of | cumulative sum of 10, -4, 7
          [10, 6, 13]
        changes_of | differences between consecutive numbers in 10, 6, 13
          [-4, 7]
        moving_averages_of | moving average of 3, 6, 9, 6 over 3 values
          [6, 7]
        percentages_of_total | 5, 10 and 5 as percentages of their sum
          [25, 50, 25]
        scaled_to_one | normalize 10, 30, 20 to between 0 and 1
          [0, 1, 0.5]
        correlation_of | correlation of [1, 2, 4] and [4, 2, -2]
          -1
        standard_score | z score of 85 with mean 70 and standard deviation 10
          1.5
    """,
}

NAMED: dict[str, list[object]] = {
    "scores": [80, 90, 70],
    "credits": [1, 2, 1],
    "names": ["Zoe", "adam", "Zoe"],
    "guests": ["adam", "Bea"],
}

ON_NAMED = {
    "lists": """
        sum_of | sum of scores
          240
        average_of | what is the mean of scores
          80
        median_of | the median of scores
          80
        sorted | sort scores ascending
          [70, 80, 90]
        sorted_descending | sort scores descending
          [90, 80, 70]
        largest_of | largest number in scores
          90
        smallest_of | minimum of scores
          70
        range_of | range of scores
          20
        product_of | product of scores
          504000
    """,
    "items": """
        count_of | how many values are in scores
          3
        reversed_list | reverse the order of names
          ["Zoe", "adam", "Zoe"]
        joined_texts | join names with "; "
          "Zoe; adam; Zoe"
        sorted_texts | sort names alphabetically
          ["adam", "Zoe", "Zoe"]
        without_duplicates | remove duplicates from names
          ["Zoe", "adam"]
        in_common | what do names and guests have in common
          ["adam"]
        only_in_first | which of names are not in guests
          ["Zoe"]
    """,
    "statistics": """
        weighted_average_of | average of scores weighted by credits
          82.5
        percentile_of | 50th percentile of scores
          80
        correlation_of | correlation between scores and credits
          0.8660254037844386467637231707529362
        standard_deviations_of | standard deviation of credits
          {"sample": 0.5773502691896257645091487805019575, "population": 0.4714045207910316829338962414032327}
    """,
}

NEAR_MISSES = [
    "sum of 1, 2 and 3 squared",
    "product of 1, 2 and 3 plus 4",
    "average of 3, 8 and 12 without the largest",
    "which of 3, 8 and 12 are at least 8",
    "which of 3, 8 and 12 are not above 8",
    "how many of 3, 8 and 12 are above 3 and below 12",
    "how many of 3, 8 and 12 are not above 3",
    "what do [1, 2] and [2, 3] not have in common",
    "trimmed mean of 1, 2 and 30",
    "harmonic and geometric mean of 1, 2 and 3",
    "relative standard deviation of 1, 2 and 3",
    "sort 3, -1 and 2 by absolute value",
    'sort "b", "a" and "c" in reverse alphabetical order',
    "remove 3 from 3, 4 and 5",
    "remove duplicates from 3, 3 and 4 and sort them",
    "weighted average of 3, 4 and 5",
    "is 3 not in 3, 4 and 5",
    "mode and median of 1, 2 and 2",
    "2nd largest and 2nd smallest of 4, 5 and 6",
    "difference between the largest and the second largest of 4, 5 and 6",
    "even numbers between 3 and 9",
    "moving median of 3, 6 and 9 over 2 values",
    "running average of 3, 6 and 9",
    "rank correlation of [1, 2, 3] and [3, 2, 1]",
    "scale 3, 5 and 9 to between 0 and 100",
    "z-score of 5 with mean 3",
    "split 1, 2 and 3 into 2 groups",
    "position of the largest of 1, 2 and 3",
    "sum of the positive numbers in 1, -2 and 3",
    "median absolute deviation of 1, 2 and 6",
]

# What cannot be answered, with a part of the sentence that says why.
MISTAKES = {
    "sample standard deviation of [5]": "at least two",
    "second largest of 7, 7 and 3": "equal",
    "5th largest of 1, 2 and 3": "not so many",
    "mode of 1, 2 and 3": "no mode",
    "geometric mean of 1, 0 and 3": "positive",
    "position of 9 in 1, 2 and 3": "not in the list",
    "which of 1.5, 2 and 3 are even": "whole numbers",
    "split 1, 2 and 3 into groups of 0": "must have",
    "moving average of 1, 2 and 3 over 5 values": "window",
    "scale 4, 4 and 4 to between 0 and 1": "must differ",
    "-1, 0 and 1 as percentages of their total": "add up to 0",
    "120th percentile of 1, 2 and 3": "from 0 to 100",
    "correlation of [1, 2] and [1, 2, 3]": "one length",
    "z score of 5 with mean 3 and standard deviation 0": "more than 0",
}


def called(request: str) -> dict[str, list[object]]:
    """The inputs that the request calls by their names."""
    return {name: value for name, value in NAMED.items() if name in request}


@pytest.mark.parametrize("line", asked(LISTS), ids=str)
def test_requests_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, {})


@pytest.mark.parametrize("line", asked(ON_NAMED), ids=str)
def test_requests_on_inputs_hit(shipped: Seglam, line: Asked) -> None:
    must_hit(shipped, line, called(line.request))


def test_every_procedure_is_asked_for() -> None:
    assert not not_asked_for(asked(LISTS) + asked(ON_NAMED))


@pytest.mark.parametrize("request_", NEAR_MISSES)
def test_near_misses_do_not_hit(shipped: Seglam, request_: str) -> None:
    must_miss(shipped, request_, {})


@pytest.mark.parametrize("request_", ["average of names", "median of names", "sample variance of names"])
def test_lists_of_texts_are_no_numbers(shipped: Seglam, request_: str) -> None:
    must_miss(shipped, request_, called(request_))


@pytest.mark.parametrize(("request_", "why"), MISTAKES.items())
def test_mistakes_are_explained(shipped: Seglam, request_: str, why: str) -> None:
    must_fail(shipped, request_, {}, why)
