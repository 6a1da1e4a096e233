"""Readable names and back: what a model writes over `amount` and "North" is a draft over `c1` and `s0`."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.language.completion import lexemes
from seglam_lang.language.syntax.lexicon import is_name
from seglam_lang.language.types import is_a
from seglam_lang.requests import read
from seglam_lang.requests.scope import Scope, scope_of
from seglam_lang.translator.foreign.naming import WRITTEN, Naming
from seglam_lang.translator.foreign.primer import MOST_CHARACTERS, primer

TABLE = {
    "columns": ["Region", "Sales (USD)", "count", "Day"],
    "rows": [
        ["North", 10, 1, "2024-03-01"],
        ["South", 4.5, 2, "2024-03-02"],
        ["North", 5, 3, "2024-03-04"],
        ["South", 1, 3, "2024-03-04"],
    ],
}


def scope(request: str, table: Any = TABLE, **inputs: Any) -> Scope:
    return scope_of(read(request, read_inputs(values={"table": table, **inputs})).loosely)


ASKED = scope("top 2 sales in the north since 2024-03-02 with 18% tip", people=4)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("return rows.top(2, sales_usd)", "return rows.top(s0, c0)"),
        (
            'return rows.where(row => row[region] == "North").count()',
            "return rows.where(row => row [c2] == s1).count()",
        ),
        (
            'return rows.where(row => row[region] == "South").count()',
            "return rows.where(row => row [c2] == v0).count()",
        ),
        ("return rows.total(sales_usd) * 18% / people", "return rows.total(c0) * s3 / i0"),
        ("return 0.18 + 2.0 + 3", "return s3 + s0 + 3"),
        ("return {count: rows.count(), people: people}", "return { count : rows.count(), people : i0 }"),
        ("return rows.average(count)", "return rows.average(c1)"),
        ('return rows.values(region).join(", ")', 'return rows.values(c2).join(", ")'),
        ("let total = 2\nreturn total + total", "let total = s0\nreturn total + total"),
    ],
)
def test_a_draft_is_turned_back(written: str, meant: str) -> None:
    naming = Naming.of(ASKED)
    assert naming.scoped(written) == meant
    assert naming.scoped(naming.readable(meant)) == meant


def test_what_another_model_wrote_is_said_as_people_write_it() -> None:
    naming = Naming.of(ASKED)
    assert naming.readable("return rows.where(row => row [c2] == s1).top(s0, c0)") == (
        'return rows.where(row => row[region] == "North").top(2, sales_usd)'
    )
    assert naming.readable("let x = [s0, 3]\nreturn [x.sum()]") == "let x = [2, 3]\nreturn [x.sum()]"


def test_what_is_not_said_is_not_in_the_list() -> None:
    literals = Naming.of(ASKED).literals
    assert {'"North"', '"South"', "@2024-03-02", '", "'} <= {*literals} and '"Paris"' not in literals


def test_a_value_that_is_there_twice_is_taken_in_order() -> None:
    naming = Naming.of(scope("add 5 and 5 and 7"))
    first, second = naming.values["5"]
    (third,) = naming.values["7"]
    assert naming.scoped("return 5 + 5 + 7 + 5") == f"return {first} + {second} + {third} + {second}"


HEADERS = st.lists(st.text(max_size=8), min_size=1, max_size=6, unique=True)


@given(HEADERS | st.lists(st.sampled_from(["row", "rows", "Row", "count", "let", "result", "x", "Total", "total "])))
def test_names_are_names_and_distinct(headers: list[str]) -> None:
    headers = [each for each in dict.fromkeys(headers) if each.strip()] or ["a"]
    asked = scope("how many rows", {"columns": headers, "rows": [[1] * len(headers)] * 2})
    naming = Naming.of(asked)
    names = [param.name for param in naming.signature.params]
    assert len({*names}) == len(names) and all(map(is_name, names))
    assert {"row", "result", "refuse"}.isdisjoint(names)
    own = [param for param in asked.signature.params if param.name in naming.names]
    assert [naming.names[param.name] for param in own] == names
    assert all(param.type in WRITTEN for param in asked.signature.params if param.name not in naming.names)
    for param in own:
        if not is_a(param.type):
            assert naming.scoped(f"return {naming.names[param.name]}") == f"return {param.name}"


def test_values_that_are_no_lexeme_have_names() -> None:
    naming = Naming.of(scope("sum of 1, 2 and 3"))
    assert all(len(lexemes(shown)) == 1 for shown in naming.values)


def test_the_primer_is_short_and_fits_the_request() -> None:
    about_tables, about_numbers = (
        primer(Naming.of(ASKED).signature),
        primer(Naming.of(scope("add 2 and 3", [])).signature),
    )
    assert len(about_tables) <= MOST_CHARACTERS and ".group_by(" in about_tables
    assert ".group_by(" not in about_numbers or "Table:" not in about_numbers
