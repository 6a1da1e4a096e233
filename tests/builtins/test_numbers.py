"""Number against exact fractions: every operation rounds once, and a value has one representation."""

from __future__ import annotations

from decimal import Decimal, getcontext, localcontext
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seglam_lang.language.builtins.list import median, product
from seglam_lang.language.computing import numbers, powers, rounding
from seglam_lang.language.computing.numbers import LIMIT, Number, canonical, is_canonical, parse_number, show_number
from seglam_lang.language.failures import Failure

wide = st.decimals(allow_nan=False, allow_infinity=False, min_value=Decimal("-1E60"), max_value=Decimal("1E60"))


def number(value: Decimal) -> Number:
    try:
        return canonical(value)
    except Failure:  # closer to zero than numbers go
        return 0


any_number = st.one_of(
    st.integers(-20, 20),
    st.integers(-LIMIT + 1, LIMIT - 1),
    st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000).map(number),
    wide.map(number),
)


def rounded(exact: Fraction) -> Number:
    """`exact` to 34 digits, half to even, by integer arithmetic alone."""
    if not exact:
        return 0
    exponent = len(str(abs(exact.numerator))) - len(str(exact.denominator)) - numbers.DIGITS
    while abs(exact) / Fraction(10) ** exponent >= LIMIT:
        exponent += 1
    while abs(exact) / Fraction(10) ** (exponent - 1) < LIMIT:
        exponent -= 1
    digits = round(exact / Fraction(10) ** exponent)  # Python rounds fractions half to even
    return canonical(Decimal((int(digits < 0), tuple(map(int, str(abs(digits)))), exponent)))


def check(result: Number, exact: Fraction) -> None:
    assert is_canonical(result)
    assert result == rounded(exact)
    assert type(result) is type(rounded(exact))


@given(any_number, any_number)
def test_arithmetic_is_exact_until_one_rounding(a: Number, b: Number) -> None:
    check(numbers.add(a, b), Fraction(a) + Fraction(b))
    check(numbers.subtract(a, b), Fraction(a) - Fraction(b))
    check(numbers.multiply(a, b), Fraction(a) * Fraction(b))
    check(numbers.negate(a), -Fraction(a))
    check(numbers.absolute(a), abs(Fraction(a)))
    if b:
        check(numbers.divide(a, b), Fraction(a) / Fraction(b))
        check(numbers.modulo(a, b), Fraction(a) % Fraction(b))


@given(st.lists(any_number, max_size=8), st.randoms(use_true_random=False))
def test_sum_and_average_are_rounded_once_in_any_order(items: list[Number], random: Any) -> None:
    exact = sum(map(Fraction, items), Fraction(0))
    check(numbers.total(items), exact)
    shuffled = list(items)
    random.shuffle(shuffled)
    assert numbers.total(shuffled) == numbers.total(items)
    if items:
        check(numbers.average(items), exact / len(items))
        assert median(tuple(items)) == median(tuple(shuffled))


@given(any_number, st.integers(-5, 40))
def test_rounding(a: Number, digits: int) -> None:
    step = Fraction(10) ** -digits
    down, up, near = (f(a, digits) for f in (rounding.round_down, rounding.round_up, rounding.round_half_up))
    for result in (down, up, near):
        assert is_canonical(result)
        assert Fraction(result) % step == 0 or result == a
    assert Fraction(a) - step < down <= a <= up < Fraction(a) + step
    assert abs(Fraction(near) - Fraction(a)) <= step / 2
    assert rounding.round_half_up(numbers.negate(a), digits) == numbers.negate(near)
    cut, even = rounding.truncate(a, digits), rounding.round_half_even(a, digits)
    assert cut == (down if a >= 0 else up)
    assert even == round(Fraction(a) / step) * step or even == a  # Python rounds fractions half to even
    assert is_canonical(cut)
    assert is_canonical(even)


