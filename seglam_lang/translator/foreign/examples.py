"""Requests with the programs that are right for them, for models that have not learned the language.

They are some of this project's own everyday requests, those that a tuned model must not unlearn (`nano.rehearsal`). A
model that has seen how a like request is said in the language says it likewise.
"""

from __future__ import annotations

import gzip
import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from seglam_lang.requests.tokens import norms
from seglam_lang.translator.messages import Shot

FILE = Path(__file__).parent.parent / "nano" / "rehearsal.jsonl.gz"
LONGEST = 200  # characters of a program
OTHERS = 4  # columns that a program does not take, of those that are shown: a model reads each of them

Words = frozenset[str]
_COLUMN = re.compile(r"`([^`]*)`")


class Example(NamedTuple):
    """A request, with the words in it that name no column: they say what is done."""

    request: str
    words: Words
    block: str  # that it is a wording of
    inputs: Mapping[str, Any]
    program: str

    @property
    def is_about_tables(self) -> bool:
        """Whether there is a table."""
        return any(map(_is_table, self.inputs.values()))

    @property
    def shot(self) -> Shot:
        """The example as a model is shown it."""
        taken = frozenset(_COLUMN.findall(self.program))
        inputs = {name: _narrowed(each, taken) if _is_table(each) else each for name, each in self.inputs.items()}
        program = self.program if self.program.startswith(("return ", "let ")) else f"return {self.program}"
        return Shot(self.request, inputs, program)


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """Return the examples that ship."""
    with gzip.open(FILE, "rt", encoding="utf-8") as lines:
        return tuple(example for line in lines for example in _examples(json.loads(line)))


def words_of(text: str) -> Words:
    """Return the words of a text that have a letter."""
    return frozenset(word for word in norms(text) if word[0].isalpha())


def likeness(one: Words, other: Words) -> float:
    """Return how much of what is in either of two sets of words is in both, each word weighed by how rare it is among
    the examples (Jaccard 1901, with the weights of Spärck Jones 1972).
    """
    return math.fsum(map(_weight, one & other)) / (math.fsum(map(_weight, one | other)) or 1)


def _weight(word: str) -> float:
    often, count = _frequencies()
    return math.log(1 + count / (1 + often[word]))


@lru_cache(maxsize=1)
def _frequencies() -> tuple[Counter[str], int]:
    return Counter(word for each in examples() for word in each.words), len(examples())


def _examples(kept: Mapping[str, Any]) -> Iterator[Example]:
    inputs = kept["inputs"]
    headers = words_of(
        " ".join(str(header) for each in inputs.values() if _is_table(each) for header in each["columns"])
    )
    for _, _, request, program, _, block in kept["asked"]:
        if program is not None and len(program) <= LONGEST:
            yield Example(request, words_of(request) - headers, block, inputs, program)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and "columns" in value


def _narrowed(table: Mapping[str, Any], taken: frozenset[str]) -> dict[str, Any]:
    """Return a table with the columns that a program takes and some others."""
    others = [header for header in table["columns"] if header not in taken][:OTHERS]
    kept = [at for at, header in enumerate(table["columns"]) if header in taken or header in others]
    narrowed = {**table, "columns": [table["columns"][at] for at in kept]}
    narrowed["rows"] = [[row[at] for at in kept] for row in table["rows"]]
    if "types" in table:
        narrowed["types"] = [table["types"][at] for at in kept]
    return narrowed
