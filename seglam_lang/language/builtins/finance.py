"""Finance: loans, savings, discounting and rates of return.

Conventions, for all of them: a rate is a fraction for each period (5% a year over monthly periods is `5% / 12`) and is
above -1; payments come at the *end* of their periods; amounts are positive whether they are paid or received, so a loan
of 1,000 has a payment above zero. Nothing is rounded to cents: that is for `round` to say. The formulas are those of
any textbook of financial mathematics (annuity-immediate; compound interest); a rate of 0 is not a special case of them
but their limit, and exact.

Everything is computed with 120 digits and rounded to 34 once. Differences such as (1 + rate)^periods - 1 keep over 60
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
    examples=[
        "1000.payment(1%, 12).round(2) == 88.85",
        "200000.payment(6% / 12, 360).round(2) == 1199.10",
        "1200.payment(0, 12) == 100",
    ],
)
def payment(loan: Number, rate: Number, periods: Number) -> Number:
    """The equal payment at the end of each period that pays a loan back with interest: loan * rate / (1 - (1 +
    rate)^-periods). Failure for a rate of -1 or below, or less than one period."""
    count = _periods(periods)
    if not count:
        raise Failure("out-of-range", "a loan is paid back in at least one period")
    return canonical(_FINE.divide(loan, _annuity(_rate(rate), -count)))


@builtin(
    "Number.future_value(rate: Number, periods: Number, payment?: Number) -> Number",
    cost=_compounding,
    examples=[
        "1000.future_value(5%, 2) == 1102.5",
        "0.future_value(5%, 10, 100).round(2) == 1257.79",
        "1000.future_value(0, 10, 100) == 2000",
    ],
)
def future_value(amount: Number, rate: Number, periods: Number, payment: Number | None) -> Number:
    """What an amount grows to with compound interest, and with a `payment` added at the end of each period if one is
    given: amount * (1 + rate)^periods + payment * ((1 + rate)^periods - 1) / rate. Periods may be a fraction where
    there is no payment."""
    return canonical(_value(amount, _rate(rate), _span(periods, payment), payment))


@builtin(
    "Number.present_value(rate: Number, periods: Number, payment?: Number) -> Number",
    cost=_compounding,
    examples=[
        "1102.5.present_value(5%, 2) == 1000",
        "0.present_value(5%, 10, 100).round(2) == 772.17",
        "1000.present_value(0, 10, 100) == 2000",
    ],
)
def present_value(amount: Number, rate: Number, periods: Number, payment: Number | None) -> Number:
    """What an amount due after `periods` is worth today, and with it a `payment` at the end of each period if one is
    given: amount / (1 + rate)^periods + payment * (1 - (1 + rate)^-periods) / rate. Periods may be a fraction where
    there is no payment."""
    return canonical(_value(amount, _rate(rate), _FINE.minus(_span(periods, payment)), payment))


@builtin(
    "Number.compound_interest(rate: Number, years: Number, times_a_year?: Number) -> Number",
    cost=_costly,
    examples=["1000.compound_interest(5%, 2) == 102.5", "1000.compound_interest(12%, 1, 12).round(2) == 126.83"],
)
def compound_interest(amount: Number, rate: Number, years: Number, times_a_year: Number | None) -> Number:
    """The interest alone that an amount earns in `years` at a yearly rate, added `times_a_year` (once if left out):
    amount * ((1 + rate / times)^(times * years) - 1). Years may be a fraction."""
    times = 1 if times_a_year is None else _times(times_a_year)
    growth = _growth(_rate(_FINE.divide(rate, times)), _FINE.multiply(_span(years, None), times))
    return canonical(_FINE.multiply(amount, growth))


@builtin(
    "Number.simple_interest(rate: Number, years: Number) -> Number",
    examples=["1000.simple_interest(5%, 3) == 150", "1000.simple_interest(6%, 0.5) == 30"],
)
def simple_interest(amount: Number, rate: Number, years: Number) -> Number:
    """The interest without interest on interest: amount * rate * years."""
    return multiply(multiply(amount, rate), years)


@builtin(
    "Number.effective_annual_rate(times_a_year: Number) -> Number",
    cost=_costly,
    examples=["12%.effective_annual_rate(12).round(6) == 0.126825", "5%.effective_annual_rate(1) == 5%"],
)
def effective_annual_rate(rate: Number, times_a_year: Number) -> Number:
    """What a yearly rate comes to when interest is added `times_a_year`: (1 + rate / times)^times - 1."""
    times = _times(times_a_year)
    return canonical(_growth(_rate(_FINE.divide(rate, times)), Decimal(times)))


@builtin(
    "Number.annual_growth(last: Number, years: Number) -> Number",
    cost=_costly,
    examples=["100.annual_growth(121, 2) == 10%", "80.annual_growth(40, 1) == -0.5"],
)
def annual_growth(first: Number, last: Number, years: Number) -> Number:
    """The compound annual growth rate (CAGR), the yearly rate at which this number becomes `last` in so many years:
    (last / first)^(1 / years) - 1. Failure unless both numbers and the years are above zero."""
    if min(first, last, years) <= 0:
        raise Failure("out-of-range", "growth is measured between numbers above zero, over a time above zero")
    logarithm = _FINE.ln(_FINE.divide(last, first))
    return canonical(_exp_less_one(_FINE.divide(logarithm, years)))


@builtin(
    "Number.straight_line_depreciation(salvage: Number, periods: Number) -> Number",
    examples=["10000.straight_line_depreciation(1000, 9) == 1000"],
)
def straight_line_depreciation(cost: Number, salvage: Number, periods: Number) -> Number:
    """What an asset loses in each period of its life when it loses the same in all: (cost - salvage) / periods."""
    if periods <= 0:
        raise Failure("out-of-range", "the life of an asset must be above zero")
    return divide(subtract(cost, salvage), periods)


@builtin(
    "List<Number>.net_present_value(rate: Number) -> Number",
    cost=lambda flows, rate: 100 + 20 * len(flows),
    examples=["[-100, 60, 60].net_present_value(10%).round(2) == 4.13", "[-100, 50, 50].net_present_value(0) == 0"],
)
def net_present_value(flows: tuple[Number, ...], rate: Number) -> Number:
    """What flows of money, one a period, are worth today; the first flow is *today's* and not discounted (spreadsheets
    discount it too: for theirs divide by 1 + rate). Money that comes in is positive, that goes out negative."""
    factor = _FINE.divide(1, _FINE.add(1, _rate(rate)))
    value = Decimal(0)
    for flow in reversed(flows):
        value = _FINE.fma(value, factor, flow)
    return canonical(value)


@builtin(
    "List<Number>.internal_rate_of_return() -> Number",
    cost=lambda flows: 10_000 + 400 * len(flows),
    examples=[
        "[-100, 110].internal_rate_of_return() == 10%",
        "[-1000, 400, 400, 400].internal_rate_of_return().round(4) == 0.0970",
        "[-100, 50, 50].internal_rate_of_return() == 0",
    ],
)
def internal_rate_of_return(flows: tuple[Number, ...]) -> Number:
    """The rate a period at which the flows are worth nothing: their net present value, the first flow today, is zero.
    The flows must change from negative to positive (or the reverse) exactly once: then there is exactly one such rate.
    Failure `no-rate` where they never do, `several-rates` where they do more often, so that there may be several."""
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(one != other for one, other in pairwise(signs))
    if not changes:
        raise Failure("no-rate", "flows that are all paid or all received have no rate of return")
    if changes > 1:
        raise Failure("several-rates", "the flows change their sign more than once, so there may be several rates")
    first_sign = signs[0]
    turn = next(i for i, flow in enumerate(flows) if flow and (flow > 0) != first_sign)
    return canonical(_exp_less_one(_FINE.minus(_break_even(flows[:turn], flows[turn:]))))


def _break_even(early: tuple[Number, ...], late: tuple[Number, ...]) -> Decimal:
    """The logarithm t of the discount factor at which the early flows are worth as much as the late ones.

    h(t) = ln(value of the early flows / value of the late ones) falls with a slope between -1 and -len(flows), its
    slope being the difference of both sides' mean times (durations). So there is one zero; Newton's method finds it,
    kept inside what is known to hold it, which is halved wherever a step is not half of the one before.
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
    """h(t) of `_break_even`, and its falling slope."""
    factor = _FINE.exp(t)
    early_value, early_time = _worth(early, factor)
    late_value, late_time = _worth(late, factor)
    ratio = _FINE.ln(_FINE.divide(early_value.copy_abs(), late_value.copy_abs()))
    excess = _FINE.subtract(ratio, _FINE.multiply(len(early), t))
    return excess, _FINE.subtract(_FINE.add(len(early), late_time), early_time)


