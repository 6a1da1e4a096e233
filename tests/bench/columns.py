"""`python -m tests.bench.columns`: the columns of everyday tables, read from CSV and from JSON with stated types.

The tables of ../shared/everyday stand there twice: as CSV, and with typed cells as the requests' inputs. The stated
types are those of an earlier reader, so that each difference is looked at and not counted as wrong: printed by kind,
with a column of each kind, and how many of the programs that are known for these tables use such a column.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from seglam_lang.inputs import read_table
from seglam_lang.inputs.csv_texts import read_csv
from seglam_lang.language.values import Table
from tests.bench.commands import SHARED
from tests.bench.report import Figure, share

DATA = SHARED / "everyday"
TABLES, REQUESTS = "everyday.tables.jsonl.gz", ("everyday.train.jsonl.gz", "everyday.dev.jsonl.gz")


@dataclass
class Compared:
    """How columns are read; `differing` has a header and its cells for each pair of types, (stated, read)."""

    columns: int = 0
    same_type: int = 0
    same_cells: int = 0
    differing: dict[tuple[str, str], list[tuple[str, list[str]]]] = field(default_factory=dict)
    programs: int = 0
    programs_affected: Counter[str] = field(default_factory=Counter)


def is_there(data: Path = DATA) -> bool:
    """Return whether the tables are beside this repository."""
    return all((data / name).exists() for name in (TABLES, *REQUESTS))


def compare(data: Path = DATA) -> Compared:
    """Read every table both ways."""
    found = Compared()
    csv_texts = {row["table"]: row["csv"] for row in _lines(data / TABLES)}
    stated: dict[str, Table] = {}
    programs: dict[tuple[str, str, str], str] = {}
    for name in REQUESTS:
        for row in _lines(data / name):
            if row["table"] in csv_texts and row["table"] not in stated:
                stated[row["table"]] = read_table(row["inputs"]["table"]).value
            if row["table"] in csv_texts and row["gold"]:
                programs[name, row["type"], row["table"]] = row["gold"]["seglam"]
    other: dict[tuple[str, str], str] = {}
    for key, table in stated.items():
        other |= {(key, header): kind for header, kind in _compare_table(found, csv_texts[key], table).items()}
    for (_, _, key), program in programs.items():
        found.programs += 1
        kinds = {kind for (table, header), kind in other.items() if table == key and f"`{header}`" in program}
        found.programs_affected.update(kinds)
    return found


def _compare_table(found: Compared, text: str, stated: Table) -> dict[str, str]:
    """Compare one table; return the headers of the columns that are of other types, with these."""
    read = read_csv(text, "the table").value
    other = {}
    for place, header in enumerate(stated.headers):
        found.columns += 1
        kinds = stated.types[place].name, read.types[place].name
        if kinds[0] == kinds[1]:
            found.same_type += 1
            found.same_cells += stated.cells[place] == read.cells[place]
            continue
        other[header] = f"{kinds[0]}, read as {kinds[1]}"
        examples = [str(cell) for cell in dict.fromkeys(stated.cells[place]) if cell is not None]
        found.differing.setdefault(kinds, []).append((header, examples))
    return other


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def main() -> None:
    """Print the shares and the kinds of differences."""
    if not is_there():
        print(f"no tables at {DATA.resolve()}: nothing to compare")
        return
    found = compare()
    print(share("columns of the stated type", found.same_type, found.columns, ">=", 0.99))
    print(share("of these, cells that are equal", found.same_cells, found.same_type, ">=", 1))
    for (stated, read), columns in found.differing.items():
        header, cells = columns[0]
        print(Figure(f"{stated}, read as {read}", f"{len(columns)}, as {header}: {', '.join(cells[:3])}"))
    for kind, count in found.programs_affected.items():
        print(Figure("programs that use such a column", f"{count} of {found.programs}: {kind}"))


if __name__ == "__main__":
    main()
