"""Words that fit a stored wording, and mean something else here: a cell of another column, the third for three."""

from __future__ import annotations

import pytest

from seglam_lang import Seglam
from tests.engine.conftest import Start

RENTALS = {
    "columns": ["Rental", "Brand", "Deposit", "Picked Up"],
    "rows": [
        ["R1", "Burton", 50, "2025-01-03"],
        ["R2", "Salomon", 30, "2025-01-01"],
        ["R3", "Burton", 20, "2025-01-02"],
    ],
}
FIRST = "return rows.bottom(s0, c1).values(c0)"
NTH = "return rows.sort_by(c1).values(c0).at(s0)"


@pytest.mark.parametrize(
    ("request_", "value"),
    [
        ("total deposit where brand is Burton", 70),
        ("total deposit of Burton", 70),
        ("total deposit where rental is Burton", None),  # no rental is called so
        ("what is the total deposit of the rentals of Burton", None),
        ("average deposit of the rentals of Burton", None),
    ],
)
def test_a_cell_is_one_of_the_column_that_is_named(request_: str, value: int | None) -> None:
    with Seglam(":memory:", use_model=False) as seglam:
        assert seglam.exec(request_, table=RENTALS).value == value


def test_the_third_is_not_told_by_the_first_three(start: Start) -> None:
    asked = "which {} was picked up {}"
    seglam, model = start({asked.format("rental", "first"): [FIRST] * 4, asked.format("rental", "third"): [NTH] * 4})
    assert seglam.exec(asked.format("rental", "first"), table=RENTALS).value == ["R2"]
    again = seglam.exec(asked.format("rental", "first"), table=RENTALS)
    assert (again.status, again.value) == ("hit", ["R2"])
    third = seglam.exec(asked.format("rental", "third"), table=RENTALS)
    assert (third.status, third.value) == ("miss", "R1")
    assert len(model.calls) == 2


CASES = {
    "columns": ["Case", "Plaintiff Lawyer", "Defence Lawyer", "Awarded"],
    "rows": [["C1", "Amir", "Boyd", 50], ["C2", "Silva", "Carver", 30], ["C3", "Amir", "Carver", 20]],
}
GIGS = {"columns": ["Agent", "Awarded"], "rows": [["Ito", 3], ["Ray", 4], ["Ito", 5]]}


def test_a_cell_is_under_the_header_under_which_it_was(start: Start) -> None:
    asked = "total awarded to the clients of {}"
    seglam, model = start(["return rows.where(row => row[c1] == s0).total(c0)"] * 4)
    assert seglam.exec(asked.format("Amir"), table=CASES).value == 70
    assert seglam.exec(asked.format("Silva"), table=CASES).tier == "exact"
    assert len(model.calls) == 1
    seglam.exec(asked.format("Carver"), table=CASES)  # who defended: the words are of the others
    assert len(model.calls) == 2
    other = seglam.exec(asked.format("Ito"), table=GIGS)  # nothing there is called so
    assert (other.tier, other.value) == ("exact", 8)
