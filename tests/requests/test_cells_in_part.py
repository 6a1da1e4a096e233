"""Cells that are called by a part of their name."""

from __future__ import annotations

import pytest

from seglam_lang.inputs import read_inputs
from tests.requests.loosely import found

TICKETS = {
    "columns": ["Ticket", "Haulier", "Driver", "Material", "Remarks", "kg"],
    "rows": [
        ["T1", "Hollis Waste", "Dr. Amara Singh", "New lock", "Okoro was late again, so we had to wait for him", 1],
        ["T2", "Müller Recycling", "Okoro O\u2019Neill", "Old lock", None, 2],
        ["T3", "Brennan & Sons", "Ann Lee", "Flooded basement", None, 3],
        ["T4", "Brennan & Co", "Bo Lee", "Oak Board", None, 4],
    ],
}


@pytest.mark.parametrize(
    ("request_text", "words", "name"),
    [
        ("how many kg did Hollis bring", "Hollis", "Hollis Waste"),
        ("kg of hollis", "hollis", "Hollis Waste"),
        ("total kg for Muller", "Muller", "Müller Recycling"),
        ("the kg of Dr Singh", "Dr Singh", "Dr. Amara Singh"),
        ("the kg of Amara", "Amara", "Dr. Amara Singh"),
        ("the kg of O'Neill", "O'Neill", "Okoro O\u2019Neill"),
        ("the kg of Amara, Singh", "Amara, Singh", "Dr. Amara Singh"),
    ],
)
def test_a_part_that_one_name_alone_has_may_be_in_a_slot(request_text: str, words: str, name: str) -> None:
    assert found(request_text, read_inputs(values={"table": TICKETS}))[0] == {words: name}


@pytest.mark.parametrize(
    "request_text",
    [
        "the kg of Lee",  # two people
        "total kg of Brennan",  # two companies
        "the kg of Okoro",  # he is spoken of in the remarks too
        "kg of the basement",  # no name
        "hauliers with Hollis in them",  # the part is meant
        "hauliers that contain Hollis",
        "how many kg did Holli bring",  # no whole word
    ],
)
def test_what_may_be_a_part_of_something_else_is_no_cell(request_text: str) -> None:
    assert found(request_text, read_inputs(values={"table": TICKETS}))[0] == {}
