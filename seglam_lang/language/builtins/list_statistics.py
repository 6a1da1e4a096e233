"""List of numbers: statistics, weighted means and running totals.

Sums, squares and quotients are computed with 200 digits and rounded once to 34, so that the order of the numbers does
not change the result.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from seglam_lang.language.builtins.list import Items, not_empty
from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.fuel import length, sorting
from seglam_lang.language.computing.numbers import Number, canonical
from seglam_lang.language.failures import Failure

# The squares of two numbers of 34 digits that differ, differ within 70 digits: what is left after their subtraction
# has far more than 34.
_WIDE = Context(
    prec=200,
    rounding=ROUND_HALF_EVEN,
    Emin=MIN_EMIN,
    Emax=MAX_EMAX,
    clamp=0,
    traps=[InvalidOperation, DivisionByZero],
)


def _several_passes(items: Items, *_arguments: Any) -> int:
    return 10 + 4 * len(items)


def _sum_of_products(items: Items, others: Items) -> Decimal:
    total = Decimal(0)
    for one, other in zip(items, others, strict=True):
        total = _WIDE.fma(one, other, total)
    return total


def _sum(items: Items) -> Decimal:
    total = Decimal(0)
    for item in items:
        total = _WIDE.add(total, item)
    return total


class Sums(NamedTuple):
    """Of numbers beside others: how many there are, the sums of both, and that of their products. (Of one list: of its
    squares.) They are all that a variance or a correlation depends on."""

    length: int
    one: Number
    other: Number
    products: Number

    @classmethod
    def of(cls, items: Items, others: Items) -> Sums:
        """Return those of two lists."""
        return cls(len(items), _sum(items), _sum(others), _sum_of_products(items, others))

    def scatter(self) -> Decimal:
        """Return n times the sum of the products of the deviations from both means."""
        return _WIDE.subtract(_WIDE.multiply(self.length, self.products), _WIDE.multiply(self.one, self.other))

    def population_variance(self) -> Decimal:
        """Return the mean of the squared deviations. Raise Failure if there are no numbers."""
        if not self.length:
            raise Failure("empty", "the variance of an empty list")
        return _WIDE.divide(self.scatter(), self.length**2)

    def sample_variance(self) -> Decimal:
        """Return the sum of the squared deviations divided by n - 1. Raise Failure if there are too few numbers."""
        if self.length < 2:
            raise Failure("too-few", f"a sample variance needs at least 2 numbers, not {self.length}")
        return _WIDE.divide(self.scatter(), self.length * (self.length - 1))


def deviation(variance: Decimal) -> Number:
    """Return the standard deviation, rounded once."""
    return canonical(_WIDE.sqrt(variance))


def correlated(both: Sums, one: Sums, other: Sums) -> Number:
    """Return the correlation of numbers with others, from their products and from the squares of each."""
    spread = _WIDE.multiply(one.scatter(), other.scatter())
    if not spread:
        raise Failure("no-spread", "a correlation needs at least two different numbers in each list")
    return canonical(_WIDE.divide(both.scatter(), _WIDE.sqrt(spread)))


@builtin(
    "List<Number>.population_variance() -> Number",
    cost=_several_passes,
    phrase="the population variance of {self}",
    examples=["[2, 4, 4, 4, 5, 5, 7, 9].population_variance() == 4"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def population_variance(items: Items) -> Number:
    """Return the population variance: the mean of the squared deviations from the mean (VAR.P in spreadsheets). It is
    for the whole population; for a sample use `sample_variance`. Fail if the list is empty."""
    return canonical(Sums.of(items, items).population_variance())


@builtin(
    "List<Number>.sample_variance() -> Number",
    cost=_several_passes,
    phrase="the sample variance of {self}",
    examples=["[1, 2, 3, 4].sample_variance() == 5 / 3"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def sample_variance(items: Items) -> Number:
    """Return the sample variance: the sum of the squared deviations from the mean, divided by n - 1 (VAR.S in
    spreadsheets). Fail if there are fewer than two numbers."""
    return canonical(Sums.of(items, items).sample_variance())


@builtin(
    "List<Number>.population_standard_deviation() -> Number",
    cost=_several_passes,
    phrase="the population standard deviation of {self}",
    examples=["[2, 4, 4, 4, 5, 5, 7, 9].population_standard_deviation() == 2"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def population_standard_deviation(items: Items) -> Number:
    """Return the population standard deviation: the square root of `population_variance` (STDEV.P in spreadsheets).
    Fail if the list is empty."""
    return deviation(Sums.of(items, items).population_variance())


@builtin(
    "List<Number>.sample_standard_deviation() -> Number",
    cost=_several_passes,
    phrase="the sample standard deviation of {self}",
    examples=["[1, 2, 3].sample_standard_deviation() == 1"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def sample_standard_deviation(items: Items) -> Number:
    """Return the sample standard deviation: the square root of `sample_variance` (STDEV.S in spreadsheets). Fail if
    there are fewer than two numbers."""
    return deviation(Sums.of(items, items).sample_variance())


@builtin(
    "List<Number>.correlation(other: List<Number>) -> Number",
    cost=lambda items, other: 2 * _several_passes(items),
    phrase="the correlation of {self} with {other}",
    examples=["[1, 2, 3].correlation([20, 40, 60]) == 1", "[1, 2, 3].correlation([6, 4, 2]) == -1"],
)
def correlation(items: Items, other: Items) -> Number:
    """Return Pearson's correlation coefficient of the numbers at the same positions, from -1 to 1. Fail if the lists
    have different lengths, or if all numbers of a list are equal."""
    _same_length(items, other)
    return correlated(Sums.of(items, other), Sums.of(items, items), Sums.of(other, other))


@builtin(
    "List<Number>.percentile(share: Number) -> Number",
    cost=sorting,
    phrase="the percentile {share} of {self}",
    examples=["[10, 20, 30, 40].percentile(50%) == 25", "[1, 2, 3, 4].percentile(90%) == 3.7"],
    laws=[Law.PERMUTATION_INVARIANT],
)
def percentile(items: Items, share: Number) -> Number:
    """Return the percentile for a share from 0 to 1: 0% is the smallest number, 50% the median, 100% the largest.
    Between two numbers it is interpolated linearly, at the position 1 + share * (n - 1) of the sorted numbers
    (PERCENTILE.INC in spreadsheets). Fail if the list is empty or the share is not from 0 to 1."""
    not_empty(items, "the percentile")
    if not 0 <= share <= 1:
        raise Failure("out-of-range", "the share of a percentile must be from 0 to 1 (90% is 0.9)")
    ordered: list[Number] = sorted(items)
    index = percentile_index(share, len(items))
    return interpolated(share, len(items), ordered[index : index + 2])


def percentile_index(share: Number, count: int) -> int:
    """Return which of so many sorted numbers stands at a percentile or just before it."""
    return int(_WIDE.multiply(share, count - 1))


def interpolated(share: Number, count: int, beside: Sequence[Number]) -> Number:
    """Return the percentile of so many numbers, given the one at its index and the next one, if there is one."""
    position, index = _WIDE.multiply(share, count - 1), percentile_index(share, count)
    if index == position:
        return beside[0]
    return canonical(_WIDE.fma(_WIDE.subtract(position, index), _WIDE.subtract(beside[1], beside[0]), beside[0]))


@builtin(
    "List<Number>.weighted_average(weights: List<Number>) -> Number",
    cost=_several_passes,
    phrase="the average of {self} weighted by {weights}",
    examples=["[80, 90].weighted_average([3, 1]) == 82.5"],
)
def weighted_average(items: Items, weights: Items) -> Number:
    """Return the weighted mean: the sum of each number times its weight, divided by the sum of the weights. Fail if the
    lists have different lengths or the weights add up to zero."""
    _same_length(items, weights)
    products = [_WIDE.multiply(item, weight) for item, weight in zip(items, weights, strict=True)]
    return weighted(numbers.exact_sum(products), numbers.exact_sum(weights))


def weighted(products: Number, weights: Number) -> Number:
    """Return the weighted mean, from the sum of each number times its weight and that of the weights."""
    if not weights:
        raise Failure("division-by-zero", "the weights add up to zero")
    return canonical(_WIDE.divide(products, weights))


def _same_length(items: Items, other: Items) -> None:
    if len(items) != len(other):
        raise Failure("unequal-lengths", f"the lists have {len(items)} and {len(other)} numbers")


@builtin(
    "List<Number>.running_totals() -> List<Number>",
    cost=length,
    phrase="the running totals of {self};; , as running totals",
    examples=["[1, 2, 3].running_totals() == [1, 3, 6]"],
)
def running_totals(items: Items) -> Items:
    """Return the running totals: for each position the sum of the numbers up to it, exact and rounded once."""
    if set(map(type, items)) == {int}:
        return tuple(map(numbers.from_int, accumulate(items)))
    exact = accumulate(items, lambda total, item: numbers.exact_sum((total, item)))
    return tuple([numbers.total((total,)) for total in exact])


@builtin(
    "List<Number>.differences() -> List<Number>",
    cost=length,
    phrase="the differences from one to the next of {self};; , as differences from one to the next",
    examples=["[3, 5, 4].differences() == [2, -1]"],
)
def differences(items: Items) -> Items:
    """Return the difference between each number and the one before it, starting with the second."""
    return tuple([numbers.subtract(later, earlier) for earlier, later in pairwise(items)])