@given(any_number, any_number)
def test_whole_quotients(a: Number, b: Number) -> None:
    assume(b)
    exact = Fraction(a) // Fraction(b)
    found = numbers.quotient(a, b)
    assert is_canonical(found)
    assert Fraction(found) == exact if abs(exact) < LIMIT else 0 <= exact - Fraction(found) <= abs(exact) / 10**33
    if abs(exact) < LIMIT:
        assert Fraction(a) - exact * Fraction(b) == Fraction(a) % Fraction(b)


@given(any_number, any_number)
def test_rounding_to_a_multiple(a: Number, multiple: Number) -> None:
    assume(multiple > 0)
    size = abs(Fraction(a)) / Fraction(multiple)
    exact = (size + Fraction(1, 2)).__floor__() * Fraction(multiple)
    check(rounding.round_to(a, multiple), exact if a >= 0 else -exact)


@given(any_number)
def test_text_of_a_number_is_read_as_the_number(a: Number) -> None:
    again = parse_number(show_number(a))
    assert again == a
    assert type(again) is type(a)


@given(st.integers(-30, 30).filter(bool), st.integers(-40, 40))
def test_whole_powers_are_rounded_once(base: int, exponent: int) -> None:
    check(powers.power(base, exponent), Fraction(base) ** exponent)


@given(any_number.map(numbers.absolute))
def test_square_root(a: Number) -> None:
    root = numbers.square_root(a)
    assert is_canonical(root)
    if a:
        assert abs(Fraction(root) ** 2 / Fraction(a) - 1) < Fraction(11, 10**34)
    if a < 10**16:
        assert numbers.square_root(numbers.multiply(a, a)) == a or type(a) is not int


@pytest.mark.parametrize(
    ("base", "exponent", "expected"),
    [
        (2, Decimal("0.5"), "1.414213562373095048801688724209698"),
        (8, numbers.divide(1, 3), "2"),
        (10, Decimal("-0.5"), "0.3162277660168379331998893544432719"),
        (0, 0, "1"),
        (0, 5, "0"),
        (-2, 3, "-8"),
        (-2, -3, "-0.125"),
        (Decimal("1.05"), 10, "1.62889462677744140625"),
    ],
)
def test_powers(base: Number, exponent: Number, expected: str) -> None:
    assert powers.power(base, exponent) == parse_number(expected)


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda: numbers.divide(1, 0), "division-by-zero"),
        (lambda: numbers.modulo(1, 0), "division-by-zero"),
        (lambda: powers.power(0, -1), "division-by-zero"),
        (lambda: powers.power(10, 7000), "overflow"),
        (lambda: powers.power(10, -7000), "underflow"),
        (lambda: powers.power(Decimal("1.5"), 10**30), "overflow"),
        (lambda: powers.power(-2, Decimal("0.5")), "negative-root"),
        (lambda: numbers.square_root(-1), "negative-root"),
        (lambda: numbers.multiply(Decimal("1E+6000"), Decimal("1E+6000")), "overflow"),
        (lambda: numbers.multiply(Decimal("1E-6000"), Decimal("1E-6000")), "underflow"),
        (lambda: numbers.divide(Decimal("1E-6000"), Decimal("1E+6000")), "underflow"),
        (lambda: numbers.total([Decimal("9E+6144"), Decimal("9E+6144")]), "overflow"),
        (lambda: powers.factorial(-1), "out-of-range"),
        (lambda: powers.factorial(Decimal("0.5")), "not-whole"),
        (lambda: powers.factorial(2123), "overflow"),
        (lambda: numbers.average([]), "empty"),
        (lambda: rounding.round_half_up(1, Decimal("0.5")), "not-whole"),
        (lambda: rounding.round_up(1, -7000), "overflow"),
        (lambda: numbers.quotient(1, 0), "division-by-zero"),
        (lambda: numbers.quotient(Decimal("1E+6000"), Decimal("1E-6000")), "overflow"),
        (lambda: rounding.round_to(1, 0), "out-of-range"),
        (lambda: rounding.round_to(1, -5), "out-of-range"),
        (lambda: rounding.round_to(Decimal("9E+6144"), Decimal("6E+6144")), "overflow"),
        (lambda: numbers.whole(Decimal("1E+40"), "a position"), "out-of-range"),
    ],
)
def test_failures(operation: Any, code: str) -> None:
    with pytest.raises(Failure) as caught:
        operation()
    assert caught.value.code == code


