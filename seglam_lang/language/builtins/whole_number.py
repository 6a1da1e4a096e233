"""Number: what only whole numbers have: divisors, digits, number bases, bits, characters.

Each fails with `not-whole` for a number that is not whole, and with `out-of-range` for one that it is not defined for.
"""

from __future__ import annotations

import math

from seglam_lang.language.builtins.registry import Law, builtin
from seglam_lang.language.computing.numbers import DIGITS, Number, from_int, natural, whole
from seglam_lang.language.failures import Failure

SYMBOLS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # of the digits in bases up to 36
_MAX_FACTORED = 10**12  # trial division goes up to its square root
_BITS = 112  # 2**112 is the largest power of two below 10**34

# Whole numbers below these bounds are prime if they pass the Miller-Rabin test to the given bases. Sources:
# G. Jaeschke, "On strong pseudoprimes to several bases", 1993; J. Sorenson and J. Webster, "Strong pseudoprimes to
# twelve prime bases", 2015.
_BASES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
_FOUR_BASES_SUFFICE = 3_215_031_751
_ALL_BASES_SUFFICE = 3_317_044_064_679_887_385_961_981


@builtin(
    "Number.gcd(other: Number) -> Number",
    cost=lambda number, other: 20,
    phrase="the greatest common divisor of {self} and {other}",
    examples=["12.gcd(18) == 6", "0.gcd(5) == 5"],
    laws=[Law.COMMUTATIVE],
)
def greatest_common_divisor(number: Number, other: Number) -> Number:
    """Return the greatest common divisor of two whole numbers; 0 if both are 0. Fail if a number is not whole."""
    return math.gcd(whole(number, "the number"), whole(other, "the other number"))


@builtin(
    "Number.lcm(other: Number) -> Number",
    cost=lambda number, other: 20,
    phrase="the least common multiple of {self} and {other}",
    examples=["4.lcm(6) == 12", "0.lcm(5) == 0"],
    laws=[Law.COMMUTATIVE],
)
def least_common_multiple(number: Number, other: Number) -> Number:
    """Return the least common multiple of two whole numbers; 0 if one is 0. Fail if a number is not whole."""
    return from_int(math.lcm(whole(number, "the number"), whole(other, "the other number")))


def _testing(number: Number) -> int:
    return number.bit_length() ** 2 // 3 if type(number) is int else 0


@builtin(
    "Number.is_prime() -> Bool",
    cost=_testing,
    phrase="{self} <is|is not> prime",
    examples=["97.is_prime()", "not 91.is_prime()", "not 1.is_prime()"],
)
def is_prime(number: Number) -> bool:
    """Return whether the number is prime. Fail if it is not whole, or is greater than 3.3 * 10^24, where the primality
    test is not proven."""
    n = whole(number, "the number")
    if n >= _ALL_BASES_SUFFICE:
        raise Failure("out-of-range", "the number is too large to test whether it is prime")
    if n < 2:
        return False
    for prime in _BASES:
        if n % prime == 0:
            return n == prime
    return all(_passes(n, base) for base in (_BASES[:4] if n < _FOUR_BASES_SUFFICE else _BASES))


def _passes(n: int, base: int) -> bool:
    """Return whether an odd `n` passes the Miller-Rabin test to one base; only composite numbers fail it."""
    twos = ((n - 1) & (1 - n)).bit_length() - 1  # how often 2 divides n - 1
    residue = pow(base, (n - 1) >> twos, n)
    if residue in (1, n - 1):
        return True
    for _ in range(twos - 1):
        residue = residue * residue % n
        if residue == n - 1:
            return True
    return False


def _trying(number: Number) -> int:
    return math.isqrt(number) if type(number) is int and 0 < number <= _MAX_FACTORED else 0


def _factorable(number: Number) -> int:
    n = whole(number, "the number")
    if n < 1:
        raise Failure("out-of-range", "the number must be 1 or more")
    if n > _MAX_FACTORED:
        raise Failure("out-of-range", "the number must be at most 10^12")
    return n


