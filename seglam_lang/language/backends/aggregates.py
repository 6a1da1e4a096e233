"""Aggregates: one value of a column, of all rows of a table or of each group.

The database adds, counts and compares; what is left (the quotient of an average, the one rounding of a sum) is computed
as the interpreter computes it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from seglam_lang.language.backends.columns import WORD, SqlColumn, product
from seglam_lang.language.backends.dialects import Dialect, NotPushed
from seglam_lang.language.backends.relation import decoded
from seglam_lang.language.builtins.list_statistics import Sums, deviation
from seglam_lang.language.computing import numbers
from seglam_lang.language.computing.numbers import Number, canonical
from seglam_lang.language.failures import Failure
from seglam_lang.language.types import NUMBER
from seglam_lang.language.values import Value


class Aggregate(NamedTuple):
    """What to ask the database for, in SQL, and the value of what it gives; None if there are no values."""

    asked: tuple[str, ...]
    value: Callable[..., Value]


def sum_of(column: SqlColumn, dialect: Dialect) -> str:
    """Return the exact sum of a column, in SQL: of 38 digits, and an error where those are too few. Raise NotPushed."""
    if column.type != NUMBER:
        raise NotPushed("a sum of what is no number")
    is_whole = not column.scale and column.digits <= WORD
    return dialect.form("sum_of_whole" if is_whole else "sum", column.sql)


def total(column: SqlColumn, dialect: Dialect) -> Aggregate:
    """The exact sum, rounded once; 0 of no values."""
    return Aggregate((sum_of(column, dialect),), lambda found: 0 if found is None else numbers.total([found]))


def average(column: SqlColumn, dialect: Dialect) -> Aggregate:
    """The exact mean, rounded once."""

    def value(found: Decimal | None, count: int) -> Value:
        return None if found is None else numbers.mean(found, count)

    return Aggregate((sum_of(column, dialect), f"count({column.sql})"), value)


def median(column: SqlColumn, dialect: Dialect) -> Aggregate:
    """The middle value, or the mean of the middle two, rounded once.

    A discrete quantile is one of the values: the lower of the middle two, and of the negated values the upper one.
    """

    def value(low: Any, high: Any) -> Value:
        return None if low is None else numbers.average((decoded(low), decoded(high)))

    sum_of(column, dialect)
    return Aggregate((dialect.form("lower_median", column.sql), dialect.form("upper_median", column.sql)), value)


def sums_of(one: SqlColumn, other: SqlColumn, dialect: Dialect) -> tuple[str, ...]:
    """What to ask for to have the `Sums` of two columns, of rows that have a value in both."""
    summed = [sum_of(each, dialect) for each in (one, other, product(one, other))]
    return (f"count({one.sql})", *summed)


def _of_squares(result: Callable[[Sums], Number]) -> Callable[[SqlColumn, Dialect], Aggregate]:
    """Return the aggregate that is computed from the sum of a column and that of its squares."""

    def value(count: int, *found: Any) -> Value:
        if not count:
            return None
        try:
            return result(Sums(count, *found))
        except Failure as failure:
            raise NotPushed(failure.message) from None

    return lambda column, dialect: Aggregate(sums_of(column, column, dialect), value)


def minimum(column: SqlColumn, _: Dialect) -> Aggregate:
    """The smallest value."""
    return Aggregate((f"min({column.sql})",), decoded)


def maximum(column: SqlColumn, _: Dialect) -> Aggregate:
    """The largest value."""
    return Aggregate((f"max({column.sql})",), decoded)


def count_distinct(column: SqlColumn, _: Dialect) -> Aggregate:
    """The number of different values."""
    expect_keys(column)
    return Aggregate((f"count(DISTINCT {column.sql})",), int)


def count_rows(_: Dialect) -> Aggregate:
    """The number of rows."""
    return Aggregate(("count(*)",), int)


def expect_keys(column: SqlColumn) -> None:
    """Raise NotPushed unless the values may be keys, whatever they are: no two of them share a hash (see `keys`)."""
    if column.type == NUMBER and column.digits > WORD:
        raise NotPushed("numbers of so many digits might share their hashes")


OF_A_COLUMN: dict[str, Callable[[SqlColumn, Dialect], Aggregate]] = {
    "total": total,
    "average": average,
    "minimum": minimum,
    "maximum": maximum,
    "median": median,
    "population_variance": _of_squares(lambda sums: canonical(sums.population_variance())),
    "sample_variance": _of_squares(lambda sums: canonical(sums.sample_variance())),
    "population_standard_deviation": _of_squares(lambda sums: deviation(sums.population_variance())),
    "sample_standard_deviation": _of_squares(lambda sums: deviation(sums.sample_variance())),
}


def result_of(name: str, column: SqlColumn) -> Any:
    """Return the type of what an aggregate gives."""
    return column.type if name in ("minimum", "maximum") else NUMBER
