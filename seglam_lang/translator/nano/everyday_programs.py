"""What is asked in the everyday data, in several wordings, with its program in the shortest form.

Programs stay as they were written by hand, in our own blocks (see `blocks`) and in the data; `Everyday.shortest` is
what a model is to learn.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import LanguageError
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

    @staticmethod
    def of(block: Mapping[str, Any]) -> Everyday:
        """Return what a block of `sources.everyday` asks."""
        inputs = _read(json.dumps(block["inputs"]))
        wordings = tuple(block["wordings"])
        return Everyday(block["block"], inputs, wordings, block["program"], block["answer"], block["sql"])


@lru_cache(maxsize=8)  # what follows each other is mostly about one table
def _read(inputs: str) -> Inputs:
    return read_inputs(values=json.loads(inputs))