@builtin(
    "Number.divisors() -> List<Number>",
    cost=_trying,
    phrase="the divisors of {self};",
    examples=["12.divisors() == [1, 2, 3, 4, 6, 12]"],
)
def divisors(number: Number) -> tuple[Number, ...]:
    """Return the divisors, from 1 to the number itself. Fail if it is not a whole number from 1 to 10^12."""
    n = _factorable(number)
    small = [d for d in range(1, math.isqrt(n) + 1) if n % d == 0]
    large = [n // d for d in reversed(small) if d * d != n]
    return (*small, *large)


@builtin(
    "Number.prime_factors() -> List<Number>",
    cost=_trying,
    phrase="the prime factors of {self};",
    examples=["60.prime_factors() == [2, 2, 3, 5]"],
)
def prime_factors(number: Number) -> tuple[Number, ...]:
    """Return the prime factors, smallest first and each as often as it divides the number. Fail if it is not a whole
    number from 1 to 10^12."""
    n = _factorable(number)
    factors = []
    divisor = 2
    while divisor * divisor <= n:
        while n % divisor == 0:
            factors.append(divisor)
            n //= divisor
        divisor += 1 if divisor == 2 else 2
    return (*factors, n) if n > 1 else tuple(factors)


@builtin(
    "Number.digits() -> List<Number>",
    cost=lambda number: DIGITS,
    phrase="the digits of {self};",
    examples=["305.digits() == [3, 0, 5]", "0.digits() == [0]"],
)
def digits(number: Number) -> tuple[Number, ...]:
    """Return the decimal digits from first to last, without the sign. Fail if the number is not whole."""
    return tuple(map(int, str(abs(whole(number, "the number")))))


@builtin(
    "Number.to_base(base: Number) -> Text",
    cost=lambda number, base: 4 * DIGITS,
    phrase="{self} written in base {base}",
    examples=['10.to_base(2) == "1010"', '255.to_base(16) == "FF"', '(-8).to_base(8) == "-10"'],
)
def to_base(number: Number, base: Number) -> str:
    """Return the number written in a base from 2 to 36, with the digits 0 to 9 and then A to Z: binary for 2,
    hexadecimal for 16. Fail if the number is not whole, or if the base is not a whole number from 2 to 36."""
    n, radix = whole(number, "the number"), whole(base, "the base")
    if not 2 <= radix <= len(SYMBOLS):
        raise Failure("out-of-range", f"a base must be from 2 to {len(SYMBOLS)}, not {radix}")
    rest, digits = abs(n), ""
    while rest:
        rest, digit = divmod(rest, radix)
        digits = SYMBOLS[digit] + digits
    return ("-" if n < 0 else "") + (digits or "0")


def _bits(number: Number, other: Number) -> tuple[int, int]:
    one, two = natural(number, "the number"), natural(other, "the other number")
    if max(one, two) >> _BITS:
        raise Failure("out-of-range", f"the number must have at most {_BITS} bits")
    return one, two


@builtin(
    "Number.bit_and(other: Number) -> Number",
    phrase="the bitwise and of {self} with {other}",
    examples=["12.bit_and(10) == 8"],
    laws=[Law.COMMUTATIVE],
)
def bit_and(number: Number, other: Number) -> Number:
    """Return the bitwise "and" of two numbers. Fail if one is not a whole number from 0 to 2^112 - 1."""
    one, two = _bits(number, other)
    return one & two


@builtin(
    "Number.bit_or(other: Number) -> Number",
    phrase="the bitwise or of {self} with {other}",
    examples=["12.bit_or(10) == 14"],
    laws=[Law.COMMUTATIVE],
)
def bit_or(number: Number, other: Number) -> Number:
    """Return the bitwise "or" of two numbers. Fail if one is not a whole number from 0 to 2^112 - 1."""
    one, two = _bits(number, other)
    return one | two


@builtin(
    "Number.bit_xor(other: Number) -> Number",
    phrase="the bitwise exclusive or of {self} with {other}",
    examples=["12.bit_xor(10) == 6"],
    laws=[Law.COMMUTATIVE],
)
def bit_xor(number: Number, other: Number) -> Number:
    """Return the bitwise "exclusive or" of two numbers. Fail if one is not a whole number from 0 to 2^112 - 1."""
    one, two = _bits(number, other)
    return one ^ two


@builtin(
    "Number.character() -> Text",
    phrase="the character with the code point {self}",
    examples=['65.character() == "A"', '8364.character() == "€"'],
)
def character(number: Number) -> str:
    """Return the character with this Unicode code point. Fail if it is not a whole number from 0 to 1114111, or is a
    surrogate."""
    code = whole(number, "the number of a character")
    if not 0 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        raise Failure("out-of-range", f"{code} is not the code point of a character")
    return chr(code)
