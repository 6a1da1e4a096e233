"""Sets whose programs are SQL over one table: Spider, nvBench, Schema2QA and NLV, converted by `nano.sql`."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from seglam_lang.inputs import Inputs
from seglam_lang.language import Failure
from seglam_lang.language.values import Table
from seglam_lang.translator.nano.data import rows
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.sources.answers import agrees
from seglam_lang.translator.nano.sources.asked import DATABASE, Asked, LeftOut, as_json, checked
from seglam_lang.translator.nano.sql import Unconvertible, convert

SETS = ("spider", "nvbench", "schema2qa", "nlv")
WRONG = ("order_cue_inconsistent", "agg_cue_inconsistent", "gold_wrong", "empty_answer")  # flags of rows not to learn
TIE = "tie_at_limit"
ORDERS = 30  # of the rows that are tried where there is a tie


def query_rows(name: str, data: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a set, of nvBench its cleaned part first."""
    found = list(rows(data / f"{name}.train.jsonl.gz"))
    yield from sorted(found, key=lambda row: name == "nvbench" and "viseval" not in row["flags"])


def from_query(row: dict[str, Any]) -> list[Asked]:
    """Return what a row asks, with its SQL as a program. Raise LeftOut where that does not give the row's answer."""
    flagged = next((flag for flag in WRONG if flag in row["flags"]), None)
    if flagged:
        raise LeftOut(f"flagged {flagged}")
    source = row["id"].partition("-")[0].replace("s2q", "schema2qa")
    if source == "nvbench" and "viseval" not in row["flags"]:
        source = "nvbench-rough"  # some of its queries lack a condition of the words
    group = DATABASE + row["db"]
    given = Asked(source, group, row["request"], row["inputs"], "", row["answer"], f"{group}: {row['gold']}")
    inputs = given.read()
    try:
        program = convert(row["gold"], inputs.tables["table"], "sqlite")
    except Unconvertible as error:
        raise LeftOut(f"not converted: {error.construct}") from None
    asked = Asked(source, group, given.request, given.inputs, program, given.answer, given.block)
    try:
        return [checked(asked)]
    except LeftOut as error:
        if str(error) == "another answer" and TIE in row["flags"] and _is_right_in_another_order(asked, inputs):
            return [asked]
        raise


def _is_right_in_another_order(asked: Asked, inputs: Inputs) -> bool:
    """Return whether the program gives the answer for the table's rows in another order: where equal rows stand at a
    LIMIT, SQL may give any of them.
    """
    assert asked.program is not None
    program = Headed.of(asked.program)
    for each in reordered(inputs):
        try:
            if agrees(as_json(program.run(each)), asked.answer):
                return True
        except Failure:
            continue
    return False


def reordered(inputs: Inputs) -> Iterator[Inputs]:
    """Yield the inputs with the rows of their table in other orders."""
    table = inputs.tables["table"]
    chance = random.Random(0)
    for _ in range(ORDERS):
        places = chance.sample(range(table.length), table.length)
        cells = tuple(tuple(column[place] for place in places) for column in table.cells)
        moved = Table(table.headers, table.types, cells, table.length)
        yield Inputs({**inputs.values, "table": moved}, inputs.types)
