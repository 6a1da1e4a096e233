"""The everyday requests that were written for this project, in their source form: `everyday/*.txt`.

@table                                  a CSV table, until an empty line
@inputs {"prices": [1, 2.5]}            or values by their names
= rows.top(1, `Salary`).values(`Name`)  a program; several such lines are its steps
? SELECT ...                            the same in SQL, or `> JSON`, what it comes to
- who earns the most?                   wordings of it
! missing-column                        in the place of a program: the wordings must be refused
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("everyday")


@dataclass
class Block:
    """One thing that is asked in several `wordings`; `program` is "" where it must be refused."""

    inputs: dict[str, Any]
    program: str = ""
    sql: str = ""
    wordings: list[str] = field(default_factory=list)


def blocks(path: Path) -> Iterator[Block]:
    """Yield the blocks of a file."""
    inputs: dict[str, Any] = {}
    block = Block({})
    lines = iter(path.read_text(encoding="utf-8").split("\n"))
    for line in lines:
        mark, _, rest = line.partition(" ")
        if mark in ("@table", "@inputs"):
            inputs = {"table": _table(lines)} if mark == "@table" else json.loads(rest)
        elif mark in ("=", "!"):
            if block.wordings or mark == "!":
                yield block
                block = Block(inputs)
            block.inputs = inputs
            if mark == "=":
                block.program += f"\n{rest}" if block.program else rest
        elif mark == "?":
            block.sql = rest
        elif mark == "-":
            block.wordings.append(rest.strip())
    yield block


def _table(lines: Iterator[str]) -> dict[str, Any]:
    text = []
    for line in lines:
        if not line.strip():
            break
        text.append(line)
    header, *rows = csv.reader(io.StringIO("\n".join(text)))
    return {"columns": header, "rows": rows}
