"""A column of yes and no that the words name."""

from __future__ import annotations

import pytest

from tests.verifier.objections import Rows, objection

POLL: Rows = {
    "columns": ["Candidate", "Party", "Elected", "Paid", "Paid on", "Status"],
    "rows": [
        ["Ann", "Unity", "Yes", True, "2024-03-01", "Paid"],
        ["Bob", "Labour", "No", False, None, "Open"],
        ["Cid", "Unity", "No", True, "2024-04-01", "Paid"],
    ],
}


@pytest.mark.parametrize(
    ("request_", "body", "is_left"),
    [
        ("number of elected candidates by party", "return rows.group_by({Party}).count()", "Elected"),
        ("candidates of Unity that paid", "return rows.where(row => row[{Party}] == {s}).values({Candidate})", "Paid"),
        ("candidates by elected", "return rows.group_by({Elected}).count()", ""),
        ("candidates by party, elected or not", "return rows.group_by({Party}).count()", ""),
        ("candidates by party including the elected", "return rows.group_by({Party}).count()", ""),
        ("how many paid in March", "return rows.where(row => row[{Paid on}].month() == 3).count()", ""),
        ("the most paid candidates", "return rows.values({Candidate})", ""),
        ("candidates by party", "return rows.group_by({Party}).count()", ""),
    ],
)
def test_it_is_taken_unless_all_are_meant(request_: str, body: str, is_left: str) -> None:
    said = f"it takes no '{is_left}', and the request says \"{is_left.lower()}\"" if is_left else ""
    assert objection(request_, body, POLL) == said


PARCELS: Rows = {
    "columns": ["Parcel", "Insured", "Carrier"],
    "rows": [["P1", "Y", "DPD"], ["P2", "N", "GLS"], ["P3", "N", "DPD"], ["P4", "Y", "GLS"]],
}
DENIED = "it takes what says no in 'Insured', and the request denies nothing"


@pytest.mark.parametrize(
    ("request_", "is_denied"),
    [
        ("how many parcels were insured", True),
        ("insured parcels by carrier", True),
        ("how many parcels were not insured", False),
        ("how many parcels werent insured", False),
        ("uninsured parcels", False),
        ("which are still to be insured", False),
        ("which parcels failed to get insured", False),
        ("who owes us the insured", False),
        ("how many DPD parcels", False),  # the words do not name it
    ],
)
def test_who_denies_nothing_means_yes(request_: str, is_denied: bool) -> None:
    for condition in ("row[{Insured}] == {N}", "row[{Insured}] != {Y}"):
        body = f"return rows.where(row => {condition}).count()"
        assert (DENIED in objection(request_, body, PARCELS)) is is_denied, condition
    yes = "return rows.where(row => row[{Insured}] == {Y}).count()"
    both = "return rows.where(row => row[{Insured}] == {Y} or row[{Insured}] == {N}).count()"
    assert DENIED not in objection(request_, yes, PARCELS) + objection(request_, both, PARCELS)
