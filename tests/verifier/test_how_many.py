"""A number that is asked for, and an answer that is none."""

from __future__ import annotations

import pytest

from seglam_lang.inputs import read_inputs
from seglam_lang.language.values import Value
from seglam_lang.requests import read
from seglam_lang.verifier.how_many import why_no_number

TABLE = {"columns": ["Company", "Number of staff"], "rows": [["Acme", 12], ["Bolt", 30]]}


def why(request: str, answer: Value) -> str:
    return why_no_number(answer, read(request, read_inputs(values={"table": TABLE})).loosely)


@pytest.mark.parametrize("request_", ["how many companies left", "no. of companies that left", "count of companies"])
def test_names_are_no_number(request_: str) -> None:
    assert why(request_, ("Acme", "Bolt")) == "it gives texts, and the request asks for a number"


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        ("how many companies left", 2),
        ("how many points has Acme", ("12 (3)",)),
        ("how many staff has Acme", (12,)),
        ("number of staff and the company", ("Acme", "Bolt")),  # a column is called so
        ("companies that left", ("Acme",)),
    ],
)
def test_what_may_be_a_number_is_one(request_: str, answer: Value) -> None:
    assert why(request_, answer) == ""
