"""Finance against exact fractions and the definitions: schedules that end at zero, values that are undone."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.language.builtins import finance as f
from seglam_lang.language.computing import numbers, rounding
from seglam_lang.language.computing.numbers import Number, canonical, is_canonical
from seglam_lang.language.failures import Failure

amounts = st.decimals(-(10**6), 10**6, places=2).map(canonical)
rates = st.decimals(Decimal("-0.9"), 3, places=6).map(canonical)
periods = st.integers(0, 60)
DIGITS_34 = Fraction(1, 10**33)


def close(value: Number, exact: Fraction) -> bool:
    """Whether the value is the exact one, rounded to 34 digits."""
    assert is_canonical(value)
    return abs(Fraction(value) - exact) <= abs(exact) * DIGITS_34 / 2


@given(amounts, rates, periods, st.one_of(st.none(), amounts))
def test_values_are_those_of_period_by_period(amount: Number, rate: Number, count: int, paid: Number | None) -> None:
    growth = 1 + Fraction(rate)
    later = Fraction(amount)
    for _ in range(count):
        later = later * growth + Fraction(paid or 0)
    assert close(f.future_value(amount, rate, count, paid), later)
    today = Fraction(amount)
    for _ in range(count):
        today = (today + Fraction(paid or 0)) / growth
    assert close(f.present_value(amount, rate, count, paid), today)


@given(amounts, rates, st.integers(1, 60))
def test_the_payment_pays_the_loan_back(loan: Number, rate: Number, count: int) -> None:
    payment = Fraction(f.payment(loan, rate, count))
    growth = 1 + Fraction(rate)
    worth = sum((payment / growth**k for k in range(1, count + 1)), Fraction(0))
    assert abs(worth - Fraction(loan)) <= abs(Fraction(loan)) * DIGITS_34 * 2


@given(amounts, rates, st.integers(0, 30), st.integers(1, 12))
def test_interest(amount: Number, rate: Number, years: int, times: int) -> None:
    exact = Fraction(amount) * ((1 + Fraction(rate) / times) ** (times * years) - 1)
    assert close(f.compound_interest(amount, rate, years, times), exact)
    assert f.compound_interest(amount, rate, years, None) == f.compound_interest(amount, rate, years, 1)
    assert close(f.effective_annual_rate(rate, times), (1 + Fraction(rate) / times) ** times - 1)
    assert close(f.simple_interest(amount, rate, 2), Fraction(amount) * Fraction(rate) * 2)


@given(st.integers(1, 10**6), rates, st.integers(1, 20))
def test_growth_is_the_rate_of_the_future_value(first: int, rate: Number, years: int) -> None:
    last = f.future_value(first, rate, years, None)
    found = f.annual_growth(first, last, years)
    assert abs(Fraction(found) - Fraction(rate)) <= (1 + abs(Fraction(rate))) * DIGITS_34


@given(st.lists(amounts, max_size=12), rates)
def test_net_present_value(flows: list[Number], rate: Number) -> None:
    exact = sum((Fraction(flow) / (1 + Fraction(rate)) ** k for k, flow in enumerate(flows)), Fraction(0))
    found = f.net_present_value(tuple(flows), rate)
    largest = max(
        (abs(Fraction(flow)) / (1 + Fraction(rate)) ** k for k, flow in enumerate(flows)), default=Fraction(0)
    )
    assert abs(Fraction(found) - exact) <= abs(exact) * DIGITS_34 / 2 + largest / 10**110


@given(
    st.lists(st.integers(0, 10**6), min_size=1, max_size=10),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=40),
    st.booleans(),
)
def test_at_the_internal_rate_flows_are_worth_nothing(paid: list[int], received: list[int], lent: bool) -> None:
    sign = 1 if lent else -1
    flows = tuple([-sign * flow for flow in paid] + [sign * flow for flow in received])
    if not (any(paid) and any(received)):
        with pytest.raises(Failure) as caught:
            f.internal_rate_of_return(flows)
        assert caught.value.code == "no-rate"
        return
    rate = Fraction(f.internal_rate_of_return(flows))
    step = max(abs(rate), Fraction(1, 10**3)) * DIGITS_34
    around = [sum(flow / (1 + near) ** k for k, flow in enumerate(flows)) for near in (rate - step, rate + step)]
    assert around[0] * around[1] <= 0  # worth nothing somewhere between the neighbours


@pytest.mark.parametrize(
    ("flows", "rate"),
    [
        ((-100, 110), "0.1"),
        ((-100, 100), "0"),
        ((0, 0, -100, 0, 121), "0.1"),
        ((100, -50), "-0.5"),
        ((-1, *[0] * 359, 10**33), "0.2349991727"),
        ((Decimal("-1E+3000"), Decimal("1E-3000")), "-1"),  # above -1, but by less than 34 digits show
        ((-1, Decimal("1E+6000")), "1E+6000"),
        ((Decimal("-1E+100"), Decimal("1E+100"), Decimal("1E+66")), "1E-34"),
    ],
)
def test_internal_rates(flows: tuple[Number, ...], rate: str) -> None:
    found = Decimal(f.internal_rate_of_return(flows))
    assert abs(found - Decimal(rate)) <= abs(Decimal(rate)) * Decimal("1E-6")


# Figures that textbooks and spreadsheets agree on.
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (lambda: f.payment(200_000, Decimal("0.005"), 360), "1199.10"),
        (lambda: f.payment(10_000, numbers.divide(Decimal("0.08"), 12), 10), "1037.03"),
        (lambda: f.future_value(500, Decimal("0.005"), 10, 200), "2571.18"),
        (lambda: f.present_value(0, numbers.divide(Decimal("0.08"), 12), 240, 500), "59777.15"),
        (lambda: f.net_present_value((0, -10_000, 3000, 4200, 6800), Decimal("0.1")), "1188.44"),
        (lambda: f.compound_interest(1000, Decimal("0.05"), Decimal("1.5"), 4), "77.38"),
        (lambda: f.straight_line_depreciation(30_000, 7500, 10), "2250"),
    ],
)
def test_known_figures(value: Callable[[], Number], expected: str) -> None:
    assert rounding.round_half_up(value(), 2) == Decimal(expected)


def test_internal_rate_of_a_known_series() -> None:
    flows = (-70_000, 12_000, 15_000, 18_000, 21_000, 26_000)
    assert rounding.round_half_up(f.internal_rate_of_return(flows), 6) == Decimal("0.086631")
    assert rounding.round_half_up(f.internal_rate_of_return(flows[:5]), 6) == Decimal("-0.021245")


@pytest.mark.parametrize("rate", [Decimal("1E-40"), Decimal("1E-52"), Decimal("1E-6000"), Decimal("-1E-60")])
def test_next_to_no_rate(rate: Decimal) -> None:
    """1,200 over 12 periods at a rate r is 100 * (1 + 6.5 r) a period, to first order."""
    assert f.payment(1200, rate, 12) == 100
    assert f.future_value(0, rate, 12, 100) == 1200
    assert f.present_value(0, rate, 12, 100) == 1200
    assert f.compound_interest(100, rate, 2, None) == canonical(rate.scaleb(2) * 2)
    assert f.effective_annual_rate(rate, 12) == canonical(rate)


def test_rate_zero_is_exact() -> None:
    third = numbers.divide(1, 3)
    assert f.payment(third, 0, 1) == third
    assert f.payment(100, 0, 3) == numbers.divide(100, 3)
    assert f.future_value(third, 0, 10**6, None) == third
    assert f.present_value(5, 0, Decimal("2.5"), None) == 5
    assert f.net_present_value((third, third, third), 0) == numbers.total([third] * 3)
    assert f.effective_annual_rate(0, 12) == 0


def test_many_periods() -> None:
    assert f.payment(100, Decimal("0.05"), 10**33) == 5  # the interest alone
    assert f.present_value(0, Decimal("0.05"), 10**33, 5) == 100
    below_e = Decimal("2.718281828459045235360287471352661")  # e * (1 - 10^-33 / 2)
    assert f.future_value(1, Decimal("1E-33"), 10**33, None) == below_e
    assert f.future_value(100, Decimal("0.21"), Decimal("0.5"), None) == 110
    assert f.present_value(Decimal("1E+300"), 9, 250, None) == Decimal("1E+50")


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda: f.payment(100, -1, 12), "out-of-range"),
        (lambda: f.payment(100, Decimal("0.1"), 0), "out-of-range"),
        (lambda: f.payment(100, Decimal("0.1"), Decimal("1.5")), "not-whole"),
        (lambda: f.payment(100, Decimal("0.1"), -3), "out-of-range"),
        (lambda: f.future_value(100, -2, 1, None), "out-of-range"),
        (lambda: f.future_value(100, Decimal("0.1"), -1, None), "out-of-range"),
        (lambda: f.future_value(100, Decimal("0.1"), Decimal("1.5"), 10), "not-whole"),
        (lambda: f.future_value(100, Decimal("0.1"), 10**30, None), "overflow"),
        (lambda: f.future_value(100, Decimal("0.1"), 10**6, 1), "overflow"),
        (lambda: f.present_value(100, Decimal("0.1"), 10**30, None), "underflow"),
        (lambda: f.present_value(100, Decimal("-0.1"), 10**30, None), "overflow"),
        (lambda: f.compound_interest(100, Decimal("0.1"), 1, 0), "out-of-range"),
        (lambda: f.compound_interest(100, -13, 1, 12), "out-of-range"),
        (lambda: f.compound_interest(100, Decimal("0.1"), -1, 12), "out-of-range"),
        (lambda: f.effective_annual_rate(Decimal("0.1"), Decimal("0.5")), "not-whole"),
        (lambda: f.annual_growth(0, 1, 1), "out-of-range"),
        (lambda: f.annual_growth(1, -1, 1), "out-of-range"),
        (lambda: f.annual_growth(1, 1, 0), "out-of-range"),
        (lambda: f.annual_growth(1, 2, Decimal("1E-20")), "overflow"),
        (lambda: f.straight_line_depreciation(1, 0, 0), "out-of-range"),
        (lambda: f.net_present_value((1, 2), -1), "out-of-range"),
        (lambda: f.internal_rate_of_return(()), "no-rate"),
        (lambda: f.internal_rate_of_return((0, 0)), "no-rate"),
        (lambda: f.internal_rate_of_return((1, 2, 3)), "no-rate"),
        (lambda: f.internal_rate_of_return((-1, 3, -2)), "several-rates"),
        (lambda: f.internal_rate_of_return((Decimal("-1E-6000"), Decimal("1E+6000"))), "overflow"),
    ],
)
def test_failures(operation: Callable[[], Any], code: str) -> None:
    with pytest.raises(Failure) as caught:
        operation()
    assert caught.value.code == code
