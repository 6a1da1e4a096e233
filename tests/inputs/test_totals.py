"""Rows that have the totals of others, among the rows of a table and below it, in memory and in a database."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seglam_lang.inputs import FileOptions, InputError, read_inputs
from seglam_lang.inputs import file as files
from tests.inputs.given_files import columns, read, refusal, surprises, write


@pytest.fixture(params=["in memory", "in a database"], autouse=True)
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "in a database":
        monkeypatch.setattr(files, "LARGE", 1)


GROUPS = "region,product,amt\nNorth,A,10\nNorth,B,20\n{0},,30\n{1}South,A,5\nSouth,B,5\n{2},,10\n{3}"
AMOUNTS = (10, 20, 5, 5)


@pytest.mark.parametrize(
    ("first", "between", "second", "below"),
    [
        ("Subtotal", "", "Subtotal", "Total,,40\n"),
        ("Subtotal", "", "Subtotal", ""),  # the last line is one of them
        ("North Total", "", "South Total", "Grand Total,,40\n"),
        ("Total for North:", "", "Total for South:", "Total,,40\nSource: HR,,\n"),
        ("Region total", "", "Region total", "Total,,40\n"),
        ("Subtotal", ",,\n", "Subtotal", ",,\nTotal,,40\n"),
        ("Q1 Total", "", "Q2 Total", "Total,,40\n"),
        ("Team one total", "", "Team two total", "Total,,40\n"),  # no word of the rows, but two of them
        ("Subtotal", "", "Subtotal", ",,40\n"),
        ("Subtotal", "", "Subtotal", "Tax,,4\nTotal,,44\n"),
    ],
)
def test_totals_of_groups_are_left_out(first: str, between: str, second: str, below: str) -> None:
    write("r.csv", GROUPS.format(first, between, second, below))
    noted = surprises(read("r.csv"))
    assert columns("r.csv")["amt"] == AMOUNTS
    assert first in noted[0] and second in noted[0] and "(--keep-totals keeps them)" in noted[0]
    assert "is read as a row" not in "".join(noted)
    assert len(columns("r.csv", keep_totals=True)["amt"]) == 6 + (between + below).count("\n")
    assert surprises(read("r.csv", keep_totals=True)) == []


def test_which_lines_are_left_out_is_said() -> None:
    write("r.csv", GROUPS.format("Subtotal", "", "Subtotal", "Total,,40\n"))
    assert surprises(read("r.csv")) == [
        "r.csv: lines 4 and 7 (Subtotal) are left out, as they have the totals of lines above "
        "(--keep-totals keeps them)",
        "r.csv: the last line (8: Total) is left out, as it has the totals of the others (--keep-totals keeps it)",
    ]


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\t "])
def test_a_label_behind_a_blank(blank: str) -> None:
    write("r.csv", f"site,who,n\nx,a,5\nx,b,6\n{blank},Subtotal,11\ny,c,4\n")
    assert columns("r.csv")["who"] == ("a", "b", "c")


def test_a_group_of_one_row_beside_others() -> None:
    write("r.csv", "who,n\na,5\nSubtotal,5\nb,6\nc,4\nTotal,15\n")
    assert columns("r.csv")["who"] == ("a", "b", "c")


def test_totals_of_totals() -> None:
    rows = "a,x,1\na,y,2\nSubtotal,,3\na,z,4\nSubtotal,,4\nTotal a,,7\nb,x,5\nSubtotal,,5\nTotal b,,5\nTotal,,12\n"
    write("r.csv", f"site,item,qty\n{rows}")
    assert columns("r.csv")["qty"] == (1, 2, 4, 5)


def test_a_total_that_is_right_shows_what_a_wrong_one_is() -> None:
    write("r.csv", GROUPS.format("Subtotal", "", "Subtotal", "Total,,40\n").replace(",,30", ",,31"))
    assert columns("r.csv")["amt"] == AMOUNTS
    assert "lines 4 and 7 (Subtotal) are left out" in surprises(read("r.csv"))[0]


@pytest.mark.parametrize(
    ("text", "rows", "note"),
    [
        ("item,qty\nA,5\nB,6\nSubtotal,12\nC,4\n", 4, "r.csv: line 4 (Subtotal) is read as a row like the others"),
        (
            "sex,year,n\nTotal,2020,9\nMale,2020,4\nFemale,2020,5\n",
            3,
            "line 2 (Total) is read as a row like the others",
        ),
        ("shop,spent\nCostco,10\nWalmart,20\nTotal Wine,30\nShell,7\n", 4, "line 4 (Total Wine) is read as a row"),
        ("shop,spent\nCostco,10\nWalmart,20\nTotal Wine,31\nShell,7\n", 4, ""),
        ("brand,litres\nShell,10\nTotal,10\nBP,5\n", 3, "line 3 (Total) is read as a row like the others"),
        ("item,kind,qty\nConsumer,x,5\nSummer,x,5\nsumo,x,10\nC,y,4\n", 4, ""),
        ("shop,city,spent\nCostco,Lima,10\nTotal,Lima,10\nShell,Lima,7\n", 3, ""),
        ("item,qty\nSumatra,5\nTotality,5\nSum Ting Wong,10\nC,4\n", 4, "(Sum Ting Wong) is read as a row"),
    ],
)
def test_what_is_no_total_for_certain_is_a_row(text: str, rows: int, note: str) -> None:
    write("r.csv", text)
    inputs = read("r.csv")
    assert inputs.tables["table"].length == rows
    assert len(surprises(inputs)) == (note != "")
    assert note in "".join(surprises(inputs))


@given(
    groups=st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=4), min_size=2, max_size=5),
    label=st.sampled_from(["Subtotal", "{} total", "Total {}", "Zwischensumme:"]),
    total=st.sampled_from(["", "Total", "Grand total:"]),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_table_with_subtotals_reads_as_without(groups: list[list[int]], label: str, total: str) -> None:
    """Whatever groups there are, and whatever their rows are called."""
    lines, plain = ["group,n"], ["group,n"]
    for number, group in enumerate(groups):
        rows = [f"g{'abcde'[number]},{each}" for each in group]
        plain += rows
        lines += [*rows, f"{label.format('g' + 'abcde'[number])},{sum(group)}"]
    if total:
        lines.append(f"{total},{sum(map(sum, groups))}")
    write("a.csv", "\n".join(lines))
    write("b.csv", "\n".join(plain))
    assert columns("a.csv") == columns("b.csv")


def test_bad_lines_and_remarks_do_not_hide_a_total() -> None:
    write("r.csv", "region,amt\nNorth,30\nSouth,10\nTotal,40\nSource: HR\n")
    assert columns("r.csv")["amt"] == (30, 10)
    write("s.csv", "region,amt\nNorth,30\nEast\nSouth,10\nTotal,40\nSource: HR\n")
    assert refusal("s.csv").startswith("ragged-row: s.csv, line 3: 1 cell where the header has 2")
    assert columns("s.csv", skip_bad_lines=True)["amt"] == (30, 10)
    assert [note.split(": ", 1)[1][:40] for note in surprises(read("s.csv", skip_bad_lines=True))] == [
        "1 bad line is left out (3)",
        "the last 2 lines (5 to 6: Total, Source:",
    ]


@pytest.mark.parametrize(
    ("cells", "total"),
    [
        (("30.333", "10.333"), "40.67"),
        (("30.333", "10.333"), "41"),
        (("7:30", "8:15"), "15:45"),
        (("20:30", "18:15"), "38:45"),
        (("1:02:10", "58:20"), "2:00:30"),
        (("1 h 30 min", "45 min"), "2 h 15 min"),
        (("$30.50", "9.50"), "$40"),
    ],
)
def test_totals_that_are_rounded_and_totals_of_lengths(cells: tuple[str, str], total: str) -> None:
    write("r.csv", f"who,x\nAnn,{cells[0]}\nBob,{cells[1]}\nTotal,{total}\n")
    assert columns("r.csv")["who"] == ("Ann", "Bob")


@pytest.mark.parametrize(
    ("cells", "total"), [(("1.5", "2.5"), "5"), (("30.333", "10.333"), "40.69"), (("3", "4"), "8")]
)
def test_what_no_rounding_makes_a_total(cells: tuple[str, str], total: str) -> None:
    write("r.csv", f"who,x\nAnn,{cells[0]}\nBob,{cells[1]}\nTotal,{total}\n")
    assert columns("r.csv")["who"] == ("Ann", "Bob", "Total")


def test_a_total_without_a_label_below_two_rows_is_noted() -> None:
    write("r.csv", "who,x,y\nAnn,7,3\nBob,8,4\n,15,7\n")
    assert columns("r.csv")["x"] == (7, 8, 15)
    assert surprises(read("r.csv")) == [
        "r.csv: the last line (4: no label) is read as a row, though it has the sums of those above"
    ]


ROWS: list[dict[str, Any]] = [{"who": "Ann", "x": 7}, {"who": "Bob", "x": 8}, {"who": "Total", "x": 15}]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("r.json", json.dumps(ROWS)),
        ("r.jsonl", "\n".join(map(json.dumps, ROWS))),
        ("r.json", json.dumps({"columns": ["who", "x"], "rows": [list(row.values()) for row in ROWS]})),
    ],
)
def test_rows_of_json_have_totals_as_lines_have(name: str, text: str) -> None:
    write(name, text)
    inputs = read(name)
    assert inputs.tables["table"].column("who") == ("Ann", "Bob")
    assert surprises(inputs) == [
        f"{name}: the last row (3: Total) is left out, as it has the totals of the others (--keep-totals keeps it)"
    ]
    assert columns(name, keep_totals=True)["who"] == ("Ann", "Bob", "Total")


def test_rows_of_json_are_named_as_the_file_has_them() -> None:
    cells = [("a", "3"), ("b", "4"), ("Subtotal", "7"), ("c", "5"), ("d", "6"), ("e", "soon")]
    write("r.json", json.dumps([{"who": who, "x": number} for who, number in cells]))
    assert columns("r.json")["x"] == ("3", "4", "5", "6", "soon")
    assert "r.json: row 3 (Subtotal) is left out" in surprises(read("r.json"))[0]
    assert surprises(read("r.json"))[1].endswith("but not row 6: soon (--blank soon reads such a cell as blank)")


def test_the_rows_of_a_program_are_its_own() -> None:
    assert read_inputs(values={"t": ROWS}).values["table"].length == 3


def test_each_file_of_a_folder_has_its_own_totals() -> None:
    write("f/a.csv", "region;amt\nNorth;1,5\nSouth;2,5\n")
    write("f/b.csv", "region;amt\nNorth;3,5\nSouth;1,5\nTotal;5\n")
    write("f/c.csv", "region;amt\nA;1\nSubtotal;1\nB;2\nSubtotal;2\nTotal;3\n")
    inputs = read_inputs([("", "f")], options=FileOptions())
    assert inputs.tables["table"].column("amt") == (
        Decimal("1.5"),
        Decimal("2.5"),
        Decimal("3.5"),
        Decimal("1.5"),
        1,
        2,
    )
    assert [note.partition(":")[0] for note in surprises(inputs)] == ["b.csv", "c.csv", "c.csv"]


@pytest.mark.parametrize(
    ("above", "width"),
    [
        ("Customer:,ACME,\nPeriod:,Q1,\n\n", 3),
        ("Customer:,ACME\nPeriod:,Q1\n\n", 3),
        ("Sales report\nCustomer:,ACME,\n,,\n", 3),
        ("Customer:,ACME\nPeriod:,Q1\n\n", 2),
        ("Customer:,ACME\nPeriod:,Q1\n,\n", 2),
    ],
)
def test_what_a_report_says_of_itself_is_a_title(above: str, width: int) -> None:
    below = "region,city,amt\nNorth,Oslo,30\nSouth,Rome,10\nTotal,,40\n"
    write("r.csv", above + (below if width == 3 else "region,amt\nNorth,30\nSouth,10\nTotal,40\n"))
    assert columns("r.csv")["amt"] == (30, 10)
    assert "as a title above the headers" in surprises(read("r.csv"))[0]


@pytest.mark.parametrize(
    "text", ["Name:,Age\nAnn,30\nBob,40\n", "Name:,Age\nAnn,x\n\nBob,y\n", "Name:,Age:,\nAnn,30,x\nBob,1,y"]
)
def test_headers_may_end_in_a_colon(text: str) -> None:
    write("r.csv", text)
    assert surprises(read("r.csv")) == []


@pytest.mark.parametrize(
    "text",
    [
        "brand,year,sales\nShell,2022,10\nTotal,2022,20\nShell,2023,11\nTotal,2023,21\n",
        "brand,stars,sales\nShell,5,10\nTotal,3,20\nEsso,4,11\nTotal,2,21\nBP,3,12\nTotal,3,25\nShell,1,9\nTotal,1,7\n",
        "account,debit\nSum Corp,5\nTotal Energies,5\nBP,7\nTotal Energies,7\n",
        "brand,year,sales\nShell,2022,10\nTotal,2022,20\n",
    ],
)
def test_what_is_called_total_and_is_borne_out_by_chance_alone_is_a_row(text: str) -> None:
    """There is a filling station of that name; years, ranks and equal rows bear out anything."""
    rows = text.count("\n") - 1
    table = read_inputs([("", "-")], options=FileOptions("csv", None, text.encode)).tables["table"]
    assert table.length == rows


def test_a_last_row_of_another_length_is_no_row_of_sums() -> None:
    data = b"a,b,c\nx,1,2\ny,3\n,4,4,9\n"
    with pytest.raises(InputError, match="line 3"):
        read_inputs([("", "-")], options=FileOptions("csv", None, lambda: data))
