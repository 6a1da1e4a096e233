"""What is asked in the everyday data, in several wordings, with its program in the shortest form.

`own_requests` reads our own blocks (see `blocks`), `data_requests` those of a data file. They stay as they were written
by hand; `Everyday.shortest` is what a model is to learn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import LanguageError
from seglam_lang.translator.nano.blocks import FOLDER, blocks
from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.rewriting import rewrite


@dataclass(frozen=True)
class Everyday:
    """One thing asked: `program` is "" where it must be refused, `answer` None where the data do not state it."""

    place: str  # the file and the number of the block in it, or the data's name for it
    inputs: Inputs
    wordings: tuple[str, ...]
    program: str
    answer: Any = None
    sql: str = ""  # the same as a query over the table `t`, where the data have one

    @cached_property
    def is_checked(self) -> bool:
        """Whether there is a program that type-checks over one table."""
        if not self.program or len(self.inputs.tables) != 1:
            return False
        try:
            Headed.of(self.program).check(self.inputs)
        except (LanguageError, UnknownColumn):
            return False
        return True

    @cached_property
    def shortest(self) -> str:
        """The program in its shortest form; as it stands where it does not type-check over one table."""
        return rewrite(self.program, self.inputs, self.sql) if self.is_checked else self.program


def data_requests(path: Path) -> Iterator[Everyday]:
    """Yield what is asked in an everyday data file, `everyday.train.jsonl.gz`."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows(path):
        found.setdefault(row["type"], []).append(row)
    tables: dict[str, Inputs] = {}  # a table is read once for all that is asked of it
    for name, alike in found.items():
        first = alike[0]
        if first["table"] not in tables or "table" not in first["inputs"]:
            tables[first["table"]] = read_inputs(values=first["inputs"])
        gold = first["gold"] or {"seglam": "", "sql": ""}
        wordings = tuple(row["request"] for row in alike)
        yield Everyday(name, tables[first["table"]], wordings, gold["seglam"], first["answer"], gold["sql"] or "")


def own_requests(folder: Path = FOLDER) -> Iterator[Everyday]:
    """Yield what is asked in the files of a folder."""
    for path in sorted(folder.glob("[0-9]*.txt")):
        given, inputs = None, Inputs()
        for number, block in enumerate(blocks(path), 1):
            if block.inputs is not given:
                given, inputs = block.inputs, read_inputs(values=block.inputs)
            yield Everyday(f"{path.name}#{number}", inputs, tuple(block.wordings), block.program, sql=block.sql)