def _worth(flows: tuple[Number, ...], factor: Decimal) -> tuple[Decimal, Decimal]:
    """The value of the flows at the time of the first one, and the mean time of that value."""
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
        raise Failure("out-of-range", "interest is added at least once a year")
    return times


def _span(periods: Number, payment: Number | None) -> Decimal:
    if payment is not None:
        return Decimal(_periods(periods))
    if periods < 0:
        raise Failure("out-of-range", "the time is negative")
    return Decimal(periods)


def _value(amount: Number, rate: Decimal, periods: Decimal, payment: Number | None) -> Decimal:
    """An amount and its payments after `periods`, or before them where they are negative."""
    power = _power(rate, periods)
    value = _FINE.multiply(amount, power)
    if payment is None:
        if amount and not power:
            raise Failure("underflow", "the result is too close to zero")
        return value
    return _FINE.add(value, _FINE.multiply(payment, _annuity(rate, int(periods))))


def _annuity(rate: Decimal, periods: int) -> Decimal:
    """What payments of 1 come to: ((1 + rate)^periods - 1) / rate after them, the same with both signs changed before
    them (negative `periods`); the number of payments where the rate is 0."""
    if not rate:
        return Decimal(abs(periods))
    return _FINE.divide(_growth(rate, Decimal(periods)), rate if periods >= 0 else rate.copy_negate())


def _power(rate: Decimal, periods: Decimal) -> Decimal:
    """(1 + rate)^periods."""
    if _is_quick(periods):
        return whole_power(_FINE.add(1, rate), int(periods), _FINE)
    return _exp(_FINE.multiply(_ln_of_one_plus(rate), periods))


def _growth(rate: Decimal, periods: Decimal) -> Decimal:
    """(1 + rate)^periods - 1, which may be next to nothing."""
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
