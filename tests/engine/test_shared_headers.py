"""Columns that have one header in common: a request says which of them it means, or is refused."""

from __future__ import annotations

import pytest

from tests.engine.conftest import Start

TWICE = {"columns": ["name", "amount", "amount"], "rows": [["A", 1, 2], ["B", 3, 4]]}
ONCE = {"columns": ["name", "amount"], "rows": [["A", 1], ["B", 3]]}
TOTAL = "return rows.total(c0)"
SAID = "2 columns are headed 'amount': say which, 'amount 1' or 'amount 2' (they are numbered in order)"


@pytest.mark.parametrize("request_text", ["total amount", "total of all amounts", "total AMOUNT by name"])
def test_the_header_alone_is_refused_without_a_model(start: Start, request_text: str) -> None:
    seglam, model = start([TOTAL])
    answer = seglam.exec(request_text, table=TWICE)
    assert (answer.status, answer.why, model.calls) == ("refused", SAID, [])


def test_a_stored_procedure_does_not_take_the_first_one(start: Start) -> None:
    seglam, _ = start([TOTAL])
    assert seglam.exec("total amount", table=ONCE).value == 4
    assert seglam.exec("total amount", table=TWICE).why == SAID


@pytest.mark.parametrize(("header", "total"), [("amount 1", 4), ("amount 2", 6)])
def test_each_column_has_a_name_of_its_own(start: Start, header: str, total: int) -> None:
    seglam, _ = start([TOTAL])
    assert seglam.exec(f"total {header}", table=TWICE).value == total
    hit = seglam.exec("total amount", table=ONCE)
    assert (hit.status, hit.value) == ("hit", 4)


def test_columns_that_a_file_numbers_share_no_header(start: Start) -> None:
    seglam, model = start([TOTAL])
    seglam.exec("total amount", table={"columns": ["amount 1", "amount 2"], "rows": [[1, 2], [3, 4]]})
    assert model.calls == ["total amount"]
