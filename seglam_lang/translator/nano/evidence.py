"""Requests with the programs that are right for them, as evidence of what words go with: read, checked and counted.

Nothing is learned from a request that must be refused, nor from a program that does not type-check as the inputs are
read today.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.language import LanguageError
from seglam_lang.requests import read
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.unread.features import Footprint, footprint_of
from seglam_lang.translator.nano import blocks
from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.sources import LeftOut
from seglam_lang.translator.nano.sources.problems import problem_program


@dataclass(frozen=True)
class KnownRequest:
    """A request with its inputs and program, in the notation of `headed`; `block` is what it asks, `table` of which."""

    source: str
    table: str
    block: str
    request: str
    inputs: dict[str, Any] = field(repr=False)
    program: str


@dataclass(frozen=True)
class ReadRequest:
    """A request that was read, and what its program does and takes."""

    asked: KnownRequest
    reading: Reading
    footprint: Footprint


def everyday(path: Path) -> Iterator[KnownRequest]:
    """Yield the rows of a file of the everyday requests."""
    for row in rows(path):
        if row["gold"]:
            table = row.get("table") or row["type"]
            yield KnownRequest("everyday", table, row["type"], row["request"], row["inputs"], row["gold"]["seglam"])


def own(folder: Path = blocks.FOLDER) -> Iterator[KnownRequest]:
    """Yield the everyday requests of this project's own corpus."""
    for path in sorted(folder.glob("*.txt")):
        for number, block in enumerate(blocks.blocks(path)):
            table = sha256(json.dumps(block.inputs).encode()).hexdigest()[:12]
            for wording in block.wordings if block.program else ():
                yield KnownRequest("everyday", table, f"{path.stem}-{number}", wording, block.inputs, block.program)


def converted(path: Path, most: int, seed: int = 1) -> Iterator[KnownRequest]:
    """Yield at most `most` rows of a file of WikiSQL, MAWPS or the calculator, in an order by `seed`."""
    found = list(rows(path))
    random.Random(seed).shuffle(found)
    for row in found[:most]:
        try:
            program = problem_program(row)
        except LeftOut:
            continue
        if program is not None:
            table = str(row["inputs"].get("table", {}).get("columns") or row["id"])
            yield KnownRequest(row["source"], table, row["id"], row["request"], row["inputs"], program)


def evidence_of(asked: KnownRequest) -> ReadRequest | None:
    """Return a request as it is read, with what its program does; None where one of the two is not accepted."""
    try:
        text = json.dumps(asked.inputs)
        return ReadRequest(asked, read(asked.request, _inputs(text)).loosely, _footprint(asked.program, text))
    except (InputError, LanguageError, UnknownColumn):
        return None


@lru_cache(maxsize=8)
def _inputs(text: str) -> Inputs:
    return read_inputs(values=json.loads(text))


@lru_cache(maxsize=8)
def _footprint(program: str, text: str) -> Footprint:
    written, inputs = Headed.of(program), _inputs(text)
    arguments = {param.name: value for param, value in written.parameters(inputs)}
    checked = written.check(inputs)
    return footprint_of(checked.core, [arguments[name] for name in checked.params])
