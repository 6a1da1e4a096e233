"""Of which other tables the words of a stored wording are words again, and no columns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from seglam_lang import Seglam
from tests.engine.scripted import Scripted

TRIPS = {
    "columns": ["Trip", "From", "To", "Km", "Left", "Back"],
    "rows": [
        ["T1", "Bonn", "Ulm", 400, "2024-01-02", "2024-01-03"],
        ["T2", "Ulm", "Bonn", 400, "2024-01-05", "2024-01-09"],
        ["T3", "Bonn", "Ulm", 410, "2024-01-07", "2024-01-08"],
    ],
}
ROUTES = {"columns": ["From", "To", "Trips"], "rows": [["Bonn", "Ulm", 12], ["Ulm", "Bonn", 8], ["Bonn", "Ulm", 12]]}
COUNTS = "how many trips go from Bonn"
WITHIN = "how many trips were back within 3 days"
WITHIN_OTHER = "how many trips left within 3 days"
BODIES = {
    COUNTS: ["return rows.where(row => row[{From}] == s0).count()"],
    WITHIN: ["return rows.where(row => row[{Left}].days_until(row[{Back}]) <= s0).count()"],
}


class Named(Scripted):
    """It writes bodies over the headers of the table."""

    def written(self, task: Any) -> list[str]:
        origins = task.scope.origins.items()
        names = {each.header: name for name, each in origins if hasattr(each, "header") and hasattr(each, "table")}
        return [each.format(**names) for each in BODIES.get(task.reading.request, ())] * 4


@pytest.fixture
def seglam(tmp_path: Path) -> Iterator[Seglam]:
    with Seglam(tmp_path / "cache.sqlite", translator=Named(()), layers=(), accept=0.0) as opened:
        yield opened


def test_words_that_name_a_column_of_amounts_elsewhere_are_no_words_there(seglam: Seglam) -> None:
    assert seglam.exec(COUNTS, table=TRIPS).value == 2
    assert seglam.exec("how many trips go from Ulm", table=TRIPS).tier == "exact"
    assert seglam.exec("how many trips go from Ulm", table=ROUTES).status == "refused"
    assert seglam.exec("what number of trips go from Ulm", table=ROUTES).status == "refused"
    without = {"columns": ["From", "To", "Fare"], "rows": ROUTES["rows"]}
    assert seglam.exec("how many trips go from Ulm", table=without).value == 1


def test_what_named_a_column_of_amounts_where_it_was_learnt_does_so_again(seglam: Seglam) -> None:
    assert seglam.exec(COUNTS, table=ROUTES).value == 2
    assert seglam.exec("how many trips go from Ulm", table=ROUTES).tier == "exact"


def test_a_column_that_the_words_do_not_spell_is_none_that_they_name(seglam: Seglam) -> None:
    assert seglam.exec(WITHIN, table=TRIPS).value == 2
    assert seglam.exec(WITHIN.replace("3", "1"), table=TRIPS).value == 2
    assert seglam.exec(WITHIN_OTHER, table=TRIPS).status == "refused"
