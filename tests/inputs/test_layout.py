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
        "r.csv: the last line (7: Total) is left out, as it has the totals of the others (--keep-totals keeps it)",
    ]
    told = read("r.csv", header=4)
    assert told.tables["table"] == TABLE
    assert [note.partition(" is left out")[0] for note in surprises(told)] == ["r.csv: the last line (7: Total)"]
    kept = read("r.csv", header=4, keep_totals=True)
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
        ("Total,7,", "r.csv: the last line (4: Total) is read as a row like the others"),
        ("Total Wine,Lima,8", None),
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


# What closes a table

PLAIN = "item,qty,price,note\nink,5,2,x\npen,6,3,y\ncup,7,4,x\n"


@pytest.mark.parametrize(
    "closing",
    [
        "Total,18,9,",
        "Total,18,,",
        "Total,18,3,",  # the average of the prices
        "Total:,18,99,as of May",  # one column is enough
        "TOTAL (3 items),18,,",
        "Total 2024,18,9,",
        "Sous-total,18,,",
        "Subtotal,18,,\nTax,2,,\nTotal,20,,",
        "Total,18,,\nAverage,6,3,",
        "Average,6,3,\nTotal,18,9,",
        ",,,\nTotal,18,9,",
        "Mittelwert,6,3,",
    ],
)
def test_what_closes_a_table_is_left_out(closing: str) -> None:
    write("r.csv", PLAIN + closing + "\n")
    write("plain.csv", PLAIN)
    assert table("r.csv") == table("plain.csv")
    (note,) = surprises(read("r.csv"))
    assert "left out" in note and closing.strip(",\n").split(",")[0].rsplit("\n")[-1] in note


@pytest.mark.parametrize(
    ("text", "noted"),
    [
        (PLAIN + "Total,19,8,\n", True),
        (PLAIN + "Total,,,\n", True),
        (PLAIN + "Tax,18,,\n", False),
        (PLAIN + "Totalia,18,,\n", False),
        ("rating,guests\nGood,10\nBad,4\nAverage,7\n", True),  # a rating, though it is the mean of the others
        ("rating,guests\nAverage,10\nBad,4\n", False),
    ],
)
def test_what_closes_nothing_is_a_row(text: str, noted: bool) -> None:
    write("r.csv", text)
    inputs = read("r.csv")
    assert inputs.tables["table"].length == text.count("\n") - 1
    assert [note.endswith("is read as a row like the others") for note in surprises(inputs)] == [True] * noted


def test_several_rows_that_close_a_table_are_named() -> None:
    write("r.csv", PLAIN + "Subtotal,18,,\nTax,2,,\nTotal,20,,\n")
    assert surprises(read("r.csv")) == [
        "r.csv: the last 3 lines (5 to 7: Subtotal, Tax, Total) are left out, as they have the totals of the others "
        "(--keep-totals keeps them)"
    ]


AMOUNTS = st.decimals(0, 5000, places=2).map(str) | st.integers(0, 400).map(str)


@st.composite
def columns_with_their_totals(draw: st.DrawFn, rows: int) -> tuple[list[str], str]:
    """A column of amounts, with blanks, marks and at most one text, and what stands below it."""
    cells = draw(st.lists(AMOUNTS | st.sampled_from(["", "n/a", "-", "\u2014"]), min_size=rows, max_size=rows))
    numbers = [Decimal(cell) for cell in cells if cell[:1].isdigit()]
    total = sum(numbers, Decimal(0))
    if len(numbers) > 2 and draw(st.booleans()):
        at = next(place for place, cell in enumerate(cells) if cell[:1].isdigit())
        total -= Decimal(cells[at])
        cells[at] = "absent"
    return cells, str(total) if numbers else ""


@pytest.mark.parametrize(
    "text",
    [
        "shop,year,spent\nCostco,2024,10\nWalmart,2024,20\nTotal Wine,2024,55\n",  # each is the average year
        "station,litres,wash\nShell,10,0\nBP,20,0\nTotal,35,0\n",  # of zeros each is the sum
    ],
)
def test_a_name_is_no_total(text: str) -> None:
    assert read_inputs([("", "-")], options=FileOptions("csv", None, text.encode)).tables["table"].length == 3


@given(st.data(), st.integers(2, 12))
def test_a_table_with_its_totals_reads_as_without(data: st.DataObject, rows: int) -> None:
    """Where one column has its total below it, what stands below the others decides nothing."""
    cells, total = data.draw(
        columns_with_their_totals(rows).filter(lambda each: any(map(each[1].__contains__, "123456789")))
    )
    others = [data.draw(columns_with_their_totals(rows)) for _ in range(data.draw(st.integers(0, 2)))]
    below = [data.draw(st.sampled_from([each[1], "", "n/a", "17"])) for each in others]
    label = data.draw(st.sampled_from(["Total", "Totals:", "Grand total", "SUM", "Gesamt"]))
    columns = data.draw(st.permutations([(cells, total), *zip([each[0] for each in others], below, strict=True)]))
    lines = [";".join([f"item {place}", *(column[place] for column, _ in columns)]) for place in range(rows)]
    header = ";".join(["item", *(f"c{place}" for place in range(len(columns)))])
    closing = ";".join([label, *(stated for _, stated in columns)])
    texts = ["\n".join([header, *lines]), "\n".join([header, *lines, closing])]
    without, with_totals = (
        read_inputs([("", "-")], options=FileOptions("csv", None, text.encode)).tables["table"] for text in texts
    )
    assert with_totals == without
