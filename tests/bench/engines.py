"""How long a group total of one Parquet file takes in each engine: `python -m tests.bench.engines --engine 'local[*]'`.

Each run reads the file, finds the stored procedure and computes; the first has the start of the engine in it. All have
to come to the same answer. The file is made in build/bench and kept.
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path
from typing import Any

import duckdb

from seglam_lang import Seglam
from seglam_lang.inputs import FileOptions, read_inputs
from tests.bench.commands import ROOT

FOLDER = ROOT / "build" / "bench"
REQUEST = "total sales by region"
RUNS = 3
ROWS = (
    "SELECT 'region ' || (i * 7919 % 50) AS region, CAST((i * 31 % 100000) / 100 AS DECIMAL(12, 2)) AS sales, "
    "i % 13 AS quantity, DATE '2024-01-01' + CAST(i % 400 AS INTEGER) AS day FROM range({}) t(i)"
)


def file_of(rows: int) -> Path:
    """A Parquet file of so many rows."""
    path = FOLDER / f"engines-{rows}.parquet"
    if not path.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        duckdb.sql(ROWS.format(rows)).write_parquet(str(path))
    return path


def timed(path: Path, engine: str) -> tuple[float, Any]:
    """The seconds from the request and the file to the answer, and that."""
    started = time.perf_counter()
    inputs = read_inputs([("", path)], options=FileOptions(engine=engine))
    with Seglam(":memory:", use_model=False) as seglam:
        answer = seglam.exec(REQUEST, inputs=inputs)
    assert answer.status == "hit", answer.why
    return time.perf_counter() - started, [list(row.values()) for row in answer.value]


def main() -> None:
    """Print the first run of each engine, and the median of those that follow."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--engine", action="append", metavar="ENGINE", help="beside duckdb, as local[*]")
    given = parser.parse_args()
    path, expected = file_of(given.rows), None
    print(f"{REQUEST}: {given.rows:,} rows, {path.stat().st_size / 1e6:.0f} MB")
    for engine in ("duckdb", *(given.engine or ())):
        first, answer = timed(path, engine)
        later = [timed(path, engine) for _ in range(RUNS)]
        expected = answer if expected is None else expected
        assert all(each == expected for each in (answer, *(found for _, found in later))), (
            f"{engine} gives another answer"
        )
        median = statistics.median(seconds for seconds, _ in later)
        print(f"{engine}: {first:.2f} s the first time, {median:.2f} s then (median of {RUNS})")


if __name__ == "__main__":
    main()
