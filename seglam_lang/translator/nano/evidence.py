"""Requests with the programs that are right for them, as evidence of what words go with: read, checked and counted.

Nothing is learned from a request that must be refused, nor from a program that does not type-check as the inputs are
read today.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from seglam_lang.inputs import InputError, Inputs, read_inputs
from seglam_lang.language import LanguageError
from seglam_lang.requests import read
from seglam_lang.requests.reading import Reading
from seglam_lang.requests.unread.features import Footprint, footprint_of
from seglam_lang.translator.nano.blocks import FOLDER
from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.sources import Asked, LeftOut
from seglam_lang.translator.nano.sources.everyday import everyday_blocks, own_blocks
from seglam_lang.translator.nano.sources.problems import problem_program


@dataclass(frozen=True)
class ReadRequest:
    """A request that was read, and what its program does and takes."""

    asked: Asked
    reading: Reading
    footprint: Footprint


def everyday(path: Path) -> Iterator[Asked]:
    """Yield the requests of an everyday data file that have programs."""
    return _known(everyday_blocks(path))


def own(folder: Path = FOLDER) -> Iterator[Asked]:
    """Yield the everyday requests of this project's own corpus that have programs."""
    return _known(own_blocks(folder))


def _known(blocks: Iterable[dict[str, Any]]) -> Iterator[Asked]:
    for block in blocks:
        for wording in block["wordings"] if block["program"] else ():
            yield Asked("everyday", block["group"], wording, block["inputs"], block["program"], block=block["block"])


def converted(path: Path, most: int, seed: int = 1) -> Iterator[Asked]:
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
            yield Asked(row["source"], table, row["request"], row["inputs"], program, block=row["id"])


def evidence_of(asked: Asked) -> ReadRequest | None:
    """Return a request as it is read, with what its program does; None where one of the two is not accepted."""
    if asked.program is None:
        return None
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
