"""Methods of numbers: against fractions, Python's integers and exact series; and that none fails but by a Failure."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seglam_lang.language.builtins import REGISTRY, Builtin
from seglam_lang.language.builtins import number as n
from seglam_lang.language.builtins import number_format as form
from seglam_lang.language.builtins import trigonometry as angles
from seglam_lang.language.builtins import whole_number as w
from seglam_lang.language.computing import numbers, powers, rounding
from seglam_lang.language.computing.fuel import MAX_LIST
from seglam_lang.language.computing.numbers import LIMIT, Number, canonical, is_canonical, parse_number
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import NUMBER, TEXT, list_of, optional

EXTREMES = [
    *(0, 1, -1, 2, LIMIT - 1, 1 - LIMIT, 10**33, 2123, 1_000_000, -7000, 6144, 0xD800),
    *map(Decimal, ["0.5", "-0.1", "1E+34", "9.999999999999999999999999999999999E+6144", "-1E+6144", "1E-6176"]),
    *map(Decimal, ["-1E-6000", "1E+40", "1.5", "1E-33", "0.9999999999999999999999999999999999", "1.1E+100"]),
]
any_number = st.one_of(
    st.sampled_from(EXTREMES),
    st.integers(-20, 20),
    st.integers(1 - LIMIT, LIMIT - 1),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000).map(canonical),
    st.builds(lambda c, e: canonical(Decimal(c).scaleb(e, numbers.EXACT)), st.integers(1 - LIMIT, LIMIT - 1),
              st.integers(-60, 20)),
)  # fmt: skip
wholes = st.one_of(st.integers(-50, 50), st.integers(1 - LIMIT, LIMIT - 1))
ARGUMENTS: dict[Any, st.SearchStrategy[Any]] = {
    NUMBER: any_number,
    TEXT: st.sampled_from(["", ",", "m", "kg", "\u202f", "x" * 5000]),
    list_of(NUMBER): st.lists(any_number, max_size=5).map(tuple),
}
METHODS = [builtin for builtin in REGISTRY.by_id.values() if builtin.params[0] in (NUMBER, list_of(NUMBER))]


def argument(type: Any) -> st.SearchStrategy[Any] | None:
    inner = type.args[0] if getattr(type, "name", "") == "Optional" else type
    return ARGUMENTS.get(inner)


FLAT = [builtin for builtin in METHODS if all(argument(param) is not None for param in builtin.params)]


def values(result: Any) -> list[Any]:
    return [part for item in result for part in values(item)] if isinstance(result, tuple) else [result]


@pytest.mark.parametrize("builtin", FLAT, ids=lambda builtin: builtin.id)
@given(data=st.data())
def test_extreme_numbers_end_in_a_number_or_a_failure(builtin: Builtin, data: st.DataObject) -> None:
    args = [data.draw(strategy) for param in builtin.params if (strategy := argument(param)) is not None]
    for left_out in range(data.draw(st.integers(0, builtin.optional))):
        args[-1 - left_out] = None
    try:
        cost = builtin.cost(*args)
        assert type(cost) is int
        assert cost >= 0
        assume(cost < 100_000)  # what costs more is not run in a test
        result = builtin.impl(*args)
    except Failure as failure:
        assert failure.code == failure.code.lower()
        assert failure.code.replace("-", "").isalpha()
        return
    for value in values(result):
        assert type(value) not in (int, float, Decimal) or is_canonical(value)


def test_ranges_beyond_what_is_an_int_have_numbers_in_their_one_representation() -> None:
    last = Decimal("1E+34")
    for found in (n.stepped_range(0, last, 10**33), n.stepped_range(-(10**33), -last, -(10**33))):
        assert len(found) in (10, 11) and all(map(is_canonical, found))
        assert abs(found[-1]) == last


def test_the_test_above_sees_the_methods_of_numbers() -> None:
    seen = {builtin.name for builtin in FLAT}
    assert {"+", "round", "format", "payment", "internal_rate_of_return", "to_base", "sin", "range"} <= seen
    assert optional(NUMBER) not in ARGUMENTS


@given(wholes, wholes)
def test_divisors_and_multiples_in_common(a: int, b: int) -> None:
    assert w.greatest_common_divisor(a, b) == math.gcd(a, b)
    common = w.least_common_multiple(a, b)
    assert common == canonical(Decimal(math.lcm(a, b)))


def test_primes_are_those_of_the_sieve() -> None:
    sieve = [True] * 50_000
    sieve[:2] = False, False
    for i in range(2, 224):
        if sieve[i]:
            sieve[i * i :: i] = [False] * len(sieve[i * i :: i])
    assert [w.is_prime(i) for i in range(50_000)] == sieve
    assert not any(map(w.is_prime, range(-20, 2)))


@pytest.mark.parametrize(
    ("number", "prime"),
    [
        (2**61 - 1, True),
        (2**67 - 1, False),  # 193707721 * 761838257287
        (3_215_031_751, False),  # passes the test to 2, 3, 5 and 7
        (3_825_123_056_546_413_051, False),  # to the first nine primes
        (318_665_857_834_031_151_167_461, False),  # to the first twelve
        (2**89 - 1, None),
        (3_317_044_064_679_887_385_961_981, None),  # to all thirteen
    ],
)
def test_large_primes(number: int, prime: bool | None) -> None:
    if prime is None:
        with pytest.raises(Failure, match="too large to test"):
            w.is_prime(number)
    else:
        assert w.is_prime(number) is prime


@given(st.one_of(st.integers(1, 2000), st.integers(1, 10**8)))
def test_divisors(number: int) -> None:
    found = w.divisors(number)
    assert list(found) == sorted(set(found))
    assert all(number % int(divisor) == 0 for divisor in found)
    factors = w.prime_factors(number)
    assert math.prod(map(int, factors)) == number
    assert all(map(w.is_prime, factors))
    assert list(factors) == sorted(factors)
    assert len(found) == math.prod(factors.count(prime) + 1 for prime in set(factors))


@given(wholes, st.integers(2, 36))
def test_bases(number: int, base: int) -> None:
    assert int(w.to_base(number, base), base) == number
    assert w.to_base(number, 10) == str(number)
    assert "".join(map(str, w.digits(number))) == str(abs(number))


@given(st.integers(0, 2**112 - 1), st.integers(0, 2**112 - 1))
def test_bits(a: int, b: int) -> None:
    assert (w.bit_and(a, b), w.bit_or(a, b), w.bit_xor(a, b)) == (a & b, a | b, a ^ b)
    assert is_canonical(w.bit_or(a, b))


@given(st.characters(exclude_categories=["Cs"]))
def test_characters(character: str) -> None:
    assert w.character(ord(character)) == character
    assert unicodedata.category(character) != "Cs"


@given(any_number, any_number, any_number)
def test_ranges(first: Number, last: Number, step: Number) -> None:
    assume(step)
    exact = (Fraction(last) - Fraction(first)) / Fraction(step)
    size = math.floor(exact) + 1 if exact >= 0 else 0
    if size > MAX_LIST:
        with pytest.raises(Failure, match="too large"):
            n.stepped_range(first, last, step)
        return
    assume(size < 1000)
    items = n.stepped_range(first, last, step)
    assert len(items) == size
    assert all(map(is_canonical, items))
    assert [numbers.subtract(item, first) for item in items[:1]] == [0] * min(size, 1)
    assert all(min(first, last) <= item <= max(first, last) for item in items)
    if all(type(part) is int for part in (first, last, step)):
        assert items == tuple(range(int(first), int(last) + (1 if step > 0 else -1), int(step)))


def test_decimal_ranges_do_not_drift() -> None:
    tenths = n.stepped_range(0, 1000, Decimal("0.1"))
    assert len(tenths) == 10_001
    assert tenths[7] == Decimal("0.7")
    assert tenths[-1] == 1000
    assert type(tenths[10]) is int


@given(any_number, any_number, any_number)
def test_clamp(number: Number, low: Number, high: Number) -> None:
    assume(low <= high)
    assert low <= n.clamp(number, low, high) <= high
    assert (n.clamp(number, low, high) == number) is n.is_between(number, low, high)
    assert numbers.multiply(n.sign(number), numbers.absolute(number)) == number


@given(any_number, st.one_of(st.none(), st.integers(0, 40)), st.sampled_from([None, "", "'"]))
def test_formatted_numbers_are_read_as_the_rounded_number(
    number: Number, decimals: int | None, thousands: str | None
) -> None:
    text = form.format_number(number, decimals, thousands, None)
    rounded = number if decimals is None else rounding.round_half_up(number, decimals)
    plain = text.replace(thousands or ",", "")
    if len(plain) < 10_000:
        assert parse_number(plain) == rounded
    before, _, after = text.partition(".")
    assert decimals is None or len(after) == decimals
    groups = before.lstrip("-").split("," if thousands is None else thousands) if thousands != "" else ["1"]
    assert all(len(group) == 3 for group in groups[1:])
    assert 1 <= len(groups[0]) <= 3
    assert len(text) <= form._length(number, decimals, thousands)
    assert not text.startswith("-") or rounded < 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (lambda: form.format_number(Decimal("-0.001"), 2, None, None), "0.00"),
        (lambda: form.format_number(-1234567, None, None, None), "-1,234,567"),
        (lambda: form.format_number(Decimal("999.995"), 2, None, None), "1,000.00"),
        (lambda: form.format_number(Decimal("1234.5"), 1, " ", ","), "1 234,5"),
        (lambda: form.format_number(0, 3, None, None), "0.000"),
        (lambda: form.format_percent(Decimal("0.12345"), 1), "12.3%"),
        (lambda: form.format_percent(-1, None), "-100%"),
        (lambda: form.ordinal(111), "111th"),
        (lambda: form.ordinal(-22), "-22nd"),
        (lambda: form.ordinal(0), "0th"),
    ],
)
def test_texts_for_people(text: Callable[[], str], expected: str) -> None:
    assert text() == expected


def series_of_sine(angle: Fraction) -> Fraction:
    """The Taylor series for small angles, in whole multiples of 10**-130."""
    unit = 10**130
    x = angle.numerator * unit // angle.denominator
    total, term, place = 0, x, 1
    while abs(term) > 1:
        total += term
        term = -term * x // unit * x // (unit * (place + 1) * (place + 2))
        place += 2
    return Fraction(total, unit)


def pi_by_machin() -> Fraction:
    """Pi to 180 decimals: 16 arctan(1/5) - 4 arctan(1/239)."""
    unit = 10**190

    def arctangent_of_inverse(whole: int) -> int:
        return sum((-1) ** k * unit // ((2 * k + 1) * whole ** (2 * k + 1)) for k in range(140))

    return Fraction(16 * arctangent_of_inverse(5) - 4 * arctangent_of_inverse(239), unit)


PI = pi_by_machin()


def to_number(exact: Fraction) -> Number:
    work = numbers.EXACT.copy()
    work.prec = 60
    return canonical(work.divide(exact.numerator, exact.denominator))


def test_pi_is_right_to_all_its_digits() -> None:
    assert abs(Fraction(angles._PI) - PI) < Fraction(1, 10**149)


@given(st.decimals(-2, 2, places=20).map(canonical), st.integers(-(10**33), 10**33))
def test_sines(angle: Number, turns: int) -> None:
    assert angles.sine(angle) == to_number(series_of_sine(Fraction(angle)))
    assert angles.cosine(angle) == to_number(series_of_sine(PI / 2 - Fraction(angle)))
    far = numbers.add(to_number(2 * PI * turns), angle)
    reduced = Fraction(far) - 2 * PI * round(Fraction(far) / (2 * PI))
    near = to_number(series_of_sine(reduced))
    assert abs(Fraction(angles.sine(far)) - Fraction(near)) <= abs(Fraction(near)) / 10**33


@given(st.decimals(-1, 1, places=25).map(canonical))
def test_arcs_undo_sines(value: Number) -> None:
    for arc, function in ((angles.arcsine, angles.sine), (angles.arccosine, angles.cosine)):
        assert abs(Fraction(function(arc(value))) - Fraction(value)) <= Fraction(2, 10**33)
    tangent = numbers.multiply(value, 1000)
    assert abs(Fraction(angles.tangent(angles.arctangent(tangent))) - Fraction(tangent)) <= Fraction(1, 10**26)


def test_angles_next_to_multiples_of_pi() -> None:
    pi = angles.times_pi(1)
    assert angles.sine(pi) == to_number(PI - Fraction(pi))
    assert angles.arctangent(Decimal("1E-6000")) == Decimal("1E-6000")
    assert angles.sine(Decimal("1E-6000")) == Decimal("1E-6000")
    assert angles.arccosine(-1) == pi
    assert angles.to_degrees(pi) == 180


@given(any_number)
def test_logarithms_are_undone(value: Number) -> None:
    assume(value > 0)
    logarithm = powers.natural_logarithm(value)
    assume(-14_000 < logarithm < 14_000)
    again = powers.exponential(logarithm)
    assert abs(Fraction(again) / Fraction(value) - 1) <= Fraction(max(1, abs(round(logarithm))), 10**33)


@given(st.integers(2, 1000), st.integers(1, 11))
def test_roots_and_logarithms_of_powers_are_exact(base: int, exponent: int) -> None:
    power = base**exponent
    assert powers.root(power, exponent) == base
    assert powers.logarithm(power, base) == exponent
    if exponent % 2:
        assert powers.root(-power, exponent) == -base


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda: w.is_prime(Decimal("2.5")), "not-whole"),
        (lambda: w.divisors(0), "out-of-range"),
        (lambda: w.divisors(10**12 + 1), "out-of-range"),
        (lambda: w.prime_factors(-4), "out-of-range"),
        (lambda: w.digits(Decimal("0.5")), "not-whole"),
        (lambda: w.to_base(1, 1), "out-of-range"),
        (lambda: w.to_base(1, 37), "out-of-range"),
        (lambda: w.bit_or(-1, 1), "out-of-range"),
        (lambda: w.bit_xor(2**112, 1), "out-of-range"),
        (lambda: w.character(-1), "out-of-range"),
        (lambda: w.character(0xDFFF), "out-of-range"),
        (lambda: w.character(0x110000), "out-of-range"),
        (lambda: n.stepped_range(1, 2, 0), "out-of-range"),
        (lambda: n.stepped_range(1, 10**7, 1), "too-large"),
        (lambda: n.stepped_range(Decimal("1E-6176"), Decimal("1E+6144"), 1), "too-large"),
        (lambda: n.clamp(1, 3, 2), "out-of-range"),
        (lambda: form.format_number(1, -1, None, None), "out-of-range"),
        (lambda: form.format_number(1, 7000, None, None), "too-large"),
        (lambda: form.format_number(Decimal("1E+6000"), 0, "x" * 10_000, None), "too-large"),
        (lambda: form.format_percent(Decimal("9E+6144"), None), "overflow"),
        (lambda: angles.sine(LIMIT * 10), "out-of-range"),
        (lambda: angles.arcsine(2), "out-of-range"),
        (lambda: angles.times_pi(Decimal("9E+6144")), "overflow"),
        (lambda: powers.natural_logarithm(0), "out-of-range"),
        (lambda: powers.logarithm(10, 1), "out-of-range"),
        (lambda: powers.logarithm(10, -2), "out-of-range"),
        (lambda: powers.exponential(20_000), "overflow"),
        (lambda: powers.exponential(-20_000), "underflow"),
        (lambda: powers.root(-4, 2), "negative-root"),
        (lambda: powers.root(4, 0), "out-of-range"),
        (lambda: powers.root(4, Decimal("0.5")), "not-whole"),
    ],
)
def test_failures(operation: Callable[[], Any], code: str) -> None:
    with pytest.raises(Failure) as caught:
        operation()
    assert caught.value.code == code
