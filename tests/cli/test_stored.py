"""Files that are read into a database: every door runs procedures where the rows lie, once, and says so if asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from seglam_lang.engine import Seglam
from seglam_lang.inputs import file as files
from seglam_lang.inputs import read_table
from seglam_lang.language import load
from seglam_lang.language.backends import results
from seglam_lang.language.backends.engines import listening
from tests.cli.conftest import Run

SOURCE = """
proc by_region(rows: Table, sales: Column<Number>, region: Column<Text>) -> Table {
  ask "sum of {sales} for every {region}"
  return rows.group_by(region).total(sales)
}
"""
STEP = "groups.total: in DuckDB"


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGE", 0)


def test_seglam_run(run: Run) -> None:
    Path("a.seg").write_text(SOURCE)
    result = run("run", "a.seg", "by_region", "orders.csv", "sales", "region", "--explain")
    assert result.exit_code == 0 and "North" in result.stdout
    assert f"ran {STEP}" in result.stderr and "GROUP BY" in result.stderr
    with_fuel = run("run", "a.seg", "by_region", "orders.csv", "sales", "region", "--fuel", "100000")
    assert with_fuel.stdout == result.stdout


def test_a_large_result_is_written_from_the_database(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = ("--cache", str(tmp_path / "own.sqlite"))
    Path("b.seg").write_text(
        'proc by(rows: Table, n: Column<Number>) -> Table { ask "rows by {n}, please" return rows.sort_by(n) }'
    )
    assert run("compile", "b.seg", *cache).exit_code == 0
    written = []
    for most in (1_000_000, 1):
        monkeypatch.setattr(results, "MOST_FETCHED", most)
        result = run("exec", "rows by sales, please", "--in", "orders.csv", "--out", "out.csv", *cache)
        assert result.exit_code == 0, result.stderr
        written.append(Path("out.csv").read_bytes())
    assert written[0] == written[1] and written[0].startswith(b"region,")


def test_procedures_of_python(run: Run) -> None:
    table = read_table("orders.csv").value
    with listening() as queries:
        found = load(SOURCE)["by_region"](table, "sales", "region")
    assert [list(row.values()) for row in found] == [["North", 15], ["South", 4.5]]
    assert len(queries) == 1 and "GROUP BY" in queries[0]
    with pytest.raises(Exception, match="no column"):
        load(SOURCE)["by_region"](table, "sales", "town")


def test_the_trace_tells_of_the_run_and_runs_nothing(run: Run, tmp_path: Path) -> None:
    with Seglam(tmp_path / "own.sqlite", use_model=False) as engine:
        engine.add_source(SOURCE)
        answer = engine.exec("sum of sales for every region", "orders.csv")
        with listening() as queries:
            lines = answer.trace.lines()
    assert f"ran        {STEP}" in lines and sum("GROUP BY" in line for line in lines) == 1
    assert queries == []
