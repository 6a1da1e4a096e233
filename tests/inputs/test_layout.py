"""Where the table of a file stands: below a title, above a total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglam_lang.inputs import FileOptions, InputError, read_inputs
from tests.inputs.given_files import ORDERS, TABLE, columns, read, refusal, surprises, table, write


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_a_title_above_and_a_total_below(sign: str) -> None:
    write("r.csv", "Sales report, 2024\nas of May; all shops\n\n" + (ORDERS + "Total,,7\n").replace(",", sign))
    inputs = read("r.csv")
    assert inputs.tables["table"] == TABLE
    assert surprises(inputs) == [
        "r.csv: lines 1 to 2 are left out, as a title above the headers (--header 1 if not)",
        "r.csv: the last line (7: Total) is left out, as it has the totals of the others (--header 4 keeps it)",
    ]
    kept = read("r.csv", header=4)
    assert kept.tables["table"].cells[2] == (3, 4, 7)
    assert surprises(kept) == []
    assert refusal("r.csv", header=40).startswith("bad-header: r.csv has no line 40")


def test_a_title_with_signs_behind_it() -> None:
    write("r.csv", "Sales report,,\n" + ORDERS)
    assert table("r.csv") == TABLE
    write("r.csv", "Sales report,,\n,,\n" + ORDERS)
    assert table("r.csv") == TABLE


@pytest.mark.parametrize(
    "text",
    [
        "name,,\n1,2,3\n4,5,6\n",  # its first row is full, but no headers
        ",city\nNorth,Oslo\nSouth,Rome\n",  # as pandas writes its index
        "a,b,\n1,2,\n3,4,\n",
        "a\nx y\nz\n",
    ],
)
def test_what_may_be_headers_is_no_title(text: str) -> None:
    assert surprises(read_inputs([("", "-")], options=FileOptions("csv", None, text.encode))) == []


@pytest.mark.parametrize(
    "text", ["region,sales\nNorth,1\nSouth\nEast,3\n", "x\n1,2\n3,4\n5,6\n", "a,b\n1,2,3\n4,5,6\n7,8,9\n"]
)
def test_what_is_wrong_is_no_title(text: str) -> None:
    write("r.csv", text)
    assert refusal("r.csv").startswith("ragged-row: r.csv, line ")


@pytest.mark.parametrize(
    ("last", "note"),
    [
        ("Total,,8", "r.csv: the last line (4: Total) is read as a row like the others"),
        ("Total,Lima,7", "r.csv: the last line (4: Total) is read as a row like the others"),
        ("Totalia,,7", None),
        ("East,Total,7", None),
    ],
)
def test_a_row_is_a_total_only_where_its_numbers_are(last: str, note: str | None) -> None:
    write("r.csv", ORDERS + last)
    inputs = read("r.csv")
    assert inputs.tables["table"].length == 3
    assert surprises(inputs) == [note] * (note is not None)


def test_totals_of_amounts_as_they_are_written() -> None:
    write("r.csv", 'item,price\nink,"$1,200.50"\npen,$3\nGrand total:,"$1,203.50"\n')
    assert columns("r.csv")["price"] == (Decimal("1200.5"), 3)


def test_a_file_without_headers() -> None:
    write("n.csv", "North,3\nSouth,4\n")
    assert columns("n.csv", header=0) == {"column 1": ("North", "South"), "column 2": (3, 4)}


@given(st.lists(st.sampled_from(["", "x", "Total", "3", "7", "a b"]), min_size=1, max_size=4), st.integers(0, 5))
def test_nothing_is_left_out_in_silence(line: Sequence[str], place: int) -> None:
    """Whatever line is put among those of a table: all rows are there, or a note or an error says why not."""
    lines = ORDERS.splitlines()
    lines.insert(min(place, len(lines)), ",".join(line))
    data = "\n".join(lines).encode()
    try:
        inputs = read_inputs([("", "-")], options=FileOptions("csv", None, lambda: data))
    except InputError:
        return
    rows = len([each for each in lines if each.strip(",")]) - 1
    assert inputs.tables["table"].length >= rows or surprises(inputs)
