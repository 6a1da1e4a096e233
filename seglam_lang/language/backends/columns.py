"""Columns and values in SQL: of which type each is, and how many digits or characters it may have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from seglam_lang.language.backends.dialects import Dialect, NotPushed
from seglam_lang.language.types import BOOL, DATE, DATETIME, NUMBER, TEXT, TIME, Con
from seglam_lang.language.values import Value

MOST_DIGITS = 34  # of a number that the language has exactly
WORD = 18  # digits that a BIGINT holds
_MOST_SQL_DIGITS = 38  # of a DECIMAL


@dataclass(frozen=True, slots=True)
class SqlColumn:
    """A column of a relation: its name in SQL, or an expression over such; NULL is a blank.

    A whole number of at most 18 digits is a BIGINT, any other number a DECIMAL(digits, scale), and no cell has more
    digits. No text has more than `longest` characters.
    """

    sql: str
    type: Con
    digits: int = 0
    scale: int = 0
    longest: int = 0

    def sql_type(self, dialect: Dialect) -> str:
        """Return the type of its cells in SQL. Raise NotPushed where there is none."""
        if self.type == NUMBER:
            return number_type(self.digits, self.scale)
        return dialect.type(self.type)

    def cast(self, digits: int, scale: int) -> SqlColumn:
        """Return the number as one that has room for so many digits."""
        kind = number_type(digits, scale)
        sql = self.sql if kind == number_type(self.digits, self.scale) else f"CAST({self.sql} AS {kind})"
        return SqlColumn(sql, NUMBER, digits, scale)


def number_type(digits: int, scale: int) -> str:
    """Return the type in SQL of numbers of so many digits: whole ones are compared and joined in half the time."""
    return "BIGINT" if not scale and digits <= WORD else f"DECIMAL({digits}, {scale})"


def literal(value: Value, dialect: Dialect) -> SqlColumn:
    """Return a value as SQL has it. Raise NotPushed where it has none."""
    kind = type(value)
    if kind is bool:
        return truth("TRUE" if value else "FALSE")
    if kind is int or kind is Decimal:
        return number_literal(Decimal(value))
    if kind is str:
        text = dialect.text(value)
        if text is not None:
            return SqlColumn(text, TEXT, longest=len(value))
    if kind is date:
        return SqlColumn(f"DATE '{value.isoformat()}'", DATE)
    if kind is datetime:
        return SqlColumn(f"TIMESTAMP '{value.isoformat(' ')}'", DATETIME)
    if kind is time:
        return SqlColumn(f"TIME '{value.isoformat()}'", TIME)
    raise NotPushed("a value that SQL does not have")


def number_literal(value: Decimal) -> SqlColumn:
    """Return a number as SQL has it. Raise NotPushed where it has too many digits."""
    _, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int), "numbers of the language are finite"
    scale = max(0, -exponent)
    width = max(len(digits) + max(0, exponent), scale + 1)
    return decimal(f"'{value:f}'", width, scale)


def decimal(sql: str, digits: int, scale: int) -> SqlColumn:
    """Return a number of at most so many digits. Raise NotPushed where those may be too many."""
    if digits > MOST_DIGITS:
        raise NotPushed("a number that may have too many digits")
    return SqlColumn(f"CAST({sql} AS {number_type(digits, scale)})", NUMBER, digits, scale)


def sql_text(value: Value) -> str:
    """Return a value as a text that SQL casts to it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | Decimal):
        return f"{Decimal(value):f}"
    return value if isinstance(value, str) else value.isoformat()


def with_sql(column: SqlColumn, sql: str) -> SqlColumn:
    """Return what an expression gives that is of the type and the size of a column."""
    return SqlColumn(sql, column.type, column.digits, column.scale, column.longest)


def summed(sign: str, one: SqlColumn, other: SqlColumn) -> SqlColumn:
    """Return the sum of two numbers, or their difference. Raise NotPushed where it may have too many digits."""
    scale = max(one.scale, other.scale)
    whole = max(one.digits - one.scale, other.digits - other.scale) + 1
    return _computed(sign, one, other, whole + scale, scale)


def product(one: SqlColumn, other: SqlColumn) -> SqlColumn:
    """Return the product of two numbers. Raise NotPushed where it may have too many digits."""
    return _computed("*", one, other, one.digits + other.digits, one.scale + other.scale)


def _computed(sign: str, one: SqlColumn, other: SqlColumn, digits: int, scale: int) -> SqlColumn:
    """Return what an operator gives, which has so many digits: the database computes with those of its operands."""
    if digits > WORD >= max(one.digits, other.digits):
        one = one.cast(WORD + 1, one.scale)
    return decimal(f"({one.sql} {sign} {other.sql})", digits, scale)


def truth(sql: str) -> SqlColumn:
    """Return a condition."""
    return SqlColumn(sql, BOOL)


def alike(one: SqlColumn, other: SqlColumn) -> tuple[SqlColumn, SqlColumn]:
    """Return two columns as of one type, so that they can be compared. Raise NotPushed where there is none."""
    if one.type != other.type:
        raise NotPushed("values of two types")
    if one.type == TEXT:
        longest = max(one.longest, other.longest)
        return SqlColumn(one.sql, TEXT, longest=longest), SqlColumn(other.sql, TEXT, longest=longest)
    if one.type != NUMBER or (one.digits, one.scale) == (other.digits, other.scale):
        return one, other
    scale = max(one.scale, other.scale)
    digits = max(one.digits - one.scale, other.digits - other.scale) + scale
    if digits > _MOST_SQL_DIGITS:
        raise NotPushed("numbers that are too far apart")
    return one.cast(digits, scale), other.cast(digits, scale)
