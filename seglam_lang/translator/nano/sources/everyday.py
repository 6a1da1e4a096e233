"""Everyday requests, of the data and our own, with their programs in the shortest form; some must be refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from seglam_lang.translator.nano.blocks import FOLDER, blocks
from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.everyday_programs import Everyday
from seglam_lang.translator.nano.sources.asked import Asked, LeftOut, checked


def everyday_blocks(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what is asked in an everyday data file, each with all its wordings."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows(path):
        gold = row["gold"] or {"seglam": "", "sql": ""}
        block = {"source": "everyday", "group": row.get("table") or row["type"], "block": row["type"], "wordings": []}
        given = {"inputs": row["inputs"], "program": gold["seglam"], "sql": gold["sql"] or "", "answer": row["answer"]}
        found.setdefault(row["type"], block | given)["wordings"].append(row["request"])
    yield from found.values()


def own_blocks(folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    """Yield what is asked in the files of a folder."""
    for path in sorted(folder.glob("[0-9]*.txt")):
        for number, block in enumerate(blocks(path), 1):
            group = sha256(json.dumps(block.inputs).encode()).hexdigest()[:12]
            given = {"inputs": block.inputs, "program": block.program, "sql": block.sql, "answer": None}
            named = {"source": "own", "group": group, "block": f"{path.name}#{number}", "wordings": block.wordings}
            yield named | given


def from_block(block: dict[str, Any]) -> list[Asked]:
    """Return what a block asks, once for each of its wordings. Raise LeftOut where its program does not hold."""
    if not block["wordings"]:
        raise LeftOut("no wordings")
    program = Everyday.of(block).shortest or None
    group = f"table:{block['group']}"
    found = [
        Asked(block["source"], group, wording, block["inputs"], program, block["answer"], block["block"])
        for wording in block["wordings"]
    ]
    return [checked(found[0]), *found[1:]]
