"""What a program may take of a reading: every value that the words state, in one form for all kinds."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import read_inputs
from seglam_lang.language.values import SCALAR_TYPES
from seglam_lang.requests import read
from seglam_lang.requests.model import ColumnRef

INPUTS = read_inputs(table={"columns": ["city", "sales"], "rows": [["Oslo", 3], ["Rome", 5]]})
TODAY = date(2024, 3, 31)


def values(text: str) -> list[tuple[str, dict[str, Any]]]:
    """The values that a request states: their kinds and parts."""
    found = read(text, INPUTS, TODAY).values
    return [(str(each.mention.kind), {part.name: part.value for part in each.parts}) for each in found]


@pytest.mark.parametrize(
    ("text", "kind", "parts"),
    [
        ("sales in March 2024", "period", {"first": date(2024, 3, 1), "last": date(2024, 3, 31)}),
        ("sales last month", "period", {"first": date(2024, 2, 1), "last": date(2024, 2, 29)}),
        ("sales from 40-50", "range:number", {"first": 40, "last": 50}),
        ("sales on 2024-03-05", "date", {"": date(2024, 3, 5)}),
        ("sales at 3:30 pm", "time", {"": time(15, 30)}),
        ("sales on 2024-03-05 at 3 pm", "datetime", {"": datetime(2024, 3, 5, 15)}),
        ("sales within 90 minutes", "duration", {"": timedelta(minutes=90)}),
        ("sales over 3 months", "quantity:month", {"number": 3, "unit": "month"}),
        ("sales within 5 km", "quantity:kilometer", {"number": 5, "unit": "kilometer"}),
        ("sales over 20 euros", "money:EUR", {"number": 20, "currency": "EUR"}),
        ("sales to people aged 30", "age:year", {"number": 30, "unit": "year"}),
        ("sales over 15%", "percent", {"": Decimal("0.15")}),
        ("sales in Oslo", "cell", {"": "Oslo"}),
        ("sales in Oslo and Rome", "list:cell", {"": ("Oslo", "Rome")}),
    ],
)
def test_a_value_is_offered_with_its_parts(text: str, kind: str, parts: dict[str, Any]) -> None:
    assert (kind, parts) in values(text)


def test_what_stands_in_a_longer_value_is_not_offered_again() -> None:
    assert [kind for kind, _ in values("sales between 40 and 50")] == ["range:number"]
    assert [kind for kind, _ in values("sales of March 2024")] == ["period"]


VOCABULARY = "sales city Oslo Rome and , in from to between March 2024 5 40 - 50 km € % 3 pm hours years old last month"


@given(st.lists(st.sampled_from(VOCABULARY.split()), min_size=1, max_size=8).map(" ".join))
def test_every_part_has_the_type_of_its_value(text: str) -> None:
    reading = read(text, INPUTS, TODAY)
    for each in reading.values:
        assert each.parts and not isinstance(each.mention, ColumnRef)
        for part in each.parts:
            assert isinstance(part.value, tuple) or SCALAR_TYPES[type(part.value)] == part.type
    places = [each.mention.first for each in reading.values]
    assert places == sorted(places)
