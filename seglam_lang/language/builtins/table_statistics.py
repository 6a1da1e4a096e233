"""Table: statistics of columns. Blanks are left out, as in all aggregates.

They are those of lists; in a `summary` they serve each group: `groups.summary(g => {middle: g.median(price)})`.
"""

from __future__ import annotations

from typing import Any

from seglam_lang.language.builtins import list as lists
from seglam_lang.language.builtins import list_statistics as statistics
from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.builtins.table import column_cells, column_values
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import sorting_values
from seglam_lang.language.computing.numbers import Number
from seglam_lang.language.failures import Failure
from seglam_lang.language.values import Column, Table


def _several_passes(table: Table, *_arguments: Any) -> int:
    return 10 + 5 * table.length


@builtin(
    "Table.median(column: Column<Number>) -> Number",
    cost=sorting_values,
    phrase="the median {column}[ of {self}]",
    examples=["rows.median(age) == 20"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def median(table: Table, column: Column) -> Number:
    """Return the median of a column: the middle of its sorted values, or the mean of the middle two. Fail if the column
    has no values."""
    values = column_values(table, column)
    if not values:
        raise Failure("empty", "the median of no values")
    return numbers.median(values)


@builtin(
    "Table.percentile(share: Number, column: Column<Number>) -> Number",
    cost=sorting_values,
    phrase="the percentile {share} of {column}[ of {self}]",
    examples=["rows.percentile(75%, age) == 25"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def percentile(table: Table, share: Number, column: Column) -> Number:
    """Return the percentile of a column for a share from 0 to 1, as that of a list: 0% is the smallest value, 50% the
    median, 100% the largest. Fail if the column has no values or if the share is out of range."""
    return statistics.percentile(tuple(column_values(table, column)), share)


@builtin(
    "Table.mode(column: Column<T>) -> T",
    cost=_several_passes,
    phrase="the most frequent {column}[ of {self}]",
    examples=["rows.mode(age) == 20"],
)
def mode(table: Table, column: Column) -> Any:
    """Return the most frequent value of a column; if several are equally frequent, the one that appears first. Fail if
    the column has no values."""
    return lists.mode(tuple(column_values(table, column)))


@builtin(
    "Table.sample_standard_deviation(column: Column<Number>) -> Number",
    cost=_several_passes,
    phrase="the sample standard deviation of {column}[ of {self}]",
    examples=["rows.sample_standard_deviation(age).round(3) == 5.774"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def sample_standard_deviation(table: Table, column: Column) -> Number:
    """Return the sample standard deviation of a column (STDEV.S in spreadsheets). Fail if it has fewer than two
    values."""
    return statistics.sample_standard_deviation(tuple(column_values(table, column)))


@builtin(
    "Table.population_standard_deviation(column: Column<Number>) -> Number",
    cost=_several_passes,
    phrase="the population standard deviation of {column}[ of {self}]",
    examples=["rows.population_standard_deviation(age).round(3) == 4.714"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def population_standard_deviation(table: Table, column: Column) -> Number:
    """Return the population standard deviation of a column (STDEV.P in spreadsheets). Fail if the column has no
    values."""
    return statistics.population_standard_deviation(tuple(column_values(table, column)))


@builtin(
    "Table.correlation(column: Column<Number>, other: Column<Number>) -> Number",
    cost=lambda table, column, other: 2 * _several_passes(table),
    phrase="the correlation of {column} with {other}[ in {self}]",
    examples=["rows.correlation(age, row => -row[age]) == -1"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def correlation(table: Table, column: Column, other: Column) -> Number:
    """Return Pearson's correlation coefficient of two columns, over the rows that have a value in both, from -1 to 1.
    Fail if there are fewer than two such rows, or if all values of a column are equal."""
    both = _in_both(table, column, other)
    return statistics.correlation(tuple([one for one, _ in both]), tuple([other for _, other in both]))


@builtin(
    "Table.weighted_average(column: Column<Number>, weights: Column<Number>) -> Number",
    cost=_several_passes,
    phrase="the average {column} weighted by {weights}[ of {self}]",
    examples=["rows.weighted_average(age, row => if row[age] > 20 then 2 else 1) == 25"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def weighted_average(table: Table, column: Column, weights: Column) -> Number:
    """Return the weighted mean of a column over the rows that have a value in both columns: the sum of each value times
    its weight, divided by the sum of the weights. Fail if the weights add up to zero."""
    both = _in_both(table, column, weights)
    return statistics.weighted_average(tuple([one for one, _ in both]), tuple([weight for _, weight in both]))


def _in_both(table: Table, column: Column, other: Column) -> list[tuple[Number, Number]]:
    pairs = zip(column_cells(table, column), column_cells(table, other), strict=True)
    return [pair for pair in pairs if pair[0] is not None and pair[1] is not None]
