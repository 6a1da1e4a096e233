"""Ranges of numbers, amounts, times and durations."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import Inputs
from seglam_lang.requests import read
from seglam_lang.requests.kinds import Family


def ranges(text: str) -> list[tuple[str, Any]]:
    """The ranges in a text: the kind of their ends, and the ends."""
    found = [each for each in read(text, Inputs()).further if each.kind.family is Family.RANGE]
    return [(each.kind.detail, each.value.values) for each in found]


@pytest.mark.parametrize(
    ("text", "kind", "ends"),
    [
        ("40-50", "number", (40, 50)),
        ("between 20 and 100", "number", (20, 100)),
        ("from five to ten", "number", (5, 10)),
        ("5k-20k", "number", (5_000, 20_000)),
        ("between 7 and 9 percent", "percent", (Decimal("0.07"), Decimal("0.09"))),
        ("10-20 bps", "percent", (Decimal("0.001"), Decimal("0.002"))),
        ("from 3km to 5km", "quantity:kilometer", (3, 5)),
        ("between 1.1 and 1.3 dollars", "money:USD", (Decimal("1.1"), Decimal("1.3"))),
        ("$10 to 20", "money:USD", (10, 20)),
        ("$10 to $20", "money:USD", (10, 20)),
        ("50 to 80 cents", "money:USD", (Decimal("0.5"), Decimal("0.8"))),
        ("between 2 l and about 7 l", "quantity:liter", (2, 7)),
        ("20 to 30 years old", "age:year", (20, 30)),
        ("from 9:00 to 17:30", "time", (time(9), time(17, 30))),
        ("9 to 5 pm", "time", (time(9), time(17))),
        ("between 3 and 5 pm", "time", (time(15), time(17))),
        ("2 to 3 hours", "duration", (timedelta(hours=2), timedelta(hours=3))),
        (
            "from 2024-03-01 8:00 to 2024-03-02 9:00",
            "datetime",
            (datetime(2024, 3, 1, 8), datetime(2024, 3, 2, 9)),
        ),
    ],
)
def test_ranges(text: str, kind: str, ends: tuple[Any, Any]) -> None:
    assert (kind, ends) in ranges(text)


@pytest.mark.parametrize(
    "text", ["50-40", "5 - 3", "2 and 3", "10 to 5", "5% to 10", "3 km to 5 miles", "10 pm to 2 am", "1h20m - 45m"]
)
def test_what_is_no_range(text: str) -> None:
    assert ranges(text) == []


VOCABULARY = "5 9 20 0 - to and between from % km $ pm am : 30 hours 2024-03-01 cents years old 2nd at"
WORDS = st.sampled_from(VOCABULARY.split())


@given(st.lists(WORDS, min_size=1, max_size=12).map(" ".join))
def test_the_first_end_is_before_the_last_and_of_its_type(text: str) -> None:
    for _, (first, last) in ranges(text):
        assert first < last
        assert type(first) is type(last) or {type(first), type(last)} == {int, Decimal}
