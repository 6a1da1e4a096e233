"""Programs that go by a detour, before and after: `python -m tests.bench.rewriting [--blocks N] [--show N]`.

Each block of ../shared/everyday/everyday.train, and of the corpus in nano/everyday, that has a program over a table is
written in its shortest form (`nano.rewriting`), checked to compute the same. Printed are how many become shorter, the
median and 90th percentile of their lengths in lexemes, and what detours the language still asks for, the commonest
first.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from seglam_lang.language import Failure
from seglam_lang.language.jsonvalue import dumps
from seglam_lang.language.syntax import nodes
from seglam_lang.translator.nano.everyday_programs import Everyday
from seglam_lang.translator.nano.headed import Headed
from seglam_lang.translator.nano.rewriting import length
from seglam_lang.translator.nano.sources.everyday import everyday_blocks, own_blocks
from tests.bench.commands import SHARED

TRAIN = SHARED / "everyday" / "everyday.train.jsonl.gz"
FILTERED = frozenset({"count", "total", "average", "minimum", "maximum", "median", "values"})


@dataclass(frozen=True)
class Pair:
    """What is asked, with the lengths of its program before and after."""

    asked: Everyday
    before: int
    after: int
    is_right: bool  # what was written anew gives the answer that the data state, if they state one

    @property
    def is_shorter(self) -> bool:
        """Whether it was written anew."""
        return self.after < self.before


def measure(requests: Iterable[Everyday]) -> Iterator[Pair]:
    """Yield those that have a program which type-checks over a table."""
    for each in requests:
        if each.is_checked:
            before, after = Headed.of(each.program), Headed.of(each.shortest)
            is_right = each.shortest == each.program or _gives(after, each)
            yield Pair(each, length(before), length(after), is_right)


def _gives(program: Headed, asked: Everyday) -> bool:
    """Return whether a program has the cells of the answer that the data state."""
    try:
        value = json.loads(dumps(program.run(asked.inputs)))
    except Failure:
        return False
    return asked.answer is None or sorted(map(_atom, _cells(value))) == sorted(map(_atom, _cells(asked.answer)))


def _cells(value: Any) -> Iterator[Any]:
    match value:
        case {"columns": list(), "rows": rows}:
            yield from _cells(rows)
        case dict():
            yield from chain.from_iterable(map(_cells, value.values()))
        case list():
            yield from chain.from_iterable(map(_cells, value))
        case _:
            yield value


def _atom(cell: Any) -> str:
    is_number = isinstance(cell, int | float) and not isinstance(cell, bool)
    return f"{float(cell):.6g}" if is_number else str(cell)


# What is still said by a detour


def _is_call(node: nodes.Node, *methods: str) -> bool:
    return isinstance(node, nodes.Call) and node.method in methods


def _has(node: nodes.Node, *methods: str) -> bool:
    return any(_is_call(each, *methods) for each in nodes.walk(node))


def _two_filters(node: nodes.Node, operators: str) -> bool:
    """Return whether two aggregates of filtered rows are combined."""
    match node:
        case nodes.Binary(operator, left, right) if operator in operators.split():
            return _has(left, "where") and _has(right, "where") and not _share(node)
    return False


def _share(node: nodes.Node) -> bool:
    """Return whether a part of the rows is divided by all of them, or by a larger part."""
    match node:
        case nodes.Binary("/", left, right):
            return _has(left, "where") and _has(right, "count", "total")
    return False


def _range(node: nodes.Node) -> bool:
    match node:
        case nodes.Binary("and", nodes.Binary(">=" | ">", low), nodes.Binary("<=" | "<", high)):
            return low == high
    return False


def _one_of(node: nodes.Node) -> bool:
    match node:
        case nodes.Binary("or", nodes.Binary("==", one), nodes.Binary("==", other)):
            return one == other
    return False


def _computed_records(node: nodes.Node) -> bool:
    match node:
        case nodes.Call(_, "map", (nodes.Lambda(_, nodes.RecordOf()),)):
            return True
        case nodes.Call(table, "select", _):
            return _has(table, "with_column")
    return False


def _within(node: nodes.Node) -> bool:
    """Return whether a condition on rows looks at the whole table, or at another row."""
    match node:
        case nodes.Call(_, "where" | "filter", (nodes.Lambda(_, body),)):
            return any(each == nodes.Name("rows") for each in nodes.walk(body)) and not _has(body, "lookup", "value")
    return False


DETOURS: dict[str, Callable[[nodes.Node], bool]] = {
    "a range as two comparisons of one cell": _range,
    "one of several values as comparisons joined by or": _one_of,
    "two filtered aggregates subtracted, added or divided": lambda node: _two_filters(node, "- + /"),
    "two filtered aggregates compared": lambda node: _two_filters(node, "< <= > >= =="),
    "a share: a filtered aggregate divided by another": _share,
    "records or added columns, to show what is computed": _computed_records,
    "the different values: values(c).distinct()": lambda node: (
        _is_call(node, "distinct") and isinstance(node, nodes.Call) and not node.arguments
    ),
    "values of some rows but not of others: except, intersect": lambda node: _is_call(node, "except", "intersect"),
    "steps from row to row over lists: windows, zip, differences": lambda node: _is_call(node, "windows", "zip"),
    "a cell of the row with a key: lookup(...).require": lambda node: _is_call(node, "lookup"),
    "groups of a list: group_by, count_by, map_values": lambda node: _is_call(
        node, "count_by", "map_values", "entries"
    ),
    "a condition that looks at the whole table": _within,
    "two sort keys": lambda node: (
        _is_call(node, "sort_by", "sort_by_descending")
        and isinstance(node, nodes.Call)
        and _is_call(node.receiver, "sort_by", "sort_by_descending")
    ),
    "the first or last of what is sorted": lambda node: (
        _is_call(node, "first", "last", "at") and _has(node, "sort_by", "sort_by_descending", "top", "bottom")
    ),
    "aggregates of groups joined by their key": lambda node: _is_call(node, "join_on"),
    "0 or 1 for each row, to count or average": lambda node: (
        isinstance(node, nodes.IfElse) and isinstance(node.yes, nodes.Number) and isinstance(node.no, nodes.Number)
    ),
    "parts of dates compared": lambda node: (
        isinstance(node, nodes.Binary) and node.operator == "==" and _is_call(node.left, "year", "month", "quarter")
    ),
}


def detours(program: Headed) -> set[str]:
    """Return the kinds of detours that a program goes."""
    every = list(nodes.walk(program.nodes))
    return {kind for kind, is_one in DETOURS.items() if any(map(is_one, every))}


def report(name: str, pairs: Sequence[Pair], kinds: int) -> Iterator[str]:
    """Yield the lines of a report on one set."""
    shorter = [pair for pair in pairs if pair.is_shorter]
    yield f"{name}: {len(shorter)} of {len(pairs)} programs over a table became shorter"
    for what, some in (("all", pairs), ("those that became shorter", shorter)):
        if len(some) > 1:
            before, after = [pair.before for pair in some], [pair.after for pair in some]
            ninth = [quantiles(lengths, n=10)[8] for lengths in (before, after)]
            yield (
                f"  {what}: median {median(before):g} lexemes before, {median(after):g} after; "
                f"90th percentile {ninth[0]:g} and {ninth[1]:g}; in all {sum(before)} and {sum(after)}"
            )
    yield f"  written anew with an answer other than the data's: {sum(not pair.is_right for pair in pairs)}"
    counted: Counter[str] = Counter()
    for pair in pairs:
        counted.update(detours(Headed.of(pair.asked.shortest)))
    for kind, count in counted.most_common(kinds):
        yield f"  {count:5} still: {kind}"


def main() -> None:
    """Print the report of both sets."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.rewriting", description="Detours written anew.")
    parser.add_argument("--data", type=Path, default=TRAIN)
    parser.add_argument("--blocks", type=int, help="that many blocks of each set, spread evenly")
    parser.add_argument("--kinds", type=int, default=10, help="how many kinds of detours that are left")
    parser.add_argument("--show", type=int, default=0, help="that many programs that became shorter")
    options = parser.parse_args()
    for name, blocks in (
        (options.data.name, list(map(Everyday.of, everyday_blocks(options.data)))),
        ("nano/everyday", list(map(Everyday.of, own_blocks()))),
    ):
        step = max(1, len(blocks) // options.blocks) if options.blocks else 1
        pairs = list(measure(blocks[::step]))
        print("\n".join(report(name, pairs, options.kinds)))
        shorter = [pair.asked for pair in pairs if pair.is_shorter]
        for each in shorter[:: max(1, len(shorter) // options.show)] if options.show else ():
            print(f"{each.place}\n  {each.program}\n  {each.shortest}")


if __name__ == "__main__":
    main()
