"""What sampled examples take for the same answer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from seglam_lang.translator.nano.scoring import same

TABLE = {"columns": ["city", "total"], "rows": [["Rome", 3], ["Oslo", 1]]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (3, 3.0),
        (1000000, 1000000.9),
        (Decimal("0.1"), 0.1),
        (-0.0, 0),
        (10**400, Decimal("1E400")),
        ("Rome ", "rome"),
        ("STRASSE", "straße"),
        ([1, "b", 2], ["B", 2, 1]),
        ([1, 1, 2], [1, 2, 1]),
        ([[1, 2], [3]], [[3], [2, 1]]),
        ([], []),
        (True, True),
        (None, None),
        (TABLE, {"columns": ["City", "Total"], "rows": [["oslo", 1.0000001], ["rome", 3]]}),
    ],
)
def test_same(one: Any, other: Any) -> None:
    assert same(one, other)
    assert same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1000000, 1000002),
        (0, 1e-9),  # a relative tolerance leaves no room at zero
        (1, -1),
        (1, True),
        (0, False),
        (0, None),
        ("", None),
        (5, "5"),
        ("rome", "roma"),
        ([1, 1, 2], [1, 2, 2]),
        ([1], 1),
        ([1], [1, 1]),
        ([True], [1]),
        (TABLE, {**TABLE, "rows": [["Rome", 3]]}),
        (TABLE, {"columns": ["total", "city"], "rows": [[3, "Rome"], [1, "Oslo"]]}),
        ({"columns": ["a", "b"], "rows": [[1, 2]]}, {"columns": ["a", "b"], "rows": [[2, 1]]}),
        (TABLE, TABLE["rows"]),
        ({}, {}),
    ],
)
def test_different(one: Any, other: Any) -> None:
    assert not same(one, other)
    assert not same(other, one)