def test_extremes_that_are_fine() -> None:
    assert numbers.total([Decimal("9E+6144"), Decimal("9E+6144"), Decimal("-9E+6144")]) == Decimal("9E+6144")
    assert numbers.average([Decimal("9E+6144")] * 3) == Decimal("9E+6144")
    assert rounding.round_half_up(123, -7000) == 0
    assert rounding.round_down(Decimal("0.5"), 10**30) == Decimal("0.5")
    assert is_canonical(powers.factorial(2122))
    assert numbers.quotient(Decimal("1E-6000"), Decimal("1E+6000")) == 0
    assert numbers.quotient(Decimal("-1E-6000"), Decimal("1E+6000")) == -1
    assert numbers.modulo(Decimal("1E+6144"), 7) == pow(10, 6144, 7)
    assert numbers.modulo(Decimal("-1E+6144"), Decimal("0.07")) == numbers.divide(7 - pow(10, 6146, 7), 100)
    assert rounding.round_to(Decimal("1E-6000"), Decimal("1E+6000")) == 0
    assert product(()) == 1


def test_one_representation() -> None:
    for text, expected in [("1.0", 1), ("-0", 0), ("-0.000", 0), ("1e3", 1000), ("0.50", Decimal("0.5"))]:
        value = canonical(Decimal(text))
        assert value == expected
        assert repr(value) == repr(expected)
    assert type(numbers.add(LIMIT - 1, 1)) is Decimal
    assert type(numbers.subtract(numbers.add(LIMIT - 1, 1), 1)) is int
    assert show_number(Decimal("1E+34")) == "1e34"
    assert show_number(LIMIT - 1) == "9" * 34


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12),
        ("1,299.99", Decimal("1299.99")),
        (" -0.5 ", Decimal("-0.5")),
        ("\u22123", -3),
        ("+4", 4),
        (".5", Decimal("0.5")),
        ("5.", 5),
        ("15%", Decimal("0.15")),
        ("6.02e23", 602 * 10**21),
        ("1E-2", Decimal("0.01")),
        ("1234567,890", None),
        ("1,23", None),
        ("", None),
        ("-", None),
        (".", None),
        ("1 2", None),
        ("NaN", None),
        ("Infinity", None),
        ("0x10", None),
        ("1_000", None),
        ("\u0661\u0662", None),  # digits, but not ASCII
        ("1e99999", None),
        ("1e999999999999", None),
        ("$5", None),
        ("9" * 20_000, None),
    ],
)
def test_numbers_in_texts(text: str, expected: Number | None) -> None:
    value = parse_number(text)
    assert value == expected
    assert type(value) is type(expected)


def test_the_threads_context_does_not_matter() -> None:
    with localcontext() as context:
        context.prec = 2
        context.traps = dict.fromkeys(context.traps, True)
        context.clear_flags()  # those of tests before this one
        assert numbers.add(Decimal("1.23456"), Decimal("2.34567")) == Decimal("3.58023")
        assert numbers.total([Decimal("1.23456"), 5]) == Decimal("6.23456")
        assert numbers.absolute(Decimal("-1.23456")) == Decimal("1.23456")
        assert rounding.round_half_up(Decimal("1.23456"), 4) == Decimal("1.2346")
        assert parse_number("1.23456") == Decimal("1.23456")
        assert show_number(Decimal("1.23456")) == "1.23456"
        assert not any(context.flags.values())
    assert getcontext().prec == 28
