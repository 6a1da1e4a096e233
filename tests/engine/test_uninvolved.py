"""A hit whose procedure takes none of the inputs: one where no word may be a column, a cell or a value of theirs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from seglam_lang import Seglam
from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.layer import current_layer
from seglam_lang.requests import read
from seglam_lang.store.records import Use

HEADERS = ["Order No", "Region", "Sales", "Ordered"]
ROWS = [[7, "north", 80, "2024-01-05"], [8, "south", 45.5, "2024-02-06"], [9, "split", 30, "2024-02-07"]]
ORDERS = {"columns": HEADERS, "rows": ROWS}
NO_DAYS = {"columns": HEADERS[:3], "rows": [row[:3] for row in ROWS]}
OF_THE_WORDS = "the answer is of the words alone: none of them names anything in the inputs"


@pytest.fixture
def seglam() -> Iterator[Seglam]:
    with Seglam(":memory:", use_model=False, layers=[current_layer()]) as opened:
        yield opened


@pytest.mark.parametrize(
    ("request_", "value"),
    [
        ("what is 15% of 90", 13.5),
        ("could you tell me what is 15% of 90, please", 13.5),
        ("Convert 5 km to miles", None),
    ],
)
@pytest.mark.parametrize("inputs", [{"table": ORDERS}, {"xs": [3, 4]}, {"table": ORDERS, "rate": 2}])
def test_what_the_words_alone_ask_for_is_a_hit(
    seglam: Seglam, request_: str, value: float | None, inputs: dict[str, Any]
) -> None:
    answer, without = seglam.exec(request_, **inputs), seglam.exec(request_)
    assert answer.status == "hit", answer.why
    assert answer.value == without.value and (value is None or float(answer.value) == value)
    assert OF_THE_WORDS in answer.trace.doubts and not without.trace.doubts


@pytest.mark.parametrize(
    ("request_", "inputs"),
    [
        ("what is 15% of 80", {"table": ORDERS}),  # which are sales in the north
        ("what is 15% of 80", {"xs": [3, 80]}),
        ("what is 15% of 80", {"x": 80}),
        ("days between 2023-01-01 and 2023-02-01", {"table": ORDERS}),  # of the orders then, perhaps
        ("split 90 between 3 people", {"table": ORDERS}),  # it is a region
        ("number of letters in 'north'", {"table": ORDERS}),
    ],
)
def test_a_word_that_may_be_of_the_inputs_keeps_it_from_that(
    seglam: Seglam, request_: str, inputs: dict[str, Any]
) -> None:
    assert seglam.exec(request_).status == "hit"
    assert seglam.exec(request_, **inputs).status == "refused"


@pytest.mark.parametrize("request_", ["number of words: the cat and the dog", "what is 12 + 11 * 3"])
def test_texts_without_quotes_and_formulas_are_too_unsure_beside_inputs(request_: str) -> None:
    alone = read(request_, read_inputs(values={"table": NO_DAYS})).alone
    without = read(request_, Inputs())
    assert (without.bare or without.formulas) and without.alone is None
    assert alone is not None and not alone.bare and not alone.formulas


def test_days_are_no_days_of_a_table_without_any(seglam: Seglam) -> None:
    assert seglam.exec("days between 2023-01-01 and 2023-02-01", table=NO_DAYS).value == 31


def test_what_is_of_the_inputs_comes_first(seglam: Seglam) -> None:
    answer = seglam.exec("total sales", table=ORDERS)
    assert (float(answer.value), answer.trace.doubts) == (155.5, ())


def test_what_is_called_wrong_does_not_answer_again(seglam: Seglam) -> None:
    request = "what is 15% of 90"
    assert seglam.wrong(request, table=ORDERS).status == "refused"
    assert seglam.exec(request, table=ORDERS).status == "refused"


def test_it_is_no_use_of_the_table(seglam: Seglam, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the model is not asked whether other words about such a table mean it."""
    uses: list[Use] = []
    monkeypatch.setattr(seglam.store, "count_use", uses.append)
    seglam.exec("what is 15% of 90", table=ORDERS)
    assert not uses
    seglam.exec("total sales", table=ORDERS)
    assert len(uses) == 1
