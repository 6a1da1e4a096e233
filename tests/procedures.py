"""Hypothesis strategies for well-typed procedures, their arguments, and the values of the language.

The generator itself is tests/totality/programs.py; here Hypothesis makes its choices, and makes small what fails.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from seglam_lang.language.computing.numbers import canonical
from seglam_lang.language.core import Procedure
from seglam_lang.language.types import DATE, NUMBER, TEXT
from seglam_lang.language.values import Table
from tests.totality.choices import Drawn
from tests.totality.programs import Program, program, written

small_numbers = st.one_of(
    st.integers(-3, 12),
    st.sampled_from([Decimal("0.5"), Decimal("-2.25"), 1000, 10**33, Decimal("0.1"), Decimal("1E+40")]),
)
numbers = st.one_of(
    small_numbers,
    st.integers(-(10**34) + 1, 10**34 - 1),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20, places=5).map(canonical),
)
texts = st.one_of(st.sampled_from(["", "a", "b", "ab", " a b ", "12", "1,5", "ft", "in", "é"]), st.text(max_size=6))
dates = st.dates(date(1999, 12, 25), date(2001, 3, 5))
times = st.one_of(
    st.datetimes(datetime(1999, 12, 25), datetime(2001, 3, 5)).map(lambda moment: moment.replace(fold=0)),
    st.times().map(lambda clock: clock.replace(fold=0)),
    st.timedeltas(timedelta(-9), timedelta(9)),
)


def tables(max_rows: int = 6) -> st.SearchStrategy[Table]:
    """Tables with a column of numbers, one of texts and one of dates, all with blanks."""

    def build(rows: list[tuple[Any, Any, Any]]) -> Table:
        columns = tuple(tuple(row[i] for row in rows) for i in range(3))
        return Table(("n", "t", "d"), (NUMBER, TEXT, DATE), columns, len(rows))

    cells = [st.one_of(st.none(), values) for values in (small_numbers, texts, dates)]
    return st.lists(st.tuples(*cells), max_size=max_rows).map(build)


@st.composite
def procedures(draw: st.DrawFn, depth: int = 3) -> Procedure:
    """A well-typed procedure that calls no others."""
    return written(Drawn(draw), [], depth)


@st.composite
def programs(draw: st.DrawFn, inputs: int = 2) -> Program:
    """A well-typed procedure, perhaps with others that it calls, and arguments for it."""
    return program(Drawn(draw), inputs)
