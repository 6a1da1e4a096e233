"""What `tests.bench.tables` measures: the same questions of the same files, as each peer's users would put them.

All files have six columns (see `table_files`), and are {orders} and {clients} in the codes. A code leaves what it found
in `answer`, as rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.bench.table_files import CUSTOMERS, data_file

OURS, DUCKDB, PANDAS, POLARS, CALAMINE = "seglam", "DuckDB", "pandas", "polars", "calamine"
DUCKDB_COMMAND = "duckdb command"
MODULES = {DUCKDB: "duckdb", PANDAS: "pandas", POLARS: "polars", CALAMINE: "python_calamine"}

# What the requests ask for: stored in a cache before anything is measured, so that all are hits.
PROCEDURES = """
proc total_by(rows: Table, amount: Column<Number>, region: Column<Text>) -> Table {
  ask "total {amount} by {region}"
  return rows.group_by(region).total(amount)
}
proc top_over(rows: Table, number: Number, amount: Column<Number>, quantity: Column<Number>, least: Number) -> Table {
  ask "top {number} by {amount} where {quantity} is over {least}"
  return rows.where(row => row[quantity] > least).top(number, amount)
}
proc distinct_by(rows: Table, customer: Column<Number>, region: Column<Text>) -> Table {
  ask "number of different {customer} by {region}"
  return rows.group_by(region).count_distinct(customer)
}
proc monthly(rows: Table, amount: Column<Number>, day: Column<Date>) -> Table {
  ask "monthly {amount} by {day}"
  return rows.group_by(row => row[day].start_of_month()).total(amount)
}
proc joined(
  orders: Table,
  amount: Column<Number> of orders,
  key: Column<Number> of orders,
  clients: Table,
  client: Column<Number> of clients,
  segment: Column<Text> of clients
) -> Table {
  ask "total {amount} of {key} as {client} by {segment}"
  return orders.join_on(key, clients, client).group_by(segment).total(amount)
}
"""


@dataclass(frozen=True, slots=True)
class Work:
    """One line of the table: a request of files, and the codes of the peers that answer it.

    Cold is a whole process, else one that has done it before. Ours is wanted to take at most `ratio` times as long as
    the `rival`, at most `seconds`, and at most `megabytes` of memory; nobody may have more than `gigabytes`.
    """

    name: str
    request: str
    files: Mapping[str, Path]
    codes: Mapping[str, str]
    is_cold: bool = False
    rival: str = DUCKDB
    ratio: float | None = 2.0
    seconds: float | None = None
    megabytes: float | None = None
    gigabytes: float | None = None
    is_long: bool = False  # it is done once
    is_compared: bool = True  # all come to the same answer

    def code(self, who: str) -> str:
        """The code of a peer, with the names of the files in it."""
        return self.codes[who].format(**{name: str(path) for name, path in self.files.items()})


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many rows the files have; 0 leaves out the works with such a file."""

    csv: Sequence[int] = (1_000_000, 100_000)
    parquet: int = 10_000_000
    huge: int = 0
    sheet: int = 100_000
    lines: int = 1_000_000


def short(rows: int) -> str:
    """A number of rows as the table has it: 10M, 100k, 500."""
    for factor, sign in ((10**6, "M"), (10**3, "k")):
        if rows >= factor and rows % factor == 0:
            return f"{rows // factor}{sign}"
    return str(rows)


def works(sizes: Sizes, folder: Path) -> list[Work]:
    """All of them; their files are made where they are not there yet."""

    def clients() -> Path:
        return data_file(folder, "clients", CUSTOMERS, "parquet")

    found = [_cold_csv(rows, data_file(folder, "orders", rows, "csv")) for rows in sizes.csv if rows]
    if sizes.parquet:
        orders = data_file(folder, "orders", sizes.parquet, "parquet")
        found += _of_parquet(f"Parquet {short(sizes.parquet)}", orders, clients())
    if sizes.sheet:
        found.append(_sheet(sizes.sheet, data_file(folder, "orders", sizes.sheet, "xlsx")))
    if sizes.lines:
        found.append(_json_lines(sizes.lines, data_file(folder, "orders", sizes.lines, "jsonl")))
    if sizes.huge:
        orders = data_file(folder, "orders", sizes.huge, "parquet")
        found += _huge(_of_parquet(f"Parquet {short(sizes.huge)}", orders, clients()))
    return found


def _cold_csv(rows: int, orders: Path) -> Work:
    codes = {
        DUCKDB: """
import duckdb
answer = duckdb.sql("SELECT region, sum(amount) FROM '{orders}' GROUP BY region").fetchall()
""",
        PANDAS: """
import pandas
answer = list(pandas.read_csv("{orders}").groupby("region")["amount"].sum().items())
""",
        POLARS: """
import polars
answer = polars.scan_csv("{orders}").group_by("region").agg(polars.col("amount").sum()).collect().rows()
""",
        DUCKDB_COMMAND: "SELECT region, sum(amount) FROM '{orders}' GROUP BY region",
    }
    name, request = f"CSV {short(rows)}, cold: group total", "total amount by region"
    if rows >= 1_000_000:
        return Work(name, request, {"orders": orders}, codes, True, DUCKDB_COMMAND, 2.5, megabytes=400)
    return Work(name, request, {"orders": orders}, codes, True, DUCKDB_COMMAND, None, seconds=0.8)


