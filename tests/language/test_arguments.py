"""The arguments of calls from Python: type parameters, and everything that can be wrong with a call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglam_lang import language
from seglam_lang.language import ArgumentError, Failure, Procedure
from seglam_lang.language.python.arguments import Misfit

SHOP = language.load("""
proc split_bill(bill: Number, tip: Number, people: Number) -> List<Number> {
  return (1 to people).map(i => (bill * (1 + tip) / people).round(2))
}
proc total_by<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table {
  return rows.group_by(group).total(value)
}
type Sale = {region: Text, amount: Number, note: Text?}
proc amount_in(sales: List<Sale>, region: Text) -> Number {
  return sales.filter(each => each.region == region).map(each => each.amount).sum()
}
proc position<T>(items: List<T>, wanted: T) -> Number { return items.index_of(wanted) ?? 0 }
proc sorted<K: ordered>(items: List<K>) -> List<K> { return items.sort() }
proc at_least<K: ordered>(rows: Table, column: Column<K>, least: K) -> Table {
  return rows.where(row => row[column] >= least)
}
proc same(a: Text, b: Text) -> Bool { return a == b }
proc same_point(a: {x: Number, y: Number?}, b: {x: Number, y: Number?}) -> Bool { return a == b }
proc price_of<T>(prices: Map<Text, T>, name: Text, other: T) -> T { return prices.get(name) ?? other }
proc year(day: Date) -> Number { return day.year() }
proc or_seven(number: Number?) -> Number { return number ?? 7 }
proc of_two(first: Table, a: Column<Number> of first, second: Table, b: Column<Number> of second) -> Number {
  return first.total(a) + second.total(b)
}
""")
ROWS = [{"region": "North", "sales": 3}, {"region": "South", "sales": None}, {"region": "North", "sales": 5.5}]


def refused(call: Callable[[], object]) -> ArgumentError:
    with pytest.raises(ArgumentError) as caught:
        call()
    return caught.value


# --- type parameters


def test_type_parameters_are_found_in_the_values() -> None:
    position = SHOP["position"]
    assert position([3, 1], 1) == position(["a", "b"], "b") == position([True, False], False) == 2
    assert position([[], [1]], [1]) == position([{"a": 1}, {"a": 2}], {"a": 2}) == 2
    assert position([], "anything") == 0
    assert position([1, None], None) == position([1, None, 2], None) == 2
    assert SHOP["sorted"]([3, 0.5, Decimal(2)]) == [Decimal("0.5"), 2, 3]
    assert SHOP["sorted"]([]) == []
    assert SHOP["at_least"](ROWS, "sales", 4) == [{"region": "North", "sales": Decimal("5.5")}]


def test_what_is_written_too_narrowly_takes_what_its_body_takes() -> None:
    assert SHOP["same"](1, 1.0) is True
    assert SHOP["same"](date(2024, 1, 1), date(2024, 1, 2)) is False


def test_a_dict_is_read_as_the_author_meant_it() -> None:
    assert SHOP["same_point"]({"x": 1}, {"x": 1, "y": None}) is True
    assert SHOP["same_point"]([{"x": 1}], [{"x": 2}]) is False
    assert SHOP["price_of"]({"a": 1}, "a", 0) == 1
    assert SHOP["price_of"]({}, "a", "none") == "none"
    assert SHOP["price_of"]({"a": [1], "b": []}, "b", [2]) == []
    assert refused(lambda: SHOP["price_of"]({"a": 1}, "a", "x")).misfits[0].hint == "`prices` is Map<Text, Number>"


@pytest.mark.parametrize(
    ("call", "argument", "message", "hint"),
    [
        (lambda: SHOP["position"]([1, "2"], 1), "items", "expected Number, got '2'", "a text is no Number"),
        (lambda: SHOP["position"]([1, 2], "1"), "wanted", "expected Number, got '1'", "`items` is List<Number>"),
        (lambda: SHOP["position"](3, 1), "items", "expected List<Number>, got 3", "`wanted` is Number"),
        (lambda: SHOP["position"]({3}, object), "items", "expected List<T>, got {3}", "a set has no order"),
        (lambda: SHOP["same"]("a", 1), "b", "expected Text, got 1", "`a` is Text"),
        (
            lambda: SHOP["sorted"]([True]),
            "items",
            "expected values that have an order (Number, Text, Date, DateTime, Time or Duration)",
            "",
        ),
        (lambda: SHOP["sorted"]([1, None]), "items", "expected Number, got None", ""),
        (lambda: SHOP["at_least"](ROWS, "region", 3), "least", "expected Text, got 3", "`column` is Column<Text>"),
        (lambda: SHOP["at_least"]([{"a": True}], "a", True), "column", "expected values that have an order", ""),
    ],
)
def test_type_parameters_that_do_not_agree(call: Callable[[], object], argument: str, message: str, hint: str) -> None:
    found = refused(call).misfits[0]
    assert (found.argument, found.message[: len(message)], found.hint[: len(hint)]) == (argument, message, hint)


# --- wrong arguments


def test_everything_that_is_wrong_with_a_call_is_said_at_once() -> None:
    error = refused(lambda: SHOP["split_bill"]("100", float("nan"), True, 5, tpi=3, bill=2))
    assert isinstance(error, TypeError)
    assert str(error).split("\n") == [
        "split_bill(bill: Number, tip: Number, people: Number) -> List<Number>",
        "  bill: given twice, the second time 2 by name",
        "  bill: expected Number, got '100' (a text is no Number; give an int or a Decimal)",
        "  tip: expected Number, got nan (what is missing is None)",
        "  people: expected Number, got True (a bool is no Number)",
        "  4 arguments given, 3 expected; too many: 5",
        "  tpi: there is no such parameter, got 3 (did you mean `tip`?)",
    ]


@pytest.mark.parametrize(
    ("call", "misfits"),
    [
        (lambda: SHOP["year"](), [Misfit("day", "missing, expected Date")]),
        (lambda: SHOP["or_seven"](), [Misfit("number", "missing, expected Number?")]),
        (
            lambda: SHOP["total_by"](ROWS, "region", group="regoin"),
            [
                Misfit("value", "expected Column<Number>, the column 'region' holds Text"),
                Misfit("group", "`rows` has no column 'regoin'", "did you mean `region`?"),
            ],
        ),
        (
            lambda: SHOP["total_by"](ROWS, "q", 3),
            [
                Misfit("value", "`rows` has no column 'q'", "it has 'region', 'sales'"),
                Misfit("group", "expected the header of a column of `rows`, got 3"),
            ],
        ),
        (
            lambda: SHOP["total_by"]([{"a": 1}, {"a": "x"}], "q", None),
            [
                Misfit(
                    "rows",
                    "column 'a', row 2: expected Number as in row 1, got 'x'",
                    "a text is no Number; give an int or a Decimal",
                ),
                Misfit("group", "expected the header of a column of `rows`, got None"),
            ],
        ),
        (
            lambda: SHOP["total_by"](value="a", group="b"),
            [Misfit("rows", "missing, expected Table")],
        ),
        (
            lambda: SHOP["amount_in"]([{"region": "N", "amount": 1}, {"region": "N", "amount": None}], "N"),
            [Misfit("sales", "expected Number, got None", "", "[1]['amount']")],
        ),
        (
            lambda: SHOP["of_two"](ROWS, "x", {"x": [1]}, "x"),
            [Misfit("a", "`first` has no column 'x'", "it has 'region', 'sales'")],
        ),
    ],
)
def test_wrong_arguments(call: Callable[[], object], misfits: list[Misfit]) -> None:
    assert list(refused(call).misfits) == misfits


def test_a_misfit_is_shown_with_its_path() -> None:
    error = refused(lambda: SHOP["amount_in"]([{"region": "N", "amont": 1}], "N" * 5000))
    assert str(error).split("\n")[1] == (
        "  sales[0]: the field `amount` is missing (expected {region: Text, amount: Number, note: Text?})"
    )
    assert len(str(refused(lambda: SHOP["year"]("N" * 5000)))) < 200


def test_one_column_for_two_types() -> None:
    source = (
        "proc f(r: Table, a: Column<Number>, b: Column<Text>) -> Number { return r.total(a) + r.values(b).count() }"
    )
    call = language.load(source)["f"]
    assert call({"x": [1], "y": ["a"]}, "x", "y") == 2
    blanks = {"x": [None], "y": [None]}
    assert call(blanks, "x", "y") == 0


# --- whatever is given

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text(max_size=3)
    | st.sampled_from(["region", "sales", "x", "\ud800", b"x", 10**40, 10**4000, 1j, float, ...])
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas(timedelta(-9), timedelta(9))
    | st.datetimes()
)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.sampled_from(["region", "sales", "x", "amount", 1, None]), inner, max_size=3)
        | st.fixed_dictionaries({"columns": inner, "rows": inner})
        | st.fixed_dictionaries({"region": st.text(max_size=2), "sales": inner, "amount": inner})
    ),
    max_leaves=8,
)


@settings(max_examples=300)
@given(
    st.sampled_from(SHOP.procedures), st.lists(anything, max_size=4), st.dictionaries(st.sampled_from("abx"), anything)
)
def test_a_call_gives_a_result_or_says_what_is_wrong(
    procedure: Procedure, positional: list[Any], named: dict[str, Any]
) -> None:
    try:
        procedure(*positional, **named)
    except ArgumentError as error:
        assert error.misfits
        assert len(str(error)) < 5000
    except Failure as failure:
        assert failure.code
