"""The shorter of two programs for one request: `python -m seglam_lang.translator.nano.shortest [--show N]`.

The everyday data have for most requests a program and SQL, written independently. Where the SQL becomes a shorter
program that computes the same, on the row's table and on others made of its rows, that is the one to learn: so programs
that went by a detour, as the language could not yet say it, are written anew. Printed is how many became shorter, and
the median length in lexemes before and after.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from seglam_lang.inputs import Inputs, read_inputs
from seglam_lang.language import Failure, LanguageError
from seglam_lang.language.syntax import nodes
from seglam_lang.language.syntax.scanning import lexemes
from seglam_lang.language.values import Map, Record, Table, Value
from seglam_lang.translator.nano.headed import Headed, UnknownColumn
from seglam_lang.translator.nano.human import rows
from seglam_lang.translator.nano.sql import Unconvertible, convert

VARIATIONS = 16  # tables made of the row's own
_UNUSABLE = (LanguageError, UnknownColumn, Unconvertible)


def length(program: str) -> int:
    """Return how many lexemes a program in the notation of the data has, a column being one."""
    source = Headed.of(program).source
    return sum(1 for _ in lexemes(source, 0, len(source)))


def shortest(row: Mapping[str, Any]) -> str:
    """Return the program of a row, or the one that its SQL becomes, where that is shorter and computes the same."""
    program: str = row["gold"]["seglam"]
    if not row["gold"]["sql"] or "table" not in row["inputs"]:
        return program
    inputs = read_inputs(values=row["inputs"])
    try:
        other = convert(row["gold"]["sql"], inputs.tables["table"], "duckdb")
        is_shorter = length(other) < length(program) and _stated(other) <= _stated(program)
        if is_shorter and agree(program, other, inputs, "ordered" in row["flags"]):
            return other
    except _UNUSABLE:
        pass  # the row's own program stays
    return program


def _stated(program: str) -> set[nodes.Node]:
    """Return the numbers and dates in a program: "more than 1" is no 2, whatever the SQL has."""
    return {each for each in nodes.walk(Headed.of(program).nodes) if isinstance(each, nodes.Number | nodes.Date)}


def agree(one: str, other: str, inputs: Inputs, in_order: bool) -> bool:
    """Return whether two programs give the same for the inputs and their variations. Raise as `Headed.run` does."""
    first, second = Headed.of(one), Headed.of(other)
    return all(
        _is_same(_outcome(first, each), _outcome(second, each), in_order) for each in (inputs, *variations(inputs))
    )


def variations(inputs: Inputs) -> Iterator[Inputs]:
    """Yield the inputs with the rows of their table in other orders, without some and with some twice."""
    table = inputs.tables["table"]
    chance = random.Random(0)
    for _ in range(VARIATIONS):
        size = chance.randint(1, table.length) if table.length else 0
        places = [*chance.sample(range(table.length), size), *chance.choices(range(table.length), k=size // 3)]
        yield Inputs({**inputs.values, "table": table.take(places)}, inputs.types)


def _outcome(program: Headed, inputs: Inputs) -> Value | Failure:
    try:
        return program.run(inputs)
    except Failure as failure:
        return failure


def _is_same(one: Value | Failure, other: Value | Failure, in_order: bool) -> bool:
    """Return whether two outcomes say the same: the same rows do, of which a table is not made a list; two failures."""
    if isinstance(one, Failure) or isinstance(other, Failure):
        return isinstance(one, Failure) and isinstance(other, Failure)
    if _is_single(one) or _is_single(other):
        return _is_single(one) and _is_single(other) and one == other
    if isinstance(one, Table) and not isinstance(other, Table):
        return False
    first, second = _grid(one), _grid(other)
    return first == second if in_order else sorted(map(repr, first)) == sorted(map(repr, second))


def _is_single(value: Value) -> bool:
    return not isinstance(value, Table | Record | Map | tuple)


def _grid(value: Value) -> list[tuple[Value, ...]]:
    """Return a value as rows of cells."""
    match value:
        case Table():
            return list(value.rows())
        case Record():
            return [value.values]
        case Map():
            return [(key, *_cells(item)) for key, item in value.items.items()]
        case tuple():
            return [_cells(item) for item in value]
    return [(value,)]


def _cells(item: Value) -> tuple[Value, ...]:
    return tuple(cell for value in item.values for cell in _cells(value)) if isinstance(item, Record) else (item,)


def main() -> None:
    """Print how many programs of the everyday data become shorter."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/everyday/everyday.train.jsonl.gz"))
    parser.add_argument("--show", type=int, default=0, help="that many that became shorter")
    options = parser.parse_args()
    blocks = {row["type"]: row for row in rows(options.data) if row["gold"]}
    pairs = [(row["gold"]["seglam"], shortest(row)) for row in blocks.values()]
    before, after = ([length(pair[side]) for pair in pairs] for side in (0, 1))
    shorter = [pair for pair in pairs if pair[0] != pair[1]]
    print(f"{len(shorter)} of {len(pairs)} programs became shorter")
    print(f"lexemes, median: {median(before):g} before, {median(after):g} after; in all {sum(before)} and {sum(after)}")
    if shorter:
        old, new = (median([length(pair[side]) for pair in shorter]) for side in (0, 1))
        print(f"those that became shorter, median: {old:g} before, {new:g} after")
    for pair in shorter[:: max(1, len(shorter) // options.show)][: options.show] if options.show else ():
        print("\n    ".join(pair))


if __name__ == "__main__":
    main()