def _of_parquet(what: str, orders: Path, clients: Path) -> list[Work]:
    one, two = {"orders": orders}, {"orders": orders, "clients": clients}
    join = f"join with {CUSTOMERS:,} rows"
    return [
        Work(f"{what}: group total", "total amount by region", one, _group_total()),
        Work(f"{what}: filter and top 10", "top 10 by amount where quantity is over 5", one, _filter_and_top()),
        Work(f"{what}: count distinct", "number of different customer by region", one, _count_distinct()),
        Work(f"{what}: monthly totals", "monthly amount by day", one, _monthly_totals()),
        Work(f"{what}: {join}", "total amount of customer as client by segment", two, _join()),
    ]


def _group_total() -> dict[str, str]:
    return {
        DUCKDB: """
answer = duckdb.sql("SELECT region, sum(amount) FROM '{orders}' GROUP BY region").fetchall()
""",
        PANDAS: """
frame = pandas.read_parquet("{orders}", columns=["region", "amount"], dtype_backend="pyarrow")
frame = frame.astype({{"amount": "double[pyarrow]"}})  # of decimals it would make as many Python objects
answer = list(frame.groupby("region")["amount"].sum().items())
""",
        POLARS: """
answer = polars.scan_parquet("{orders}").group_by("region").agg(polars.col("amount").sum()).collect().rows()
""",
    }


def _filter_and_top() -> dict[str, str]:
    return {
        DUCKDB: """
answer = duckdb.sql("FROM '{orders}' WHERE quantity > 5 ORDER BY amount DESC, id LIMIT 10").fetchall()
""",
        PANDAS: """
frame = pandas.read_parquet("{orders}", dtype_backend="pyarrow").astype({{"amount": "double[pyarrow]"}})
answer = frame[frame["quantity"] > 5].nlargest(10, "amount").values.tolist()
""",
        POLARS: """
rows = polars.scan_parquet("{orders}").filter(polars.col("quantity") > 5)
answer = rows.sort("amount", "id", descending=[True, False]).head(10).collect().rows()
""",
    }


def _count_distinct() -> dict[str, str]:
    return {
        DUCKDB: """
answer = duckdb.sql("SELECT region, count(DISTINCT customer) FROM '{orders}' GROUP BY region").fetchall()
""",
        PANDAS: """
frame = pandas.read_parquet("{orders}", columns=["region", "customer"], dtype_backend="pyarrow")
answer = list(frame.groupby("region")["customer"].nunique().items())
""",
        POLARS: """
answer = polars.scan_parquet("{orders}").group_by("region").agg(polars.col("customer").n_unique()).collect().rows()
""",
    }


def _monthly_totals() -> dict[str, str]:
    return {
        DUCKDB: """
answer = duckdb.sql("SELECT date_trunc('month', day), sum(amount) FROM '{orders}' GROUP BY 1").fetchall()
""",
        PANDAS: """
frame = pandas.read_parquet("{orders}", columns=["day", "amount"], dtype_backend="pyarrow")
frame = frame.astype({{"amount": "double[pyarrow]"}})
sums = frame["amount"].groupby([frame["day"].dt.year, frame["day"].dt.month]).sum()
answer = [("%d-%02d-01" % month, amount) for month, amount in sums.items()]
""",
        POLARS: """
months = polars.col("day").dt.truncate("1mo")
answer = polars.scan_parquet("{orders}").group_by(months).agg(polars.col("amount").sum()).collect().rows()
""",
    }


def _join() -> dict[str, str]:
    return {
        DUCKDB: """
joined = "FROM '{orders}' JOIN '{clients}' ON customer = client"
answer = duckdb.sql(f"SELECT segment, sum(amount) {{joined}} GROUP BY segment").fetchall()
""",
        PANDAS: """
orders = pandas.read_parquet("{orders}", columns=["customer", "amount"], dtype_backend="pyarrow")
orders = orders.astype({{"amount": "double[pyarrow]"}})
joined = orders.merge(pandas.read_parquet("{clients}"), left_on="customer", right_on="client")
answer = list(joined.groupby("segment")["amount"].sum().items())
""",
        POLARS: """
joined = polars.scan_parquet("{orders}").join(
    polars.scan_parquet("{clients}"), left_on="customer", right_on="client"
)
answer = joined.group_by("segment").agg(polars.col("amount").sum()).collect().rows()
""",
    }


def _sheet(rows: int, orders: Path) -> Work:
    codes = {
        CALAMINE: """
answer = python_calamine.CalamineWorkbook.from_path("{orders}").get_sheet_by_index(0).to_python()
""",
        PANDAS: """
answer = list(pandas.read_excel("{orders}", engine="calamine").groupby("region")["amount"].sum().items())
""",
    }
    name, request = f".xlsx {short(rows)}: group total", "total amount by region"
    return Work(name, request, {"orders": orders}, codes, rival=CALAMINE, ratio=1.5, is_compared=False)


def _json_lines(rows: int, orders: Path) -> Work:
    codes = {
        DUCKDB: """
answer = duckdb.sql("SELECT region, sum(amount) FROM '{orders}' GROUP BY region").fetchall()
""",
        PANDAS: """
answer = list(pandas.read_json("{orders}", lines=True).groupby("region")["amount"].sum().items())
""",
        POLARS: """
answer = polars.scan_ndjson("{orders}").group_by("region").agg(polars.col("amount").sum()).collect().rows()
""",
    }
    name, request = f".jsonl {short(rows)}: group total", "total amount by region"
    return Work(name, request, {"orders": orders}, codes, ratio=None, seconds=10)


def _huge(same: Sequence[Work]) -> list[Work]:
    """The same works of a file that outgrows the memory that anyone may have."""
    return [replace(work, ratio=None, megabytes=4_096, gigabytes=4, is_long=True) for work in same]
