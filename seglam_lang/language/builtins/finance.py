"""Finance: loans, savings, discounting and rates of return.

These conventions hold for all of them. A rate is a fraction per period (5% a year over monthly periods is `5% / 12`)
and is above -1. Payments are due at the *end* of each period. Amounts are positive whether they are paid or received,
so a loan of 1,000 has a positive payment. Nothing is rounded to cents; use `round` for that. The formulas are the
standard ones (annuity-immediate; compound interest). For a rate of 0 the result is their exact limit.

All calculations have 120 digits and are rounded once to 34. Differences such as (1 + rate)^periods - 1 keep over 60
digits however small the rate is.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from itertools import pairwise
from typing import Any

from seglam_lang.language.builtins.registry import builtin
from seglam_lang.language.computing.numbers import Number, canonical, divide, multiply, natural, subtract
from seglam_lang.language.computing.powers import whole_power
from seglam_lang.language.failures import Failure

_DIGITS = 120
# Exponents of 12 digits: no step in between overflows that has a result of the language.
_FINE = Context(
    prec=_DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-(10**12),
    Emax=10**12,
    clamp=0,
    traps=[Overflow, InvalidOperation, DivisionByZero],
)
_TINY = Decimal("1E-50")  # below it, two terms of a series are exact to 100 digits
_PRECISION = Decimal("1E-60")  # of the last step towards a rate of return
_WIDEST = Decimal(2**17)  # e to this power is beyond the quotient of any two sums of flows
_QUICK = 1_000_000  # periods up to which a power is a product
_COST, _COST_OF_EXPONENTIALS = 200, 3000  # some microseconds, or a hundred


def _compounding(amount: Number, rate: Number, periods: Number, *_others: Any) -> int:
    quick = type(periods) is int and abs(periods) < _QUICK
    return _COST if quick else _COST_OF_EXPONENTIALS


def _costly(*_arguments: Any) -> int:
    return _COST_OF_EXPONENTIALS


@builtin(
    "Number.payment(rate: Number, periods: Number) -> Number",
    cost=_compounding,
    phrase="the payment each period on a loan of {self} at {rate} for {periods:period}",
    examples=[
        "1000.payment(1%, 12).round(2) == 88.85",
        "200000.payment(6% / 12, 360).round(2) == 1199.10",
        "1200.payment(0, 12) == 100",
    ],
)
def payment(loan: Number, rate: Number, periods: Number) -> Number:
    """Return the equal payment, due at the end of each period, that pays off a loan with interest: loan * rate / (1 -
    (1 + rate)^-periods). The rate is per period. Fail if the rate is -1 or below, or if `periods` is less than 1 or not
    whole."""
    count = _periods(periods)
    if not count:
        raise Failure("out-of-range", "a loan needs at least one period")
    return canonical(_FINE.divide(loan, _annuity(_rate(rate), -count)))


@builtin(
    "Number.future_value(rate: Number, periods: Number, payment?: Number) -> Number",
    cost=_compounding,
    phrase="the future value of {self} at {rate} after {periods:period}[ with payments of {payment}]",
    examples=[
        "1000.future_value(5%, 2) == 1102.5",
        "0.future_value(5%, 10, 100).round(2) == 1257.79",
        "1000.future_value(0, 10, 100) == 2000",
    ],
)
def future_value(amount: Number, rate: Number, periods: Number, payment: Number | None) -> Number:
    """Return the value of an amount after `periods` of compound interest, with an optional `payment` added at the end
    of each period: amount * (1 + rate)^periods + payment * ((1 + rate)^periods - 1) / rate. The rate is per period; the
    number of periods may be a fraction if there is no payment. Fail if the rate is -1 or below, or if `periods` is
    negative."""
    return canonical(_value(amount, _rate(rate), _span(periods, payment), payment))


@builtin(
    "Number.present_value(rate: Number, periods: Number, payment?: Number) -> Number",
    cost=_compounding,
    phrase="the present value of {self} at {rate} due after {periods:period}[ with payments of {payment}]",
    examples=[
        "1102.5.present_value(5%, 2) == 1000",
        "0.present_value(5%, 10, 100).round(2) == 772.17",
        "1000.present_value(0, 10, 100) == 2000",
    ],
)
def present_value(amount: Number, rate: Number, periods: Number, payment: Number | None) -> Number:
    """Return the value today of an amount due after `periods`, with an optional `payment` at the end of each period:
    amount / (1 + rate)^periods + payment * (1 - (1 + rate)^-periods) / rate. The rate is per period; the number of
    periods may be a fraction if there is no payment. Fail if the rate is -1 or below, or if `periods` is negative."""
    return canonical(_value(amount, _rate(rate), _FINE.minus(_span(periods, payment)), payment))


@builtin(
    "Number.compound_interest(rate: Number, years: Number, times_a_year?: Number) -> Number",
    cost=_costly,
    phrase="the compound interest on {self} at {rate} over {years:year}[ compounded {times_a_year:time} a year]",
    examples=["1000.compound_interest(5%, 2) == 102.5", "1000.compound_interest(12%, 1, 12).round(2) == 126.83"],
)
def compound_interest(amount: Number, rate: Number, years: Number, times_a_year: Number | None) -> Number:
    """Return the interest, without the amount itself, that an amount earns in `years` at a yearly rate compounded
    `times_a_year` (once if left out): amount * ((1 + rate / times)^(times * years) - 1). The number of years may be a
    fraction. Fail if the rate per period is -1 or below, if `years` is negative, or if `times_a_year` is less than 1 or
    not whole."""
    times = 1 if times_a_year is None else _times(times_a_year)
    growth = _growth(_rate(_FINE.divide(rate, times)), _FINE.multiply(_span(years, None), times))
    return canonical(_FINE.multiply(amount, growth))


@builtin(
    "Number.simple_interest(rate: Number, years: Number) -> Number",
    phrase="the simple interest on {self} at {rate} over {years:year}",
    examples=["1000.simple_interest(5%, 3) == 150", "1000.simple_interest(6%, 0.5) == 30"],
)
def simple_interest(amount: Number, rate: Number, years: Number) -> Number:
    """Return the simple interest (no interest on interest): amount * rate * years."""
    return multiply(multiply(amount, rate), years)


@builtin(
    "Number.effective_annual_rate(times_a_year: Number) -> Number",
    cost=_costly,
    phrase="the effective annual rate of {self} compounded {times_a_year:time} a year",
    examples=["12%.effective_annual_rate(12).round(6) == 0.126825", "5%.effective_annual_rate(1) == 5%"],
)
def effective_annual_rate(rate: Number, times_a_year: Number) -> Number:
    """Return the effective annual rate of a yearly rate compounded `times_a_year`: (1 + rate / times)^times - 1. Fail
    if the rate per period is -1 or below, or if `times_a_year` is less than 1 or not whole."""
    times = _times(times_a_year)
    return canonical(_growth(_rate(_FINE.divide(rate, times)), Decimal(times)))


@builtin(
    "Number.annual_growth(last: Number, years: Number) -> Number",
    cost=_costly,
    phrase="the annual growth rate from {self} to {last} over {years:year}",
    examples=["100.annual_growth(121, 2) == 10%", "80.annual_growth(40, 1) == -0.5"],
)
def annual_growth(first: Number, last: Number, years: Number) -> Number:
    """Return the compound annual growth rate (CAGR) from this number to `last` in a number of years: (last / first)^(1
    / years) - 1. Fail if one of the three is zero or negative."""
    if min(first, last, years) <= 0:
        raise Failure("out-of-range", "annual growth needs numbers and years above zero")
    logarithm = _FINE.ln(_FINE.divide(last, first))
    return canonical(_exp_less_one(_FINE.divide(logarithm, years)))


@builtin(
    "Number.straight_line_depreciation(salvage: Number, periods: Number) -> Number",
    phrase="the straight-line depreciation from {self} to {salvage} over {periods:period}",
    examples=["10000.straight_line_depreciation(1000, 9) == 1000"],
)
def straight_line_depreciation(cost: Number, salvage: Number, periods: Number) -> Number:
    """Return the straight-line depreciation of an asset in each period of its life: (cost - salvage) / periods. Fail if
    `periods` is zero or negative."""
    if periods <= 0:
        raise Failure("out-of-range", "the number of periods must be above zero")
    return divide(subtract(cost, salvage), periods)


@builtin(
    "List<Number>.net_present_value(rate: Number) -> Number",
    cost=lambda flows, rate: 100 + 20 * len(flows),
    phrase="the net present value at {rate} of the cash flows {self}",
    examples=["[-100, 60, 60].net_present_value(10%).round(2) == 4.13", "[-100, 50, 50].net_present_value(0) == 0"],
)
def net_present_value(flows: tuple[Number, ...], rate: Number) -> Number:
    """Return the net present value of cash flows, one for each period: positive if money comes in, negative if it goes
    out. The first flow is due today and is not discounted. (Spreadsheets discount it too: for their result divide by 1
    + rate.) The rate is per period. Fail if the rate is -1 or below."""
    factor = _FINE.divide(1, _FINE.add(1, _rate(rate)))
    value = Decimal(0)
    for flow in reversed(flows):
        value = _FINE.fma(value, factor, flow)
    return canonical(value)


@builtin(
    "List<Number>.internal_rate_of_return() -> Number",
    cost=lambda flows: 10_000 + 400 * len(flows),
    phrase="the internal rate of return of the cash flows {self}",
    examples=[
        "[-100, 110].internal_rate_of_return() == 10%",
        "[-1000, 400, 400, 400].internal_rate_of_return().round(4) == 0.0970",
        "[-100, 50, 50].internal_rate_of_return() == 0",
    ],
)
def internal_rate_of_return(flows: tuple[Number, ...]) -> Number:
    """Return the internal rate of return of cash flows, one for each period: the rate per period at which their net
    present value is zero, with the first flow due today. The flows must change sign exactly once, so that there is
    exactly one such rate. Fail with `no-rate` if they never change sign, and with `several-rates` if they do so more
    than once."""
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(one != other for one, other in pairwise(signs))
    if not changes:
        raise Failure("no-rate", "cash flows that never change sign have no rate of return")
    if changes > 1:
        raise Failure(
            "several-rates", "the cash flows change sign more than once, so there may be several rates of return"
        )
    first_sign = signs[0]
    turn = next(i for i, flow in enumerate(flows) if flow and (flow > 0) != first_sign)
    return canonical(_exp_less_one(_FINE.minus(_break_even(flows[:turn], flows[turn:]))))


def _break_even(early: tuple[Number, ...], late: tuple[Number, ...]) -> Decimal:
    """Return the logarithm t of the discount factor at which the early flows are worth as much as the late ones.

    h(t) = ln(value of the early flows / value of the late ones) falls with a slope between -1 and -len(flows): the
    slope is the difference of the mean times (durations) of both sides. So there is exactly one zero. Newton's method
    finds it within an interval that is known to contain it; the interval is halved whenever a step is more than half of
    the one before.
    """
    low, high = _WIDEST.copy_negate(), _WIDEST
    t, step = Decimal(0), high
    while step.copy_abs() > _PRECISION:
        excess, slope = _excess(early, late, t)
        if not excess:
            return t
        low, high = (t, high) if excess > 0 else (low, t)
        newton = _FINE.divide(excess, slope)
        if _FINE.multiply(newton.copy_abs(), 2) <= step.copy_abs() and low <= _FINE.add(t, newton) <= high:
            step = newton
        else:
            step = _FINE.subtract(_FINE.divide(_FINE.add(low, high), 2), t)
        t = _FINE.add(t, step)
    return t


def _excess(early: tuple[Number, ...], late: tuple[Number, ...], t: Decimal) -> tuple[Decimal, Decimal]:
    """Return h(t) of `_break_even` and its slope."""
    factor = _FINE.exp(t)
    early_value, early_time = _worth(early, factor)
    late_value, late_time = _worth(late, factor)
    ratio = _FINE.ln(_FINE.divide(early_value.copy_abs(), late_value.copy_abs()))
    excess = _FINE.subtract(ratio, _FINE.multiply(len(early), t))
    return excess, _FINE.subtract(_FINE.add(len(early), late_time), early_time)


def _worth(flows: tuple[Number, ...], factor: Decimal) -> tuple[Decimal, Decimal]:
    """Return the value of the flows at the time of the first one, and the mean time of that value."""
    value = moment = Decimal(0)
    for flow in reversed(flows):
        moment = _FINE.fma(moment, factor, value)
        value = _FINE.fma(value, factor, flow)
    return value, _FINE.divide(_FINE.multiply(moment, factor), value)


def _rate(rate: Number | Decimal) -> Decimal:
    if rate <= -1:
        raise Failure("out-of-range", "a rate must be above -1, which is -100%")
    return Decimal(rate)


def _periods(periods: Number) -> int:
    return natural(periods, "the number of periods")


def _times(times_a_year: Number) -> int:
    times = natural(times_a_year, "the times a year")
    if not times:
        raise Failure("out-of-range", "interest must be compounded at least once a year")
    return times


def _span(periods: Number, payment: Number | None) -> Decimal:
    if payment is not None:
        return Decimal(_periods(periods))
    if periods < 0:
        raise Failure("out-of-range", "the number of periods or years is negative")
    return Decimal(periods)


def _value(amount: Number, rate: Decimal, periods: Decimal, payment: Number | None) -> Decimal:
    """Return the value of an amount and its payments after `periods`, or before them if `periods` is negative."""
    power = _power(rate, periods)
    value = _FINE.multiply(amount, power)
    if payment is None:
        if amount and not power:
            raise Failure("underflow", "the result is too close to zero")
        return value
    return _FINE.add(value, _FINE.multiply(payment, _annuity(rate, int(periods))))


def _annuity(rate: Decimal, periods: int) -> Decimal:
    """Return the value of payments of 1 after `periods`: ((1 + rate)^periods - 1) / rate. For negative `periods`, which
    means before the payments, both signs are changed. For a rate of 0 it is the number of payments."""
    if not rate:
        return Decimal(abs(periods))
    return _FINE.divide(_growth(rate, Decimal(periods)), rate if periods >= 0 else rate.copy_negate())


def _power(rate: Decimal, periods: Decimal) -> Decimal:
    """Return (1 + rate)^periods."""
    if _is_quick(periods):
        return whole_power(_FINE.add(1, rate), int(periods), _FINE)
    return _exp(_FINE.multiply(_ln_of_one_plus(rate), periods))


def _growth(rate: Decimal, periods: Decimal) -> Decimal:
    """Return (1 + rate)^periods - 1, exact even if it is close to zero."""
    if _is_quick(periods) and rate.copy_abs() > _TINY:
        return _FINE.subtract(_power(rate, periods), 1)
    return _exp_less_one(_FINE.multiply(_ln_of_one_plus(rate), periods))


def _is_quick(periods: Decimal) -> bool:
    return periods.copy_abs() < _QUICK and _FINE.to_integral_value(periods) == periods


def _ln_of_one_plus(rate: Decimal) -> Decimal:
    if rate.copy_abs() > _TINY:
        return _FINE.ln(_FINE.add(1, rate))
    return _FINE.subtract(rate, _FINE.divide(_FINE.multiply(rate, rate), 2))


def _exp_less_one(exponent: Decimal) -> Decimal:
    if exponent.copy_abs() > _TINY:
        return _FINE.subtract(_exp(exponent), 1)
    return _FINE.add(exponent, _FINE.divide(_FINE.multiply(exponent, exponent), 2))


def _exp(exponent: Decimal) -> Decimal:
    try:
        return _FINE.exp(exponent)
    except Overflow:
        raise Failure("overflow", "the result is too large") from None
