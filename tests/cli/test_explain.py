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


OF_KINDS = """proc longer(rows: Table, took: Column<Duration>, limit: Duration) -> Table {
  ask "which trips took longer than {limit}" with took = "Took"
  return rows.where(row => row[took] > limit)
}
proc left_in(rows: Table, day: Column<Date>, first: Date, last: Date) -> Number {
  ask "how many trips in {first, last:period}" with day = "Day"
  return rows.where(row => row[day] >= first and row[day] <= last).count()
}
"""


@pytest.mark.parametrize(
    ("request_text", "template", "signature", "tier"),
    [
        ("which trips took longer than 5 hours", "which trips took longer than {0:duration}", "{duration}", "exact"),
        ("what trips took longer than 5 hours", "what trips took longer than {0:duration}", "{duration}", "learned"),
        ("number of trips in June 2024", "number of trips in {0:period}", "in:{period}", "learned"),
        ("how many trips in June 2024, please", "how many trips in {0:period}", "in:{period}", "exact"),
    ],
)
def test_the_template_that_was_hit_is_shown_first(
    run: Run, request_text: str, template: str, signature: str, tier: str
) -> None:
    Path("kinds.seg").write_text(OF_KINDS)
    assert run("compile", "kinds.seg").exit_code == 0
    Path("trips.csv").write_text("Day,Took\n2024-06-01,1h 30m\n2024-07-01,6h 10m\n")
    result = run("explain", request_text, "--in", "trips.csv", "--no-shipped")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert lines[0] == f"template   {template}"
    shown = next(line for line in lines if line.startswith("signature  "))
    assert shown.endswith(signature)
    assert lines[-1].endswith(f"tier {tier}")


def test_of_a_miss_the_templates_of_all_kinds_are_shown(run: Run) -> None:
    result = run("explain", "trips since June 2024 that took 5 hours", "--no-shipped")
    assert result.exit_code == 2
    shown = [line[11:] for line in result.stdout.splitlines() if line.startswith(("template", "       or"))]
    assert "trips since {0:period} that took {1:duration}" in shown
    assert len(shown) == len(set(shown)) <= 8


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
