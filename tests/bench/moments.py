"""Requests about days, over tables whose days have a time of day: as they are exported, and as no set has them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]

_ABOUT_DAYS = "@20"  # in a program: it states a day
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOURS = range(6, 22)


def in_moments(rows: Sequence[Row]) -> list[Row]:
    """Return the rows whose programs state days and whose answers have none, with a time of day in each cell of days:
    always the same.
    """
    return [{**row, "inputs": {"table": _timed(row)}} for row in rows if _is_about_days(row)]


def _is_about_days(row: Row) -> bool:
    program = (row.get("gold") or {}).get("seglam") or ""
    has_days = bool(_DAY.search(json.dumps(row.get("answer"), default=str)))
    return row["expect"] == "answer" and set(row["inputs"]) == {"table"} and _ABOUT_DAYS in program and not has_days


def _timed(row: Row) -> dict[str, Any]:
    table = row["inputs"]["table"]
    chance = random.Random(row["id"])
    columns = [list(column) for column in zip(*table["rows"], strict=True)]
    cells = [list(_with_times(column, chance)) if _is_of_days(column) else column for column in columns]
    return {"columns": table["columns"], "rows": [list(line) for line in zip(*cells, strict=True)]}


def _is_of_days(cells: Sequence[Any]) -> bool:
    stated = [cell for cell in cells if cell not in (None, "")]
    return bool(stated) and all(isinstance(cell, str) and _DAY.fullmatch(cell) for cell in stated)


def _with_times(cells: Sequence[Any], chance: random.Random) -> Iterator[Any]:
    for cell in cells:
        yield f"{cell}T{chance.choice(_HOURS):02}:{chance.randrange(60):02}" if cell else cell
