"""Spread, rank, weights and running totals, compared with exact fractions."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import list_statistics as stats
from seglam_lang.language.computing.numbers import canonical, is_canonical
from seglam_lang.language.failures import Failure

money = st.decimals(-(10**6), 10**6, places=2).map(canonical)
plain = st.one_of(st.integers(-100, 100), money, st.integers(-(10**34) + 1, 10**34 - 1))
extreme = st.one_of(
    plain,
    st.sampled_from([Decimal("9.99E+6144"), Decimal("-9.99E+6144"), Decimal("1E-6000"), Decimal("-3E-6100")]),
)
several = st.lists(plain, min_size=2, max_size=8).map(tuple)
Numbers = tuple[Any, ...]


def rounded(fraction: Fraction) -> Any:
    """The fraction to 34 digits, as a Number."""
    quotient = Context(prec=34).divide(Decimal(fraction.numerator), Decimal(fraction.denominator))
    return canonical(quotient)


def exact(items: Numbers) -> list[Fraction]:
    return [Fraction(item) for item in items]


@given(several)
def test_variance(items: Numbers) -> None:
    assert stats.population_variance(items) == rounded(statistics.pvariance(exact(items)))
    assert stats.sample_variance(items) == rounded(statistics.variance(exact(items)))
    assert stats.sample_variance(items[::-1]) == stats.sample_variance(items)


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=8).map(tuple))
def test_standard_deviation(items: Numbers) -> None:
    assert math.isclose(stats.population_standard_deviation(items), statistics.pstdev(items), abs_tol=1e-9)
    assert math.isclose(stats.sample_standard_deviation(items), statistics.stdev(items), abs_tol=1e-9)


def test_numbers_that_hardly_differ() -> None:
    assert stats.population_variance((10**34 - 1, 10**34 - 3)) == 1
    assert stats.population_variance((Decimal("1.5"),) * 7) == 0
    assert stats.population_standard_deviation((Decimal("1E+6000"), Decimal("1E+6000"))) == 0


@given(st.lists(plain, min_size=1, max_size=9).map(tuple), st.integers(1, 99))
def test_percentile(items: Numbers, percent: int) -> None:
    ordered = sorted(exact(items))
    place = Fraction(percent, 100) * (len(items) - 1)
    below = math.floor(place)
    above = min(below + 1, len(items) - 1)
    expected = rounded(ordered[below] + (place - below) * (ordered[above] - ordered[below]))
    assert stats.percentile(items, canonical(Decimal(percent) / 100)) == expected


@given(several)
def test_percentiles_at_the_ends_and_in_the_middle(items: Numbers) -> None:
    assert stats.percentile(items, 0) == min(items)
    assert stats.percentile(items, 1) == max(items)
    assert stats.percentile(items, Decimal("0.5")) == rounded(statistics.median(exact(items)))
    quartiles = statistics.quantiles(exact(items), n=4, method="inclusive")
    assert stats.percentile(items, Decimal("0.75")) == rounded(quartiles[2])


@given(several, st.lists(st.integers(0, 9), min_size=8, max_size=8).map(tuple))
def test_weighted_average(items: Numbers, weights: Numbers) -> None:
    weights = (1, *weights[1 : len(items)])
    expected = sum(a * b for a, b in zip(exact(items), weights, strict=True)) / sum(weights)
    assert stats.weighted_average(items, weights) == rounded(Fraction(expected))


def test_weights_that_cancel_out() -> None:
    large = Decimal("1E+6000")
    assert stats.weighted_average((large, 1, 1), (1, 1, -large)) == Decimal("-1E-6000")


@given(several)
def test_correlation(items: Numbers) -> None:
    if len(set(items)) > 1:
        assert stats.correlation(items, items) == 1
        assert stats.correlation(items, tuple(-item for item in items)) == -1


def test_correlation_known() -> None:
    found = stats.correlation((1, 2, 3, 4, 5), (2, 4, 5, 4, 5))
    assert math.isclose(found, statistics.correlation([1, 2, 3, 4, 5], [2, 4, 5, 4, 5]))
    assert stats.correlation((1, 2, 3), (1, 0, 1)) == 0


@given(st.lists(plain, max_size=8).map(tuple))
def test_running_totals_and_differences(items: Numbers) -> None:
    totals = stats.running_totals(items)
    assert totals == tuple(rounded(sum(exact(items[: i + 1]), Fraction())) for i in range(len(items)))
    gaps = [later - earlier for earlier, later in zip(exact(items), exact(items[1:]), strict=False)]
    assert stats.differences(items) == tuple(map(rounded, gaps))


def test_a_running_total_is_rounded_once() -> None:
    large = Decimal("1E+40")
    assert stats.running_totals((large, 1, -large)) == (large, large, 1)
    most = 10**34 - 1
    assert stats.running_totals((most, most, 3 - most)) == (most, Decimal("2E+34"), canonical(Decimal(most + 3)))


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda: stats.population_variance(()), "empty"),
        (lambda: stats.population_standard_deviation(()), "empty"),
        (lambda: stats.sample_variance((1,)), "too-few"),
        (lambda: stats.sample_standard_deviation(()), "too-few"),
        (lambda: stats.percentile((), Decimal("0.5")), "empty"),
        (lambda: stats.percentile((1,), 50), "out-of-range"),
        (lambda: stats.percentile((1,), Decimal("-0.1")), "out-of-range"),
        (lambda: stats.weighted_average((), ()), "division-by-zero"),
        (lambda: stats.weighted_average((1, 2), (1, -1)), "division-by-zero"),
        (lambda: stats.weighted_average((1, 2), (1,)), "unequal-lengths"),
        (lambda: stats.correlation((1,), (1, 2)), "unequal-lengths"),
        (lambda: stats.correlation((1, 1), (1, 2)), "no-spread"),
        (lambda: stats.population_variance((Decimal("9E+6144"), 0)), "overflow"),
    ],
)
def test_failures(operation: Any, code: str) -> None:
    with pytest.raises(Failure) as caught:
        operation()
    assert caught.value.code == code


@given(st.lists(extreme, max_size=5).map(tuple), st.lists(extreme, max_size=5).map(tuple), extreme)
def test_any_numbers_give_a_number_or_a_failure(items: Numbers, other: Numbers, number: Any) -> None:
    operations: list[Callable[[], Any]] = [
        lambda: stats.population_variance(items),
        lambda: stats.sample_variance(items),
        lambda: stats.population_standard_deviation(items),
        lambda: stats.sample_standard_deviation(items),
        lambda: stats.percentile(items, number),
        lambda: stats.percentile(items, Decimal("1E-6100")),
        lambda: stats.weighted_average(items, other),
        lambda: stats.weighted_average(items, items),
        lambda: stats.correlation(items, other),
        lambda: stats.correlation(items, items[::-1]),
        lambda: sum(map(is_canonical, stats.running_totals(items))) - len(items) or 1,
        lambda: sum(map(is_canonical, stats.differences(items))) - max(0, len(items) - 1) or 1,
    ]
    for operation in operations:
        try:
            assert is_canonical(operation())
        except Failure:
            continue
