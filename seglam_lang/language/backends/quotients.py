"""Quotients in SQL, where what is asked of them is exact: how they compare with a number, and rounded to some decimals.

The language rounds a quotient to 34 digits. Whole numbers decide where neither the number that it is compared with nor
one halfway between two rounded ones can be so near to the exact quotient that this rounding matters. How near they can
be is counted from the digits: a/b - c is either 0 or at least one unit of the product of all denominators.

A quotient itself is not translated. It may have 34 digits at any distance from its point, which no DECIMAL holds. A
divisor of zero is an error of the database, which then gives up: the interpreter fails, or not, at its place.
"""

from __future__ import annotations

from decimal import Decimal

from seglam_lang.language.backends.columns import (
    MOST_DIGITS,
    WORD,
    SqlColumn,
    alike,
    decimal,
    number_literal,
    product,
    truth,
    with_sql,
)
from seglam_lang.language.backends.dialects import Dialect, NotPushed


def compared(dividend: SqlColumn, divisor: SqlColumn, sign: str, other: SqlColumn, dialect: Dialect) -> SqlColumn:
    """Return whether a quotient is less than another number, or what else the sign says. Raise NotPushed."""
    _expect_room(dividend.digits + divisor.digits + divisor.scale + other.scale)
    one, two = (each.sql for each in alike(dividend, product(other, divisor)))
    by, zero = divisor.sql, _zero(dialect)
    return truth(f"(CASE WHEN {by} = 0 THEN {zero} WHEN {by} > 0 THEN {one} {sign} {two} ELSE {two} {sign} {one} END)")


def rounded(dividend: SqlColumn, divisor: SqlColumn, places: int, dialect: Dialect) -> SqlColumn:
    """Return a quotient rounded to some decimals, halves away from zero: (2a + b)/2b, rounded down. Raise NotPushed."""
    _expect_room(dividend.digits + divisor.digits + divisor.scale + places)
    one, two = _whole(dividend, divisor.scale + places, dialect), _whole(divisor, dividend.scale, dialect)
    digits = max(0, dividend.digits - dividend.scale) + divisor.scale + places + 1
    quotient = dialect.form("whole_quotient", f"(2 * abs({one}) + abs({two}))", f"(2 * abs({two}))")
    size = decimal(quotient, digits, 0)
    value = product(size, number_literal(Decimal(1).scaleb(-places)))
    signed = f"(CASE WHEN ({one} < 0) = ({two} < 0) THEN {value.sql} ELSE -{value.sql} END)"
    return with_sql(value, f"(CASE WHEN {two} = 0 THEN {_zero(dialect)} ELSE {signed} END)")


def _zero(dialect: Dialect) -> str:
    return dialect.form("error", "division by zero")


def _whole(number: SqlColumn, places: int, dialect: Dialect) -> str:
    """Return a number without its point, times a power of ten, as a HUGEINT."""
    kept = number.cast(max(WORD + 1, number.digits), number.scale)
    whole = dialect.form("whole_number", f"{kept.sql} * {10**number.scale}")
    return f"({whole} * {10**places})"


def _expect_room(digits: int) -> None:
    if digits >= MOST_DIGITS:
        raise NotPushed("a quotient whose rounding may matter")
