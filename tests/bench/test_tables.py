"""The bench of tables runs, at a size at which nothing is measured, and says what is missing or takes too long."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.bench import tables
from tests.bench.table_files import data_file
from tests.bench.table_works import CALAMINE, DUCKDB, DUCKDB_COMMAND, MODULES, OURS, Sizes, Work, short, works
from tests.bench.tables import Bounds, Measured, comparable, line, main, measured, rows_of, targets

WORK = Work(
    "CSV 1M, cold", "total amount by region", {"orders": Path("o.csv")}, {DUCKDB: "{orders}"}, True, megabytes=9
)


def test_sizes_are_short() -> None:
    assert list(map(short, (10_000_000, 1_500_000, 100_000, 999))) == ["10M", "1500k", "100k", "999"]


def test_every_code_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.bench.table_works.data_file", lambda *given: Path("-".join(map(str, given[1:3]))))
    found = works(Sizes(huge=100_000_000), Path())
    assert len(found) == 14
    for work in found:
        assert work.rival in work.codes and len(work.name) <= tables._NAME
        for who in work.codes:
            if who != DUCKDB_COMMAND:
                compile(work.code(who), work.name, "exec")
                assert "{" not in work.code(who).replace("{joined}", "").replace('{"amount": "double[pyarrow]"}', "")


def test_answers_are_compared_in_one_form() -> None:
    rows = [["b", 1, "2024-01-01"], ["a", "2.50", "x"]]
    assert comparable(rows) == comparable([["a", 2.4999999999, "x"], ["b", "1.0", "2024-01-01 00:00:00"]])
    assert comparable(rows) != comparable([["a", 2.51, "x"], ["b", 1, "2024-01-01"]])
    assert rows_of('{"answer": [{"region": "a", "amount": 1}]}') == rows_of('[["a", 1]]') == rows_of([("a", 1)])


def test_a_line_of_the_table() -> None:
    found = {OURS: Measured(1.0, 12.0), DUCKDB: Measured(0.25, 1.0), DUCKDB_COMMAND: Measured(why_not="not installed")}
    assert " ".join(line(WORK, found).split()) == "CSV 1M, cold 1.000 s 12 not installed 0.250 s (4.00 x) - - -"
    assert [(figure.text, figure.met) for figure in targets(WORK, found)] == [
        ("4.00 x (DuckDB)", False),
        ("12 MB", False),
    ]
    late = {**found, OURS: Measured(why_not="> 600 s")}
    assert "> 600 s" in line(WORK, late)
    assert [figure.met for figure in targets(WORK, late)] == [False]


@pytest.mark.slow
def test_what_takes_too_long_or_too_much_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "_in_process", lambda work, who, cache: {"prepared": "", "code": work.codes[who]})
    sleeping = Work("w", "", {}, {OURS: "import time\ntime.sleep(60)", CALAMINE: "answer = []"})
    assert measured(sleeping, tmp_path, Bounds(1, 5, 1))[OURS].why_not == "> 5 s"
    eating = Work("w", "", {}, {OURS: "answer = bytearray(10**10)"})
    assert measured(eating, tmp_path, Bounds(1, 60, 1))[OURS].why_not == "> 1 GB"
    with pytest.raises(SystemExit, match="ZeroDivisionError"):
        measured(Work("w", "", {}, {OURS: "1 / 0"}), tmp_path, Bounds(1, 60, 1))
    others = Work("w", "", {}, {OURS: "answer = [[1]]", CALAMINE: "answer = [[2]]"})
    monkeypatch.setitem(MODULES, CALAMINE, "json")
    with pytest.raises(SystemExit, match=r"w: seglam answers \[\['1.00'\]\], calamine \[\['2.00'\]\]"):
        measured(others, tmp_path, Bounds(1, 60, 1))


@pytest.mark.slow
def test_a_small_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1: targets are missed at such a size; different answers would end the run."""
    for library in ("duckdb", "pyarrow", "python_calamine", "openpyxl"):
        pytest.importorskip(library)
    sizes = [
        "--csv",
        "300",
        "--parquet",
        "3000",
        "--huge",
        "2000",
        "--sheet",
        "50",
        "--lines",
        "90",
        "--runs",
        "1",
        "--code",
    ]
    assert main([*sizes, "--folder", str(tmp_path)]) in (0, 1)
    printed = capsys.readouterr().out
    assert "CSV 300, cold: group total" in printed and "20 rows, in process" in printed
    assert "--- Parquet 3k: count distinct: DuckDB" in printed
    if shutil.which("duckdb") is None:
        assert "not installed" in printed
    assert data_file(tmp_path, "orders", 3000, "parquet").stat().st_size
    assert "tests.bench.hit" in sys.modules
