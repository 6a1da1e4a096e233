"""The data of `tests.bench.tables`, made by DuckDB in a process of its own, and kept.

No number is drawn: each comes from the number of its row, so that every machine has the same files. A sheet is written
by openpyxl.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.commands import ROOT

CUSTOMERS = 1_000
REGIONS = "['North', 'South', 'East', 'West', 'North-East', 'South-West', 'Islands', 'Capital']"
SEGMENTS = "['Retail', 'Trade', 'Public', 'Export', 'Online']"
MIXED = "(i * 2654435761) % 4294967296"  # Knuth's multiplicative hash of a row's number
ORDERS = f"""
    SELECT i + 1 AS id, ({REGIONS})[1 + (h // 7) % 8] AS region, 1 + (h // 11) % {CUSTOMERS} AS customer,
        DATE '2022-01-01' + CAST((h // 13) % 1096 AS INTEGER) AS day,
        CAST((h // 17) % 100000 AS DECIMAL(10, 0)) * 0.01 AS amount, 1 + (h // 19) % 9 AS quantity
    FROM (SELECT i, {MIXED} AS h FROM range({{rows}}) AS numbers(i))"""
CLIENTS = f"SELECT i + 1 AS client, ({SEGMENTS})[1 + ({MIXED} // 5) % 5] AS segment FROM range({{rows}}) AS numbers(i)"


def data_file(folder: Path, name: str, rows: int, ending: str) -> Path:
    """Return the file of that name, with `rows` rows; it is made where it is not there yet."""
    path = folder / f"{name}-{rows}.{ending}"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "tests.bench.table_files", name, str(rows), str(path)]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            sys.exit(f"{path} could not be made")
    return path


def main(name: str, rows: int, path: Path) -> None:
    """Make one file. It appears whole or not at all."""
    try:
        import duckdb
    except ImportError:
        sys.exit("the data are made by DuckDB, which is not installed: pip install 'seglam[duckdb]' has it")
    query = (CLIENTS if name == "clients" else ORDERS).format(rows=rows)
    part = path.with_name(f"part-{path.name}")
    if path.suffix == ".xlsx":
        _write_sheet(duckdb.sql(query), part)
    else:
        form = {".parquet": "FORMAT parquet", ".jsonl": "FORMAT json"}.get(path.suffix, "HEADER")
        duckdb.sql(f"COPY ({query}) TO '{part}' ({form})")
    part.replace(path)


def _write_sheet(relation: Any, path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("orders")
    sheet.append(relation.columns)
    for row in relation.fetchall():
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
