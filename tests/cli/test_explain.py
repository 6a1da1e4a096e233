"""`seglam explain` and `seglam cache wordings`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run

LARGER = """proc larger<G>(rows: Table, value: Column<Number>, group: Column<G>) -> Table {
  ask "my total {value} per {group}"
  return rows.group_by(group).total(value)
}
"""


@pytest.fixture
def known(run: Run) -> str:
    """The hash of a hand-written procedure in the cache."""
    Path("larger.seg").write_text(LARGER)
    result = run("compile", "larger.seg")
    assert result.exit_code == 0, result.output
    return result.stdout.split()[0]


def test_what_each_rule_says_is_shown(run: Run, known: str) -> None:
    Path("o.csv").write_text("region,sales\nNorth,3\nSouth,4\n")
    result = run("explain", "show my total sales for each region", "--in", "o.csv", "--no-shipped")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == "template   show my total {0:column} for each {1:column}"
    assert "exact      miss: the cache knows no wording with a template of this request" in lines
    known_words = 'the cache knows "my total {0:column} per {1:column}"'
    assert any(line.startswith(f"learned    hit: {known_words}") for line in lines)
    assert lines[-1] == f"answers    larger ({known}), tier learned"


def test_a_miss_says_why_and_stores_nothing(run: Run, known: str) -> None:
    before = run("cache", "list").stdout
    result = run("explain", "my average sales per region", "--no-shipped")
    assert result.exit_code == 2
    assert "learned    miss: " in result.stdout
    assert result.stdout.splitlines()[-1].startswith("answers    no stored procedure")
    assert run("cache", "list").stdout == before


def test_a_day_that_is_none_is_a_sentence(run: Run) -> None:
    result = run("explain", "orders since May", "--today", "soon")
    assert result.exit_code == 2
    assert "2024-03-31" in result.stderr


def test_changes_of_wording_are_shown_by_their_words(run: Run) -> None:
    output = run("cache", "wordings", "for", "each").stdout.splitlines()
    assert output[0].split() == ["said", "in", "place", "of", "between", "same"]
    assert all("for each" in line or ("for" in line and "each" in line) for line in output[2:])


def test_changes_with_words_that_are_in_none(run: Run) -> None:
    result = run("cache", "wordings", "zebra")
    assert result.exit_code == 2
    assert result.stderr == "seglam: no change of wording is known with zebra\n"


def test_what_the_model_may_recognise_is_named_without_asking_it(run: Run, known: str) -> None:
    Path("o.csv").write_text("region,sales\nNorth,3\nSouth,4\n")
    asked = ("explain", "what did each of them bring in", "--in", "o.csv", "--no-shipped")
    assert "near       miss: no procedure has answered about such a table" in run(*asked).stdout.splitlines()
    assert run("exec", "my total sales per region", "--in", "o.csv", "--no-shipped", "--no-model").exit_code == 0
    assert "near       not asked: the model may recognise larger" in run(*asked).stdout.splitlines()


MISSING = """proc net_of(rows: Table, value: Column<Number>, status: Column<Text>, wanted: Text) -> Number {
  ask "what is left" with value = "Net", status = "Status", wanted = "Paid" of status
  return rows.where(row => row[status] == wanted).total(value)
}
"""


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("Net (EUR),Status\n1,Paid\n", 'it needs a column "net", and the table has Net (EUR), Status'),
        ("Net,Status\nx,Paid\n", 'it needs a column "net" of type Number, and that of the table has Text'),
        ("Net,Status\n1,Open\n", 'it needs "Paid" in the column Status, which does not hold it'),
    ],
)
def test_what_the_table_lacks_is_named(run: Run, table: str, why: str) -> None:
    Path("missing.seg").write_text(MISSING)
    assert run("compile", "missing.seg").exit_code == 0
    Path("o.csv").write_text(table)
    result = run("explain", "what is left", "--in", "o.csv", "--no-shipped")
    assert result.exit_code == 2
    assert f"exact      miss: the cache knows a wording with this template, but {why}" in result.stdout.splitlines()
