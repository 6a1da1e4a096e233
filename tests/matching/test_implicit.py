"""Columns and values that no word spells: what finds them again in another table, and what does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import check_draft
from seglam_lang.language.types import BOOL, Type, column_of
from seglam_lang.matching import find_arguments
from seglam_lang.requests import Wording, read
from seglam_lang.requests.headers import normal_header
from seglam_lang.requests.model import FromHeader, FromTable, FromValue
from seglam_lang.requests.scope import (
    MAX_DISTINCT,
    MAX_VALUES,
    ColumnOrigin,
    Scope,
    ValueOrigin,
    scope_of,
)
from seglam_lang.requests.wordings import wording_of
from seglam_lang.store.packing import pack_sources, unpack_sources

REQUEST = "how are we doing?"  # nothing that a table could be asked for
STATUSES = ["Open", "Paid", "Unpaid"]
COLUMNS: dict[str, list[Any]] = {
    "Net Amount": [1, 2, 3, 4, 5, 6],
    "Status": STATUSES * 2,
    "In_Stock": [True, False] * 3,
    "Client": ["a", "b", "c", "d", "e", "f"],
}


def inputs_of(columns: dict[str, list[Any]]) -> Inputs:
    return read_inputs(table=columns)


def names(scope: Scope) -> dict[Any, str]:
    """The names of columns by header, of values by value."""
    found: dict[Any, str] = {}
    for name, origin in scope.origins.items():
        if isinstance(origin, ColumnOrigin):
            found[origin.header] = name
        if isinstance(origin, ValueOrigin):
            found[origin.value] = name
    return found


def written(columns: dict[str, list[Any]], body: str, *of: Any) -> tuple[Wording, Sequence[Type]]:
    """The wording of the request for a body, `{0}` being the name of the first of the columns and values `of`."""
    reading = read(REQUEST, inputs_of(columns))
    scope = scope_of(reading)
    checked = check_draft(body.format(*(names(scope)[each] for each in of)), scope.signature)
    wording = wording_of(reading, scope, checked.params, "hash")
    assert wording is not None
    assert unpack_sources(pack_sources(wording.sources)) == wording.sources
    return wording, checked.core.params


WORDING, PARAMS = written(
    COLUMNS, "return rows.where(row => row[{0}] == {1}).total({2})", "Status", "Unpaid", "Net Amount"
)
IN_STOCK = FromHeader("table", "in stock", "Bool")
FLAG = Wording(WORDING.template, "hash", (FromTable("table"), IN_STOCK, FromValue(IN_STOCK, True, (False, True))))
FLAG_PARAMS = (PARAMS[0], column_of(BOOL), BOOL)  # of an older cache: true and false are no values that are offered now


def served(columns: dict[str, list[Any]], wording: Wording = WORDING, params: Sequence[Type] = PARAMS) -> list[Any]:
    """The arguments of a hit, columns by their headers; nothing of a miss."""
    bound = find_arguments(wording, read(REQUEST, inputs_of(columns)), params)
    return [] if bound is None else [getattr(each, "header", each) for each in bound.arguments[1:]]


def test_what_a_wording_remembers() -> None:
    status = FromHeader("table", "status", "Text")
    assert WORDING.sources[1:] == (
        status,
        FromValue(status, "Unpaid", ("Open", "Paid", "Unpaid")),
        FromHeader("table", "net amount", "Number"),
    )


def test_a_flag_is_a_condition_of_its_own() -> None:
    flag, params = written(COLUMNS, "return rows.where(row => row[{0}]).count()", "In_Stock")
    assert flag.sources[1:] == (IN_STOCK,)
    assert served(COLUMNS, flag, params) == ["In_Stock"]


spellings = st.sampled_from(
    [str, str.upper, str.lower, lambda header: header.replace(" ", "_"), lambda header: f"  {header} "]
)
others = st.dictionaries(
    st.text("abc", min_size=1, max_size=4).map(lambda text: f"other {text}"), st.just([7] * 6), max_size=3
)


@given(st.permutations(list(COLUMNS)), spellings, others)
def test_columns_may_be_moved_spelled_otherwise_and_joined_by_others(order: Any, spell: Any, more: Any) -> None:
    table = {**{spell(header): COLUMNS[header] for header in order}, **more}
    headers = [header for header in table if normal_header(header) in ("status", "net amount")]
    found = served(table)
    assert found[1] == "Unpaid"
    assert sorted([found[0], found[2]]) == sorted(header.strip() for header in headers)


@given(st.sampled_from(["Status", "Net Amount"]), st.text(min_size=1, max_size=6))
def test_a_column_that_is_gone_is_a_miss(header: str, other: str) -> None:
    table = {(other if each == header else each): cells for each, cells in COLUMNS.items()}
    if len(table) == len(COLUMNS) and normal_header(other.strip()) != normal_header(header):
        assert served(table) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"Net Amount": ["low", "high", "low", "high", "low", "low"]},  # another type
        {"Status": [1, 2, 1, 2, 1, 2]},
        {"net_amount": [1, 2, 3, 4, 5, 6]},  # two of that header
        {"STATUS": STATUSES * 2},
        {"Status": ["unpaid", "Paid"] * 3},  # written otherwise
        {"Status": ["Paid", "Late"] * 3},  # or not the same kind of status
    ],
)
def test_another_table_is_a_miss(changed: dict[str, list[Any]]) -> None:
    assert served({**COLUMNS, **changed}) == []


@given(st.lists(st.sampled_from([*STATUSES, None]), min_size=6, max_size=6).filter(any))
def test_a_column_that_holds_nothing_new_is_a_hit(cells: list[Any]) -> None:
    assert served({**COLUMNS, "Status": cells})[1] == "Unpaid"


def test_a_flag_may_be_false_throughout() -> None:
    assert served({"In Stock": [False, False]}, FLAG, FLAG_PARAMS) == ["In Stock", True]
    assert served({"In Stock": ["x", "y"]}, FLAG, FLAG_PARAMS) == []


def test_a_yes_is_that_of_the_column_which_is_taken() -> None:
    """Of two columns that hold it, either name may be written."""
    columns = {"Active": ["Yes", "No"] * 2, "Remote": ["No", "Yes"] * 2}
    scope = scope_of(read(REQUEST, inputs_of(columns)))
    yes = [name for name, origin in scope.origins.items() if isinstance(origin, ValueOrigin) and origin.value == "Yes"]
    assert len(yes) == 2
    for name in yes:
        wording, _ = written(columns, f"return rows.where(row => row[{{0}}] == {name}).count()", "Remote")
        assert wording.sources[2] == FromValue(FromHeader("table", "remote", "Text"), "Yes", ("No", "Yes"))


def test_a_value_without_its_column_is_in_no_wording() -> None:
    reading = read(REQUEST, inputs_of(COLUMNS))
    scope = scope_of(reading)
    body = "return rows.where(row => row[{Client}] == {Paid}).count()".format(**names(scope))
    assert wording_of(reading, scope, check_draft(body, scope.signature).params, "hash") is None


# What is offered


def offered(columns: dict[str, list[Any]], request: str = REQUEST) -> list[Any]:
    scope = scope_of(read(request, inputs_of(columns)))
    return [origin.value for origin in scope.origins.values() if isinstance(origin, ValueOrigin)]


def test_values_of_columns_that_hold_few_are_offered_in_order() -> None:
    assert offered(COLUMNS) == ["Open", "Paid", "Unpaid"]
    columns = {"Kind": ["a", "b"] * 3, **COLUMNS}
    assert offered(columns, "total by status") == ["Open", "Paid", "Unpaid", "a", "b"]  # its column first
    assert offered(COLUMNS, "how much is unpaid") == ["Open", "Paid"]  # spelled: it has a slot


def test_names_codes_and_long_texts_are_not_offered() -> None:
    assert offered({"Name": ["a", "b", "c"], "Year": [1, 1, 1], "Note": ["x" * 41] * 3}) == []
    assert offered({"Kind": [f"k{i}" for i in range(MAX_DISTINCT)] * 2}) != []
    assert offered({"Kind": [f"k{i}" for i in range(MAX_DISTINCT + 1)] * 2}) == []


@given(st.integers(1, 8), st.integers(1, MAX_DISTINCT))
def test_a_column_is_offered_whole_or_not_at_all(columns: int, distinct: int) -> None:
    table = {f"c{i}": [f"v{k}" for k in range(distinct)] * 2 for i in range(columns)}
    found = offered(table)
    assert len(found) <= MAX_VALUES and len(found) % distinct == 0


@given(st.text())
def test_a_normal_header_is_its_own_normal_form(header: str) -> None:
    assert normal_header(normal_header(header)) == normal_header(header)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Hire_Date", "hireDate", True),
        (" Hire  date", "HIRE DATE", True),
        ("Amount ($)", "Amount (€)", False),
        ("% growth", "growth", False),
        ("_", "__", False),
    ],
)
def test_normal_headers(one: str, other: str, same: bool) -> None:
    assert (normal_header(one) == normal_header(other)) is same
